"""The sheet that sets every line of a saving beside what the pasted ledger claims for it, and says what each difference is."""

from __future__ import annotations

from collections.abc import Mapping

from improving_value.expression.evaluate import RowValue
from improving_value.expression.excel_pieces import ROW
from improving_value.report.reconciliation_workbook.comparison import REASONS
from improving_value.report.workbook.cells import Cells
from improving_value.report.workbook.ledger_codes import CLASS_ORDER, COMPARED, FIRST_ROW, NOTHING, Compared, LedgerCodes
from improving_value.report.workbook.ledger_places import (
    AGAINST,
    CLAIM,
    CLASS,
    DIFFERENCE,
    ELIGIBLE,
    ENGINE,
    EXPECTED,
    EXPLANATION,
    HEADINGS,
    KEY,
    KIND,
    LEDGER,
    LEFT_OUT,
    NOTHING_PASTED,
    NUMBER,
    OF_CLAIM,
    RESIDUAL,
    ROW_COUNT,
    ROWS,
    SCHEME,
    STATE,
    TOLERANCE,
    column,
    ledger_range,
)

_NUMBERS = (NUMBER, ROW_COUNT, LEDGER, LEFT_OUT, ENGINE, ELIGIBLE, AGAINST, DIFFERENCE, RESIDUAL)


def write_reconciliation(cells: Cells, codes: LedgerCodes, names: Mapping[str, str], flag: str) -> None:
    """Write a row for every line: both sides, the difference, what it is, and room for an explanation."""
    sheet = cells.sheet
    for place, width in enumerate(HEADINGS.values()):
        sheet.set_column(place, place, width)
    cells.put(0, 0, "Reconciliation: the pasted ledger beside the engine, line by line", "title")
    cells.flag(flag, 1)
    cells.formula(4, 0, STATE, NOTHING_PASTED, "heading")
    cells.put(
        2,
        0,
        "The engine's side is read from the schemes' sheets, and moves with Assumptions. The sums of each kind stand on Reconciliation totals.",
        "note",
    )
    cells.put(
        3,
        0,
        "An explanation chosen here takes a difference out of the residual. What is expected only “if claimed” (an opportunity, say) is compared once a row claims that saving.",
        "note",
    )
    cells.put(5, 0, "Tolerance, £ a line", "text")
    cells.put(5, 2, 1, "input_money")
    amount = {"validate": "decimal", "criteria": ">=", "value": 0, "error_title": "Not an amount", "error_message": "Pounds, 0 or more."}
    sheet.data_validation(5, 2, 5, 2, amount)
    cells.line(FIRST_ROW - 2, 0, tuple(HEADINGS), "head", [place for place, name in enumerate(HEADINGS) if name in _NUMBERS])
    sheet.set_row(FIRST_ROW - 2, 30)
    formulas = _formulas(codes)
    for number, line in enumerate(codes.lines, start=1):
        _write_line(cells, number, line, names, formulas)
    last = FIRST_ROW + max(len(codes.lines), 1) - 2
    reasons = list(HEADINGS).index(EXPLANATION)
    sheet.data_validation(FIRST_ROW - 1, reasons, last, reasons, {"validate": "list", "source": list(REASONS)})
    sheet.autofilter(FIRST_ROW - 2, 0, last, len(HEADINGS) - 1)
    sheet.freeze_panes(FIRST_ROW - 1, 3)
    sheet.repeat_rows(FIRST_ROW - 2)


def _write_line(cells: Cells, number: int, line: Compared, names: Mapping[str, str], formulas: Mapping[str, tuple[str, str]]) -> None:
    row, figure = FIRST_ROW + number - 2, line.figure
    known: Mapping[str, RowValue] = {
        NUMBER: number,
        SCHEME: figure.scheme,
        "Saving": figure.title,
        KIND: line.kind,
        "Organisation": line.line.organisation,
        "Name": names.get(line.line.organisation, ""),
        "Period": line.line.period,
        "Begins": line.line.begins,
        EXPECTED: "yes" if line.is_expected else "if claimed",
        ELIGIBLE: line.eligible,
        EXPLANATION: "",
        "Comment (yours)": "",
        KEY: line.key,
        CLAIM: line.number,
    }
    looks = {
        NUMBER: "count",
        "Begins": "date",
        ELIGIBLE: "data_count",
        EXPLANATION: "input_text",
        "Comment (yours)": "input_text",
        KEY: "fixed_text",
        CLAIM: "quiet",
    }
    for place, name in enumerate(HEADINGS):
        if name == ENGINE:
            cells.formula(row, place, line.cell, line.line.pounds, "money")
        elif name in formulas:
            text, look = formulas[name]
            cells.formula(row, place, text, NOTHING if name == CLASS else 0, look)
        else:
            cells.put(row, place, known[name], looks.get(name, "text"))


def _formulas(codes: LedgerCodes) -> Mapping[str, tuple[str, str]]:
    """Return the formulas that every line has, with how they look; without a ledger each comes to nought."""
    cell = {name: f"{column(name)}{ROW}" for name in HEADINGS}
    mine = f"{ledger_range(codes, 'line no.')},{cell[NUMBER]}"
    counted = f"{ledger_range(codes, 'what became of it')},{codes.became.cell(COMPARED)}"
    amount = ledger_range(codes, "amount, £")
    which = (
        f"OR({cell[ROW_COUNT]}>0,{cell[AGAINST]}<>0)*(1+ISNUMBER({cell[ENGINE]})*(1+(ABS({cell[DIFFERENCE]})>{TOLERANCE.split('!')[1]})"
        f"*(1+({cell[ROW_COUNT]}>0)*(1+({cell[ELIGIBLE]}+ABS({cell[AGAINST]})>0)*(1+({cell[DIFFERENCE]}<0))))))"
    )
    unexplained = "+".join(f"({cell[CLASS]}={codes.class_cell(name)})" for name in CLASS_ORDER[3:])
    return {
        ROW_COUNT: (f'COUNTIFS({mine},{counted},{ledger_range(codes, "actual_gross")},"<>")', "count"),
        LEDGER: (f"ROUND(SUMIFS({amount},{mine},{counted})*100,0)/100", "money"),
        LEFT_OUT: (f"ROUND((SUMIFS({amount},{mine})-{cell[LEDGER]})*100,0)/100", "money"),
        OF_CLAIM: (f'COUNTIFS({ledger_range(codes, "claim no.")},{cell[CLAIM]},{ledger_range(codes, "period no.")},">0")', "quiet"),
        AGAINST: (
            f'IF(AND(ISNUMBER({cell[ENGINE]}),OR({cell[OF_CLAIM]}>0,AND({cell[EXPECTED]}="yes",{ROWS}>0))),{cell[ENGINE]},0)',
            "money",
        ),
        DIFFERENCE: (f"ROUND(({cell[LEDGER]}-{cell[AGAINST]})*100,0)/100", "money"),
        CLASS: (f"INDEX({codes.classes.range(0)},1+{which})", "text"),
        RESIDUAL: (f'IF({cell[EXPLANATION]}="",({unexplained})*{cell[DIFFERENCE]},0)', "money"),
    }
