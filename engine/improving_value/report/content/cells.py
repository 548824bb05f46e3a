"""One figure to one cell: its text, its mark, its word, and what to say when there is no number."""

from __future__ import annotations

from improving_value.assess.assessment import CostRow, KpiRow, SavingRow
from improving_value.assess.rounding import SUPPRESSED
from improving_value.report.content.model import Cell, plain
from improving_value.report.content.words import STATUSES, VERDICTS, lower_first
from improving_value.report.numbers import NO_ACTIVITY, NOT_RECORDED, count, counted, pounds, quantity

SMALL = Cell(SUPPRESSED, quiet=True)
NOTHING = Cell(NO_ACTIVITY, quiet=True)
_WITHOUT = {"no_activity": NO_ACTIVITY, "not_reported": "not reported", "insufficient": "needs a value not supplied"}
"""What is said of a KPI without a value, by its verdict."""
NOT_HERE = Cell("not at this level", quiet=True)
NOT_LARGEST = Cell("not among the largest", quiet=True)


def kpi_text(row: KpiRow) -> str:
    """Return a KPI's value in words."""
    if row.verdict == "suppressed":
        return SUPPRESSED
    if row.value is not None:
        return quantity(row.value, row.unit, row.target if row.verdict in ("met", "not_met") else None)
    if row.needs:
        return f"needs {plain(row.needs)}"
    if row.verdict == "no_activity":
        return _of_nothing(row)
    return "not reported" if row.verdict == "not_reported" else NOT_RECORDED


def _of_nothing(row: KpiRow) -> str:
    """Return why there is no value: nothing happened, it was not recorded, or there is nothing to set it against."""
    if row.skipped:
        return NOT_RECORDED
    return "nothing to divide by" if row.numerator and not row.denominator else NO_ACTIVITY


def size_text(row: KpiRow) -> str:
    """Return how many of how many (one thing over another where it is no share), and how many were left out for want of something."""
    parts = []
    if row.numerator is not None and row.denominator is not None and row.parts is not None and (row.numerator or row.denominator):
        over, under = (quantity(number, unit) for number, unit in zip((row.numerator, row.denominator), row.parts, strict=True))
        parts.append(f"{over} {'of' if row.unit == 'share' else '÷'} {under}")
    if row.skipped or "skipped" in row.suppressed:
        parts.append(f"{count(row.skipped)} left out")
    return "; ".join(parts)


def kpi_cell(row: KpiRow | None, *, sized: bool = True) -> Cell:
    """Return the cell of a KPI; an organisation without a row, or without a unit, has no activity."""
    if row is None or row.verdict == "no_activity":
        return NOTHING
    mark, word = VERDICTS[row.verdict]
    if row.value is None:
        return Cell(kpi_text(row), note=size_text(row) if sized else "", quiet=True)
    return Cell(kpi_text(row), note=size_text(row) if sized else "", mark=mark, word=word)


def needs_text(status: str, needs: str) -> str:
    """Return a status with what would mend it."""
    words = lower_first(STATUSES[status])
    if status == "calculated" or not needs:
        return words
    return f"{words}: {plain(needs)}" if status == "withheld" else f"{words}: needs {plain(needs)}"


def saving_cell(row: SavingRow | None, *, reasons: bool = True) -> Cell:
    """Return the cell of a saving. Without an amount it says why; it never prints £0 for want of a number."""
    if row is None:
        return NOTHING
    return _money_cell(row.gross_pence, row.status, row.needs if reasons else "")


def cost_cell(row: CostRow | None) -> Cell:
    return NOTHING if row is None else _money_cell(row.cost_pence, row.status, row.needs)


def _money_cell(pence: int | None, status: str, needs: str) -> Cell:
    if status == "suppressed":
        return SMALL
    if status in ("not_calculable", "withheld") or pence is None:
        words = needs_text("not_calculable" if status in ("calculated", "partial") else status, needs)
        return Cell(words, quiet=True, numeric=False)
    return Cell(pounds(pence), note=needs_text(status, needs) if status == "partial" else "")


def target_gap(row: KpiRow, basis: str) -> str:
    """Return the value set against its target, in words; `basis` says where the target was born."""
    if row.value is None:
        return kpi_text(row)
    if row.target is None:
        return "no target is set" if row.verdict != "interpret" else "needs local interpretation"
    return with_basis(f"target {quantity(row.target, row.unit)}", basis)


def with_basis(words: str, basis: str) -> str:
    """Return a number in words with where it was born."""
    return f"{words} ({basis})" if basis else words


def units_text(number: int | None, word: str) -> str:
    """Return a count and what was counted, without guessing the plural of an author's word."""
    return f"{count(number)} ({plain(word)})" if word else counted(number, "unit")
