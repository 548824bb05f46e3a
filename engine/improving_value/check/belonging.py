"""Whose a unit is: a provider's, or, for what is bought for a population, a commissioner's."""

from __future__ import annotations

from collections.abc import Mapping

from improving_value.check.reading import Path, Reading
from improving_value.expression.types import Type
from improving_value.spec.models import Unit


def note_whose(reading: Reading, path: Path, unit: Unit, types: Mapping[str, Type]) -> None:
    """Note a unit of which nobody can say whose it is."""
    key = "provider" if unit.commissioner is None else "commissioner"
    name = unit.commissioner or unit.provider
    if name not in types or types[name].kind != "text":
        reading.note(
            "unit-provider",
            (*path, key) if key in unit.model_fields_set else path,
            f"no {key} column `{name}` on the unit",
            f"the column that holds the {key}'s code",
            f"add it to `by` or `columns`, or name another with `{key}:`",
        )
    if unit.commissioner is not None and "provider" in unit.model_fields_set:
        reading.note(
            "unit-provider",
            (*path, "provider"),
            "both `provider` and `commissioner`",
            "one of them: a unit is counted for the one whose it is",
            "take `provider` out, or make a second unit for the commissioners",
        )
