"""How each saving is worked out: its formula, what the names in it are, and its numbers at the largest line."""

from __future__ import annotations

from decimal import Decimal
from typing import cast

from improving_value.assess.assessment import FormulaLine, SavingRow, pounds
from improving_value.assess.cells import Where
from improving_value.assess.definitions import definitions
from improving_value.assess.evaluation import Evaluation
from improving_value.assess.lines import line_of
from improving_value.assess.needs import parameters_of
from improving_value.assess.paper import basis_of, in_unit
from improving_value.check.confidential import FigureTracing
from improving_value.check.labels import Labels
from improving_value.check.model import CheckedSaving
from improving_value.expression.nodes import Name, Namespaced, Node, walk
from improving_value.expression.text import to_text
from improving_value.expression.words import in_words
from improving_value.kernel.parameters import WITHHELD, ParameterValues, Value
from improving_value.kernel.quantities import money, stated

NOT_RECORDED = "not recorded"
_PLACES = 4
"""Places that a number of a formula is shown with, at most."""


def formula_lines(evaluation: Evaluation, rows: tuple[SavingRow, ...]) -> tuple[FormulaLine, ...]:
    """Return each saving's formula in words, and in the numbers of its largest line."""
    labels = Labels(evaluation.checked)
    found = []
    for saving in evaluation.checked.savings:
        node = saving.each if saving.each is not None else saving.total
        assert node is not None
        text = (saving.saving.each or saving.saving.total or to_text(node)).strip()
        words = in_words(node, labels.speaker(saving.saving.of if saving.each is not None else None))
        found.append(
            FormulaLine(
                saving.saving.saving,
                saving.scenario,
                text,
                words[:1].upper() + words[1:],
                _numbers(evaluation, labels, saving, node, rows),
                definitions(evaluation.checked, node, saving.saving.of if saving.each is not None else None),
            )
        )
    return tuple(found)


def _numbers(evaluation: Evaluation, labels: Labels, saving: CheckedSaving, node: Node, rows: tuple[SavingRow, ...]) -> str:
    mine = [row for row in rows if (row.saving, row.scenario) == (saving.saving.saving, saving.scenario)]
    whole = next((row for row in reversed(mine) if row.level == "all"), None)
    if whole is None or whole.gross_pence is None:
        return ""
    if saving.each is not None:
        return _each_numbers(evaluation, labels, saving, node, whole)
    pieces = {window.period.label: window.id for window in evaluation.cells.windows.values() if window.role == "piece"}
    level = line_of(evaluation.checked, saving)
    lines = [row for row in mine if row.level == level and row.period in pieces and row.gross_pence is not None]
    if not lines:
        return ""
    largest = max(lines, key=lambda row: (abs(row.gross_pence or 0), row.organisation))
    where = Where(level, largest.organisation, pieces[largest.period])
    called = {part: labels.noun(part, {}).removeprefix("the ") for part in _distinct(node)}
    values = [f"{words} = {_shown(evaluation, part, where)}" for part, words in called.items()]
    if told := sorted(FigureTracing(evaluation.checked).of(node)):
        # All the other factors and the product would give a confidential one away.
        values = [f"worked out with {' and '.join(labels.parameter(name) for name in told)} {WITHHELD}"]
    whose = "all organisations" if level == "all" else largest.organisation
    return f"{whose}, {largest.period}: {'; '.join(values)}; together {money(pounds(largest.gross_pence or 0))}"


def _each_numbers(evaluation: Evaluation, labels: Labels, saving: CheckedSaving, node: Node, whole: SavingRow) -> str:
    checked = evaluation.checked
    constants = []
    for name in parameters_of(checked, node, saving.saving.of):
        values: ParameterValues | None = checked.values.get(name)
        parameter = checked.parameters.get(name.split("__")[0])
        if values is not None and parameter is not None and values.is_constant:
            shown = WITHHELD if parameter.sensitive else in_unit(values.rows[0].value, parameter.unit)
            constants.append(f"{labels.parameter(name.split('__')[0])} = {stated(shown, parameter.unit)} ({basis_of(checked, name)})")
    assert saving.units_cell is not None
    windows = [window for window in evaluation.cells.windows.values() if window.role == "piece"]
    units = sum(_count(evaluation.cells.value(saving.units_cell, Where("all", "all", window.id))) for window in windows)
    unit = checked.units[saving.saving.of or ""].say
    with_values = f", with {'; '.join(constants)}" if constants else ""
    return f"worked out on each eligible unit ({unit}), {units:,} in all{with_values}; together {money(pounds(whole.gross_pence or 0))}"


def _count(value: object) -> int:
    return value if isinstance(value, int) else 0


def _distinct(node: Node) -> list[Name | Namespaced]:
    found: dict[str, Name | Namespaced] = {}
    for part in walk(node):
        if isinstance(part, (Name, Namespaced)):
            found.setdefault(f"{getattr(part, 'namespace', '')}.{part.name.split('__')[0]}", part)
    return list(found.values())


def _shown(evaluation: Evaluation, part: Name | Namespaced, where: Where) -> str:
    """Return a value of a formula of measures with its unit."""
    checked = evaluation.checked
    name = part.name.split("__")[0]
    parameter = checked.parameters.get(name) if isinstance(part, Name) and part.kind == "parameter" else None
    value = evaluation.value(part, where)
    if value is None:
        return NOT_RECORDED
    if parameter is not None:
        shown = WITHHELD if parameter.sensitive else stated(in_unit(cast("Value", value), parameter.unit), parameter.unit)
        return f"{shown} ({basis_of(checked, part.name)})"
    unit = checked.measures[part.name].measure.unit if part.name in checked.measures else ""
    return stated(f"{value:.{_PLACES}f}" if isinstance(value, (int, float, Decimal)) and not isinstance(value, bool) else str(value), unit)
