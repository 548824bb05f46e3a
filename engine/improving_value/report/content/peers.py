"""How organisations of one level stand to one another on a KPI, in words: their middle, their ends, and how many meet the target."""

from __future__ import annotations

from statistics import median

from improving_value.assess.assessment import KpiRow
from improving_value.report.content.index import Figures
from improving_value.report.content.kpis import drawn_word
from improving_value.report.numbers import count, counted, quantity
from improving_value.spec.models import Kpi


def peers(figures: Figures, kpi: Kpi) -> str:
    """Return how the drawn organisations spread on a KPI, in the span."""
    rows = [figures.kpi(kpi, place, figures.span) for place in figures.drawn(kpi.kpi)]
    known = [row for row in rows if row is not None and row.value is not None and row.verdict != "no_activity"]
    word = drawn_word(figures, kpi.kpi)
    hidden = sum(1 for row in rows if row is not None and row.verdict == "suppressed")
    unshown = f"{count(hidden)} not shown" if hidden else ""
    if hidden and not known:
        return f"no {word}'s value may be shown"
    return "; ".join(part for part in (_spread(known, word), _judged(known), unshown) if part)


def middle(values: list[float]) -> float:
    """Return the median: of an even number, half way between the two in the middle."""
    return float(median(values))


def _spread(rows: list[KpiRow], word: str) -> str:
    values = sorted(row.value for row in rows if row.value is not None)
    if not values:
        return f"no {word} has a value"
    low, half, high = (quantity(value, rows[0].unit) for value in (values[0], middle(values), values[-1]))
    if len(values) == 1:
        return f"one {word} alone has a value: {low}"
    if low == high:
        return f"all {counted(len(values), word)} at {low}"
    return f"median of {counted(len(values), word)} {bare(half, high)}, from {bare(low, high)} to {high}"


def bare(text: str, last: str) -> str:
    """Return a number without the words of its unit, when the last of the same sentence says them."""
    number, _, unit = text.partition(" ")
    return number if unit and last.endswith(f" {unit}") else text


def _judged(rows: list[KpiRow]) -> str:
    """Return how many meet the target, of those that can be judged."""
    met = sum(1 for row in rows if row.verdict == "met")
    judged = met + sum(1 for row in rows if row.verdict == "not_met")
    if len(rows) < 2 or not judged:
        return ""
    if judged == 1:
        return "the one that can be judged meets the target" if met else "the one that can be judged does not meet the target"
    if met == judged:
        return "all meet the target" if judged == len(rows) else f"all {count(judged)} that can be judged meet the target"
    number = "none" if not met else count(met)
    return f"{number} of {count(judged)} {'meet' if met > 1 else 'meets'} the target"
