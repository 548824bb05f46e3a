"""The sheet to paste a ledger into, and beside it what each row counts for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from improving_value.finance import kinds
from improving_value.finance.ledger import LedgerRow
from improving_value.finance.ledger_columns import COLUMNS, LedgerColumn
from improving_value.finance.ledger_columns import RECONCILED as WORKED_OUT
from improving_value.finance.pairing import organisation_of
from improving_value.finance.reconcile import Item, Reconciliation
from improving_value.report.reconciliation_workbook.plan import FIRST, Plan, ledger_letter
from improving_value.report.reconciliation_workbook.sheet import Formula, Sheet, Value, pounds

NOTE = "Paste a ledger over the pale cells, values only, months as dates (1 April 2017). Everything else follows."
NAMES = (*(column.name for column in COLUMNS), *WORKED_OUT)
_ROW = "\N{WHITE SQUARE}"
"""Stands for the number of the row in a formula that is the same in all rows."""
_LOOKS = {"money": "input_money", "month": "input_month"}


def write_ledger(sheet: Sheet, found: Reconciliation, plan: Plan) -> None:
    """Write the rows as they were read, and a formula for each thing that follows from them."""
    sheet.put(0, 0, "Ledger", "title")
    sheet.put(1, 0, NOTE, "strong")
    sheet.head(FIRST - 2, NAMES, [14] * len(COLUMNS) + [12] * len(WORKED_OUT))
    for column, one in enumerate(COLUMNS):  # a column's format, not a cell's: as much as anybody pastes may be typed over
        sheet.sheet.set_column(column, column, 14, sheet.looks[_LOOKS.get(one.sort, "input_text")])
    for row in (0, 1):
        sheet.sheet.set_row(row, None, sheet.looks["plain"])
    taken = {row.number: item for item in found.items for row in item.cell.rows}
    facts = _Facts(found, plan, taken, _rows_of(found, kinds.EXACT_COPY), _rows_of(found, kinds.SUPERSEDED))
    formulas = _formulas({name: f"{ledger_letter(name)}{_ROW}" for name in NAMES}, plan)
    for index in range(plan.ledger_rows):
        given = found.ledger.rows[index] if index < len(found.ledger.rows) else None
        cells = [_cell(given, column) for column in COLUMNS]
        for column, (value, one) in enumerate(zip(cells, COLUMNS, strict=True)):
            if value is not None and value != "":
                sheet.put(FIRST - 1 + index, column, value, _LOOKS.get(one.sort, "input_text"))
        for column, (text, worth) in enumerate(zip(formulas, facts.of(given, cells), strict=True), start=len(COLUMNS)):
            look = "money" if column == len(NAMES) - 1 else "text"
            sheet.put(FIRST - 1 + index, column, Formula(text.replace(_ROW, str(FIRST + index)), worth), look)
    sheet.sheet.autofilter(FIRST - 2, 0, FIRST - 2 + plan.ledger_rows, len(NAMES) - 1)
    sheet.sheet.protect("", {"autofilter": True, "sort": True, "format_columns": True})


def _rows_of(found: Reconciliation, kind: kinds.Kind) -> frozenset[int]:
    return frozenset(row for item in found.items for part in item.parts if part.kind is kind for row in part.rows)


def _cell(row: LedgerRow | None, column: LedgerColumn) -> Value:
    if row is None:
        return None
    if column.sort == "money":
        pence = row.money[column.name]
        return None if pence is None else pounds(pence)
    plain: Mapping[str, Value] = {
        "month": row.period.start,
        "start_month": row.start.start if row.start else None,
        "financial_year": row.period.label.split(" ")[0],
        "provider_ods": row.provider,
        "commissioner_ods": row.commissioner,
        "recurrent_flag": {True: "yes", False: "no", None: ""}[row.recurrent],
    }
    return plain[column.name] if column.name in plain else row.words[column.name]


@dataclass(frozen=True)
class _Facts:
    """What the formulas of the helper columns come to, in order."""

    found: Reconciliation
    plan: Plan
    taken: Mapping[int, Item]
    copies: frozenset[int]
    superseded: frozenset[int]

    def of(self, row: LedgerRow | None, cells: Sequence[Value]) -> list[str | int | float]:
        """Return what the formulas of a row come to; its cells are given."""
        keys = ["|".join(("k", *part)) for part in _thirds([_as_joined(cell) for cell in cells])]
        if row is None:
            return ["|", 0, 0, "", "", "|||||", *keys, 0, 0, "||", 0]
        item = self.taken.get(row.number)
        line = _line(self.plan, item)
        claim = f"{row.scheme}|{row.saving}"
        named = organisation_of(row, "provider" if line == "all" else line)
        counts_for = self.found.run.organisations.place(named, row.period.start)[0]
        slice_ = "|".join((claim, row.provider, row.commissioner, row.words["unique_ref"], _as_joined(row.period.start)))
        copy, superseded = int(row.number in self.copies), int(row.number in self.superseded)
        place = f"{claim}|{'all' if line == 'all' else counts_for}"
        counted = 0.0 if copy or superseded or row.claimed is None else pounds(row.claimed)
        return [claim, int(line == "commissioner"), int(line == "all"), named, counts_for, slice_, *keys, copy, superseded, place, counted]


def _line(plan: Plan, item: Item | None) -> str:
    if item is None:
        return "provider"
    return "commissioner" if item.cell.claim in plan.by_commissioner else "all" if item.cell.claim in plan.for_all else "provider"


def _thirds(cells: Sequence[str]) -> tuple[Sequence[str], Sequence[str], Sequence[str]]:
    """Cut the cells in three: a text to count by may not be longer than 255 signs in Excel."""
    third = len(cells) // 3
    return cells[:third], cells[third : 2 * third], cells[2 * third :]


def _as_joined(value: Value) -> str:
    """Return a cell as `&` joins it: a date is its number of days."""
    if isinstance(value, date):
        return str((value - date(1899, 12, 30)).days)
    return f"{value:.15g}" if isinstance(value, float) else "" if value is None else str(value)


def _formulas(at: Mapping[str, str], plan: Plan) -> list[str]:
    """Return the formulas of the helper columns, in order, for the row whose cells are given."""
    joined = ['="k"' + "".join(f'&"|"&{cell}' for cell in part) for part in _thirds([at[column.name] for column in COLUMNS])]
    codes, closed, succeeded = (plan.places(column, plan.successions) for column in (2, 3, 4))
    so_far = ",".join(f"{_from_first(at[name])},{at[name]}" for name in ("cells_1", "cells_2", "cells_3"))
    named, month, either = at["organisation"], at["month"], f'IF({at["provider_ods"]}="",{at["commissioner_ods"]},{at["provider_ods"]})&""'
    commissioner = f'IF({at["commissioner_ods"]}="",{at["provider_ods"]},{at["commissioner_ods"]})&""'
    return [
        f'={at["scheme_id"]}&"|"&{at["saving"]}',
        f"=COUNTIF({plan.places(0, max(len(plan.by_commissioner), 1))},{at['claim']})",
        f"=COUNTIF({plan.places(1, max(len(plan.for_all), 1))},{at['claim']})",
        f"=IF({at['by_commissioner']}=1,{commissioner},{either})",
        f'=IF(COUNTIFS({codes},{named},{closed},"<="&{month})>0,INDEX({succeeded},MATCH({named},{codes},0)),{named})',
        "=" + '&"|"&'.join([at[name] for name in ("claim", "provider_ods", "commissioner_ods", "unique_ref", "month")]),
        *joined,
        f'=IF({at["scheme_id"]}="",0,IF(COUNTIFS({so_far})>1,1,0))',
        f'=IF({at["data_status"]}="flex",MIN(1,COUNTIFS({plan.ledger("slice")},{at["slice"]},{plan.ledger("data_status")},"freeze")),0)',
        f'={at["claim"]}&"|"&IF({at["for_all"]}=1,"all",{at["counts_for"]})',
        f"=IF({at['copy']}+{at['superseded']}>0,0,{at['actual_gross']}+0)",
    ]


def _from_first(cell: str) -> str:
    """Return the range of a column from its first row down to a cell."""
    name = cell.rstrip(_ROW)
    return f"{name}${FIRST}:{cell}"
