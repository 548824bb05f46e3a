"""Savings and costs: each on its own line, by class and state, by organisation, by scenario, with its formula."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from improving_value.assess.assessment import CostRow, FormulaLine, SavingRow
from improving_value.assess.paper import cost_basis
from improving_value.report.content.cells import NOT_HERE, cost_cell, needs_text, saving_cell
from improving_value.report.content.index import DEFAULT, Figures, Place
from improving_value.report.content.kpis import place_rows
from improving_value.report.content.model import Cell, Column, Fact, Formula, Row, RowGroup, Table, plain, shortened
from improving_value.report.content.needs import in_words, says_of
from improving_value.report.content.sources import sources
from improving_value.report.content.words import BASES, CLASSES, PAYERS, STATES, STATUSES, lower_first, saving_kind, sentence_case
from improving_value.report.numbers import NO_ACTIVITY, NOT_CALCULABLE, counted
from improving_value.spec.models import Saving


def in_kinds(figures: Figures) -> tuple[Saving, ...]:
    """Return savings by class and then state, each in the scheme's order."""
    classes, states = list(CLASSES), list(STATES)
    return tuple(sorted(figures.scheme.scheme.savings, key=lambda saving: (classes.index(saving.class_), states.index(saving.state))))


def overall(figures: Figures, saving: Saving, scenario: str = DEFAULT) -> SavingRow | None:
    """Return a saving's row for all organisations and the span."""
    place = figures.together
    return None if place is None else figures.saving(saving.saving, place, figures.span, scenario)


def lines(figures: Figures) -> Table:
    """Return every saving for everyone, grouped by class and state. There is no total: kinds, and alternatives, do not add."""
    kinds = dict.fromkeys((saving.class_, saving.state) for saving in in_kinds(figures))
    groups = tuple(
        RowGroup(
            f"{CLASSES[class_]}: {STATES[state].lower()}",
            tuple(_line(figures, saving) for saving in in_kinds(figures) if (saving.class_, saving.state) == (class_, state)),
        )
        for class_, state in kinds
    )
    return Table(
        id=f"{figures.anchor}-savings",
        caption=f"Savings before costs, all organisations, {figures.span}",
        corner="Saving",
        columns=(
            Column("Amount"),
            Column("Status", numeric=False),
            Column("Again each year", numeric=False),
            Column("Who pays", numeric=False),
        ),
        groups=groups,
        note="Lines are never added together: they may be alternatives, or of different kinds.",
    )


def _line(figures: Figures, saving: Saving) -> Row:
    row = overall(figures, saving)
    status = Cell(sentence_case(needs_text(row.status, row.needs)) if row else sentence_case(NO_ACTIVITY), numeric=False)
    amount = saving_cell(row)
    amount = Cell("no amount", quiet=True) if row is not None and not amount.numeric else Cell(amount.text, quiet=amount.quiet)
    cells = (amount, status, Cell("Yes" if saving.recurrent else "No, once", numeric=False), Cell(PAYERS[saving.payer], numeric=False))
    basis = shortened(saving.basis or "", 400)
    return Row(shortened(saving.title), cells, note=basis, illustrative=saving.saving in figures.illustrative)


def saving_columns(figures: Figures) -> tuple[Column, ...]:
    return tuple(
        Column(shortened(saving.title), saving_kind(saving.class_, saving.state), illustrative=saving.saving in figures.illustrative)
        for saving in in_kinds(figures)
    )


def by_organisation(figures: Figures) -> Table:
    """Return organisations by savings for the span."""
    places = [place for place in figures.places if any(figures.has(item.saving, place.level) for item in in_kinds(figures))]
    cells = {place: tuple(_cell_at(figures, item, place) for item in in_kinds(figures)) for place in places}
    caption = f"Savings before costs, by organisation, {figures.span}"
    identity = f"{figures.anchor}-savings-by-organisation"
    groups = place_rows(places, cells)
    return Table(identity, caption, "Organisation", saving_columns(figures), groups)


def _cell_at(figures: Figures, saving: Saving, place: Place) -> Cell:
    """Return a saving's cell for an organisation; a saving that is not worked out at its level says so."""
    return saving_cell(figures.saving(saving.saving, place, figures.span)) if figures.has(saving.saving, place.level) else NOT_HERE


def by_period(figures: Figures) -> Table | None:
    """Return savings for everyone by period; none when there is one period."""
    place, periods = figures.together, figures.periods
    if place is None or len(periods) < 2 or not in_kinds(figures):
        return None
    rows = tuple(
        Row(
            shortened(item.title),
            tuple(saving_cell(figures.saving(item.saving, place, period), reasons=False) for period in periods),
            note=saving_kind(item.class_, item.state),
            illustrative=item.saving in figures.illustrative,
        )
        for item in in_kinds(figures)
    )
    identity = f"{figures.anchor}-savings-by-period"
    columns = tuple(Column(period) for period in periods)
    unsure = any(cell.note or cell.quiet for row in rows for cell in row.cells)
    note = "What is missing is said above, for all periods together." if unsure else ""
    return Table(identity, "Savings before costs, by period, all organisations", "Saving", columns, (RowGroup("", rows),), note)


