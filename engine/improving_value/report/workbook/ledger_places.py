"""Where everything stands on the sheets Ledger and Reconciliation, so that each can name cells of the other."""

from __future__ import annotations

from collections.abc import Mapping

from improving_value.finance.ledger_columns import COLUMNS, WORKED_OUT
from improving_value.report.workbook.cells import letter
from improving_value.report.workbook.ledger_codes import FIRST_ROW, LedgerCodes

LEDGER_SHEET, SHEET = "Ledger", "Reconciliation"
NOTHING_PASTED = "Nothing is pasted on the sheet Ledger yet, so nothing is compared."
ROWS = "Ledger!$C$6"
STATE = f'IF({ROWS}=0,"{NOTHING_PASTED}","Rows of a ledger pasted: "&{ROWS})'
"""What every sheet that rests on the ledger says first."""
TOLERANCE = f"{SHEET}!$C$6"
NUMBER, KEY, KIND, LEDGER, LEFT_OUT, AGAINST, DIFFERENCE, CLASS, RESIDUAL = (
    "No.", "Claim, organisation, period", "Kind of money", "Ledger, £", "Left out as twice, £", "Compared with, £", "Ledger less engine, £",
    "What it is", "Residual, £",
)  # fmt: skip
SCHEME, EXPECTED, ROW_COUNT, ENGINE, ELIGIBLE, EXPLANATION, CLAIM, OF_CLAIM = (
    "scheme_id", "Claim expected", "Rows", "Engine, £", "Eligible units", "Explanation (yours)", "Claim no.", "Rows of the saving",
)  # fmt: skip
HEADINGS: Mapping[str, int] = {
    NUMBER: 6, SCHEME: 29, "Saving": 40, KIND: 44, "Organisation": 13, "Name": 30, "Period": 13, "Begins": 12, EXPECTED: 12, ROW_COUNT: 7,
    LEDGER: 15, LEFT_OUT: 14, ENGINE: 15, ELIGIBLE: 10, AGAINST: 15, DIFFERENCE: 15, CLASS: 31, RESIDUAL: 15, EXPLANATION: 20,
    "Comment (yours)": 40, KEY: 16, CLAIM: 9, OF_CLAIM: 12,
}  # fmt: skip
"""Each column with its width."""


def column(name: str) -> str:
    return letter(list(HEADINGS).index(name))


def compared_range(codes: LedgerCodes, name: str) -> str:
    """Return where a column stands, for other sheets."""
    place = column(name)
    return f"{SHEET}!{place}${FIRST_ROW}:{place}${FIRST_ROW + max(len(codes.lines), 1) - 1}"


def at(name: str) -> str:
    """Return the letter of a column, given or worked out."""
    return letter([*(column.name for column in COLUMNS), *WORKED_OUT].index(name))


def ledger_range(codes: LedgerCodes, name: str) -> str:
    """Return where a column stands, for other sheets."""
    column = at(name)
    return f"{LEDGER_SHEET}!{column}${FIRST_ROW}:{column}${last_row(codes)}"


def last_row(codes: LedgerCodes) -> int:
    return FIRST_ROW + codes.rows_to_paste - 1
