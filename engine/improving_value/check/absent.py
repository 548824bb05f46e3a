"""A scheme as it stands without some of its optional datasets: what rests on them is missing, never nothing."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from improving_value.check.model import CheckedColumn, CheckedFacts, CheckedMatch, CheckedScheme, CheckedUnit
from improving_value.expression.nodes import Name
from improving_value.expression.types import BOOLEAN, TEXT, Type

HERE = (0, 1)


def without(checked: CheckedScheme, absent: Collection[str]) -> CheckedScheme:
    """Return the scheme for a run that has no file for some datasets.

    A fact from such a dataset is missing (no attendances on file is not the same as no file of attendances), a match
    against it is undetermined, and a unit made from it has no rows.
    """
    gone = [name for name in checked.datasets if name in absent]
    if not gone:
        return checked
    lacking = {unit.name for unit in checked.units.values() if base_of(checked, unit) in gone}
    units = {name: _unit(unit, gone, lacking) for name, unit in checked.units.items()}
    return replace(checked, units=units, absent=tuple(gone))


def base_of(checked: CheckedScheme, unit: CheckedUnit) -> str:
    """Return the dataset that a unit is made from in the end."""
    while unit.source_is_unit:
        unit = checked.units[unit.source]
    return unit.source


def not_supplied(dataset: str, kind: Type) -> Name:
    """Return a value that nobody supplied: an unknown parameter, which every engine takes as missing."""
    return Name(f"{dataset} data", HERE, kind, "parameter")


def _unit(unit: CheckedUnit, gone: Collection[str], lacking: Collection[str]) -> CheckedUnit:
    found = tuple(match for match in unit.matches if match.dataset not in gone)
    unknown = tuple(column for match in unit.matches if match.dataset in gone for column in _unmatched(match))
    row_columns = tuple(_column(column, gone, lacking) for column in unit.row_columns)
    columns = tuple(_column(column, gone, lacking) for column in unit.columns)
    return replace(unit, matches=found, row_columns=(*unknown, *row_columns), columns=columns)


def _unmatched(match: CheckedMatch) -> tuple[CheckedColumn, CheckedColumn]:
    return (
        CheckedColumn(f"{match.name}_found", BOOLEAN, not_supplied(match.dataset, BOOLEAN)),
        CheckedColumn(f"{match.name}_reason", TEXT, not_supplied(match.dataset, TEXT)),
    )


def _column(column: CheckedColumn, gone: Collection[str], lacking: Collection[str]) -> CheckedColumn:
    how = column.how
    if not isinstance(how, CheckedFacts):
        return column
    missing = how.source in lacking if how.source_is_unit else how.source in gone
    return replace(column, how=not_supplied(how.source, column.type)) if missing else column