def scenarios(figures: Figures) -> Table | None:
    """Return the savings that a scenario changes, beside the scheme's own values."""
    present = {(row.saving, row.scenario) for row in figures.scheme.savings}
    named = [item for item in figures.scheme.scheme.scenarios if any((s.saving, item.scenario) in present for s in in_kinds(figures))]
    touched = [saving for saving in in_kinds(figures) if any((saving.saving, item.scenario) in present for item in named)]
    if not named or not touched:
        return None
    ids = [DEFAULT, *(item.scenario for item in named)]
    columns = (Column("As the scheme is written"), *(Column(shortened(item.say)) for item in named))
    rows = tuple(
        Row(
            shortened(saving.title),
            tuple(
                saving_cell(overall(figures, saving, scenario)) if (saving.saving, scenario) in present else _UNCHANGED for scenario in ids
            ),
            note=saving_kind(saving.class_, saving.state),
            illustrative=saving.saving in figures.illustrative,
        )
        for saving in touched
    )
    caption = f"Savings under other assumptions, all organisations, {figures.span}"
    return Table(f"{figures.anchor}-scenarios", caption, "Saving", columns, (RowGroup("", rows),),
                 note="Scenarios are alternatives: they are read side by side and never added.")  # fmt: skip


_UNCHANGED = Cell("not affected", quiet=True)


def formulas(figures: Figures) -> tuple[Formula, ...]:
    """Return how each saving is worked out, with the parameters that it rests on, and its numbers in each scenario."""
    titles = {saving.saving: saving.title for saving in figures.scheme.scheme.savings}
    says = {item.scenario: item.say for item in figures.scheme.scheme.scenarios}
    idle = {saving.saving for saving in figures.scheme.scheme.savings if overall(figures, saving) is None}
    return tuple(
        Formula(
            title=shortened(titles.get(line.saving, line.saving)),
            formula=plain(line.formula),
            words=plain(line.words),
            numbers=_in_numbers(figures, line, idle),
            illustrative=line.saving in figures.illustrative,
            definitions=tuple(plain(text) for text in line.definitions),
            sources=sources(figures, line.saving),
            scenarios=tuple(
                Fact(shortened(says[other.scenario]), _in_numbers(figures, other, idle))
                for other in figures.scheme.formulas
                if other.saving == line.saving and other.scenario in says
            ),
        )
        for line in figures.scheme.formulas
        if line.scenario not in says
    )


def _in_numbers(figures: Figures, line: FormulaLine, idle: Collection[str]) -> str:
    return _of_whom(figures, plain(line.numbers)) or (NO_ACTIVITY if line.saving in idle else NOT_CALCULABLE)


def _of_whom(figures: Figures, numbers: str) -> str:
    """Return the numbers of a formula, those of one organisation under its name."""
    code, comma, rest = numbers.partition(", ")
    name = next((place.name for place in figures.places if place.organisation == code), None)
    return numbers if name is None else f"{name}{comma}{rest}"


def costs(figures: Figures) -> Table | None:
    """Return each cost for everyone and for each provider that differs from a stated zero; none when the scheme names no cost."""
    named = figures.scheme.scheme.costs
    if not named:
        return None
    says, names = says_of(figures.scheme.scheme), {place.organisation: place.name for place in figures.places}
    found = {
        (row.cost, row.level, row.organisation, row.period): replace(row, needs=in_words(row.needs, says, names))
        for row in figures.scheme.costs
    }
    amounts = [row for row in figures.scheme.costs if row.period == figures.span and (row.cost_pence != 0 or row.status != "calculated")]
    levels = {row.level for row in figures.scheme.costs}
    places = tuple(place for place in figures.places if place.level in levels) if amounts else figures.at("all")
    cells = {place: tuple(cost_cell(_cost(found, cost.cost, place, figures.span)) for cost in named) for place in places}
    columns = tuple(
        Column(shortened(cost.title or cost.cost.replace("_", " ")), f"{BASES[cost_basis(cost, figures.scheme.parameters)]}, {'every year' if cost.recurrent else 'once'}",
               illustrative=cost.cost in figures.illustrative)
        for cost in named
    )  # fmt: skip
    caption = f"Costs of the scheme, {figures.span}"
    note = "A cost is booked once for each scheme, provider and period; it is not taken off the savings above."
    return Table(f"{figures.anchor}-costs", caption, "Organisation", columns, place_rows(places, cells), note)


def _cost(found: dict[tuple[str, str, str, str], CostRow], cost: str, place: Place, period: str) -> CostRow | None:
    return found.get((cost, place.level, place.organisation, period))


def gaps(figures: Figures) -> tuple[str, ...]:
    """Return what cannot be calculated for everyone, and what each needs."""
    rows = [(saving, overall(figures, saving)) for saving in figures.scheme.scheme.savings]
    return tuple(
        f"{shortened(saving.title)}: {shortened(needs_text(row.status, row.needs), 400)}"
        for saving, row in rows
        if row is not None and row.status not in ("calculated", "suppressed")
    )


def statuses(figures: Figures) -> tuple[str, ...]:
    """Return how many savings are calculated and how many are not, a line each."""
    rows = [overall(figures, saving) for saving in figures.scheme.scheme.savings]
    tally = [(sum(1 for row in rows if row and row.status == status), lower_first(word)) for status, word in STATUSES.items()]
    tally.append((sum(1 for row in rows if row is None), "without activity"))
    return tuple(f"{counted(number, 'saving')} {word}" for number, word in tally if number) or ("no savings",)
