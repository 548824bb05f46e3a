"""What a change does to every KPI and every pound: old, new, and the way from one to the other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from improving_value.assess.assessment import KpiRow
from improving_value.compare.model import Amount, Bridge, Comparison, KpiPair, Step
from improving_value.kernel.quantities import MINUS
from improving_value.report.content.cells import kpi_cell, needs_text
from improving_value.report.content.model import Cell, Column, Row, RowGroup, Table, shortened
from improving_value.report.content.words import CLASSES, LEVELS, STATES, saving_kind
from improving_value.report.numbers import NO_ACTIVITY, pounds, quantity

_ABSENT = Cell("not there", quiet=True)


def sentences(comparison: Comparison) -> tuple[str, ...]:
    """Return what becomes of the pounds, for everybody together."""
    found = []
    for bridge in _of_all(comparison):
        if bridge.difference:
            sign = "less" if bridge.difference < 0 else "and"
            title = titled(bridge)
            old, new = (pounds(amount.pence) for amount in (bridge.old, bridge.new))
            found.append(f"{title}: {old} {sign} {pounds(abs(bridge.difference))} is {new}.")
    return tuple(found) or ("No amount of pounds changes.",)


def titled(bridge: Bridge) -> str:
    """Return what a figure is called, with its scenario."""
    return bridge.title if bridge.scenario == "default" else f"{bridge.title} ({bridge.scenario.replace('_', ' ')})"


def step_text(step: Step) -> str:
    return step.label.replace("+", " and ")


def difference_text(pence: int | None) -> str:
    """Return pounds with their sign; nought has none."""
    if pence is None:
        return "not calculable"
    return f"+{pounds(pence)}" if pence > 0 else pounds(pence)


def _of_all(comparison: Comparison) -> list[Bridge]:
    return [bridge for bridge in comparison.bridges if bridge.level == "all"]


def bridge(comparison: Comparison) -> Table:
    """Return the way of every saving and cost from old to new: the parts add up to the difference, to the penny."""
    steps = tuple(Column(f"Change {step_text(step)}" if step.changes else "No listed change") for step in comparison.steps)
    rows = {"saving": [], "cost": []}  # type: dict[str, list[Row]]
    for one in _of_all(comparison):
        parts = tuple(Cell(difference_text(part.pence), quiet=not part.pence) for part in one.parts)
        kind = saving_kind(one.class_, one.state) if one.class_ in CLASSES and one.state in STATES else ""
        rows[one.figure].append(Row(titled(one), (amount_cell(one.old), *parts, amount_cell(one.new)), note=kind))
    return Table(
        id="bridge-table",
        caption=f"Pounds, all organisations, {comparison.new.span.label}: old, what each change does, new",
        corner="Saving or cost",
        columns=(Column("Old"), *steps, Column("New")),
        groups=(RowGroup("Savings", tuple(rows["saving"])), RowGroup("Costs", tuple(rows["cost"]))),
        note="Each row adds up exactly. Rows are never added together: savings may be alternatives, of different kinds, or about the same units.",
    )


def amount_cell(amount: Amount) -> Cell:
    """Return an amount; without one it says why, and never £0 for want of a number."""
    if amount.status == "absent":
        return _ABSENT
    if amount.pence is None:
        return Cell(needs_text(amount.status, amount.needs), quiet=True)
    return Cell(pounds(amount.pence), note=needs_text(amount.status, amount.needs) if amount.status == "partial" else "")


def bridge_by_place(comparison: Comparison, organisations: Mapping[str, str]) -> Table:
    """Return savings and costs that differ, organisation by organisation."""
    rows: dict[str, list[Row]] = {}
    for one in comparison.bridges:
        if one.level != "all" and one.old != one.new:
            cells = (amount_cell(one.old), Cell(difference_text(one.difference)), amount_cell(one.new))
            rows.setdefault(titled(one), []).append(_place_row(one.level, one.organisation, organisations, cells))
    return _by_place("bridge-places", "Pounds that differ, by organisation", rows)


def _place_row(level: str, code: str, organisations: Mapping[str, str], cells: tuple[Cell, ...]) -> Row:
    headings = dict(LEVELS)
    name = shortened(organisations.get(code, code))
    return Row(name, cells, note=headings.get(level, level).lower().removesuffix("s") + (f" {shortened(code)}" if name != code else ""))


def _by_place(name: str, caption: str, rows: Mapping[str, list[Row]]) -> Table:
    columns = (Column("Old"), Column("New less old"), Column("New"))
    return Table(name, caption, "Organisation", columns, tuple(RowGroup(title, tuple(some)) for title, some in rows.items()))


def kpis(comparison: Comparison) -> Table:
    """Return every KPI for everybody together, old and new."""
    rows = [_kpi_row(_kpi_title(pair), pair) for pair in comparison.kpis if pair.row.level == "all"]
    return Table(
        id="kpis-table",
        caption=f"KPIs, all organisations, {comparison.new.span.label}",
        corner="KPI",
        columns=(Column("Old"), Column("New less old"), Column("New")),
        groups=(RowGroup("", tuple(rows)),),
    )


def kpis_by_place(comparison: Comparison, organisations: Mapping[str, str]) -> Table:
    """Return the KPIs that differ, organisation by organisation."""
    rows: dict[str, list[Row]] = {}
    for pair in comparison.kpis:
        if pair.row.level != "all" and pair.differs:
            row = _place_row(pair.row.level, pair.row.organisation, organisations, _kpi_cells(pair))
            rows.setdefault(_kpi_title(pair), []).append(row)
    return _by_place("kpi-places", "KPIs that differ, by organisation", rows)


def _kpi_title(pair: KpiPair) -> str:
    row = pair.row
    category = f": {shortened(row.category)}" if row.category else ""
    return f"{pair.title}{category}" + ("" if row.scenario == "default" else f" ({row.scenario.replace('_', ' ')})")


def _kpi_row(title: str, pair: KpiPair) -> Row:
    return Row(title, _kpi_cells(pair))


def _kpi_cells(pair: KpiPair) -> tuple[Cell, Cell, Cell]:
    old, new = (_ABSENT if row is None else kpi_cell(row) for row in (pair.old, pair.new))
    return (old, Cell(kpi_difference(pair.old, pair.new), quiet=not pair.differs), new)


def kpi_difference(old: KpiRow | None, new: KpiRow | None) -> str:
    """Return by how much a KPI moved; a share moves by percentage points."""
    if old is None or new is None or old.value is None or new.value is None:
        return NO_ACTIVITY if old is not None and new is not None and old.value is new.value else "not comparable"
    if old.unit != new.unit:
        return "not comparable"
    moved = new.value - old.value
    if moved == 0:
        return "0"
    sign = "+" if moved > 0 else MINUS
    if new.unit == "share":
        return f"{sign}{quantity(abs(moved) * 100, 'number')} points"
    return f"{sign}{quantity(abs(moved), new.unit)}"


def differing(pairs: Iterable[KpiPair]) -> list[KpiPair]:
    """Return the KPIs of everybody together that differ."""
    return [pair for pair in pairs if pair.row.level == "all" and pair.differs]
