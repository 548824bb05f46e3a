"""The paper trail of a scheme: every value with its birthplace, every formula in words and in numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import cast

from improving_value.assess.assessment import FormulaLine, ParameterLine, SavingRow, WithheldLine, pounds
from improving_value.assess.cells import Where
from improving_value.assess.evaluation import Evaluation
from improving_value.assess.needs import parameters_of
from improving_value.assess.uses import uses_of
from improving_value.check.confidential import FigureTracing, confidential_units
from improving_value.check.model import CheckedSaving, CheckedScheme
from improving_value.expression.nodes import Name, Namespaced, Node, walk
from improving_value.expression.text import to_text
from improving_value.expression.words import in_words, plain_name
from improving_value.kernel.parameters import WITHHELD, ParameterRow, ParameterValues, Value
from improving_value.kernel.quantities import stated

NOT_RECORDED = "not recorded"


def written(value: Value) -> str:
    """Return a value as an author writes it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return ", ".join(written(part) for part in value)
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def _time(value: Value, unit: str) -> str:
    if unit == "time" and isinstance(value, int):
        return f"{value // 3600:02d}:{value % 3600 // 60:02d}"
    return written(value)


def withheld_lines(checked: CheckedScheme) -> tuple[WithheldLine, ...]:
    """Return what is left out of the files of units, and because of which parameters."""
    units = {name: found for name, found in confidential_units(checked).items() if not checked.units[name].step}
    return tuple(WithheldLine(name, found.hidden, bool(found.whole), found.because_of) for name, found in units.items() if found.because_of)


def parameter_lines(checked: CheckedScheme, illustrative: frozenset[str]) -> tuple[ParameterLine, ...]:
    """Return every parameter with its values in force; one that nobody supplied has a line with no value."""
    used = uses_of(checked)
    return tuple(line for name in checked.parameters for line in _lines(checked, name, used.get(name, ()), name in illustrative)) + tuple(
        _supplied_baselines(checked, used, illustrative)
    )


def _lines(checked: CheckedScheme, name: str, used: tuple[str, ...], illustrative: bool) -> Iterator[ParameterLine]:
    parameter = checked.parameters[name]
    say = parameter.say or plain_name(Name(name, (0, 1)))
    values = checked.values.get(name)
    source = _source(checked, parameter.source)
    if values is None:
        yield ParameterLine(name, say, "", None, None, None, parameter.unit, parameter.basis, parameter.ask or source, used, False)
        return
    for row in values.rows:
        text = WITHHELD if parameter.sensitive else _time(row.value, parameter.unit)
        yield ParameterLine(
            name,
            say,
            _for_whom(values, row),
            row.starts,
            row.ends,
            text,
            parameter.unit,
            "local" if values.supplied else parameter.basis,
            _source(checked, row.source) or source,
            used,
            illustrative,
        )


def _for_whom(values: ParameterValues, row: ParameterRow) -> str:
    """Return the keys that a value is for. One for any key needs no word, unless others have their own."""
    if all(key is None for key in row.keys):
        return "all others" if values.specific else ""
    return ", ".join(key if key is not None else "any" for key in row.keys)


def _supplied_baselines(
    checked: CheckedScheme, used: Mapping[str, tuple[str, ...]], illustrative: frozenset[str]
) -> Iterator[ParameterLine]:
    figures = FigureTracing(checked)
    for measure in checked.scheme.measures:
        name = f"baseline.{measure.measure}"
        told = figures.of(checked.measures[measure.measure].value) if measure.measure in checked.measures else frozenset()
        values = checked.values.get(name)
        for row in values.rows if values is not None else ():
            assert values is not None
            yield ParameterLine(
                name,
                f"{measure.say or measure.measure.replace('_', ' ')}, in the baseline",
                _for_whom(values, row),
                row.starts,
                row.ends,
                WITHHELD if told else written(row.value),
                measure.unit,
                "local",
                row.source,
                used.get(name, ()),
                name in illustrative,
            )


def _source(checked: CheckedScheme, source: str | None) -> str:
    if source is None:
        return ""
    found = checked.scheme.sources.get(source)
    if found is None:
        return source
    page = f", p. {found.page}" if found.page else f", pp. {found.pages}" if found.pages else ""
    return f"{found.title}{page}"


