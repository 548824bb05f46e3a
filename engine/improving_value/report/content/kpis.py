"""KPIs: by organisation against target, by period, by category, and the KPIs themselves."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import groupby

from improving_value.assess.assessment import KpiRow
from improving_value.assess.paper import target_basis
from improving_value.kernel.quantities import stated
from improving_value.report.content.categories import categories
from improving_value.report.content.cells import NOT_HERE, NOT_LARGEST, NOTHING, kpi_cell, size_text, target_gap
from improving_value.report.content.index import Figures, Place
from improving_value.report.content.model import Cell, Column, Row, RowGroup, Table, shortened
from improving_value.report.content.targets import target_text
from improving_value.report.content.words import BETTER, DOMAINS, LEVELS, sentence_case, spoken
from improving_value.spec.models import Kpi


def place_rows(places: Iterable[Place], cells_of: dict[Place, tuple[Cell, ...]]) -> tuple[RowGroup, ...]:
    """Return rows of organisations, grouped by level."""
    headings = dict(LEVELS)
    groups = []
    for level, found in groupby(places, key=lambda place: place.level):
        rows = tuple(Row(place.name, cells_of[place], note=place.code) for place in found)
        groups.append(RowGroup("" if level == "all" else headings.get(level, level), rows))
    return tuple(groups)


def single_kpis(figures: Figures) -> tuple[Kpi, ...]:
    """Return the KPIs that are one number, by domain in the guide's order."""
    order = list(DOMAINS)
    single = [kpi for kpi in figures.scheme.scheme.kpis if not kpi.distribution]
    return tuple(sorted(single, key=lambda kpi: order.index(kpi.domain)))


def cell_at(figures: Figures, kpi: Kpi, place: Place, period: str, *, sized: bool = True) -> Cell:
    """Return a KPI's cell for an organisation; a KPI that is not worked out at its level says so.

    That local interpretation is needed stands in the heading once, not in every cell.
    """
    if not figures.has(kpi.kpi, place.level):
        return NOT_HERE
    row = figures.kpi(kpi, place, period)
    if row is not None and kpi.kpi in figures.own_targets:
        return _judged(row, target_basis(kpi, figures.scheme.parameters), sized=sized)
    return _bare(row, sized=sized) if row is not None and kpi.better == "interpret" else kpi_cell(row, sized=sized)


def drawn_word(figures: Figures, figure: str) -> str:
    """Return what one of the organisations on a chart is called."""
    return next((place.level for place in figures.drawn(figure)), "provider")


def definitions(figures: Figures) -> Table:
    """Return what each KPI is, which way is better, and its value for everyone, under the guide's groups."""
    kpis = figures.scheme.scheme.kpis
    groups = tuple(
        RowGroup(title, tuple(_definition(figures, kpi) for kpi in kpis if kpi.domain == domain)) for domain, title in DOMAINS.items()
    )
    return Table(
        id=f"{figures.anchor}-kpis",
        caption=f"Key performance indicators, all organisations, {figures.span}",
        corner="KPI",
        columns=(Column("Value"), Column("Target"), Column("Which way is better", numeric=False)),
        groups=groups,
        note="“Left out” counts units that a KPI could not use because something was missing.",
    )


def _definition(figures: Figures, kpi: Kpi) -> Row:
    place = figures.together
    if kpi.distribution:
        value = Cell("by category, below", quiet=True)
    else:
        row = figures.kpi(kpi, place, figures.span) if place else None
        value = _bare(row) if row is not None and kpi.better == "interpret" else kpi_cell(row)
    target = "No target" if kpi.target is None else target_text(figures, kpi).removeprefix("Target ")
    cells = (value, Cell(target, quiet=kpi.target is None), Cell(BETTER[kpi.better], numeric=False))
    return Row(shortened(kpi.title), cells, note=_note(figures, kpi), illustrative=kpi.kpi in figures.illustrative)


def _note(figures: Figures, kpi: Kpi) -> str:
    """Return the author's note, and the values printed beside the KPI for comparison."""
    lines = [line for name in kpi.references for line in figures.scheme.parameters if line.name == name]
    references = [
        f"{shortened(line.say or line.name)}{f' ({shortened(line.key)})' if line.key else ''}: {stated(line.value, line.unit)}"
        + f" ({line.basis}{', illustrative' if line.illustrative else ''})"
        for line in lines
    ]
    compared = f"For comparison: {'; '.join(references)}." if references else ""
    return " ".join(part for part in (shortened(kpi.note or "", 400), compared) if part)


def by_organisation(figures: Figures) -> tuple[Table, ...]:
    """Return organisations by KPIs for the span, value, word and shape: a table for KPIs of the same levels."""
    sorts: dict[tuple[str, ...], list[Kpi]] = {}
    for kpi in single_kpis(figures):
        if not kpi.reported:
            sorts.setdefault(tuple(level for level, _ in LEVELS if figures.has(kpi.kpi, level)), []).append(kpi)
    return tuple(_at_levels(figures, number, levels, kpis) for number, (levels, kpis) in enumerate(sorts.items(), start=1))


def _at_levels(figures: Figures, number: int, levels: tuple[str, ...], kpis: list[Kpi]) -> Table:
    places = tuple(place for place in figures.places if place.level in levels)
    cells = {place: tuple(cell_at(figures, kpi, place, figures.span) for kpi in kpis) for place in places}
    columns = tuple(Column(shortened(kpi.title), target_text(figures, kpi), illustrative=kpi.kpi in figures.illustrative) for kpi in kpis)
    whose = "organisation" if "provider" in levels or len(levels) < 2 else levels[-1]
    return Table(
        id=f"{figures.anchor}-kpis-by-organisation-{number}",
        caption=f"KPIs by {whose}, {figures.span}",
        corner="Organisation",
        columns=columns,
        groups=place_rows(places, cells),
    )


