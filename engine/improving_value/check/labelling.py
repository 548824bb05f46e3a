"""Labels name columns that are there, and no two columns of a unit are called the same."""

from __future__ import annotations

from collections.abc import Mapping

from improving_value.check.model import CheckedUnit
from improving_value.check.reading import Reading
from improving_value.kernel.names import nearest
from improving_value.spec.models import Unit


def check_labels(reading: Reading, units: Mapping[str, CheckedUnit]) -> None:
    """Note labels of what a unit does not work out, and labels given twice."""
    for name, unit in reading.scheme.units.items():
        if name in units:
            _check_unit(reading, name, unit)


def _check_unit(reading: Reading, name: str, unit: Unit) -> None:
    own = [*unit.rows, *unit.columns]
    taken: dict[str, str] = {}
    for column, label in unit.labels.items():
        path = ("units", name, "labels", column)
        if column not in own:
            close = nearest(column, sorted(own))
            reading.note(
                "unknown-name",
                path,
                f"a label for `{column}`, which is not a column of `{name}`",
                "a name under `rows` or `columns` of this unit",
                f"write `{close}`" if close else "take the label out",
            )
        elif label.casefold() in taken:
            reading.note(
                "name-used-twice",
                path,
                f"`{column}` and `{taken[label.casefold()]}`, both called “{label}”",
                "a label of its own for each column, so that readers can tell them apart",
                "choose another label for one of them",
            )
        else:
            taken[label.casefold()] = column
