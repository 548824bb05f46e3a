"""A run to its workbook, `menu.xlsx`: the one function that others call."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from improving_value.assess.assessment import Assessment
from improving_value.assess.unit_files import UnitFiles, open_unit_files
from improving_value.check.model import CheckedScheme
from improving_value.report.workbook import checks as checking
from improving_value.report.workbook import (
    ledger_codes,
    ledger_places,
    ledger_sheet,
    read_me,
    reconciliation_sheet,
    reconciliation_totals,
    record,
    summary,
)
from improving_value.report.workbook import line_block as lining
from improving_value.report.workbook.assumption_sheet import write_assumptions
from improving_value.report.workbook.assumptions import SHEET as ASSUMPTIONS
from improving_value.report.workbook.assumptions import Assumptions
from improving_value.report.workbook.cells import Cells
from improving_value.report.workbook.checks import Check, checks_of, write_checks
from improving_value.report.workbook.codes import Codes
from improving_value.report.workbook.figure import Figure
from improving_value.report.workbook.figures import figures_of
from improving_value.report.workbook.line_sheet import place_blocks, write_lines
from improving_value.report.workbook.lines import LineReader
from improving_value.report.workbook.schemes import SchemeSheet
from improving_value.report.workbook.styles import formats

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook

FILE = "menu.xlsx"
_AGREEING = (ledger_places.LEDGER_SHEET, reconciliation_totals.SHEET, ledger_places.SHEET, ledger_codes.SHEET)
"""The sheets on which finance sets its ledger beside the engine."""
_LONGEST_NAME = 31
_OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}


def write_workbook(assessment: Assessment, schemes: Sequence[CheckedScheme], units: Path, path: Path, today: date) -> None:
    """Write the workbook of a run.

    `schemes` are those that ran, without what no file was there for; `units` is the folder of its files of units. Lines that do not
    fit go to a folder beside the workbook.
    """
    from xlsxwriter import Workbook

    held = BytesIO()
    with Workbook(held, dict(_OPTIONS)) as book:
        book.set_properties(
            {"title": "Menu of opportunities", "comments": "Internal", "created": datetime(today.year, today.month, today.day)}
        )
        book.set_calc_mode("auto")
        files = open_unit_files(units)
        try:
            _Workbook(book, assessment, schemes, today).write(files, path.parent / "lines")
        finally:
            files.close()
    path.write_bytes(held.getvalue())


class _Workbook:
    """The sheets of one workbook, in the order in which a reader turns them."""

    def __init__(self, book: Workbook, assessment: Assessment, schemes: Sequence[CheckedScheme], today: date) -> None:
        self.book = book
        self.assessment = assessment
        self.today = today
        by_name = {one.scheme.scheme: one for one in schemes}
        self.chapters = [(chapter, by_name[chapter.scheme.scheme]) for chapter in assessment.schemes]
        self.styles = formats(book)
        self.sheets = _sheet_names([chapter.scheme.scheme for chapter, _ in self.chapters])
        order = (read_me.SHEET, summary.SHEET, ASSUMPTIONS, *self.sheets.values(), lining.SHEET, *_AGREEING, checking.SHEET, record.SHEET)
        self.cells = {name: self._sheet(name) for name in order}

    def _sheet(self, name: str) -> Cells:
        from improving_value.report.workbook.plain_sheet import PlainSheet

        sheet = self.book.add_worksheet(name, PlainSheet)
        sheet.protect("", {"autofilter": True, "format_columns": True, "format_rows": True, "sort": True})
        sheet.set_landscape()
        sheet.set_paper(8)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0, 1)
        sheet.set_footer("&L&A&RPage &P of &N")
        sheet.hide_gridlines(2)
        return Cells(sheet, self.styles)

    def write(self, files: UnitFiles, beside: Path) -> None:
        assumptions, codes = Assumptions(self.chapters), Codes()
        source = LineReader(files, beside, assumptions, codes)
        figures: list[Figure] = []
        by_scheme = [source.blocks_of(chapter, checked) for chapter, checked in self.chapters]
        blocks = [block for mine in by_scheme for block in mine]
        place_blocks(blocks)
        for (chapter, checked), mine in zip(self.chapters, by_scheme, strict=True):
            figures += figures_of(chapter, checked, assumptions, mine, codes)
        flag = checking.FLAG
        for chapter, _ in self.chapters:
            name = self.sheets[chapter.scheme.scheme]
            sheet = SchemeSheet(self.cells[name], name, chapter, codes, self.assessment.organisations, flag)
            sheet.write([figure for figure in figures if figure.scheme == chapter.scheme.scheme])
        write_lines(self.cells[lining.SHEET], blocks, flag, source.too_many)
        write_assumptions(self.cells[ASSUMPTIONS], self.book, assumptions, flag)
        titles = {chapter.scheme.scheme: chapter.scheme.title for chapter, _ in self.chapters}
        write_summary = summary.write_summary
        write_summary(self.cells[summary.SHEET], figures, titles, self.sheets, flag, self._said())
        places = summary.summary_cells(figures)
        found = [
            check
            for chapter, _ in self.chapters
            for check in checks_of(chapter, [one for one in figures if one.scheme == chapter.scheme.scheme], places)
        ]
        found += self._reconcile(figures, flag)
        write_checks(self.cells[checking.SHEET], found, assumptions.changed_count)
        record.write_record(self.cells[record.SHEET], self.assessment, flag, self.today.isoformat())
        self._write_read_me(titles, source, [one for one in figures if one.is_refused], flag)

    def _reconcile(self, figures: Sequence[Figure], flag: str) -> list[Check]:
        """Write the sheets that set a ledger beside the engine, and return what must hold of them."""
        codes = ledger_codes.LedgerCodes(self.assessment, figures)
        ledger_sheet.write_ledger(self.cells[ledger_places.LEDGER_SHEET], codes, flag)
        reconciliation_totals.write_totals(self.cells[reconciliation_totals.SHEET], codes, flag)
        reconciliation_sheet.write_reconciliation(self.cells[ledger_places.SHEET], codes, self.assessment.organisations, flag)
        ledger_codes.write_codes(self.cells[ledger_codes.SHEET], codes, flag)
        return reconciliation_totals.ledger_checks(codes)

    def _said(self) -> str:
        baseline = self.assessment.baseline
        against = f", against {baseline.label}" if baseline is not None else ""
        return f"Internal. {self.assessment.span.label}{against}; engine {self.assessment.engine_version}"

    def _write_read_me(self, titles: dict[str, str], source: LineReader, refused: Sequence[Figure], flag: str) -> None:
        contents = [
            (summary.SHEET, "What to do next; every saving and cost; sums of like with like"),
            (ASSUMPTIONS, "Every price, limit and date with its source; those that are live may be changed"),
            *((self.sheets[scheme], title) for scheme, title in titles.items()),
            (lining.SHEET, "The units that savings are summed from, one row each"),
            (ledger_places.LEDGER_SHEET, "Room to paste the ledger of claimed savings"),
            (reconciliation_totals.SHEET, "Ledger less engine by kind of money and class; the residual; rows that match nothing"),
            (ledger_places.SHEET, "Ledger beside engine, each saving, organisation and period; room for explanations"),
            (ledger_codes.SHEET, "What a ledger may write: months, codes, claims"),
            (checking.SHEET, "What must be equal, and whether it is"),
            (record.SHEET, "What was run, over which files"),
        ]
        notes = [f"lines/{name} holds {count:,} lines that did not fit: those savings need a rerun." for _, name, count in source.too_many]
        notes += [
            f"{titles[one.scheme]}: {one.title}: its formula is not what the engine works out, whose value stands there. Report this."
            for one in refused
        ]
        notes += [f"{one.title} did not run; the sheet {record.SHEET} says why." for one in self.assessment.not_run]
        notes += [
            "Figures under other assumptions (scenarios) are the engine's, and need a rerun.",
            "Amounts are in pounds and pence; statuses are those of the report.",
        ]
        read_me.write_read_me(self.cells[read_me.SHEET], contents, flag, [self._said()], notes)


def _sheet_names(schemes: Sequence[str]) -> dict[str, str]:
    """Return a name of a sheet for each scheme, its own and no other sheet's."""
    taken = {
        name.casefold() for name in (read_me.SHEET, summary.SHEET, ASSUMPTIONS, lining.SHEET, *_AGREEING, checking.SHEET, record.SHEET)
    }
    found = {}
    for scheme in schemes:
        name, number = scheme[:_LONGEST_NAME], 1
        while name.casefold() in taken:
            number += 1
            name = f"{scheme[: _LONGEST_NAME - 3]} {number}"
        taken.add(name.casefold())
        found[scheme] = name
    return found
