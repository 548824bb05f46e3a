"""The sheets Summary, Places, Checks and Read me."""

from __future__ import annotations

from collections.abc import Sequence

from improving_value.finance.kinds import CLASSES, KINDS
from improving_value.finance.rag import rule_texts
from improving_value.finance.reconcile import Reconciliation
from improving_value.finance.totals import totals
from improving_value.report.reconciliation_workbook.plan import FIRST, FLAG_CLASSES, Plan
from improving_value.report.reconciliation_workbook.sheet import Formula, Sheet, pounds

CLASS_ROW, SORT_ROW = 6, 7
"""Where the classes stand, and the first sort of money below them, as a spreadsheet counts rows."""
_SUMS = ("left out (duplicated)", "ledger GBP", "engine GBP", "ledger minus engine", "explained", "residual nothing explains")


def write_summary(sheet: Sheet, found: Reconciliation, plan: Plan) -> None:
    """Write, for each sort of money, its classes in pounds and its two sides: every cell a sum over the comparisons."""
    sheet.put(0, 0, f"Reconciliation of {found.run.span.label}", "title")
    sheet.put(2, 0, "tolerance, GBP an item", "strong")
    sheet.put(2, 1, pounds(found.tolerance), "input_money")
    sheet.put(3, 0, "Unlike sorts of money are never added together. Amounts are ledger minus engine, GBP.", "strong")
    titles = {one.class_: one.title for one in CLASSES}
    sheet.put(CLASS_ROW - 2, 0, "sort of money", "header")
    for column, class_ in enumerate(FLAG_CLASSES, start=1):
        sheet.put(CLASS_ROW - 2, column, titles[class_], "header")
        sheet.put(CLASS_ROW - 1, column, class_, "faint")
    for column, name in enumerate(_SUMS, start=len(FLAG_CLASSES) + 1):
        sheet.put(CLASS_ROW - 2, column, name, "header")
    for index, sort in enumerate(found.sorts):
        _sort(sheet, SORT_ROW + index, found, sort, plan)
    sheet.sheet.set_column(0, 0, 40)
    sheet.sheet.set_column(1, len(FLAG_CLASSES) + len(_SUMS), 16)
    sheet.sheet.freeze_panes(CLASS_ROW, 1)
    sheet.sheet.protect()


def _sort(sheet: Sheet, number: int, found: Reconciliation, sort: str, plan: Plan) -> None:
    total = next(one for one in totals(found) if one.sort == sort)
    items = [item for item in found.items if item.cell.claim.sort == sort]
    copied = sum(item.copied_pence for item in items)
    sheet.put(number - 1, 0, sort)
    mine, difference = f"{plan.compared('sort of money')},$A{number}", plan.compared("difference GBP")
    for column, class_ in enumerate(FLAG_CLASSES, start=1):
        letter = "ABCDEFG"[column]
        pence = sum(item.difference - item.copied_pence for item in items if item.class_ == class_)
        sheet.put(
            number - 1,
            column,
            Formula(f"=SUMIFS({difference},{mine},{plan.compared('class')},{letter}${CLASS_ROW})", pounds(pence)),
            "money",
        )
    # What a not calculable comparison claims stands against nothing, so its difference is its claim.
    residual = total.residual
    sums = (
        (f"=SUMIFS({plan.compared('left out GBP')},{mine})", copied),
        (f"=SUMIFS({plan.compared('ledger GBP')},{mine})+H{number}", total.ledger),
        (f"=SUMIFS({plan.compared('engine GBP')},{mine})", total.engine),
        (f"=ROUND((I{number}-J{number})*100,0)/100", total.difference),
        (f"=SUMIFS({plan.compared('explained GBP')},{mine})+H{number}", total.difference - residual),
        (f"=ROUND((K{number}-L{number})*100,0)/100", residual),
    )
    for column, (text, pence) in enumerate(sums, start=len(FLAG_CLASSES) + 1):
        sheet.put(number - 1, column, Formula(text, pounds(pence)), "total" if column > len(FLAG_CLASSES) + 1 else "money")


def write_places(sheet: Sheet, found: Reconciliation, plan: Plan) -> None:
    """Write whose lines claims are, and which codes were closed into which, for the ledger's helper columns."""
    sheet.put(0, 0, "Places", "title")
    sheet.put(1, 0, "Which claims are a commissioner's, and which providers were succeeded.", "strong")
    sheet.head(FIRST - 2, ("claims of commissioners", "claims of all together", "code", "closed on", "succeeded by"), (40, 40, 10, 12, 14))
    for column, claims in enumerate((plan.by_commissioner, plan.for_all)):
        for row, claim in enumerate(claims, start=FIRST - 1):
            sheet.put(row, column, f"{claim.scheme}|{claim.saving}")
    row = FIRST - 1
    for one in found.run.organisations.rows:
        if one.valid_until is not None and one.successor:
            answers, _, _ = found.run.organisations.place(one.provider_code, one.valid_until)
            sheet.put(row, 2, one.provider_code)
            sheet.put(row, 3, one.valid_until, "month")
            sheet.put(row, 4, answers)
            row += 1
    sheet.sheet.protect()


