"""Who was counted: what was in scope, what each rule turned away, what could not be decided and why."""

from __future__ import annotations

from decimal import Decimal

from improving_value.assess.assessment import CountRow, RuleRow
from improving_value.assess.rounding import SUPPRESSED
from improving_value.kernel.quantities import fixed
from improving_value.report.content.index import Figures
from improving_value.report.content.kpis import place_rows
from improving_value.report.content.model import Cell, Column, Funnel, Row, RowGroup, Table, shortened
from improving_value.report.content.words import sentence_case
from improving_value.report.numbers import NO_ACTIVITY, count, per_cent, pounds

_NOTHING_GONE = Cell("", quiet=True)


def funnels(figures: Figures) -> tuple[Funnel, ...]:
    """Return a funnel for each sort of unit that was counted, in the scheme's order."""
    rows = [(name, figures.all_units(name)) for name in figures.scheme.scheme.units]
    return tuple(_funnel(figures, name, row) for name, row in rows if row is not None)


def unit_word(figures: Figures, name: str) -> str:
    unit = figures.scheme.scheme.units.get(name)
    return shortened((unit.say if unit else None) or name.replace("_", " "))


def confidence(row: CountRow | None) -> str:
    """Return the share of units for which the rules could be decided."""
    if row is None or row.in_scope == 0:
        return NO_ACTIVITY
    if not row.in_scope or row.undetermined is None:
        return SUPPRESSED
    return per_cent(Decimal(max(0, row.in_scope - row.undetermined)) / Decimal(row.in_scope))


def _funnel(figures: Figures, name: str, counts: CountRow) -> Funnel:
    turned_away, unknown = _decided(figures, name)
    return Funnel(
        unit=sentence_case(unit_word(figures, name)),
        sentence=_sentence(figures, name, counts),
        steps=_steps(figures, name, counts, turned_away) if figures.scheme.is_rounded or counts.eligible != counts.in_scope else None,
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
    return (*(Cell(count(number)) for number in numbers), Cell(share, quiet=row.in_scope == 0))


def _decided(figures: Figures, name: str) -> tuple[dict[str, int | None], list[RuleRow]]:
    """Return how many each rule turned away, and the rows of those that could not be decided (all organisations, span)."""
    rows = [row for row in figures.scheme.rules if row.unit == name and row.level == "all" and row.period == figures.span]
    turned_away = {row.rule: row.units for row in rows if row.outcome == "not_eligible"}
    return turned_away, [row for row in rows if row.outcome == "undetermined" and row.units != 0]


def _sentence(figures: Figures, name: str, counts: CountRow) -> str:
    if figures.scheme.is_rounded:
        return f"{_rounded(counts)} Each number is rounded or suppressed on its own, so that they need not add up."
    if not counts.in_scope:
        return "Nothing was in scope in this period."
    if counts.eligible == counts.in_scope:
        return f"{count(counts.in_scope)} in scope, {'and eligible' if counts.in_scope == 1 else 'all eligible'}."
    words = f"{count(counts.in_scope)} in scope: {count(counts.eligible)} eligible, {count(counts.not_eligible)} not eligible"
    words += f" and {count(counts.undetermined)} that could not be decided."
    if not counts.undetermined:
        return words + " Every rule could be decided."
    return f"{words} The rules could be decided for {confidence(counts)}.{_at_stake(figures, name)}"


def _rounded(counts: CountRow) -> str:
    words = f"{count(counts.in_scope)} in scope: {count(counts.eligible)} eligible, {count(counts.not_eligible)} not eligible"
    return f"{words} and {count(counts.undetermined)} that could not be decided."


def _at_stake(figures: Figures, name: str) -> str:
    """Return the known amount on undecided units; nothing known is not £0."""
    stake = figures.scheme.at_stake_pence.get(name)
    if stake is None or (not stake and not figures.scheme.scheme.units[name].at_stake):
        return ""
    if not stake:
        return " What is at stake on those that could not be decided is not known."
    return f" {pounds(stake)} is known to be at stake on those that could not be decided."


def _steps(figures: Figures, name: str, counts: CountRow, turned_away: dict[str, int | None]) -> Table:
    """Return the steps from scope to eligible. What is left after a step is worked out only from numbers that add up."""
    left = counts.in_scope
    rows = [_step("In scope", _NOTHING_GONE, left, counts.in_scope)]
    for rule in figures.scheme.scheme.units[name].eligible:
        gone = turned_away.get(rule.rule, 0)
        left = _less(figures, left, gone)
        rows.append(_step(shortened(rule.say, 300), Cell(count(gone)), left, counts.in_scope))
    if counts.undetermined != 0:
        left = _less(figures, left, counts.undetermined)
        rows.append(_step("Decided by every rule", Cell(count(counts.undetermined)), left, counts.in_scope))
    rows.append(Row("Eligible", (_NOTHING_GONE, _left(counts.eligible, counts.in_scope, SUPPRESSED))))
    return Table(
        id=f"{figures.anchor}-{name}-funnel",
        caption=f"{sentence_case(unit_word(figures, name))}: from scope to eligible, all organisations, {figures.span}",
        corner="Step",
        columns=(Column("Turned away"), Column("Left")),
        groups=(RowGroup("", tuple(rows)),),
        wide=False,
    )


def _less(figures: Figures, left: int | None, gone: int | None) -> int | None:
    return None if left is None or gone is None or figures.scheme.is_rounded else left - gone


def _step(heading: str, gone: Cell, left: int | None, scope: int | None) -> Row:
    return Row(heading, (gone, _left(left, scope, "" if gone is not _NOTHING_GONE else SUPPRESSED)))


def _left(left: int | None, scope: int | None, without: str) -> Cell:
    if left is None:
        return Cell(without, quiet=True)
    return Cell(count(left), bar=fixed(Decimal(min(100, 100 * left / scope)), 1) if scope and left > 0 else "0")


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
