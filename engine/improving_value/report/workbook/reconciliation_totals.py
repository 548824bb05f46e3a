"""What the reconciliation comes to: each kind of money by class, with the residual, and where every row of the ledger went."""

from __future__ import annotations

from decimal import Decimal

from improving_value.expression.excel_pieces import ROW
from improving_value.report.workbook.cells import Cells, letter
from improving_value.report.workbook.checks import Check
from improving_value.report.workbook.ledger_codes import (
    BECAME,
    CLASS_ORDER,
    NO_CLAIM,
    NO_LINE,
    NO_MONTH,
    NOT_A_NUMBER,
    RESTATED,
    SAME_ROW,
    LedgerCodes,
)
from improving_value.report.workbook.ledger_places import (
    AGAINST,
    CLASS,
    DIFFERENCE,
    ENGINE,
    KIND,
    LEDGER_SHEET,
    NOTHING_PASTED,
    RESIDUAL,
    STATE,
    at,
    compared_range,
    last_row,
    ledger_range,
)
from improving_value.report.workbook.summary import FIRST_ROW as SAVINGS_FROM

SHEET = "Reconciliation totals"
FIRST_ROW = 8
"""Row of the first kind of money, as a reader counts."""
_SHOWN = ("matched", "over_claimed", "under_claimed", "claimed_no_activity", "eligible_not_claimed", "not_calculable")
_SIDES = ("Rows twice, £", "Ledger, £", "Engine, £", "Ledger less engine, £", "Explained, £", "Residual, £")
_TWICE, _LEDGER, _ENGINE, _DIFFERENCE, _EXPLAINED, _RESIDUAL = range(len(_SHOWN) + 1, len(_SHOWN) + 1 + len(_SIDES))
_WENT_AT = _RESIDUAL + 2
_FURTHEST = 50_000
"""Row down to which something pasted too far is looked for."""
_WENT = {
    NOT_A_NUMBER: "counted as nought until it is mended; Checks says so",
    NO_MONTH: "outside the run, or not written as a month: in no sum above",
    SAME_ROW: "left out of its claim: above under “Rows twice”",
    RESTATED: "left out of its claim: above under “Rows twice”",
    NO_CLAIM: "above under “not in this run”; a scheme of several savings needs the saving's id",
    NO_LINE: "above under “claimed with no eligible activity”: the engine has nothing at that organisation and period",
    len(BECAME) - 1: "on the sheet Reconciliation, line by line",
}


def write_totals(cells: Cells, codes: LedgerCodes, flag: str) -> None:
    """Write each kind of money with its classes and sides, and below it how many rows went where."""
    sheet = cells.sheet
    for place, width in enumerate((48, *(17 for _ in range(len(_SHOWN) + len(_SIDES))), 3, *(17 for _ in BECAME))):
        sheet.set_column(place, place, width)
    cells.put(0, 0, "Reconciliation: what it comes to", "title")
    cells.flag(flag)
    cells.formula(4, 0, STATE, NOTHING_PASTED, "heading")
    cells.put(
        2,
        0,
        "Pounds, ledger less engine. Unlike kinds of money are never added together. Each sum has its lines on Reconciliation.",
        "note",
    )
    cells.put(
        3,
        0,
        "Residual: what is over, under or without activity and has no explanation yet. Rows twice, claims not made and what cannot be calculated explain themselves.",
        "note",
    )
    titles = [codes.classes.rows[1 + CLASS_ORDER.index(name)][0] for name in _SHOWN]
    cells.line(
        FIRST_ROW - 2, 0, ("Kind of money", *(f"{title}, £".capitalize() for title in titles), *_SIDES), "head", range(1, _RESIDUAL + 1)
    )
    cells.put(FIRST_ROW - 3, _WENT_AT, "The ledger's side by what became of its rows, £", "heading")
    cells.line(FIRST_ROW - 2, _WENT_AT, BECAME, "head", range(len(BECAME)))
    sheet.set_row(FIRST_ROW - 2, 30)
    for row, kind in enumerate(codes.kinds, start=FIRST_ROW - 1):
        _write_kind(cells, row, kind, codes)
    top = FIRST_ROW + len(codes.kinds) + 1
    cells.put(top, 0, "Where every row of the ledger went", "heading")
    cells.line(top + 1, 0, ("What became of it", "Rows", "£", "Where it is"), "head", (1, 2))
    for number, became in enumerate(BECAME):
        row = top + 2 + number
        cells.put(row, 0, became, "text")
        which = f"{ledger_range(codes, 'what became of it')},A{ROW}"
        cells.formula(row, 1, f"COUNTIFS({which})", 0, "whole")
        cells.formula(row, 2, f"ROUND(SUMIFS({ledger_range(codes, 'amount, £')},{which})*100,0)/100", Decimal(0), "money")
        cells.put(row, 3, _WENT[number], "words_line")
    sheet.freeze_panes(2, 1)


