"""Whose activity a unit is: the column that tells people apart, carried through every unit for disclosure control alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from improving_value.check.model import CheckedColumn, CheckedScheme, CheckedUnit
from improving_value.check.types import dataset_types
from improving_value.check.uses import sources_first
from improving_value.expression.nodes import Aggregate, Name
from improving_value.expression.types import INTEGER, Type

PERSON = "person__"
PEOPLE = "people__"
"""Of a unit that gathers rows of several people: the least of their ids, and how many they are at least."""

_HERE = (0, 1)


def peopled(checked: CheckedScheme) -> CheckedScheme:
    """Return the scheme with each unit's person: the dictionary's, or, where a unit gathers rows of several, one of them.

    Different units' persons are then never more than the people behind them: what is counted by them errs to suppression.
    """
    units: dict[str, CheckedUnit] = {}
    for unit in sources_first(checked.units):
        units[unit.name] = _peopled(checked, unit, units)
    return replace(checked, units={name: units[name] for name in checked.units})


def _peopled(checked: CheckedScheme, unit: CheckedUnit, units: Mapping[str, CheckedUnit]) -> CheckedUnit:
    person, people, types = _of_source(checked, unit, units)
    if person is None:
        return replace(unit, of_people=unit.source_is_unit and units[unit.source].of_people)
    if person in {column.name for column in unit.row_columns}:  # the scheme has another use for the name
        return replace(unit, of_people=True)
    seen = {name: types[name] for name in (person, people) if name is not None}
    unit = replace(unit, source_types={**unit.source_types, **seen}, of_people=True)
    if unit.group is None:
        return replace(unit, types={**unit.types, **seen}, person=person, people=people)
    own = {}
    if person not in unit.group.by:
        own[PERSON] = Aggregate("min", _column(person, types), _HERE, known=True, type=types[person])
        own[PEOPLE] = Aggregate("count_distinct", _column(person, types), _HERE, known=True, type=INTEGER)
    if people is not None:
        own[PEOPLE] = Aggregate("max", _column(people, types), _HERE, known=True, type=INTEGER)
    columns = tuple(CheckedColumn(name, how.type or INTEGER, how) for name, how in own.items())
    return replace(
        unit,
        columns=(*unit.columns, *columns),
        types={**unit.types, **{column.name: column.type for column in columns}},
        person=PERSON if PERSON in own else person,
        people=PEOPLE if PEOPLE in own else None,
    )


def _of_source(
    checked: CheckedScheme, unit: CheckedUnit, units: Mapping[str, CheckedUnit]
) -> tuple[str | None, str | None, Mapping[str, Type]]:
    """Return what tells people apart among the rows a unit is made from: their column, how many each stands for, and the types."""
    if unit.source_is_unit:
        source = units[unit.source]
        return source.person, source.people, source.types
    dataset = checked.datasets[unit.source]
    return dataset.patient if dataset.patient in dataset.columns else None, None, dataset_types(dataset)


def _column(name: str, types: Mapping[str, Type]) -> Name:
    return Name(name, _HERE, types[name], "column")
