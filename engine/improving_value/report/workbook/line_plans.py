"""Planning the columns of a block of lines, and which assumptions each saving follows on the sheet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import TypeGuard

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
from improving_value.report.workbook.assumptions import Assumptions
from improving_value.report.workbook.columns import Column, Row
from improving_value.report.workbook.line_block import LINE_COLUMNS, LineBlock, given_pounds, short
from improving_value.report.workbook.unit_columns import UnitColumns


def planned(
    assumptions: Assumptions,
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
        assumptions,
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


def earns_nothing(columns: UnitColumns, savings: Sequence[CheckedSaving], row: Row) -> bool:
    """Say whether a unit fails the condition of every saving, and no assumption on the sheet could make it meet one."""
    conditions = [saving.each.condition for saving in savings if _is_conditional(saving.each)]
    if len(conditions) < len(savings):
        return False
    return all(columns.is_settled(condition) and evaluate(condition, lambda part: row[part.name]) is False for condition in conditions)


def _is_conditional(each: Node | None) -> TypeGuard[Choice]:
    return isinstance(each, Choice) and isinstance(each.otherwise, Literal) and each.otherwise.value == 0


def _give(columns: UnitColumns, saving: CheckedSaving) -> None:
    """Add the engine's own pounds where no formula comes to them."""
    value = partial(given_pounds, column=saving.column or "")
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


def wrong_in(block: LineBlock, savings: Sequence[CheckedSaving], by_formula: Sequence[CheckedSaving]) -> list[CheckedSaving]:
    """Return the savings whose formulas do not come to the engine's pounds on every line; it must never happen, and Read me says so if it does."""
    found = []
    for saving in savings:
        key = block.columns[block.money[saving.saving.saving] - len(LINE_COLUMNS)].key
        formula = saving in by_formula and not key.startswith("given")
        if formula and any(row[key] != given_pounds(row, saving.column or "") for row in block.rows):
            found.append(saving)
    return found


def _day(row: Row) -> date | None:
    day = row["line day"]
    return day if isinstance(day, date) else None
