"""The sheets Engine, Items and Reconciliation: the run's figures, what the tests found, and the sums of both sides, live."""

from __future__ import annotations

from collections.abc import Mapping

from improving_value.finance.kinds import UNEXPLAINED
from improving_value.finance.reconcile import Item, Reconciliation
from improving_value.report.reconciliation_workbook.plan import (
    COMPARED,
    ENGINE,
    FIRST,
    FLAG_CLASSES,
    FLAGS,
    FOUND,
    Plan,
    compared_letter,
)
from improving_value.report.reconciliation_workbook.sheet import Formula, Sheet, Value, pounds

TOLERANCE = "Summary!$B$3"
REASONS = ("timing", "price agreed late", "coding", "scope", "merger", "contract", "double claim", "ledger error", "engine data", "other")
_WIDTHS = {"scheme": 30, "sort of money": 30, "place": 40, "explanation": 16, "comment": 40, "class": 22, "saving": 18}


def write_engine(sheet: Sheet, found: Reconciliation) -> None:
    """Write the engine's amount of every comparison, as the run has it."""
    sheet.put(0, 0, "Engine", "title")
    sheet.put(1, 0, "What the run comes to, for each comparison. Nothing here is to be typed over.", "strong")
    sheet.head(FIRST - 2, ENGINE, [12, 30, 18, 12, 14, 10, 10, 14, 8, 10, 60])
    for row, item in enumerate(found.items, start=FIRST - 1):
        cell = item.cell
        money = None if cell.engine is None else pounds(cell.engine)
        place = (
            item.number,
            cell.claim.scheme,
            cell.claim.saving,
            cell.organisation,
            cell.period.label,
            cell.period.start,
            cell.period.end,
        )
        values: tuple[Value, ...] = (*place, money, int(cell.engine is not None), cell.eligible, cell.needs)
        looks = ("text",) * 5 + ("month", "month", "money", "number", "number", "text")
        for column, (value, look) in enumerate(zip(values, looks, strict=True)):
            sheet.put(row, column, value, look)
    sheet.sheet.protect("", {"autofilter": True, "format_columns": True})


def write_items(sheet: Sheet, found: Reconciliation) -> None:
    """Write every part of every difference as the tests found it."""
    sheet.put(0, 0, "Items", "title")
    sheet.put(1, 0, "What the tests found when the ledger was reconciled. It does not follow what is pasted afterwards.", "strong")
    sheet.head(FIRST - 2, FOUND, [12, 34, 24, 20, 14, 12, 80])
    row = FIRST - 1
    for item in found.items:
        for part in item.parts:
            explained = "no" if part.kind is UNEXPLAINED else "yes"
            values: tuple[Value, ...] = (
                item.number,
                item.cell.claim.sort,
                part.class_,
                part.kind.kind,
                pounds(part.pence),
                explained,
                part.said,
            )
            for column, value in enumerate(values):
                sheet.put(row, column, value, "money" if column == 4 else "text")
            row += 1
    sheet.sheet.autofilter(FIRST - 2, 0, max(row - 1, FIRST - 1), len(FOUND) - 1)
    sheet.sheet.protect("", {"autofilter": True, "format_columns": True})


def write_comparison(sheet: Sheet, found: Reconciliation, plan: Plan) -> None:
    """Write a row for each comparison: both sides, the class and the residual as formulas, and room for an explanation."""
    sheet.put(0, 0, "Reconciliation", "title")
    sheet.put(1, 0, "Ledger minus engine, from the sheets Ledger and Engine. Explanation and comment are yours.", "strong")
    sheet.head(FIRST - 2, COMPARED, [_WIDTHS.get(name, 13) for name in COMPARED])
    for index, item in enumerate(found.items):
        at = {name: f"${compared_letter(name)}{FIRST + index}" for name in COMPARED}
        _row(sheet, FIRST - 1 + index, item, at, plan)
    last = FIRST - 2 + plan.comparisons
    reasons = COMPARED.index("explanation")
    sheet.sheet.data_validation(FIRST - 1, reasons, last, reasons, {"validate": "list", "source": list(REASONS)})
    sheet.sheet.autofilter(FIRST - 2, 0, last, len(COMPARED) - 1)
    sheet.sheet.protect("", {"autofilter": True, "sort": True, "format_columns": True})


