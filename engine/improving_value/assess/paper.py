"""The paper trail of a scheme: every value with its birthplace."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from improving_value.assess.assessment import ParameterLine, WithheldLine
from improving_value.assess.uses import uses_of
from improving_value.check.confidential import FigureTracing, confidential_units
from improving_value.check.model import CheckedScheme
from improving_value.kernel.parameters import WITHHELD, ParameterRow, ParameterValues, Value

NOT_SUPPLIED = "not known"
MINUS = "\u2212"
_NOT_SAID = ("text", "name", "code", "list", "date", "time", "yes/no", "share", "number", "ratio")
"""Units that are no unit: the value says it all."""


def written(value: Value) -> str:
    """Return a value as an author writes it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return ", ".join(written(part) for part in value)
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def in_unit(value: Value, unit: str) -> str:
    """Return a value as an author writes it; seconds of a day as a time."""
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
    say = parameter.say or name.replace("_", " ")
    values = checked.values.get(name)
    source = _source(checked, parameter.source)
    if values is None:
        yield ParameterLine(name, say, "", None, None, None, parameter.unit, parameter.basis, parameter.ask or source, used, False)
        return
    for row in values.rows:
        text = WITHHELD if parameter.sensitive else in_unit(row.value, parameter.unit)
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
