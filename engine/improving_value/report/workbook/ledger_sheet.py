"""The sheet to paste a ledger into, and beside each row what it counts for: formulas that look it up among the codes."""

from __future__ import annotations

from collections.abc import Mapping

from improving_value.expression.excel_pieces import ROW
from improving_value.finance.ledger_columns import COLUMNS, WORKED_OUT
from improving_value.report.workbook.cells import Cells
from improving_value.report.workbook.ledger_codes import FIRST_ROW, RUN_UNTIL, LedgerCodes
from improving_value.report.workbook.ledger_places import KEY, NOTHING_PASTED, NUMBER, STATE, at, compared_range, last_row, ledger_range

_INPUTS = {"money": "input_money", "month": "input_any", "year": "input_text"}
_WIDTHS = {"scheme_id": 30, "saving": 22, "project_name": 28, "unique_ref": 16}
_LOOKS = {"amount, £": "quiet_money", "what became of it": "text", "kind of money": "text", "counted for": "text"} | {
    f"cells {number}": "quiet_text" for number in range(1, 5)
}
_TELLING = 4
"""Of the columns worked out, the first ones are for readers; the others are steps on the way."""
_HELPER_WIDTHS = {"amount, £": 14, "what became of it": 28, "kind of money": 46}
_IDENTITY = ("scheme_id", "saving", "unique_ref", "provider_ods", "commissioner_ods", "financial_year", "month")
"""Columns that a flex row and the freeze row that takes its place have in common."""


def write_ledger(cells: Cells, codes: LedgerCodes, flag: str) -> None:
    """Write the room for the ledger's rows, and the formulas beside it."""
    sheet, inputs = cells.sheet, len(COLUMNS)
    last = last_row(codes) - 1
    _lay_out(cells, codes, flag)
    for place, column in enumerate(COLUMNS):
        told = {"validate": "any", "input_title": column.name, "input_message": column.help}
        sheet.data_validation(FIRST_ROW - 1, place, last, place, told)
    cell = {name: f"{at(name)}{ROW}" for name in (*(column.name for column in COLUMNS), *WORKED_OUT)}
    formulas = _looked_up(codes, cell) | _became(codes, cell)
    for row in range(FIRST_ROW - 1, last + 1):
        for place, name in enumerate(WORKED_OUT, start=inputs):
            text, value = formulas[name]
            cells.formula(row, place, text, value, _LOOKS.get(name, "quiet"))
    sheet.freeze_panes(FIRST_ROW - 1, 1)
    sheet.autofilter(FIRST_ROW - 2, 0, last, inputs + len(WORKED_OUT) - 1)
    sheet.print_area(0, 0, last, inputs + _TELLING - 1)
    sheet.fit_to_pages(2, 0)
    sheet.repeat_columns(0)
    sheet.repeat_rows(FIRST_ROW - 2)


def _lay_out(cells: Cells, codes: LedgerCodes, flag: str) -> None:
    """Write what stands above the rows. Inputs have the format of their column, not of cells: room for as much as anybody pastes."""
    sheet = cells.sheet
    for place, column in enumerate(COLUMNS):
        sheet.set_column(place, place, _WIDTHS.get(column.name, 15), cells.styles[_INPUTS.get(column.sort, "input_text")])
    for place, name in enumerate(WORKED_OUT, start=len(COLUMNS)):
        sheet.set_column(place, place, _HELPER_WIDTHS.get(name, 12))
    for row in range(FIRST_ROW - 1):
        sheet.set_row(row, 30 if row == FIRST_ROW - 2 else None, cells.styles["words_line"])
    cells.put(0, 0, "Ledger: paste claimed savings here", "title")
    cells.flag(flag)
    cells.put(
        2,
        0,
        f"Paste the rows of a ledger from A{FIRST_ROW} down (values only; {codes.rows_to_paste:,} rows at most), its columns in this order; "
        "needed are scheme_id, a provider or commissioner, month and actual_gross.",
        "note",
    )
    cells.put(
        3,
        0,
        "month: a date, 1 to 12 (1 is April) beside financial_year, or 2017/18 M01. A row for a quarter is compared where the scheme reports "
        "by quarter. The columns right of the yellow ones say what became of each row.",
        "note",
    )
    cells.formula(4, 0, STATE, NOTHING_PASTED, "heading")
    cells.put(5, 0, "Rows pasted", "text")
    cells.formula(5, 2, f'SUMPRODUCT(({ledger_range(codes, "what became of it")}<>"")*1)', 0, "count")
    cells.line(FIRST_ROW - 2, 0, [column.name for column in COLUMNS], "head")
    cells.line(FIRST_ROW - 2, len(COLUMNS), WORKED_OUT, "head", (2,))


Formulas = dict[str, tuple[str, str | int]]
"""The formula of each column worked out, and what it comes to while the row is empty."""


