"""Which dates a unit goes by: that of its rows, and its own."""

from __future__ import annotations

from collections.abc import Mapping

from improving_value.check.model import CheckedGroup, CheckedUnit
from improving_value.check.reading import Path, Reading
from improving_value.expression.types import DATE, Type
from improving_value.spec.models import Unit


def read_dates(
    reading: Reading, path: Path, unit: Unit, group: CheckedGroup | None, parent: CheckedUnit | None, types: Mapping[str, Type], tied: bool
) -> tuple[str | None, str | None]:
    """Return the column that dates a unit's rows and the one that dates the unit, after noting what is wrong.

    `parent` is the unit it is made from, None when it is made from a dataset; `tied` says that it belongs to a period by construction.
    """
    dataset = reading.dictionary[unit.from_] if parent is None else None
    row_date = (group.on if group else None) or (dataset.date if dataset else parent.date if parent else None)
    date = unit.date or (row_date if group is None and not tied else None)
    if date is not None and types.get(date) != DATE:
        reading.note(
            "unit-date",
            (*path, "date") if unit.date else path,
            f"`{date}`, which is not a date of the unit",
            "a date column of the unit",
            "name a date, or make one under `columns`",
        )
    if date is None and not tied:
        reading.note(
            "unit-date",
            path,
            "no `date`",
            "the date by which a unit falls in a period",
            "add `date:` with a date column of the unit",
        )
    return row_date, date
