"""A unit's own values, written for the terminal."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from improving_value.kernel.parameters import WITHHELD

if TYPE_CHECKING:
    from improving_value.check.confidential import ConfidentialUnit
    from improving_value.check.model import CheckedScheme
    from improving_value.run.rows_model import UnitRow


def listed_names(hidden: ConfidentialUnit) -> str:
    """Return the confidential parameters that something of a unit rests on."""
    return " and ".join(f"`{name}`" for name in hidden.because_of)


def with_values(text: str, saving: Any, checked: CheckedScheme, row: UnitRow) -> str:
    """Return a formula with the unit's own numbers in place of the names."""
    from improving_value.expression.nodes import Name, walk
    from improving_value.expression.text import to_text

    names: dict[str, str] = {}
    for part in walk(saving.each):
        if isinstance(part, Name) and part.kind in ("column", "parameter"):
            names[part.name] = written(_value_of(part.name, part.kind, checked, row))
    ordered = sorted(names, key=len, reverse=True)
    pattern = re.compile(r"\b(" + "|".join(re.escape(name) for name in ordered) + r")\b") if ordered else None
    return text if pattern is None else pattern.sub(lambda found: names[found.group(1)], to_text(saving.each))


def _value_of(name: str, kind: str, checked: CheckedScheme, row: UnitRow) -> object:
    if kind == "column":
        return row.values.get(name)
    values = checked.values.get(name)
    parameter = checked.parameters.get(name.split("__")[0])
    if values is None:
        return None
    if parameter is not None and parameter.sensitive:
        return WITHHELD
    keys = tuple(None if row.values.get(column) is None else str(row.values[column]) for column in values.by)
    return values.at(keys, row.day)


def written(value: object) -> str:
    """Return a value as it is shown on the terminal."""
    if value is None:
        return "not recorded"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.6f}".rstrip("0").rstrip(".")
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    local = getattr(value, "local", None)
    if isinstance(local, datetime):
        return local.isoformat(sep=" ", timespec="minutes") + (" (first of two)" if getattr(value, "ambiguous", False) else "")
    if isinstance(value, Sequence) and not isinstance(value, str):
        return ", ".join(written(part) for part in value)
    return str(value)
