"""The calculation sheet of a scheme: each saving and cost line by line, its total, and its sums by organisation and by period."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from improving_value.assess.assessment import SchemeAssessment
from improving_value.expression.excel_pieces import MISSING, ROW
from improving_value.report.workbook.cells import Cells, difference, heading_height, letter, sheet_name, shown_unit
from improving_value.report.workbook.codes import Codes
from improving_value.report.workbook.figure import OWN_COLUMNS, Figure, Line, line_sums
from improving_value.report.workbook.line_sheet import is_of_numbers, style_of, write_column
from improving_value.report.workbook.sums import Sums

HEADINGS = ("Organisation", "Name", "Period", "Period begins", "Held back", "Gaps elsewhere")
FROM_LINES = (("Lines", "", "whole"), ("Lines without pounds", "", "whole"), ("Sum of the lines", "£", "money"))
TAIL = (("Amount", "£", "money"), ("Status", "", "text"), ("At the run", "£", "money"), ("Difference", "£", "money"))
NO, RECORDS, UNDECIDED = "no", "records", "undecided"
"""What is wanting beside what a line adds up: nothing, records of some units, or a decision on them; then nought is not told."""


@dataclass
class SchemeSheet:
    """Writes one scheme's sheet from the top down."""

    cells: Cells
    name: str
    chapter: SchemeAssessment
    codes: Codes
    names: Mapping[str, str]
    flag: str
    row: int = 0

    def write(self, figures: list[Figure]) -> None:
        cells, sheet = self.cells, self.cells.sheet
        for column, width in enumerate((17, 34, 13, 13, 13, 13, *(16 for _ in range(26)))):
            sheet.set_column(column, column, width)
        cells.put(0, 0, self.chapter.scheme.title, "title")
        cells.flag(self.flag)
        cells.put(
            2,
            0,
            "Blue: from the data, as at the run. Black: worked out here. Names such as the price stand on the sheet Assumptions.",
            "note",
        )
        sheet.write_url(3, 0, "internal:'Summary'!A1", cells.styles["link"], string="Back to the summary")
        self.row = 5
        for figure in figures:
            self._figure(figure)
        self._scenarios()
        sheet.freeze_panes(2, 2)

    def _figure(self, figure: Figure) -> None:
        cells = self.cells
        cells.put(self.row, 0, f"{'Cost' if figure.is_cost else 'Saving'}: {figure.title}", "heading")
        notes = (
            figure.kind,
            f"In words: {figure.words}",
            f"As written: {figure.formula}",
            f"When an assumption changes: {_following(figure)}",
        )
        for place, note in enumerate(notes, start=1):
            cells.put(self.row + place, 0, note, "note")
        self.row += len(notes) + 1
        if not figure.lines:
            cells.put(self.row, 0, "No activity in this run.", "note")
            self.row += 2
            return
        middle = len(FROM_LINES) if figure.block is not None else len(figure.columns)
        self._headings(figure)
        first = self.row
        for place, line in enumerate(figure.lines):
            self._line(figure, line, place, OWN_COLUMNS + middle)
        Sums(self, figure, first, self.row - 1, OWN_COLUMNS + middle).write()

    def _headings(self, figure: Figure) -> None:
        middle = FROM_LINES if figure.block is not None else [(one.label, shown_unit(one.unit), style_of(one)) for one in figure.columns]
        heads = [*middle, *TAIL]
        numbers = [place for place, (_, _, style) in enumerate(heads, start=OWN_COLUMNS) if is_of_numbers(style)]
        self.cells.line(self.row, 0, (*HEADINGS, *(label for label, _, _ in heads)), "head", numbers)
        self.cells.line(self.row + 1, 0, (*([""] * OWN_COLUMNS), *(unit for _, unit, _ in heads)), "unit", numbers)
        self.cells.sheet.set_row(self.row, max(heading_height([label for label, _, _ in middle], 15), 30))
        self.row += 2

    def _line(self, figure: Figure, line: Line, place: int, amount: int) -> None:
        """Write one line: who and when, what holds it back, what it is made of, and its amount beside the engine's."""
        cells, row = self.cells, self.row
        self.who(row, line.organisation)
        cells.put(row, 2, line.period, "text")
        cells.put(row, 3, line.begins, "date")
        if figure.block is not None:
            held, gaps = self._from_lines(figure, line)
        elif figure.columns:
            held, gaps = self._from_measures(figure, line, place)
        else:
            held, gaps = _held(line), RECORDS if line.status == "partial" else NO
        cells.put(row, 4, held, "data_text")
        cells.put(row, 5, gaps, "data_text")
        self._amount(figure, line, amount)
        self.row += 1

    def who(self, row: int, organisation: str) -> None:
        own = self.codes.is_own(organisation)
        name = self.names.get(organisation, "All together" if organisation == "all" else "")
        self.cells.put(row, 0, self.codes.of(organisation), "text")
        self.cells.put(row, 1, name if own else f"{organisation} {name}".strip(), "text")

    def _from_lines(self, figure: Figure, line: Line) -> tuple[str, str]:
        """Write how many lines there are, how many lack pounds, and their sum; return what holds the line back, and gaps elsewhere."""
        block = figure.block
        assert block is not None
        key = ("all" if figure.everybody else self.codes.of(line.organisation)), line.begins
        count, missing, total = line_sums_of(figure).get(key, (0, 0, Decimal(0)))
        whose = "" if figure.everybody else f"{block.range_of(1)},A{ROW},"
        money = block.range_of(block.money[figure.name])
        wanted = f"{whose}{block.range_of(3)},D{ROW}"
        self.cells.formula(self.row, 6, f"COUNTIFS({wanted})", count, "whole")
        self.cells.formula(self.row, 7, f'COUNTIFS({wanted},{money},"{MISSING}")', missing, "whole")
        self.cells.formula(self.row, 8, f"SUMIFS({money},{wanted})", total, "money")
        if line.status == "partial":
            return NO, NO if missing else RECORDS
        return (NO if line.status == "calculated" or (line.status == "not calculable" and missing and not total) else line.status), NO

    def _from_measures(self, figure: Figure, line: Line, place: int) -> tuple[str, str]:
        row = figure.rows[place]
        for column, found in enumerate(figure.columns, start=OWN_COLUMNS):
            write_column(self.cells, self.row, column, found, row, style_of(found))
        whole = row[figure.columns[-1].key]
        untold = line.status == "not calculable" and (whole is not None or row["undecided"])
        held = line.status if line.status == "withheld" or untold else NO
        return held, NO if line.status != "partial" else UNDECIDED if row["waits"] else RECORDS

    def _amount(self, figure: Figure, line: Line, at: int) -> None:
        cells, row = self.cells, self.row
        figure.line_cells.append(f"{sheet_name(self.name)}!${letter(at)}${row + 1}")
        amount, run = (f"{letter(at + place)}{ROW}" for place in (0, 2))
        if figure.block is not None:
            formula = f'IF(E{ROW}<>"{NO}","{MISSING}",IF(AND(I{ROW}=0,OR(F{ROW}<>"{NO}",H{ROW}>0)),"{MISSING}",I{ROW}))'
            gaps = f'OR(F{ROW}<>"{NO}",H{ROW}>0)'
        else:
            worked_out = f"{letter(at - 1)}{ROW}"
            formula = f'IF(OR(E{ROW}<>"{NO}",AND(F{ROW}="{UNDECIDED}",{worked_out}=0)),"{MISSING}",{worked_out})'
            gaps = f'F{ROW}<>"{NO}"'
        if figure.block is None and not figure.columns:
            cells.put(row, at, line.pounds, "data_money")
        else:
            cells.formula(row, at, formula, line.pounds, "money")
        said = f'IF(E{ROW}<>"{NO}",E{ROW},IF(NOT(ISNUMBER({amount})),"not calculable",IF({gaps},"partial","calculated")))'
        cells.formula(row, at + 1, said, line.status, "text")
        cells.put(row, at + 2, line.pounds, "data_money")
        cells.formula(row, at + 3, difference(amount, run), 0, "money")

    def _scenarios(self) -> None:
        """Write what the engine found under other assumptions: values, not formulas."""
        rows = [
            row
            for row in self.chapter.savings
            if row.scenario != "default" and row.level == "all" and row.period == self.chapter.span.label
        ]
        if not rows:
            return
        cells, words = self.cells, {one.scenario: one.say for one in self.chapter.scheme.scenarios}
        cells.put(self.row, 0, "Under other assumptions: as the engine found at the run; these need a rerun", "heading")
        cells.line(self.row + 1, 0, ("Saving", "Assumption", "Status", "All together, £"), "head", (3,))
        for place, row in enumerate(rows, start=self.row + 2):
            cells.put(place, 0, row.saving, "text")
            cells.put(place, 1, words.get(row.scenario, row.scenario), "text")
            cells.put(place, 2, row.status.replace("_", " "), "text")
            cells.put(place, 3, None if row.gross_pence is None else Decimal(row.gross_pence).scaleb(-2), "data_money")
        self.row += len(rows) + 3


def line_sums_of(figure: Figure) -> dict[tuple[str, date], tuple[int, int, Decimal]]:
    """Return the sums of a figure's lines, worked out once."""
    if not figure.line_sums:
        figure.line_sums.update(line_sums(figure))
    return figure.line_sums


def _held(line: Line) -> str:
    return line.status if line.status in ("withheld", "not calculable") else NO


def _following(figure: Figure) -> str:
    words = {
        "live": "this figure follows it at once.",
        "no assumption": "nothing here rests on one.",
        "needs a rerun": f"a rerun is needed ({', '.join(figure.stuck)}).",
        "live in part": f"{', '.join(figure.live)}: at once; {', '.join(name for name in figure.stuck)}: a rerun is needed.",
    }
    return words[figure.follows]