def _write_kind(cells: Cells, row: int, kind: str, codes: LedgerCodes) -> None:
    """Write one kind: on the right what became of its rows, and from that and the lines its classes and its two sides."""
    cells.put(row, 0, kind, "text")
    mine = f"{compared_range(codes, KIND)},$A{ROW}"
    went = [f"{letter(_WENT_AT + number)}{ROW}" for number in range(len(BECAME))]
    for column, name in enumerate(_SHOWN, start=1):
        class_ = f"{compared_range(codes, CLASS)},{codes.class_cell(name)}"
        without = f"+{went[NO_CLAIM]}+{went[NO_LINE]}" if name == "claimed_no_activity" else ""
        cells.formula(row, column, _pence(f"SUMIFS({compared_range(codes, DIFFERENCE)},{mine},{class_}){without}"), 0, "money")
    side = {column: f"{letter(column)}{ROW}" for column in (_LEDGER, _ENGINE, _DIFFERENCE, _RESIDUAL)}
    sides = {
        _TWICE: f"{went[SAME_ROW]}+{went[RESTATED]}",
        _LEDGER: f"SUM({went[0]}:{went[-1]})-{went[NO_MONTH]}",
        _ENGINE: f"SUMIFS({compared_range(codes, AGAINST)},{mine})",
        _DIFFERENCE: f"{side[_LEDGER]}-{side[_ENGINE]}",
        _EXPLAINED: f"{side[_DIFFERENCE]}-{side[_RESIDUAL]}",
        _RESIDUAL: f"SUMIFS({compared_range(codes, RESIDUAL)},{mine})+{went[NO_CLAIM]}+{went[NO_LINE]}",
    }
    for column, formula in sides.items():
        cells.formula(row, column, _pence(formula), 0, "result" if column >= _DIFFERENCE else "money")
    amounts = f"{ledger_range(codes, 'amount, £')},{ledger_range(codes, 'kind of money')},$A{ROW}"
    for number in range(len(BECAME)):
        which = f"{ledger_range(codes, 'what became of it')},{letter(_WENT_AT + number)}${FIRST_ROW - 1}"
        cells.formula(row, _WENT_AT + number, _pence(f"SUMIFS({amounts},{which})"), 0, "money")


def _pence(formula: str) -> str:
    return f"ROUND(({formula})*100,0)/100"


def ledger_checks(codes: LedgerCodes) -> list[Check]:
    """Return what must hold of the ledger pasted: nothing of it is lost, and classes add up."""
    first, last = FIRST_ROW, FIRST_ROW + len(codes.kinds) - 1
    kinds = {
        column: f"'{SHEET}'!${letter(column)}${first}:${letter(column)}${last}" for column in (_LEDGER, _DIFFERENCE, _WENT_AT + NO_MONTH)
    }
    classes = f"'{SHEET}'!$B${first}:${letter(_TWICE)}${last}"
    became = ledger_range(codes, "what became of it")
    below = f"{LEDGER_SHEET}!$A${last_row(codes) + 1}:${at('data_status')}${_FURTHEST}"
    control = "a control total of all kinds"
    found = (
        (
            f"every pasted pound is of one kind, or outside the run ({control})",
            f"SUM({ledger_range(codes, 'amount, £')})",
            f"SUM({kinds[_LEDGER]})+SUM({kinds[_WENT_AT + NO_MONTH]})",
            Decimal(0),
        ),
        (f"classes = ledger less engine ({control})", f"SUM({classes})", f"SUM({kinds[_DIFFERENCE]})", Decimal(0)),
        (f"the engine's side = summary ({control})", f"SUM({compared_range(codes, ENGINE)})", f"SUM({_summary(codes)})", _engine(codes)),
        ("rows whose amount is no number", f"COUNTIFS({became},{codes.became.cell(NOT_A_NUMBER)})", "0", Decimal(0)),
        (f"cells filled below row {last_row(codes)}, where nothing is summed", f'COUNTIFS({below},"<>")', "0", Decimal(0)),
    )
    return [Check(LEDGER_SHEET, *one) for one in found]


def _summary(codes: LedgerCodes) -> str:
    return f"Summary!$E${SAVINGS_FROM}:$E${SAVINGS_FROM + max(len(codes.savings), 1) - 1}"


def _engine(codes: LedgerCodes) -> Decimal:
    return sum((one.line.pounds for one in codes.lines if one.line.pounds is not None), Decimal(0))
