"""The sheet of lines: one row for every unit that pounds are worked out on, in a block for each sort of unit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeGuard

from improving_value.assess.assessment import SchemeAssessment
from improving_value.assess.behind import Behind
from improving_value.check.labels import Labels
from improving_value.check.model import CheckedSaving, CheckedScheme, CheckedUnit
from improving_value.expression.english import upper_first
from improving_value.expression.evaluate import evaluate
from improving_value.expression.excel_pieces import NotSayable
from improving_value.expression.nodes import Choice, Literal, Node
from improving_value.expression.to_excel import to_excel
from improving_value.expression.types import DOUBLE
from improving_value.expression.words import in_words
from improving_value.kernel.places import NOT_LISTED
from improving_value.report.tables import write_csv
from improving_value.report.workbook.assumptions import Assumptions
from improving_value.report.workbook.codes import Codes
from improving_value.report.workbook.columns import Column, Row
from improving_value.report.workbook.line_cells import CellLines, add_cells, wanted_cells
from improving_value.report.workbook.unit_columns import UnitColumns
from improving_value.run.engines.unit_files import columns_of, eligible_units

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

SHEET = "Lines"
MOST_LINES = 20_000
"""Lines of one sort of unit that a sheet sensibly holds; more go to a file beside the workbook."""
MOST_IN_ALL = 200_000
LINE_COLUMNS = ("Line", "Organisation", "Period", "Period begins", "Date")
LONGEST_LABEL = 90


@dataclass
class LineBlock:
    """The lines of one sort of unit, ready to be written. `money` is the column of each saving; `live` those that follow assumptions."""

    scheme: str
    title: str
    rows: list[Row]
    columns: list[Column]
    money: dict[str, int]
    live: dict[str, tuple[str, ...]]
    stuck: dict[str, tuple[str, ...]]
    cells: dict[str, CellLines] = field(default_factory=dict)
    """The cells of totals that are summed from these lines."""
    live_of_cells: dict[str, None] = field(default_factory=dict)
    given: dict[str, Node] = field(default_factory=dict)
    left_out: int = 0
    """Units that fail the condition of every saving, whatever the assumptions on the sheet."""
    first: int = 0
    """Row of the first line, as a reader counts."""

    def range_of(self, column: int) -> str:
        """Return where a column's values stand."""
        from xlsxwriter.utility import xl_col_to_name

        letter = xl_col_to_name(column)
        return f"{SHEET}!${letter}${self.first}:${letter}${self.first + max(len(self.rows), 1) - 1}"


@dataclass
class LineReader:
    """Reads the lines of each scheme's savings and plans their columns."""

    connection: DuckDBPyConnection
    units: Path
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
        file = self.units / f"{checked.scheme.scheme}.{unit.name}.parquet"
        known = [name for name in columns_of(self.connection, file) if name != "source_keys"]
        shown = [saving for saving in savings if saving.column in known]
        if not (shown or cells) or unit.provider not in known:
            return None
        rows = self._rows(file, known, chapter, unit)
        if not shown and len(rows) > MOST_LINES:
            return None
        if len(rows) > min(MOST_LINES, MOST_IN_ALL - self.held):
            self._write_beside(checked, unit, shown, rows)
            return None
        by_formula = list(shown)
        while True:
            block, columns = _planned(self, checked, unit, shown, by_formula, known, rows)
            block.cells = add_cells(columns, cells, len(LINE_COLUMNS))
            if not (shown or block.cells):
                return None
            block.live_of_cells, block.given = columns.live, columns.given
            able = [row for row in rows if block.cells or not _earns_nothing(columns, shown, row)]
            block.left_out = len(rows) - len(able)
            block.rows = [columns.worked_out(dict(row)) for row in able]
            wrong = _wrong(block, shown, by_formula)
            if not wrong:
                self.held += len(block.rows)
                return block
            by_formula = [saving for saving in by_formula if saving not in wrong]

    def _rows(self, file: Path, known: Sequence[str], chapter: SchemeAssessment, unit: CheckedUnit) -> list[Row]:
        pieces = {period.label: period for period in chapter.pieces}
        found = eligible_units(self.connection, file, known, tuple(pieces))
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
    pounds = _given_pounds(row, saving.column or "")
    return "" if pounds is None else str(pounds)


