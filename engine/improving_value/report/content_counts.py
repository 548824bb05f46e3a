"""Who was counted: what was in scope, what each rule turned away, what could not be decided and why."""

from __future__ import annotations

from decimal import Decimal

from improving_value.assess.assessment import CountRow, RuleRow
from improving_value.kernel.quantities import fixed
from improving_value.report.content import Cell, Column, Funnel, Row, RowGroup, Table, shortened
from improving_value.report.content_index import Figures
from improving_value.report.content_kpis import place_rows
from improving_value.report.content_words import sentence_case
from improving_value.report.numbers import count, per_cent, pounds


def funnels(figures: Figures) -> tuple[Funnel, ...]:
    """Return a funnel for each sort of unit that was counted, in the scheme's order."""
    rows = [(name, figures.all_units(name)) for name in figures.scheme.scheme.units]
    return tuple(_funnel(figures, name, row) for name, row in rows if row is not None)


def unit_word(figures: Figures, name: str) -> str:
    unit = figures.scheme.scheme.units.get(name)
    return shortened((unit.say if unit else None) or name.replace("_", " "))


def confidence(row: CountRow | None) -> str:
    """Return the share of units for which the rules could be decided."""
    if row is None or not row.in_scope:
        return "no activity"
    return per_cent(Decimal(row.in_scope - row.undetermined) / Decimal(row.in_scope))


def _funnel(figures: Figures, name: str, counts: CountRow) -> Funnel:
    turned_away, unknown = _decided(figures, name)
    return Funnel(
        unit=sentence_case(unit_word(figures, name)),
        sentence=_sentence(figures, name, counts),
        steps=_steps(figures, name, counts, turned_away) if counts.eligible != counts.in_scope else None,
        unknown=_unknown(figures, name, unknown),
    )


def by_organisation(figures: Figures, unit: str) -> Table:
    """Return what was counted at each organisation, for one sort of unit."""
    found = [(place, figures.counts.get((unit, place.level, place.organisation, figures.span))) for place in figures.places]
    cells = {place: _counted(row) for place, row in found if row is not None}
    return Table(
        id=f"{figures.anchor}-{unit}-by-organisation",
        caption=f"{sentence_case(unit_word(figures, unit))}: counted by organisation, {figures.span}",
        corner="Organisation",
        columns=tuple(Column(text) for text in ("In scope", "Eligible", "Not eligible", "Not decided", "Data confidence")),
        groups=place_rows(cells, cells),
    )


def _counted(row: CountRow) -> tuple[Cell, ...]:
    numbers = (row.in_scope, row.eligible, row.not_eligible, row.undetermined)
    share = confidence(row)
    return (*(Cell(count(number)) for number in numbers), Cell(share, quiet=not row.in_scope))


def _decided(figures: Figures, name: str) -> tuple[dict[str, int], list[RuleRow]]:
    """Return how many each rule turned away, and the rows of those that could not be decided (all organisations, span)."""
    rows = [row for row in figures.scheme.rules if row.unit == name and row.level == "all" and row.period == figures.span]
    turned_away: dict[str, int] = {}
    for row in rows:
        if row.outcome == "not_eligible":
            turned_away[row.rule] = turned_away.get(row.rule, 0) + row.units
    return turned_away, [row for row in rows if row.outcome == "undetermined" and row.units]


def _sentence(figures: Figures, name: str, counts: CountRow) -> str:
    if not counts.in_scope:
        return "Nothing was in scope in this period."
    if counts.eligible == counts.in_scope:
        return f"{count(counts.in_scope)} in scope, {'and eligible' if counts.in_scope == 1 else 'all eligible'}."
    words = f"{count(counts.in_scope)} in scope: {count(counts.eligible)} eligible, {count(counts.not_eligible)} not eligible"
    words += f" and {count(counts.undetermined)} that could not be decided."
    if not counts.undetermined:
        return words + " Every rule could be decided."
    return f"{words} The rules could be decided for {confidence(counts)}.{_at_stake(figures, name)}"


def _at_stake(figures: Figures, name: str) -> str:
    """Return the known amount on undecided units; nothing known is not £0."""
    stake = figures.scheme.at_stake_pence.get(name)
    if stake is None or (not stake and not figures.scheme.scheme.units[name].at_stake):
        return ""
    if not stake:
        return " What is at stake on those that could not be decided is not known."
    return f" {pounds(stake)} is known to be at stake on those that could not be decided."


def _steps(figures: Figures, name: str, counts: CountRow, turned_away: dict[str, int]) -> Table:
    left = counts.in_scope
    rows = [_step("In scope", None, left, counts.in_scope)]
    for rule in figures.scheme.scheme.units[name].eligible:
        gone = turned_away.get(rule.rule, 0)
        left -= gone
        rows.append(_step(shortened(rule.say, 300), gone, left, counts.in_scope))
    if counts.undetermined:
        rows.append(_step("Decided by every rule", counts.undetermined, left - counts.undetermined, counts.in_scope))
    rows.append(_step("Eligible", None, counts.eligible, counts.in_scope))
    return Table(
        id=f"{figures.anchor}-{name}-funnel",
        caption=f"{sentence_case(unit_word(figures, name))}: from scope to eligible, all organisations, {figures.span}",
        corner="Step",
        columns=(Column("Turned away"), Column("Left")),
        groups=(RowGroup("", tuple(rows)),),
        wide=False,
    )


def _step(heading: str, gone: int | None, left: int, scope: int) -> Row:
    width = fixed(Decimal(100 * left) / Decimal(scope), 1) if scope and left > 0 else "0"
    removed = Cell("", quiet=True) if gone is None else Cell(count(gone))
    return Row(heading, (removed, Cell(count(left), bar=width)))


def _unknown(figures: Figures, name: str, rows: list[RuleRow]) -> Table | None:
    if not rows:
        return None
    return Table(
        id=f"{figures.anchor}-{name}-undetermined",
        caption=f"{sentence_case(unit_word(figures, name))}: not decided, because something is missing",
        corner="Rule that could not be decided",
        columns=(Column("What is missing", numeric=False), Column("Units")),
        groups=(RowGroup("", tuple(_unknown_row(row) for row in rows)),),
        wide=False,
    )


def _unknown_row(row: RuleRow) -> Row:
    field = f"{shortened(row.field).replace('_', ' ')} not recorded" if row.field else "something it needs"
    return Row(shortened(row.say or row.rule, 300), (Cell(field, numeric=False), Cell(count(row.units))))
