"""What the models refuse, each fault once and at the path the author wrote.

Pydantic tries every member of a union and names it in the path; here each value is judged only as what it evidently is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic_core import ErrorDetails

from improving_value.spec.positions import KeyPath, holds
from improving_value.spec.shapes import COLUMN_KINDS, evident_kind

NO_BRANCH = "no_branch"
"""The type of a misfit whose value is none of the kinds that the place takes."""

_SINGLE = frozenset({"bool", "decimal", "str", "constrained-str", "int", "float", "date"})
_KINDS = frozenset(kind.__name__ for kind in COLUMN_KINDS)


@dataclass(frozen=True)
class Misfit:
    """One value or key that does not fit. For a missing key the path names it; `of_key` when the key itself is at fault."""

    path: KeyPath
    type: str
    value: Any
    context: Mapping[str, Any] = field(default_factory=dict)
    of_key: bool = False


def misfits_of(errors: Iterable[ErrorDetails], root: Any) -> tuple[Misfit, ...]:
    """Return what the errors say of the file, without echoes."""
    found: dict[tuple[KeyPath, bool], Misfit] = {}
    unions: dict[KeyPath, Any] = {}
    for error in errors:
        misfit = _followed(error, root, unions)
        if misfit is None:
            continue
        before = found.get((misfit.path, misfit.of_key))
        if before is None:
            found[misfit.path, misfit.of_key] = misfit
        elif before.type != misfit.type:
            # Several kinds of single value were tried and none fits.
            found[misfit.path, misfit.of_key] = Misfit(misfit.path, NO_BRANCH, misfit.value)
    for path, value in sorted(unions.items(), key=lambda union: -len(union[0])):
        if not any(misfit.path[: len(path)] == path for misfit in found.values()):
            found[path, False] = Misfit(path, NO_BRANCH, value)
    return tuple(found.values())


def _followed(error: ErrorDetails, root: Any, unions: dict[KeyPath, Any]) -> Misfit | None:
    """Return the misfit of one error, or None when it speaks of a kind that the value evidently is not."""
    path: list[str | int] = []
    value, of_key, location = root, False, error["loc"]
    for index, part in enumerate(location):
        if part == "[key]":
            of_key = True
        elif holds(value, part):
            path.append(part)
            value = value[part]
        elif error["type"] == "missing" and index == len(location) - 1:
            path.append(part)
        elif not _may_be(str(part), value):
            unions.setdefault(tuple(path), value)
            return None
    return Misfit(tuple(path), error["type"], value, error.get("ctx", {}), of_key)


def _may_be(tag: str, value: Any) -> bool:
    if tag.startswith("list["):
        return isinstance(value, list)
    if tag.startswith("dict["):
        return isinstance(value, dict)
    if tag in _SINGLE:
        return not isinstance(value, dict | list)
    if tag in _KINDS:
        kind = evident_kind(value) if isinstance(value, dict) else None
        return kind is not None and kind.__name__ == tag
    return True