def formula_lines(evaluation: Evaluation, rows: tuple[SavingRow, ...]) -> tuple[FormulaLine, ...]:
    """Return each saving's formula in words, and in the numbers of its largest line."""
    found = []
    for saving in evaluation.checked.savings:
        node = saving.each if saving.each is not None else saving.total
        assert node is not None
        text = (saving.saving.each or saving.saving.total or to_text(node)).strip()
        words = in_words(node, lambda name: _say(evaluation.checked, name))
        found.append(
            FormulaLine(
                saving.saving.saving, saving.scenario, text, words[:1].upper() + words[1:], _numbers(evaluation, saving, node, rows)
            )
        )
    return tuple(found)


def _say(checked: CheckedScheme, name: Name | Namespaced) -> str:
    return plain_name(name)


def _numbers(evaluation: Evaluation, saving: CheckedSaving, node: Node, rows: tuple[SavingRow, ...]) -> str:
    mine = [row for row in rows if (row.saving, row.scenario) == (saving.saving.saving, saving.scenario)]
    whole = next((row for row in reversed(mine) if row.level == "all"), None)
    if whole is None or whole.gross_pence is None:
        return ""
    if saving.each is not None:
        return _each_numbers(evaluation, saving, node, whole)
    pieces = {window.period.label: window.id for window in evaluation.cells.windows.values() if window.role == "piece"}
    lines = [row for row in mine if row.level == "provider" and row.period in pieces and row.gross_pence is not None]
    if not lines:
        return ""
    largest = max(lines, key=lambda row: (abs(row.gross_pence or 0), row.organisation))
    where = Where("provider", largest.organisation, pieces[largest.period])
    values = [f"{plain_name(part)} = {_shown(evaluation, part, where)}" for part in _distinct(node)]
    if told := sorted(FigureTracing(evaluation.checked).of(node)):
        # All the other factors and the product would give a confidential one away.
        values = [f"worked out with {' and '.join(plain_name(Name(name, (0, 1))) for name in told)} {WITHHELD}"]
    return f"{largest.organisation}, {largest.period}: {'; '.join(values)}; together £{pounds(largest.gross_pence or 0):,}"


def _each_numbers(evaluation: Evaluation, saving: CheckedSaving, node: Node, whole: SavingRow) -> str:
    checked = evaluation.checked
    constants = []
    for name in parameters_of(checked, node, saving.saving.of):
        values: ParameterValues | None = checked.values.get(name)
        parameter = checked.parameters.get(name.split("__")[0])
        if values is not None and parameter is not None and values.is_constant:
            shown = WITHHELD if parameter.sensitive else _time(values.rows[0].value, parameter.unit)
            constants.append(f"{plain_name(Name(name, (0, 1)))} = {stated(shown, parameter.unit)}")
    assert saving.units_cell is not None
    windows = [window for window in evaluation.cells.windows.values() if window.role == "piece"]
    units = sum(_count(evaluation.cells.value(saving.units_cell, Where("all", "all", window.id))) for window in windows)
    unit = checked.units[saving.saving.of or ""].say
    with_values = f", with {'; '.join(constants)}" if constants else ""
    return f"worked out on each eligible unit ({unit}), {units:,} in all{with_values}; together £{pounds(whole.gross_pence or 0):,}"


def _count(value: object) -> int:
    return value if isinstance(value, int) else 0


def _distinct(node: Node) -> list[Name | Namespaced]:
    found: dict[str, Name | Namespaced] = {}
    for part in walk(node):
        if isinstance(part, (Name, Namespaced)):
            found.setdefault(plain_name(part), part)
    return list(found.values())


def _shown(evaluation: Evaluation, part: Name | Namespaced, where: Where) -> str:
    parameter = evaluation.checked.parameters.get(part.name.split("__")[0]) if isinstance(part, Name) and part.kind == "parameter" else None
    value = evaluation.value(part, where)
    if value is None:
        return NOT_RECORDED
    if parameter is not None:
        return WITHHELD if parameter.sensitive else stated(_time(cast("Value", value), parameter.unit), parameter.unit)
    if isinstance(value, float):
        return f"{value:,.4f}".rstrip("0").rstrip(".")
    return f"{value:,}" if isinstance(value, (int, Decimal)) and not isinstance(value, bool) else str(value)
