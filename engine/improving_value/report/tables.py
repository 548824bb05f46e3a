"""The tables of a run, as files other programs read: one row a figure, text that cannot become a formula."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from improving_value.assess.assessment import pounds
from improving_value.assess.disclosure import Disclosed
from improving_value.assess.paper import cost_basis, target_basis
from improving_value.assess.rounding import SUPPRESSED

COUNTS = ("scheme", "unit", "level", "organisation", "period", "in_scope", "eligible", "not_eligible", "undetermined")
KPIS = (
    "scheme", "kpi", "scenario", "breakdown", "category", "level", "organisation", "period", "numerator", "denominator", "value", "unit", "skipped",
    "target", "better", "verdict", "target_basis",
)  # fmt: skip
SAVINGS = (
    "scheme", "saving", "scenario", "level", "organisation", "period", "gross_gbp", "class", "state", "recurrent", "payer", "status", "needs",
)  # fmt: skip
COSTS = ("scheme", "cost", "level", "organisation", "period", "cost_gbp", "recurrent", "status", "needs", "basis")

_SIGNS = frozenset("=+-@\t\r")
"""What a text begins with that a spreadsheet takes for a formula."""


def written_number(value: float | int | None) -> str:
    """Return a number as its shortest exact text; nothing when it is missing."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return repr(value)


def plain_text(text: str) -> str:
    """Return text that a spreadsheet takes as text: what looks like a formula and is no number gets an apostrophe."""
    return f"'{text}" if text[:1] in _SIGNS and not _is_number(text) else text


def _money(pence: int | None, status: str) -> str:
    if status == "suppressed":
        return SUPPRESSED
    return "" if pence is None else str(pounds(pence))


def _whole(number: int | None) -> str:
    return SUPPRESSED if number is None else str(number)


def _yes(value: bool) -> str:
    return "true" if value else "false"


def write_tables(disclosed: Disclosed, folder: Path) -> list[Path]:
    """Write counts, kpis, savings and costs, as far as disclosure control has passed them, and return the files."""
    counts: list[Sequence[str]] = []
    kpis: list[Sequence[str]] = []
    savings: list[Sequence[str]] = []
    costs: list[Sequence[str]] = []
    for chapter in disclosed.assessment.schemes:
        name = chapter.scheme.scheme
        targets = {kpi.kpi: target_basis(kpi, chapter.parameters) for kpi in chapter.scheme.kpis}
        births = {cost.cost: cost_basis(cost, chapter.parameters) for cost in chapter.scheme.costs}
        for count in chapter.counts:
            numbers = (count.in_scope, count.eligible, count.not_eligible, count.undetermined)
            counts.append((name, count.unit, count.level, count.organisation, count.period, *map(_whole, numbers)))
        for kpi in (*chapter.kpis, *chapter.scenario_kpis):
            figures = (
                SUPPRESSED if name in kpi.suppressed else written_number(number)
                for name, number in (("numerator", kpi.numerator), ("denominator", kpi.denominator), ("value", kpi.value))
            )
            place = (kpi.scenario, kpi.breakdown, kpi.category, kpi.level, kpi.organisation, kpi.period)
            kpis.append(
                (
                    name,
                    kpi.kpi,
                    *place,
                    *figures,
                    kpi.unit,
                    _whole(kpi.skipped),
                    written_number(kpi.target),
                    kpi.better,
                    kpi.verdict,
                    targets[kpi.kpi],
                )
            )
        for row in chapter.savings:
            place3 = (row.saving, row.scenario, row.level, row.organisation, row.period, _money(row.gross_pence, row.status))
            savings.append((name, *place3, row.class_, row.state, _yes(row.recurrent), row.payer, row.status, row.needs))
        for cost in chapter.costs:
            costs.append(
                (
                    name,
                    cost.cost,
                    cost.level,
                    cost.organisation,
                    cost.period,
                    _money(cost.cost_pence, cost.status),
                    _yes(cost.recurrent),
                    cost.status,
                    cost.needs,
                    births[cost.cost],
                )
            )
    return [
        write_csv(folder / "counts.csv", COUNTS, counts),
        write_csv(folder / "kpis.csv", KPIS, kpis),
        write_csv(folder / "savings.csv", SAVINGS, savings),
        write_csv(folder / "costs.csv", COSTS, costs),
    ]


def write_csv(path: Path, headings: Sequence[str], rows: Iterable[Sequence[str]]) -> Path:
    """Write one table and return its path."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(headings)
        writer.writerows([plain_text(cell) if cell[:1] in _SIGNS else cell for cell in row] for row in rows)
    return path


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def write_json(path: Path, content: Any) -> Path:
    """Write a record with its keys in order, and return its path."""
    path.write_text(json.dumps(content, indent=2, ensure_ascii=False, default=_plain) + "\n", encoding="utf-8")
    return path


def _plain(value: object) -> object:
    if isinstance(value, (date, Path)):
        return str(value)
    if isinstance(value, Decimal):
        return f"{value:f}"
    raise TypeError(type(value).__name__)