def main_heading(figures: Figures, kpi: Kpi) -> str:
    """Return the heading over the main KPI: against its target, where it has one."""
    word = sentence_case(drawn_word(figures, kpi.kpi))
    return f"{word}s against target" if kpi.target else f"{word} by {word.lower()}"


def main_by_provider(figures: Figures, kpi: Kpi) -> Table:
    """Return the twin of the chart: providers in its order, with value, size and verdict."""
    rows = [(place, figures.kpi(kpi, place, figures.span)) for place in ranked(figures, kpi)]
    return Table(
        id=f"{figures.anchor}-main-kpi",
        caption=f"{shortened(kpi.title)}, by {drawn_word(figures, kpi.kpi)}, {figures.span}",
        corner=sentence_case(drawn_word(figures, kpi.kpi)),
        columns=(Column("Value", target_text(figures, kpi), illustrative=kpi.kpi in figures.illustrative), Column("How many")),
        groups=(RowGroup("", tuple(Row(place.name, _value_and_size(row), note=place.code) for place, row in rows)),),
        wide=False,
    )


def _value_and_size(row: KpiRow | None) -> tuple[Cell, ...]:
    value = _bare(row, sized=False) if row is not None and row.verdict == "interpret" else kpi_cell(row, sized=False)
    return value, Cell("", note=size_text(row) if row else "")


def ranked(figures: Figures, kpi: Kpi) -> list[Place]:
    """Return the drawn organisations from the best value to the worst (highest first when neither is better), those without last."""

    def rank(place: Place) -> tuple[bool, float, str]:
        row = figures.kpi(kpi, place, figures.span)
        if row is None or row.value is None:
            return True, 0.0, place.organisation
        return False, row.value if kpi.better == "lower" else -row.value, place.organisation

    return sorted(figures.drawn(kpi.kpi), key=rank)


def by_period(figures: Figures) -> tuple[Table, ...]:
    """Return KPIs for everyone by period, and the main KPI of each organisation by period; none when there is one period."""
    periods, place = figures.periods, figures.together
    kpis = tuple(kpi for kpi in single_kpis(figures) if not kpi.reported)
    if len(periods) < 2 or place is None or not kpis:
        return ()
    columns = tuple(Column(period) for period in periods)
    rows = tuple(
        Row(shortened(kpi.title), tuple(cell_at(figures, kpi, place, period, sized=False) for period in periods),
            note=target_text(figures, kpi), illustrative=kpi.kpi in figures.illustrative)
        for kpi in kpis
    )  # fmt: skip
    return (Table(f"{figures.anchor}-kpis-by-period", "KPIs by period, all organisations", "KPI", columns, (RowGroup("", rows),)),)


def main_by_period(figures: Figures, kpi: Kpi) -> Table | None:
    periods = figures.periods
    if len(periods) < 2:
        return None
    places, note = figures.detailed(kpi.kpi)
    cells = {place: tuple(cell_at(figures, kpi, place, period, sized=False) for period in periods) for place in places}
    caption = f"{shortened(kpi.title)}, by organisation and period. {target_text(figures, kpi)}"
    columns = tuple(Column(period) for period in periods)
    return Table(f"{figures.anchor}-main-kpi-by-period", caption, "Organisation", columns, place_rows(places, cells), note)


def by_category(figures: Figures) -> tuple[Table, ...]:
    """Return a table for each KPI that is split by category: organisations by categories, for the span."""
    split = [kpi for kpi in figures.scheme.scheme.kpis if kpi.distribution or kpi.breakdown]
    tables = [(kpi, categories(figures, kpi)) for kpi in split]
    return tuple(_category_table(figures, kpi, names) for kpi, names in tables if names)


def _category_table(figures: Figures, kpi: Kpi, names: tuple[str, ...]) -> Table:
    places, note = figures.detailed(kpi.kpi)
    cells = {place: _category_cells(figures, kpi, place, names) for place in places}
    return Table(
        id=f"{figures.anchor}-{kpi.kpi}-by-category",
        caption=f"{shortened(kpi.title)}, {figures.span}",
        corner="Organisation",
        columns=tuple(Column(category_words(category)) for category in names),
        groups=place_rows(places, cells),
        note=note,
    )


def category_words(category: str) -> str:
    """Return a category as a heading: a code of several words is read as words."""
    return sentence_case(shortened(spoken(category), 60))


def _category_cells(figures: Figures, kpi: Kpi, place: Place, names: tuple[str, ...]) -> tuple[Cell, ...]:
    """Return a place's categories; where only the largest are followed, another is not nothing."""
    rows = [figures.kpi(kpi, place, figures.span, category) for category in names]
    absent = NOT_LARGEST if kpi.top and any(row is not None for row in rows) else NOTHING
    judged, basis = kpi.target is not None and kpi.distribution is None, target_basis(kpi, figures.scheme.parameters)
    return tuple(absent if row is None else _judged(row, basis) if judged else _bare(row) for row in rows)


def _judged(row: KpiRow, basis: str, *, sized: bool = True) -> Cell:
    """Return a value against its target, which may be its own."""
    cell = kpi_cell(row, sized=sized)
    return cell if row.target is None else replace(cell, note="; ".join(part for part in (cell.note, target_gap(row, basis)) if part))


def _bare(row: KpiRow, *, sized: bool = True) -> Cell:
    """Return a value without a mark: the parts of a whole are neither better nor worse."""
    cell = kpi_cell(row, sized=sized)
    return Cell(cell.text, note=cell.note, quiet=cell.quiet)
