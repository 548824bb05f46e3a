"""A reconciliation to its files: every item, the lines behind each, and where each claim stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from improving_value import __version__
from improving_value.assess.assessment import pounds
from improving_value.finance.kinds import CLASSES, KINDS
from improving_value.finance.positions import FORECAST_RULE, FULL_YEAR_RULE, TO_DATE_RULE, Position, positions
from improving_value.finance.rag import rule_texts
from improving_value.finance.reconcile import Item, Reconciliation
from improving_value.finance.totals import totals
from improving_value.report.reconciliation_workbook.book import write_workbook
from improving_value.report.tables import write_csv, write_json

MARK = "reconciliation.json"
"""Only a folder that has one is a reconciliation's to replace."""

ITEMS = (
    "comparison", "scheme", "saving", "sort_of_money", "organisation", "period", "class", "kind", "difference_gbp", "explanation",
    "ledger_gbp", "engine_gbp", "ledger_rows", "data_status", "eligible_units", "cut_from", "lines",
)  # fmt: skip
LINES = (
    "comparison", "scheme", "saving", "organisation", "period", "unit", "unit_key", "day", "outcome", "deciding_rule", "missing_field",
    "saving_gbp", "activity_rows",
)  # fmt: skip
POSITIONS = (
    "scheme", "saving", "sort_of_money", "organisation", "to_date", "plan_year_gbp", "plan_to_date_gbp", "ledger_to_date_gbp", "variance_gbp",
    "variance_pct", "flex_to_date_gbp", "engine_to_date_gbp", "investment_to_date_gbp", "engine_cost_to_date_gbp", "ledger_net_to_date_gbp",
    "engine_net_to_date_gbp", "forecast_ledger_gbp", "forecast_by_rule_gbp", "months_live", "part_year_share", "full_year_ledger_gbp",
    "full_year_by_rule_gbp", "recurrent_ledger", "recurrent_engine", "rag_ledger", "rag_by_rule", "claimed_on_block_gbp", "payment_terms", "commissioner_cash_to_date_gbp",
)  # fmt: skip


def write_reconciliation(found: Reconciliation, folder: Path) -> None:
    """Write the items, their lines, the positions, the workbook and the record into a folder."""
    behind = {item.number: tuple(_lines(found, item)) for item in found.items}
    write_csv(folder / "reconciliation.csv", ITEMS, (row for item in found.items for row in _item(item, len(behind[item.number]))))
    write_csv(folder / "reconciliation_lines.csv", LINES, (row for item in found.items for row in behind[item.number]))
    stand = positions(found)
    write_csv(folder / "positions.csv", POSITIONS, map(_position, stand))
    write_workbook(found, folder / "reconciliation.xlsx")
    write_json(folder / MARK, record_of(found))


def record_of(found: Reconciliation) -> dict[str, Any]:
    """Return the whole result in short, with the rules it was reached by."""
    return {
        "engine_version": __version__,
        "span": found.run.span.label,
        "ledger": {"file": found.ledger.place, "rows": len(found.ledger.rows), "notes": list(found.ledger.notes)},
        "tolerance_gbp": str(pounds(found.tolerance)),
        "matched": found.is_matched(),
        "totals": [
            {
                "sort_of_money": one.sort,
                "ledger_gbp": str(pounds(one.ledger)),
                "engine_gbp": str(pounds(one.engine)),
                "difference_gbp": str(pounds(one.difference)),
                "classes": {name: {"items": count, "difference_gbp": str(pounds(pence))} for name, (count, pence) in one.classes.items()},
                "kinds": {name: {"items": count, "difference_gbp": str(pounds(pence))} for name, (count, pence) in one.kinds.items()},
                "residual_gbp": str(pounds(one.residual)),
            }
            for one in totals(found)
        ],
        "rows_outside_the_run": [row.number for row in found.outside],
        "classes": {one.class_: one.meaning for one in CLASSES},
        "kinds": {one.kind: one.test for one in KINDS},
        "rag": list(rule_texts()),
        "rules": {"forecast": FORECAST_RULE, "full_year": FULL_YEAR_RULE, "to_date": TO_DATE_RULE},
    }


def gbp(pence: int | None) -> str:
    """Return pence as pounds, and nothing for a missing amount."""
    return "" if pence is None else str(pounds(pence))


def last_day(end: date) -> str:
    """Return the last day before the first one that is no longer meant."""
    return (end - timedelta(days=1)).isoformat()


def _item(item: Item, lines: int) -> Iterator[Sequence[str]]:
    cell = item.cell
    place = (item.number, cell.claim.scheme, cell.claim.saving, cell.claim.sort, cell.organisation, cell.period.label)
    rows = "; ".join(str(row.number) for row in cell.rows_claiming)
    status = "; ".join(sorted({row.words["data_status"] for row in cell.rows_claiming} - {""}))
    beside = (gbp(item.ledger_pence), gbp(cell.engine), rows, status, str(cell.eligible), cell.cut, str(lines))
    for part in item.parts:
        said = "; ".join(text for text in (part.said, f"the engine's figure is partial: {cell.needs}" if cell.is_partial else "") if text)
        yield (*place, part.class_, part.kind.kind, gbp(part.pence), said, *beside)


def _lines(found: Reconciliation, item: Item) -> Iterator[Sequence[str]]:
    """Yield the units behind a comparison: those that made the engine's figure, and those that a rule left out."""
    cell = item.cell
    for saving in cell.claim.savings:
        for line in found.lines.at(cell.claim.scheme, saving, cell.organisation, cell.period):
            day = line.day.isoformat() if line.is_dated else ""
            place = (item.number, cell.claim.scheme, saving, cell.organisation, cell.period.label, line.unit, line.key, day)
            yield (*place, line.outcome, line.rule, line.field, gbp(line.pence), "; ".join(line.rows))


def _position(one: Position) -> Sequence[str]:
    percent = "" if one.variance is None or not one.plan_to_date else f"{100 * one.variance / one.plan_to_date:.1f}"
    money = (one.flex_to_date, one.engine_to_date, one.investment_to_date, one.cost_to_date, one.ledger_net_to_date, one.engine_net_to_date)
    return (
        one.scheme, one.saving, one.sort, one.organisation, last_day(one.to_date), gbp(one.plan_year), gbp(one.plan_to_date),
        gbp(one.ledger_to_date), gbp(one.variance), percent, *map(gbp, money), gbp(one.forecast_ledger), gbp(one.forecast_by_rule),
        str(one.months_live), f"{one.months_live}/12", gbp(one.full_year_ledger), gbp(one.full_year_by_rule), one.recurrent_ledger,
        one.recurrent_engine, one.rag_ledger, one.rag_by_rule, gbp(one.block_claimed), one.mechanisms.replace("_", " "), gbp(one.released_to_date),
    )  # fmt: skip
