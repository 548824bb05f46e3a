"""A scheme's parameters, looked up by the columns and the date of one row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from improving_value.check.model import CheckedScheme
from improving_value.datasets.values import fold as folded_name
from improving_value.expression.evaluate_values import RowValue
from improving_value.kernel.parameters import ParameterValues
from improving_value.kernel.remembering import once_each


def key_text(value: RowValue) -> str | None:
    """Return a value as keys are written: dates as 2017-04-01, yes and no as true and false."""
    if value is None:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def _folded_columns(checked: CheckedScheme) -> frozenset[str]:
    """Return the columns that hold names, which are kept in lower case."""
    named = [name for dataset in checked.datasets.values() for name, column in dataset.columns.items() if column.type == "name"]
    typed = [name for unit in checked.units.values() for name, kind in unit.types.items() if kind.folded]
    return frozenset([*named, *typed])


def _with_folded_keys(values: ParameterValues, columns: frozenset[str]) -> ParameterValues:
    def fold(keys: tuple[str | None, ...]) -> tuple[str | None, ...]:
        return tuple(
            folded_name(key) if key is not None and column in columns else key for column, key in zip(values.by, keys, strict=True)
        )

    return replace(values, rows=tuple(replace(row, keys=fold(row.keys)) for row in values.rows))


class ParameterBook:
    """The values in force. A parameter that has none is missing, and so is what depends on it."""

    def __init__(self, checked: CheckedScheme) -> None:
        columns = _folded_columns(checked)
        self._values = {name: _with_folded_keys(values, columns) for name, values in checked.values.items()}
        self.constants: dict[str, RowValue] = {name: values.rows[0].value for name, values in self._values.items() if values.is_constant}

    def is_constant(self, name: str) -> bool:
        """Say whether a parameter is the same for every row: it has one value, or none at all."""
        return name in self.constants or name not in self._values

    def value(self, name: str, columns: Mapping[str, RowValue], day: date | None) -> RowValue:
        """Return a parameter's value for a row's own columns and date."""
        values = self._values.get(name)
        if values is None:
            return None
        if name in self.constants:
            return self.constants[name]
        return values.at(tuple(key_text(columns.get(column)) for column in values.by), day)

    def place(self, name: str, columns: Mapping[str, RowValue], day: date | None) -> int | None:
        """Return which of a parameter's values holds for a row's own columns and date."""
        values = self._values[name]
        return values.place_at(tuple(key_text(columns.get(column)) for column in values.by), day)


@once_each(most=64)
def parameter_book(checked: CheckedScheme) -> ParameterBook:
    """Return the values in force in a scheme, whose hundred examples may share them."""
    return ParameterBook(checked)
