"""The sheet of lines: one row for every unit that pounds are worked out on, in a block for each sort of unit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from improving_value.assess.assessment import SchemeAssessment
from improving_value.assess.unit_files import UnitFiles
from improving_value.check.model import CheckedSaving, CheckedScheme, CheckedUnit
from improving_value.kernel.places import NOT_LISTED
from improving_value.report.tables import write_csv
from improving_value.report.workbook.assumptions import Assumptions
from improving_value.report.workbook.codes import Codes
from improving_value.report.workbook.columns import Row
from improving_value.report.workbook.line_block import LINE_COLUMNS, LineBlock, given_pounds
from improving_value.report.workbook.line_cells import add_cells, wanted_cells
from improving_value.report.workbook.line_plans import earns_nothing, planned, wrong_in

MOST_LINES = 20_000
"""Lines of one sort of unit that a sheet sensibly holds; more go to a file beside the workbook."""
MOST_IN_ALL = 200_000


@dataclass
class LineReader:
    """Reads the lines of each scheme's savings and plans their columns."""

    units: UnitFiles
    beside: Path
    assumptions: Assumptions
    codes: Codes
    held: int = 0
    too_many: list[tuple[str, str, int]] = field(default_factory=list)
    """Scheme, file and number of lines of what did not fit."""

    def blocks_of(self, chapter: SchemeAssessment, checked: CheckedScheme) -> list[LineBlock]:
        """Return the blocks of a scheme: one for each unit with savings whose pounds may be shown."""
        of: dict[str, list[CheckedSaving]] = {}
        for saving in checked.savings:
            if saving.each is not None and saving.scenario == "default":
                of.setdefault(saving.saving.of or "", []).append(saving)
        cells = wanted_cells(checked)
        units = dict.fromkeys((*of, *cells))
        blocks = (self._block(chapter, checked, checked.units[unit], of.get(unit, []), cells.get(unit, [])) for unit in units)
        return [block for block in blocks if block is not None]

    def _block(
        self, chapter: SchemeAssessment, checked: CheckedScheme, unit: CheckedUnit, savings: Sequence[CheckedSaving], cells: list[str]
    ) -> LineBlock | None:
        known = [name for name in self.units.columns_of(checked.scheme.scheme, unit.name) if name != "source_keys"]
        shown = [saving for saving in savings if saving.column in known]
        if not (shown or cells) or unit.provider not in known:
            return None
        rows = self._rows(known, chapter, unit)
        if not shown and len(rows) > MOST_LINES:
            return None
        if len(rows) > min(MOST_LINES, MOST_IN_ALL - self.held):
            self._write_beside(checked, unit, shown, rows)
            return None
        by_formula = list(shown)
        while True:
            block, columns = planned(self.assumptions, checked, unit, shown, by_formula, known, rows)
            block.cells = add_cells(columns, cells, len(LINE_COLUMNS))
            if not (shown or block.cells):
                return None
            block.live_of_cells, block.given = columns.live, columns.given
            able = [row for row in rows if block.cells or not earns_nothing(columns, shown, row)]
            block.left_out = len(rows) - len(able)
            block.rows = [columns.worked_out(dict(row)) for row in able]
            wrong = wrong_in(block, shown, by_formula)
            if not wrong:
                self.held += len(block.rows)
                block.refused = tuple(saving.saving.saving for saving in shown if saving not in by_formula)
                return block
            by_formula = [saving for saving in by_formula if saving not in wrong]

    def _rows(self, known: Sequence[str], chapter: SchemeAssessment, unit: CheckedUnit) -> list[Row]:
        pieces = {period.label: period for period in chapter.pieces}
        found = self.units.eligible(chapter.scheme.scheme, unit.name, known, tuple(pieces))
        rows: list[Row] = [dict(zip(known, values, strict=True)) for values in found]
        for row in rows:
            row["line period"] = pieces[str(row["period"])].start
            row["line day"] = row[unit.date] if unit.date in row else pieces[str(row["period"])].last_day
            row["line organisation"] = self.codes.of(_organisation(row, unit, chapter))
        return rows

    def _write_beside(self, checked: CheckedScheme, unit: CheckedUnit, savings: Sequence[CheckedSaving], rows: Sequence[Row]) -> None:
        name = f"{checked.scheme.scheme}.{unit.name}.csv"
        self.beside.mkdir(exist_ok=True)
        headings = ("line", "organisation", "period", "date", *(f"{saving.saving.saving}_gbp" for saving in savings))
        texts = [
            (
                str(row["unit_key"]),
                str(row[unit.provider]),
                str(row["period"]),
                str(row["line day"]),
                *(_pounds_text(row, one) for one in savings),
            )
            for row in rows
        ]
        write_csv(self.beside / name, headings, texts)
        self.too_many.append((checked.scheme.scheme, name, len(rows)))


def _organisation(row: Row, unit: CheckedUnit, chapter: SchemeAssessment) -> str:
    """Return whom a line is counted for: the provider, or whoever answers for it on the line's day."""
    code, day = row[unit.provider], row["line day"]
    if unit.home == "provider" and isinstance(day, date):
        code = next((one.organisation for one in chapter.handed_on if one.provider == code and one.starts <= day < one.ends), code)
    return NOT_LISTED if code is None else str(code)


def _pounds_text(row: Row, saving: CheckedSaving) -> str:
    pounds = given_pounds(row, saving.column or "")
    return "" if pounds is None else str(pounds)