def _given_pounds(row: Row, column: str) -> Decimal | None:
    pence: Any = row.get(column)
    return None if pence is None else Decimal(int(pence)).scaleb(-2)


def _planned(
    reader: LineReader,
    checked: CheckedScheme,
    unit: CheckedUnit,
    savings: Sequence[CheckedSaving],
    by_formula: Sequence[CheckedSaving],
    known: Sequence[str],
    given: Sequence[Row],
) -> tuple[LineBlock, UnitColumns]:
    """Plan a block with formulas for some savings and given pounds for the others."""
    labels = Labels(checked)
    speaker = labels.speaker(unit.name)
    columns = UnitColumns(
        checked,
        reader.assumptions,
        len(LINE_COLUMNS),
        lambda node: short(upper_first(in_words(node, speaker))),
        unit=unit,
        labels=labels,
        known=known,
        rows=given,
        day_of=_day,
    )
    block = LineBlock(checked.scheme.scheme, f"{checked.scheme.title}: each {unit.say}", [], columns.columns, {}, {}, {})
    for saving in savings:
        name, each = saving.saving.saving, saving.each
        assert each is not None
        try:
            if saving not in by_formula:
                raise NotSayable("pounds that a sheet does not come to")
            with columns.all_or_nothing():
                columns.money(to_excel(each, columns), saving.saving.title)
            block.live[name] = ()
        except NotSayable:
            _give(columns, saving)
        block.money[name] = len(LINE_COLUMNS) + len(columns.columns) - 1
    _note_behind(block, columns, unit, savings)
    return block, columns


def _earns_nothing(columns: UnitColumns, savings: Sequence[CheckedSaving], row: Row) -> bool:
    """Say whether a unit fails the condition of every saving, and no assumption on the sheet could make it meet one."""
    conditions = [saving.each.condition for saving in savings if _is_conditional(saving.each)]
    if len(conditions) < len(savings):
        return False
    return all(columns.is_settled(condition) and evaluate(condition, lambda part: row[part.name]) is False for condition in conditions)


def _is_conditional(each: Node | None) -> TypeGuard[Choice]:
    return isinstance(each, Choice) and isinstance(each.otherwise, Literal) and each.otherwise.value == 0


def _give(columns: UnitColumns, saving: CheckedSaving) -> None:
    """Add the engine's own pounds where no formula comes to them."""
    value = partial(_given_pounds, column=saving.column or "")
    columns.add(Column(f"given {saving.saving.saving}", saving.saving.title, "£", "money", DOUBLE, None, value))


def _note_behind(block: LineBlock, columns: UnitColumns, unit: CheckedUnit, savings: Sequence[CheckedSaving]) -> None:
    """Note which assumptions each saving follows, and which move it by way of what is given or of who is counted."""
    checked = columns.checked
    given = Behind(checked)
    for name, node in columns.given.items():
        given.of(node, unit.name if "." not in name else None)
    fixed = set(given.of(None, None))
    for saving in savings:
        name = saving.saving.saving
        behind = Behind(checked).of(saving.each, unit.name)
        scope = Behind(checked).of_scope(unit.name)
        follows = {one.split("__")[0] for one in columns.live} if name in block.live else set()
        block.live[name] = tuple(one for one in behind if one in follows)
        block.stuck[name] = (*(one for one in behind if one in fixed or one not in follows), *scope)


def _wrong(block: LineBlock, savings: Sequence[CheckedSaving], by_formula: Sequence[CheckedSaving]) -> list[CheckedSaving]:
    """Return the savings whose formulas do not come to the engine's pounds on every line; it must never happen, and is never shown."""
    found = []
    for saving in savings:
        key = block.columns[block.money[saving.saving.saving] - len(LINE_COLUMNS)].key
        formula = saving in by_formula and not key.startswith("given")
        if formula and any(row[key] != _given_pounds(row, saving.column or "") for row in block.rows):
            found.append(saving)
    return found


def _day(row: Row) -> date | None:
    day = row["line day"]
    return day if isinstance(day, date) else None


def short(text: str) -> str:
    """Return a label that fits a heading."""
    return text if len(text) <= LONGEST_LABEL else f"{text[:LONGEST_LABEL].rsplit(' ', 1)[0]} …"
