"""A scheme with one of its parts changed or taken out, everything else as it was."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from typing import Any

from improving_value.spec.models import Model, Scheme
from improving_value.spec.positions import KeyPath


class Gone(Enum):
    """What stands in place of a part that is taken out."""

    GONE = "taken out"


GONE = Gone.GONE


def edited(scheme: Scheme, path: KeyPath, new: Any) -> Scheme:
    """Return the scheme with another value at a path, as the keys stand in the file; GONE takes the part out."""
    changed = _edited(scheme, path, new)
    assert isinstance(changed, Scheme), "a path leads into the scheme"
    return changed


def part_at(scheme: Scheme, path: KeyPath) -> Any:
    """Return the value at a path; None where there is none."""
    value: Any = scheme
    for step in path:
        if isinstance(value, Model):
            value = getattr(value, _field(value, step), None)
        elif isinstance(value, dict):
            value = value.get(step)
        elif isinstance(value, list) and isinstance(step, int) and step < len(value):
            value = value[step]
        else:
            return None
    return value


def _edited(value: Any, path: KeyPath, new: Any) -> Any:
    if not path:
        return new
    step, rest = path[0], path[1:]
    if isinstance(value, Model):
        name = _field(value, step)
        below = type(value).model_fields[name].default if not rest and new is GONE else _edited(getattr(value, name), rest, new)
        return value.model_copy(update={name: below})
    copy = value.copy()
    if not rest and new is GONE:
        del copy[step]
    else:
        copy[step] = _edited(copy[step], rest, new)
    return copy


def _field(model: Model, key: str | int) -> str:
    """Return the name of a field that is written as a key: `from` is a word of Python."""
    return next((name for name, field in _fields(model) if field.alias == key), str(key))


def _fields(model: Model) -> Iterator[tuple[str, Any]]:
    yield from type(model).model_fields.items()
