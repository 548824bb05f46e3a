"""Planning the columns of a total, and which assumptions it follows on the sheet."""

from __future__ import annotations

from datetime import date

from improving_value.assess.assessment import SchemeAssessment
from improving_value.assess.behind import Behind
from improving_value.assess.trails import Working
from improving_value.check.labels import Labels
from improving_value.check.model import CheckedScheme
from improving_value.expression.english import upper_first
from improving_value.expression.excel_pieces import NotSayable
from improving_value.expression.nodes import Choice, Name, Node, walk
from improving_value.expression.to_excel import to_excel
from improving_value.expression.words import in_words
from improving_value.report.workbook.assumptions import Assumptions
from improving_value.report.workbook.codes import Codes
from improving_value.report.workbook.columns import Row
from improving_value.report.workbook.figure import OWN_COLUMNS, Figure, Line
from improving_value.report.workbook.line_block import LineBlock, short
from improving_value.report.workbook.total_columns import TotalColumns


def plan_total(
    figure: Figure,
    chapter: SchemeAssessment,
    checked: CheckedScheme,
    assumptions: Assumptions,
    node: Node,
    blocks: list[LineBlock],
    codes: Codes,
) -> None:
    """Find the columns of a total; it keeps the engine's pounds where a sheet cannot come to them."""
    workings = {(one.organisation, one.period): one for one in chapter.workings if one.figure == figure.name}
    if not figure.lines or any((line.organisation, line.period) not in workings for line in figure.lines):
        return
    labels = Labels(checked)
    speaker = labels.speaker(None)
    given_rows = [_given(line, workings[line.organisation, line.period], codes) for line in figure.lines]
    columns = TotalColumns(
        checked,
        assumptions,
        OWN_COLUMNS,
        lambda part: short(upper_first(in_words(part, speaker))),
        labels=labels,
        last_day=_last_day,
        blocks=blocks,
        rows=given_rows,
        everybody=figure.everybody,
    )
    try:
        money = columns.money(to_excel(node, columns), "Worked out, to the penny")
    except NotSayable:
        return
    rows = [columns.worked_out(row) for row in given_rows]
    if any(line.pounds is not None and row[money.key] != line.pounds for line, row in zip(figure.lines, rows, strict=True)):
        figure.is_refused = True
        return
    figure.columns, figure.rows = columns.columns, rows
    figure.live, figure.stuck = _followed(columns, node, blocks)
    if any(line.status == "partial" and not row["waits"] for line, row in zip(figure.lines, rows, strict=True)):
        # What is wanting depends on the branch taken: a sheet does not know what it would be on the other.
        asked = [part for choice in walk(node) if isinstance(choice, Choice) for part in walk(choice.condition)]
        deciding = {part.name.split("__")[0] for part in asked if isinstance(part, Name) and part.kind == "parameter"}
        figure.stuck = tuple(dict.fromkeys((*figure.stuck, *(name for name in figure.live if name in deciding))))


def _followed(columns: TotalColumns, node: Node, blocks: list[LineBlock]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return which assumptions a total follows on the sheet, and which move it also by way of what is given there."""
    checked = columns.checked
    given = Behind(checked)
    for part in columns.given.values():
        given.of(part, None)
    follows = {name.split("__")[0] for name in columns.live}
    for block in blocks:
        mine = [name for name in block.cells if name in columns.summed]
        for name in mine:
            unit = checked.cells[name].unit
            given.of_scope(unit)
            for part in block.given.values():
                given.of(part, unit)
            behind_cell = Behind(checked).of(Name(name, (0, 1), kind="cell"), None)
            follows.update(one for one in (live.split("__")[0] for live in block.live_of_cells) if one in behind_cell)
    fixed = given.of(None, None)
    behind = Behind(checked).of(node, None)
    live = tuple(name for name in behind if name in follows)
    return live, tuple(name for name in behind if name in fixed or name not in follows)


def _given(line: Line, working: Working, codes: Codes) -> Row:
    whose = {
        "organisation": line.organisation,
        "code": codes.of(line.organisation),
        "begins": line.begins,
        "last day": line.last_day,
        "waits": working.waits,
        "undecided": working.undecided,
    }
    return {**working.parts, **whose}


def _last_day(row: Row) -> date:
    day = row["last day"]
    assert isinstance(day, date)
    return day