def _row(sheet: Sheet, row: int, item: Item, at: Mapping[str, str], plan: Plan) -> None:
    cell = item.cell
    named: Mapping[str, Value] = {
        "comparison": item.number,
        "scheme": cell.claim.scheme,
        "saving": cell.claim.saving,
        "sort of money": cell.claim.sort,
        "organisation": cell.organisation,
        "period": cell.period.label,
        "from": cell.period.start,
        "until": cell.period.end,
    }
    worked = _formulas(item, at, plan)
    for column, name in enumerate(COMPARED):
        look = (
            "month" if name in ("from", "until") else "money" if name.endswith("GBP") else "number" if name in ("rows", *FLAGS) else "text"
        )
        value = worked.get(name, named.get(name))
        sheet.put(row, column, value, "input_text" if name in ("explanation", "comment") else look)


def _formulas(item: Item, at: Mapping[str, str], plan: Plan) -> Mapping[str, Formula]:
    """Return the formulas of one row with what they come to; no test of one follows another's order but through cells."""
    cell = item.cell
    counted = item.ledger_pence - item.copied_pence
    difference = counted - (cell.engine or 0)
    explained = sum(part.pence for part in item.parts if part.kind is not UNEXPLAINED) - item.copied_pence
    place, month = plan.ledger("place"), plan.ledger("month")
    within = f'{place},{at["place"]},{month},">="&{at["from"]},{month},"<"&{at["until"]}'
    number = plan.engine("comparison")
    return {
        "place": Formula(
            f'={at["scheme"]}&"|"&{at["saving"]}&"|"&{at["organisation"]}', f"{cell.claim.scheme}|{cell.claim.saving}|{cell.organisation}"
        ),
        "rows": Formula(
            f'=COUNTIFS({within},{plan.ledger("actual_gross")},"<>",{plan.ledger("copy")},0,{plan.ledger("superseded")},0)', _rows(item)
        ),
        "ledger GBP": Formula(f"=SUMIFS({plan.ledger('counted')},{within})", pounds(counted)),
        "left out GBP": Formula(f"=SUMIFS({plan.ledger('actual_gross')},{within})-{at['ledger GBP']}", pounds(item.copied_pence)),
        "engine GBP": Formula(f"=SUMIFS({plan.engine('engine GBP')},{number},{at['comparison']})", pounds(cell.engine or 0)),
        "eligible units": Formula(f"=SUMIFS({plan.engine('eligible units')},{number},{at['comparison']})", cell.eligible),
        "difference GBP": Formula(f"=ROUND(({at['ledger GBP']}-{at['engine GBP']})*100,0)/100", pounds(difference)),
        **_flags(item, at, plan),
        "class": Formula(f"=INDEX({_classes()},MATCH(1,{_flag_range(at)},0))", item.class_ if any(_flag_values(item)) else ""),
        "explained GBP": Formula(
            f'=SUMIFS({plan.items("difference GBP")},{plan.items("comparison")},{at["comparison"]},{plan.items("explained?")},"yes")'
            f"-{at['left out GBP']}",
            pounds(explained),
        ),
        "residual GBP": Formula(f"=ROUND(({at['difference GBP']}-{at['explained GBP']})*100,0)/100", pounds(difference - explained)),
    }


def _rows(item: Item) -> int:
    copied = sum(len(part.rows) for part in item.parts)
    return len(item.cell.rows_claiming) - copied


def _flag_values(item: Item) -> list[int]:
    return [int(item.class_ == class_) for class_ in FLAG_CLASSES]


def _flags(item: Item, at: Mapping[str, str], plan: Plan) -> Mapping[str, Formula]:
    """Return the columns of 0 and 1: each asks its own question where no column before it has answered."""
    questions = (
        f"1-SUMIFS({plan.engine('known?')},{plan.engine('comparison')},{at['comparison']})",
        f"(ABS({at['difference GBP']})<={TOLERANCE})",
        f"({at['rows']}=0)",
        f"({at['eligible units']}=0)*({at['engine GBP']}=0)",
        f"({at['difference GBP']}>0)",
        f"({at['difference GBP']}<0)",
    )
    found, values = {}, _flag_values(item)
    for index, (name, question) in enumerate(zip(FLAGS, questions, strict=True)):
        before = f"(1-SUM({at[FLAGS[0]]}:{at[FLAGS[index - 1]]}))*" if index else ""
        found[name] = Formula(f"={before}{question}", values[index])
    return found


def _flag_range(at: Mapping[str, str]) -> str:
    return f"{at[FLAGS[0]]}:{at[FLAGS[-1]]}"


def _classes() -> str:
    return "Summary!$B$6:$G$6"
