"""Where everything of the reconciliation's workbook stands, so that formulas on one sheet can name cells of another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from improving_value.finance.claiming import Claim
from improving_value.finance.ledger_columns import COLUMNS
from improving_value.finance.ledger_columns import RECONCILED as WORKED_OUT
from improving_value.finance.reconcile import Reconciliation
from improving_value.report.reconciliation_workbook.sheet import letter

FIRST = 4
"""The first row of every table, as a spreadsheet counts it; the headings stand above it."""
SPARE_ROWS = 500
"""Rows ready to be pasted into beside those that are filled."""

COMPARED = (
    "comparison", "scheme", "saving", "sort of money", "organisation", "period", "from", "until", "place", "rows", "ledger GBP", "left out GBP",
    "engine GBP", "eligible units", "difference GBP", "not calculable", "matched", "not claimed", "no activity", "over", "under", "class",
    "explained GBP", "residual GBP", "explanation", "comment",
)  # fmt: skip
FOUND = ("comparison", "sort of money", "class", "kind", "difference GBP", "explained?", "what was found")
ENGINE = ("comparison", "scheme", "saving", "organisation", "period", "from", "until", "engine GBP", "known?", "eligible units", "needs")
FLAGS = ("not calculable", "matched", "not claimed", "no activity", "over", "under")
"""Columns of 0 and 1, in the order of the classes they stand for."""
FLAG_CLASSES = ("not_calculable", "matched", "eligible_not_claimed", "claimed_no_activity", "over_claimed", "under_claimed")


@dataclass(frozen=True)
class Plan:
    """The sizes of the tables, and the ranges of their columns."""

    ledger_rows: int
    comparisons: int
    found: int
    by_commissioner: tuple[Claim, ...]
    for_all: tuple[Claim, ...]
    successions: int

    def ledger(self, name: str) -> str:
        """Return the range of a column of the ledger, given or worked out."""
        names = [column.name for column in COLUMNS] + list(WORKED_OUT)
        return _range("Ledger", names.index(name), self.ledger_rows)

    def compared(self, name: str) -> str:
        return _range("Reconciliation", COMPARED.index(name), self.comparisons)

    def items(self, name: str) -> str:
        return _range("Items", FOUND.index(name), self.found)

    def engine(self, name: str) -> str:
        return _range("Engine", ENGINE.index(name), self.comparisons)

    def places(self, column: int, rows: int) -> str:
        return _range("Places", column, rows)


def plan(found: Reconciliation) -> Plan:
    """Return the sizes of a reconciliation's tables."""
    claims = list(dict.fromkeys(item.cell.claim for item in found.items))
    lines = {claim: _line(found, claim) for claim in claims}
    return Plan(
        len(found.ledger.rows) + SPARE_ROWS,
        max(len(found.items), 1),
        max(sum(len(item.parts) for item in found.items), 1),
        tuple(claim for claim in claims if lines[claim] == "commissioner"),
        tuple(claim for claim in claims if lines[claim] == "all"),
        max(len(found.run.organisations.rows), 1),
    )


def ledger_letter(name: str) -> str:
    """Return the letter of a ledger's column."""
    names: Sequence[str] = [*(column.name for column in COLUMNS), *WORKED_OUT]
    return letter(names.index(name))


def compared_letter(name: str) -> str:
    return letter(COMPARED.index(name))


def _line(found: Reconciliation, claim: Claim) -> str:
    return str(found.run.sources[claim.scheme]["savings"][claim.savings[0]]["line"]) if claim.is_known else "provider"


def _range(sheet: str, column: int, rows: int) -> str:
    name = letter(column)
    return f"{sheet}!${name}${FIRST}:${name}${FIRST + rows - 1}"
