"""The whole workbook of a reconciliation: its sheets in order."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from improving_value.finance.reconcile import Reconciliation
from improving_value.report.reconciliation_workbook.comparison import write_comparison, write_engine, write_items
from improving_value.report.reconciliation_workbook.ledger import write_ledger
from improving_value.report.reconciliation_workbook.plan import plan
from improving_value.report.reconciliation_workbook.sheet import Sheet, formats, wide
from improving_value.report.reconciliation_workbook.summary import write_checks, write_places, write_read_me, write_summary

SHEETS = ("Read me", "Summary", "Ledger", "Reconciliation", "Items", "Engine", "Places", "Checks")


def write_workbook(found: Reconciliation, path: Path) -> None:
    """Write the workbook; the same reconciliation gives the same bytes."""
    from xlsxwriter import Workbook

    with Workbook(path.as_posix(), {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"title": f"Reconciliation {found.run.span.label}", "created": datetime(2000, 1, 1)})
        looks = formats(book)
        sheets = {name: Sheet(wide(book.add_worksheet(name)), looks) for name in SHEETS}
        sizes = plan(found)
        write_read_me(sheets["Read me"], found)
        write_summary(sheets["Summary"], found, sizes)
        write_ledger(sheets["Ledger"], found, sizes)
        write_comparison(sheets["Reconciliation"], found, sizes)
        write_items(sheets["Items"], found)
        write_engine(sheets["Engine"], found)
        write_places(sheets["Places"], found, sizes)
        write_checks(sheets["Checks"], found, sizes)
