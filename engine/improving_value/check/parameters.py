"""The scheme's parameters: their types, and the values in force."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal

from improving_value.check.reading import Reading
from improving_value.datasets.values import fold
from improving_value.expression.scope import KnownParameter
from improving_value.expression.types import BOOLEAN, DATE, DOUBLE, TEXT, TIME, Type
from improving_value.kernel.issues import Rejected
from improving_value.kernel.parameters import ParameterValues, Value
from improving_value.spec.models import Parameter
from improving_value.spec.parameter_entries import ParameterEntry
from improving_value.spec.parameter_values import baseline_in_force, values_in_force
from improving_value.spec.parameters_file import unknown_entries
from improving_value.spec.typed_value import holds_list

_WORDS: Mapping[str, Type] = {"date": DATE, "time": TIME, "yes/no": BOOLEAN, "text": TEXT, "code": TEXT, "name": TEXT}


def parameter_type(parameter: Parameter) -> Type:
    """Return how a parameter's value is held; a list of words or numbers is `many`."""
    listed = holds_list(parameter)
    given = parameter.value if parameter.value is not None else (parameter.values[0].value if parameter.values else None)
    if parameter.unit in _WORDS:
        return replace(_WORDS[parameter.unit], many=listed)
    first = given[0] if isinstance(given, list) and given else given
    numbers = parameter.unit != "list" or isinstance(first, Decimal)
    return replace(DOUBLE if numbers else TEXT, many=listed)


def known_parameters(parameters: Mapping[str, Parameter]) -> dict[str, KnownParameter]:
    """Return what expressions need to know of each parameter."""
    return {name: KnownParameter(parameter_type(parameter), tuple(parameter.by)) for name, parameter in parameters.items()}


def read_values(reading: Reading, entries: Mapping[str, ParameterEntry]) -> dict[str, ParameterValues]:
    """Return the values in force; a local parameter without one is left out. Notes what does not fit."""
    found: dict[str, ParameterValues] = {}
    source = reading.loaded.source

    def keep(name: str, read: Callable[[], ParameterValues]) -> None:
        try:
            values = read()
        except Rejected as rejected:
            reading.issues.extend(rejected.issues)
            return
        if values.rows:
            found[name] = values

    for name, parameter in reading.scheme.parameters.items():
        if "__" in name:
            reading.note(
                "not-a-name",
                ("parameters", name),
                f"`{name}`, with two `_` together",
                "single `_` between words; the engine uses `__` for its own names",
                f"write `{name.replace('__', '_')}`",
            )
        keep(name, lambda name=name, parameter=parameter: values_in_force(name, parameter, entries.get(name), source))  # type: ignore[misc]
    for measure in reading.scheme.measures:
        name = f"baseline.{measure.measure}"
        if name in entries:
            keep(name, lambda measure=measure, entry=entries[name]: baseline_in_force(measure.measure, measure.unit, entry, source))  # type: ignore[misc]
    reading.issues.extend(unknown_entries({reading.scheme.scheme: entries}, [reading.scheme]))
    return found


def folded(values: ParameterValues) -> ParameterValues:
    """Return the values as they compare with names: trimmed, and in lower case."""
    return replace(values, rows=tuple(replace(row, value=_fold(row.value)) for row in values.rows))


def _fold(value: Value) -> Value:
    if isinstance(value, tuple):
        return tuple(_fold(part) for part in value)
    return fold(value) if isinstance(value, str) else value
