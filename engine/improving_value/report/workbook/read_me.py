"""The first sheet: what the workbook is for, what is in it, and how to follow a pound."""

from __future__ import annotations

from collections.abc import Sequence

from improving_value.report.workbook.cells import Cells

SHEET = "Read me"
_TRACE = (
    "1. Summary: choose an amount, and click the name of its sheet in the last column.",
    "2. The scheme's sheet: its formula stands in words above the block; find the organisation and the period, and read across the row.",
    "3. Lines: where the amount is a sum of lines, its SUMIFS names the block; filter nothing, look for the organisation and the period.",
    "4. The line: its key is that of the units' file, and leads on to the activity rows (the command `explain` prints them).",
    "5. Assumptions: each name in a formula stands there with its value, its unit and its source; blue numbers come from the data.",
)
_RECONCILE = (
    "1. Ledger: paste the rows of claimed savings, values only, columns in the order shown; what became of each row stands beside it.",
    "2. Reconciliation totals: ledger less engine by kind of money and class, the residual that nothing explains, and where every row went.",
    "3. Reconciliation: filter “What it is”; choose an explanation, and the difference leaves the residual. The tolerance is yours to set.",
    "4. For the causes and the invoice lines behind a difference: save this workbook and run `improving-value reconcile RESULTS --ledger menu.xlsx`.",
)
_WHAT = (
    "This workbook holds every saving and cost of one run with its formulas, so that finance can follow each from the summary to a single line, and see what another price would do.",
    "Formulas are made from the schemes' own, and each shows the value that the engine found; LibreOffice and Excel come to the same.",
    f"What has no value reads {'missing'!r}, never £0. Where a sheet cannot work a figure out as the engine does, the engine's value stands there and the assumptions behind it need a rerun.",
)
_COLOURS = (
    ("sample", "Yellow: yours to change or fill in (assumptions, the ledger, explanations)"),
    ("data_number", "Blue: a value from the data or the engine, as at the run"),
    ("number", "Black: worked out in this workbook"),
    ("result", "Shaded: a total"),
    ("fixed_number", "Grey: an assumption that needs a rerun, or a value as it was at the run"),
)


def write_read_me(cells: Cells, contents: Sequence[tuple[str, str]], flag: str, run: Sequence[str], notes: Sequence[str]) -> None:
    """Write the first sheet; `contents` are the sheets with what each holds."""
    sheet = cells.sheet
    sheet.set_column(0, 0, 36)
    sheet.set_column(1, 1, 120)
    cells.put(0, 0, "Improving value: the menu of opportunities, for finance", "title")
    cells.flag(flag)
    row = 3
    for text in ("INTERNAL: not for sharing. It holds pseudonymised line keys and counts that are not suppressed.", *run):
        cells.put(row, 0, text, "words_line")
        row += 1
    for heading, lines in (
        ("What it is for", _WHAT),
        ("How to trace a saving", _TRACE),
        ("How to set a ledger beside it", _RECONCILE),
        ("Worth knowing", notes),
    ):
        row = _part(cells, row + 1, heading, lines)
    cells.put(row + 1, 0, "Colours", "heading")
    row += 2
    for style, words in _COLOURS:
        cells.put(row, 0, 1234, style)
        cells.put(row, 1, words, "words_line")
        row += 1
    protecting = (
        "Sheets are protected without a password, so that nobody types over a formula by accident: Review, Unprotect Sheet.",
        "Protected cells can be selected, and Trace Precedents works. Everything is calculated when the workbook is opened.",
    )
    row = _part(cells, row + 1, "Protection", protecting)
    cells.put(row + 1, 0, "Contents", "heading")
    for place, (name, words) in enumerate(contents, start=row + 2):
        sheet.write_url(place, 0, f"internal:'{name}'!A1", cells.styles["link"], string=name)
        cells.put(place, 1, words, "words_line")


def _part(cells: Cells, row: int, heading: str, lines: Sequence[str]) -> int:
    cells.put(row, 0, heading, "heading")
    for place, line in enumerate(lines, start=row + 1):
        cells.put(place, 0, line, "words_line")
    return row + 1 + len(lines)
