"""A comparison to its files: the review, and beside it the tables and the internal list of units."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from improving_value import __version__
from improving_value.assess.assessment import KpiRow, pounds
from improving_value.compare.model import Amount, Comparison
from improving_value.report.review import change_heading, render_review
from improving_value.report.tables import write_csv, write_json, written_number

MARK = "comparison.json"
"""Only a folder that has one is a comparison's to replace."""

UNITS = ("unit", "unit_key", "period", "respect", "old", "new", "difference_gbp", "decided_by")
KPIS = (
    "kpi", "breakdown", "category", "scenario", "level", "organisation", "old_numerator", "old_denominator", "old_value", "old_verdict",
    "new_numerator", "new_denominator", "new_value", "new_verdict",
)  # fmt: skip
POUNDS = ("figure", "name", "scenario", "level", "organisation", "old_gbp", "old_status", "new_gbp", "new_status", "difference_gbp")


def write_review(comparison: Comparison, organisations: Mapping[str, str], folder: Path, today: date) -> None:
    """Write the review, its tables, the list of units and the record of the comparison into a folder."""
    page = render_review(comparison, organisations, today.isoformat())
    (folder / "compare.html").write_text(page, encoding="utf-8", newline="\n")
    labels = [step.label for step in comparison.steps]
    units = [
        (one.unit, one.key, one.period, one.respect, one.old, one.new, _gbp(one.pence), "; ".join(labels[step] for step in one.steps))
        for one in comparison.changed_units
    ]
    write_csv(folder / "units_changed.csv", UNITS, units)
    kpis = []
    for pair in comparison.kpis:
        row = pair.row
        place = (row.breakdown, row.category, row.scenario, row.level, row.organisation)
        kpis.append((pair.name, *place, *_kpi(pair.old), *_kpi(pair.new)))
    write_csv(folder / "kpis_compared.csv", KPIS, kpis)
    headings = (*POUNDS, *(f"change_{label}_gbp".replace(" ", "_") for label in labels))
    money = [
        (
            *(bridge.figure, bridge.name, bridge.scenario, bridge.level, bridge.organisation),
            *(*_amount(bridge.old), *_amount(bridge.new), _gbp(bridge.difference)),
            *(_gbp(part.pence) for part in bridge.parts),
        )
        for bridge in comparison.bridges
    ]
    write_csv(folder / "pounds_compared.csv", headings, money)
    write_json(folder / MARK, record_of(comparison))


def record_of(comparison: Comparison) -> dict[str, object]:
    """Return what anyone needs to repeat the comparison, and what changed, without any unit."""
    old, new = comparison.old, comparison.new
    return {
        "engine_version": __version__,
        "span": new.span.label,
        "baseline": None if new.baseline is None else new.baseline.label,
        "old": {"named": comparison.compared[0], "scheme": old.scheme.scheme, "sha256": old.file_hash},
        "new": {"named": comparison.compared[1], "scheme": new.scheme.scheme, "sha256": new.file_hash},
        "changes": [
            {
                "number": change.number,
                "change": change_heading(change),
                "details": [
                    {"label": one.label, "old": one.old and vars(one.old), "new": one.new and vars(one.new)} for one in change.details
                ],
            }
            for change in comparison.changes
        ],
        "renamed": list(comparison.renamed),
        "words": [vars(text) for text in comparison.texts],
        "steps": [list(step.changes) for step in comparison.steps],
        "units_changed": {unit: {"otherwise": one, "only_pounds": other} for unit, (one, other) in comparison.units_changed.items()},
        "not_listed": list(comparison.withheld),
    }


def _gbp(pence: int | None) -> str:
    return "" if pence is None else str(pounds(pence))


def _amount(amount: Amount) -> tuple[str, str]:
    return ("" if amount.status == "absent" else _gbp(amount.pence), amount.status)


def _kpi(row: KpiRow | None) -> tuple[str, str, str, str]:
    if row is None:
        return ("", "", "", "")
    numerator, denominator, value = map(written_number, (row.numerator, row.denominator, row.value))
    return (numerator, denominator, value, row.verdict)
