"""The main KPI over time: a line for everyone together beside its table, and in a sentence from where it came to where it is."""

from __future__ import annotations

import math

from improving_value.assess.assessment import KpiRow
from improving_value.report.chart_trend import Moment, trend
from improving_value.report.content.cells import NOTHING, SMALL, kpi_text
from improving_value.report.content.index import Figures
from improving_value.report.content.kpis import cell_at, drawn_word
from improving_value.report.content.model import Cell, Column, Panel, Row, RowGroup, Table, shortened
from improving_value.report.content.targets import any_row, target_text
from improving_value.report.content.words import VERDICTS, sentence_case
from improving_value.report.numbers import counted, quantity
from improving_value.spec.models import Kpi


def trend_of(figures: Figures, kpi: Kpi) -> Panel | None:
    """Return the trend over the run's periods; none when there is one period, or no value in two of them."""
    pieces = tuple(dict.fromkeys(piece.label for piece in figures.scheme.pieces))
    moments = [_moment(figures, kpi, label) for label in pieces]
    row = any_row(figures, kpi)
    if len([moment for moment in moments if moment.value is not None]) < 2 or row is None:
        return None
    target = row.target if row.target is not None and math.isfinite(row.target) else None
    line = None if target is None else (target, f"Target {quantity(target, row.unit)}")
    title = f"{shortened(kpi.title)}, all organisations, by period"
    top = 1.0 if row.unit == "share" else None
    chart = trend(f"{figures.anchor}-trend", title, sentence(moments, target_text(figures, kpi)), moments, line, top)
    return Panel(sentence(moments, target_text(figures, kpi)), chart, _table(figures, kpi, pieces))


def sentence(moments: list[Moment], target: str) -> str:
    """Return the first and the last value, and the periods that have none."""
    known = [moment for moment in moments if moment.value is not None]
    missing = len(moments) - len(known)
    first, last = known[0], known[-1]
    way = f"From {first.text} in {first.label} to {last.text} in {last.label}"
    words = f"Unchanged at {last.text} from {first.label} to {last.label}" if first.text == last.text else way
    without = f"; {counted(missing, 'period has', 'periods have')} no value" if missing else ""
    return f"{words}{without}. {target}."


def _moment(figures: Figures, kpi: Kpi, label: str) -> Moment:
    row = figures.kpi(kpi, figures.together, label) if figures.together else None
    ends = _ends(figures, kpi, label)
    if row is None or row.value is None or not math.isfinite(row.value) or row.verdict == "no_activity":
        return Moment(label, None, "", ends=ends)
    return Moment(label, row.value, kpi_text(row), VERDICTS[row.verdict][0] or "plain", ends)


def _rows(figures: Figures, kpi: Kpi, label: str) -> list[KpiRow]:
    rows = (figures.kpi(kpi, place, label) for place in figures.drawn(kpi.kpi))
    return [row for row in rows if row is not None and row.value is not None and math.isfinite(row.value)]


def _has_hidden(figures: Figures, kpi: Kpi, label: str) -> bool:
    """Say whether disclosure control has suppressed a value of an organisation in a period."""
    rows = (figures.kpi(kpi, place, label) for place in figures.drawn(kpi.kpi))
    return any(row is not None and row.verdict == "suppressed" for row in rows)


def _ends(figures: Figures, kpi: Kpi, label: str) -> tuple[float, float] | None:
    """Return the lowest and the highest value among the drawn organisations."""
    values = [row.value for row in _rows(figures, kpi, label) if row.value is not None]
    return (min(values), max(values)) if len(values) > 1 else None


def _table(figures: Figures, kpi: Kpi, pieces: tuple[str, ...]) -> Table:
    word = drawn_word(figures, kpi.kpi)
    rows = []
    for label in pieces:
        found = sorted(_rows(figures, kpi, label), key=lambda row: row.value or 0.0)
        ends = (
            (Cell(kpi_text(found[0])), Cell(kpi_text(found[-1])))
            if found
            else (SMALL if _has_hidden(figures, kpi, label) else NOTHING,) * 2
        )
        everyone = cell_at(figures, kpi, figures.together, label) if figures.together else NOTHING
        rows.append(Row(label, (everyone, *ends)))
    columns = (Column("All organisations", target_text(figures, kpi)), Column(f"Lowest {word}"), Column(f"Highest {word}"))
    caption = f"{shortened(kpi.title)}, by period"
    return Table(f"{figures.anchor}-trend-table", caption, "Period", columns, (RowGroup("", tuple(rows)),),
                 note=f"On the chart a grey bar reaches from the lowest {word} to the highest. {sentence_case(word)}s one by one follow below.")  # fmt: skip