def write_checks(sheet: Sheet, found: Reconciliation, plan: Plan) -> None:
    """Write what must hold, each as two values and whether they agree."""
    sheet.put(0, 0, "Checks", "title")
    sheet.head(FIRST - 2, ("check", "one side", "other side", "difference", "result"), (70, 18, 18, 14, 10))
    ledger = sum(row.claimed or 0 for row in found.ledger.rows)
    outside = sum(row.claimed or 0 for row in found.outside)
    last = SORT_ROW + len(found.sorts) - 1
    compared = ledger - outside
    engine = sum(item.cell.engine or 0 for item in found.items)
    counted = compared - sum(item.copied_pence for item in found.items)
    items = sum(part.pence for item in found.items for part in item.parts)
    checks = (
        (
            "all that is pasted is compared (else: reconcile again)",
            f"=SUM({plan.ledger('actual_gross')})",
            ledger,
            f"=SUM(Summary!I{SORT_ROW}:I{last})",
            compared,
        ),
        (
            "what counts in the ledger is in a comparison",
            f"=SUM({plan.ledger('counted')})",
            counted + outside,
            f"=SUM({plan.compared('ledger GBP')})",
            counted,
        ),
        (
            "the engine's figures are those of the run",
            f"=SUM({plan.engine('engine GBP')})",
            engine,
            f"=SUM({plan.compared('engine GBP')})",
            engine,
        ),
        (
            "classes add up to ledger minus engine",
            f"=SUM(Summary!B{SORT_ROW}:H{last})",
            compared - engine,
            f"=SUM(Summary!K{SORT_ROW}:K{last})",
            compared - engine,
        ),
        (
            "what the tests found adds up to ledger minus engine (until another ledger is pasted)",
            f"=SUM({plan.items('difference GBP')})",
            items,
            f"=SUM(Summary!K{SORT_ROW}:K{last})",
            compared - engine,
        ),
    )
    for index, (said, one, one_pence, other, other_pence) in enumerate(checks):
        row = FIRST + index
        sheet.put(row - 1, 0, said, "said")
        sheet.put(row - 1, 1, Formula(one, pounds(one_pence)), "money")
        sheet.put(row - 1, 2, Formula(other, pounds(other_pence)), "money")
        sheet.put(row - 1, 3, Formula(f"=ROUND((B{row}-C{row})*100,0)/100", pounds(one_pence - other_pence)), "money")
        sheet.put(row - 1, 4, Formula(f'=IF(D{row}=0,"PASS","FAIL")', "PASS" if one_pence == other_pence else "FAIL"))
    sheet.sheet.protect()


def write_read_me(sheet: Sheet, found: Reconciliation) -> None:
    """Write what the workbook is, how to follow a difference, and every class, kind and rule in words."""
    sheet.sheet.set_column(0, 0, 38)
    sheet.sheet.set_column(1, 1, 110)
    sheet.put(0, 0, "Ledger and engine", "title")
    rows: Sequence[tuple[str, str]] = (
        (
            "internal",
            "For those who may see the run's internal results. Its sums hold no patient's data; the lines behind them stand in reconciliation_lines.csv.",
        ),
        ("run", f"{found.run.span.label}; {len(found.items):,} comparisons; ledger {found.ledger.place}"),
        ("1", "Summary: a sort of money, its classes, and the residual that nothing explains."),
        ("2", "Reconciliation: filter the class; each row is one claim at one organisation in one period."),
        ("3", "Items: what explains it, found by the tests below."),
        ("4", "reconciliation_lines.csv: the units behind the comparison of that number, and the rule that left one out."),
        ("5", "improving-value explain SCHEME --unit KEY: every rule with its values, and how each pound was reached."),
        (
            "to reconcile again",
            "Paste another ledger into Ledger: both sides, classes and residual follow. For its explanations run `improving-value reconcile` on it.",
        ),
        ("months", "A month is a date in it; a row for a quarter or a year bears its first month."),
        ("protection", "Sheets are protected without a password, against slips only."),
        *((f"class: {one.title}", one.meaning) for one in CLASSES),
        *((f"kind: {one.title}", one.test) for one in KINDS),
        *(("rating", text) for text in rule_texts()),
    )
    for row, (name, said) in enumerate(rows, start=2):
        sheet.put(row, 0, name, "strong")
        sheet.put(row, 1, said, "said")
    sheet.sheet.protect()
