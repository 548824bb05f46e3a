"""The sums below a figure's lines: of all of them, by organisation and by period."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from improving_value.expression.evaluate import RowValue
from improving_value.expression.excel_pieces import MISSING, ROW
from improving_value.report.workbook.cells import difference, letter, sheet_name
from improving_value.report.workbook.figure import OWN_COLUMNS, Figure, Line

if TYPE_CHECKING:
    from improving_value.report.workbook.schemes import SchemeSheet


@dataclass
class Sums:
    """The sums below a figure's lines: the whole, by organisation and by period."""

    sheet: SchemeSheet
    figure: Figure
    first: int
    last: int
    at: int

    def write(self) -> None:
        cells, row = self.sheet.cells, self.sheet.row
        amount, status = (self._range(self.at + place).replace("$", "") for place in range(2))
        total = f"{letter(self.at)}{row + 1}"
        line = self.figure.total
        for column in range(self.at):
            cells.put(row, column, "All together" if column == 0 else "", "result_text")
        nothing = f'COUNTIFS({amount},">0")+COUNTIFS({amount},"<0")=0'
        cells.formula(
            row, self.at, f'IF(AND({nothing},COUNTIFS({status},"<>calculated")>0),"{MISSING}",SUM({amount}))', line.pounds, "result"
        )
        worst = f'IF(COUNTIFS({status},"<>withheld")=0,"withheld","not calculable")'
        said = f'IF(COUNTIFS({status},"<>calculated")=0,"calculated",IF(ISNUMBER({total}),"partial",{worst}))'
        cells.formula(row, self.at + 1, said, line.status, "result_text")
        cells.put(row, self.at + 2, line.pounds, "result")
        cells.formula(row, self.at + 3, difference(total, f"{letter(self.at + 2)}{row + 1}"), 0, "result")
        sheet = sheet_name(self.sheet.name)
        self.figure.total_cell = f"{sheet}!${letter(self.at)}${row + 1}"
        self.figure.status_cell = f"{sheet}!${letter(self.at + 1)}${row + 1}"
        self.figure.sums["lines"] = f"{sheet}!{self._range(self.at)}"
        self.figure.sums["differences"] = f"{sheet}!{self._range(self.at + 3)}"
        if self.figure.block is not None:
            self.figure.sums["units"] = f"{sheet}!{self._range(8)}"
        self.sheet.row += 2
        self._by("organisations", "By organisation", self.figure.organisations, "A")
        self._by("periods", "By period", self.figure.periods, "D")

    def _range(self, column: int) -> str:
        place = letter(column)
        return f"${place}${self.first + 1}:${place}${self.last + 1}"

    def _by(self, key: str, title: str, lines: Mapping[str, Line], by: str) -> None:
        """Write a figure's sums by one thing; of nothing but noughts where something is wanting there is no sum."""
        cells = self.sheet.cells
        top = self.sheet.row
        blanks = [""] * (self.at - OWN_COLUMNS)
        heads = (
            title,
            "Name",
            "Period",
            "Period begins",
            "Lines that count",
            "Lines not calculated",
            *blanks,
            "Amount",
            "",
            "At the run",
            "Difference",
        )
        cells.line(top, 0, heads, "head", (4, 5, self.at, self.at + 2, self.at + 3))
        cells.sheet.set_row(top, 30)
        picked = self._range(0 if by == "A" else 3)
        amount, status = self._range(self.at), self._range(self.at + 1)
        for row, line in enumerate(lines.values(), start=top + 1):
            self._label(row, line, by)
            values = [
                one
                for one in self.figure.lines
                if (one.organisation if by == "A" else one.period) == (line.organisation if by == "A" else line.period)
            ]
            counting = sum(1 for one in values if one.pounds)
            lacking = sum(1 for one in values if one.status != "calculated")
            cells.formula(row, 4, f'COUNTIFS({picked},{by}{ROW},{amount},"<>0",{amount},"<>{MISSING}")', counting, "whole")
            cells.formula(row, 5, f'COUNTIFS({picked},{by}{ROW},{status},"<>calculated")', lacking, "whole")
            formula = f'IF(AND(E{ROW}=0,F{ROW}>0),"{MISSING}",SUMIFS({amount},{picked},{by}{ROW}))'
            cells.formula(row, self.at, formula, line.pounds, "money")
            cells.put(row, self.at + 2, line.pounds, "data_money")
            letters = (f"{letter(self.at)}{ROW}", f"{letter(self.at + 2)}{ROW}")
            cells.formula(row, self.at + 3, difference(*letters), 0, "money")
        place = letter(self.at)
        self.figure.sums[key] = f"{sheet_name(self.sheet.name)}!${place}${top + 2}:${place}${top + 1 + len(lines)}"
        self.sheet.row = top + len(lines) + 2

    def _label(self, row: int, line: Line, by: str) -> None:
        if by == "A":
            self.sheet.who(row, line.organisation)
        else:
            values: tuple[RowValue, ...] = ("All together", "", line.period, line.begins)
            for column, (value, style) in enumerate(zip(values, ("text", "text", "text", "date"), strict=True)):
                self.sheet.cells.put(row, column, value, style)