def _looked_up(codes: LedgerCodes, cell: Mapping[str, str]) -> Formulas:
    """Return what finds the claim, the period and the organisation of a row, and with them its line of the reconciliation."""
    scheme, saving, provider, commissioner, year, month = (
        cell[name] for name in ("scheme_id", "saving", "provider_ods", "commissioner_ods", "financial_year", "month")
    )
    claims, periods, written, people = codes.claims, codes.of_periods, codes.written, codes.of_organisations
    claim, period, whose, counted = (cell[name] for name in ("claim no.", "period no.", "whose", "counted for"))
    organisation, savings = cell["organisation no."], len(codes.savings)
    as_date = f'COUNTIFS({periods.range(2, rows=codes.months)},"<="&{month})*({month}<{RUN_UNTIL})'
    as_written = f'({written.range(0)}={month}&"")+({written.range(0)}={year}&"|"&{month})'
    codes_then = f"INDEX({people.range(1, len(codes.periods))},0,{period})"
    piece = f"INDEX({periods.range(3, 2 + len(codes.sets))},{period},INDEX({claims.range(4, rows=savings)},{claim}))"
    the_commissioner_s = f'IF({commissioner}="",{provider},{commissioner})'
    the_provider_s = f'IF({provider}="",{commissioner},{provider})'
    key = f'{claim}&"|"&{organisation}&"|"&{cell["claim begins"]}'
    return {
        "claim no.": (f'IF({scheme}="",0,SUMPRODUCT(({claims.range(0)}={scheme}&"|"&{saving})*{claims.range(1)}))', 0),
        "month as date": (f"IF(ISNUMBER({month}),{as_date},0)", 0),
        "period no.": (f"IF({cell['month as date']}>0,{cell['month as date']},SUMPRODUCT(({as_written})*{written.range(1)}))", 0),
        "whose": (f'IF({claim}=0,"",INDEX({claims.range(3, rows=savings)},{claim}))', ""),
        "counted for": (f'IF({whose}="all",{whose},IF({whose}="commissioner",{the_commissioner_s},{the_provider_s})&"")', ""),
        "organisation no.": (f"IF({claim}*{period}=0,0,SUMPRODUCT(({people.range(0)}={counted})*{codes_then}))", 0),
        "claim begins": (f'IF({organisation}=0,"",{piece})', ""),
        "line no.": (f"IF({organisation}=0,0,SUMIFS({compared_range(codes, NUMBER)},{compared_range(codes, KEY)},{key}))", 0),
    }


def _became(codes: LedgerCodes, cell: Mapping[str, str]) -> Formulas:
    """Return what a row is worth, whether the ledger has it twice, and what becomes of it."""
    scheme, claimed, claim, line, cells_1 = (cell[name] for name in ("scheme_id", "actual_gross", "claim no.", "line no.", "cells 1"))
    joined = _parts()
    same_cells = "*".join(f"({_first_to(name)}={cell[name]})" for name in joined)
    frozen = f'({_all(codes, "cells 1")}={cells_1})*({_all(codes, "data_status")}="freeze")*({_all(codes, "actual_gross")}<>"")'
    is_new, stands = f"({cell['same row']}=0)", f"({cell['restated']}=0)"
    how_far = f"ISNUMBER({claimed}*1)*(1+({cell['period no.']}>0)*(1+{is_new}*(1+{stands}*(1+({claim}>0)+({line}>0)))))"
    kind = f"INDEX({codes.claims.range(2, rows=len(codes.savings))},{claim})"
    return {
        "amount, £": (f"IF(ISNUMBER({claimed}*1),ROUND({claimed}*100,0)/100,0)", 0),
        **{name: (f'IF({scheme}&{claimed}="","",{part})', "") for name, part in joined.items()},
        "same amount": (f'IF({claimed}="",0,COUNTIFS({_so_far("line no.")},{_so_far("amount, £")})-1)', 0),
        "same row": (f"IF({cell['same amount']}>0,SUMPRODUCT({same_cells})-1,0)", 0),
        "restated": (f'IF({cell["data_status"]}="flex",SUMPRODUCT({frozen}),0)', 0),
        "how far": (f'IF({cells_1}="",0,{how_far})', 0),
        "what became of it": (f'IF({cells_1}="","",INDEX({codes.became.range(0)},1+{cell["how far"]}))', ""),
        "kind of money": (f'IF({cells_1}="","",IF({claim}=0,"{codes.kinds[-1]}",{kind}))', ""),
    }


def _parts() -> dict[str, str]:
    """Return the cells of a row joined, in parts: a formula is best kept short."""
    others = [column.name for column in COLUMNS if column.name not in _IDENTITY]
    parts = (_IDENTITY, others[:8], others[8:15], others[15:])
    return {f"cells {number}": '&"|"&'.join(f"{at(name)}{ROW}" for name in part) for number, part in enumerate(parts, start=1)}


def _first_to(name: str) -> str:
    return f"{at(name)}${FIRST_ROW}:{at(name)}{ROW}"


def _so_far(name: str) -> str:
    return f"{_first_to(name)},{at(name)}{ROW}"


def _all(codes: LedgerCodes, name: str) -> str:
    return f"{at(name)}${FIRST_ROW}:{at(name)}${last_row(codes)}"
