"""A scheme half old and half new: the parts of one version put in place of those of the other, one change at a time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from improving_value.check.model import CheckedScheme
from improving_value.check.scheme import check_scheme
from improving_value.compare.model import Change, Path, Step
from improving_value.kernel.issues import Rejected
from improving_value.spec.dictionary import Dataset
from improving_value.spec.load import LoadedScheme
from improving_value.spec.models import Scheme, Unit
from improving_value.spec.parameter_entries import ParameterEntry

Entries = Mapping[str, ParameterEntry]
Parts = dict[Path, Any]

_LISTS = {"measures": "measure", "kpis": "kpi", "savings": "saving", "costs": "cost", "scenarios": "scenario"}
_NAMED = ("parameters", "sources")
_OF_UNIT = ("match", "rows", "columns", "labels")

MOST_STEPS = 12
"""Changes that are turned on one at a time; beyond, those after it go together: every step is a run of its own."""


@dataclass(frozen=True)
class Version:
    """A scheme as written, and the values that a parameters file gives it."""

    loaded: LoadedScheme
    entries: Entries


@dataclass(frozen=True)
class Stage:
    """What a step leads to: the scheme with its changes and all before it, checked."""

    step: Step
    checked: CheckedScheme


def stages(
    old: Version, new: Version, checked: CheckedScheme, changes: Sequence[Change], dictionary: Mapping[str, Dataset]
) -> tuple[Stage, ...]:
    """Return the ways from the old version to the new one, a change at a time; the last is the new version itself.

    A change that makes no sense without the next is turned on together with it. Words that mean nothing are new from the start.
    """
    if not changes:
        return (Stage(Step(()), checked),)
    before, after = parts_of(old), parts_of(new)
    order = merged(list(before), list(after))
    later = {path for change in changes for path in (*_below(change.old_paths, before), *_below(change.new_paths, after))}
    parts: Parts = {path: value for path, value in before.items() if path in later}
    parts |= {path: value for path, value in after.items() if path not in later}
    found: list[Stage] = []
    waiting: list[int] = []
    for change in changes[:-1]:
        gone = _below(change.old_paths, before)
        parts = {path: value for path, value in parts.items() if path not in gone}
        parts |= {path: after[path] for path in _below(change.new_paths, after)}
        waiting.append(change.number)
        mixed = None if len(found) >= MOST_STEPS - 1 else _checked(parts, order, new, dictionary)
        if mixed is not None:
            found.append(Stage(Step(tuple(waiting)), mixed))
            waiting = []
    return (*found, Stage(Step((*waiting, changes[-1].number)), checked))


def _below(paths: Iterable[Path], parts: Mapping[Path, Any]) -> dict[Path, None]:
    """Return the parts that some paths stand for: those themselves, and those below them."""
    wanted = list(paths)
    return {part: None for part in parts if any(part[: len(path)] == path for path in wanted)}


def _checked(parts: Parts, order: Sequence[Path], new: Version, dictionary: Mapping[str, Dataset]) -> CheckedScheme | None:
    """Return the scheme that some parts make, checked; None when they do not go together."""
    if any(path[:1] == ("units",) and ("units", path[1], "from_") not in parts for path in parts):
        return None
    scheme = scheme_of(_with_labels_of_columns(parts, order), order, new.loaded.scheme)
    entries = {path[1]: value for path, value in parts.items() if path[0] == "entries"}
    try:
        return check_scheme(LoadedScheme(scheme, new.loaded.source, new.loaded.sha256), dictionary, entries)
    except Rejected:
        return None


def _with_labels_of_columns(parts: Parts, order: Sequence[Path]) -> Parts:
    """Return the parts without labels of columns that are in one of the two versions, and not in this one."""
    every = {path for path in order if path[2:3] in (("rows",), ("columns",))}
    return {
        path: value
        for path, value in parts.items()
        if path[2:3] != ("labels",)
        or not (mine := {(*path[:2], part, path[3]) for part in ("rows", "columns")} & every)
        or any(one in parts for one in mine)
    }


def parts_of(version: Version) -> Parts:
    """Return a scheme taken to pieces: each part that can change by itself, by its path, in the order of the file."""
    found: Parts = {}
    for key, value in version.loaded.scheme:
        if key == "units":
            for name, unit in value.items():
                found |= {("units", name, *path): part for path, part in _unit_parts(unit).items()}
        elif key in _LISTS:
            found |= {(key, getattr(part, _LISTS[key])): part for part in value}
        elif key in _NAMED:
            found |= {(key, name): part for name, part in value.items()}
        else:
            found[(key,)] = value
    return found | {("entries", name): entry for name, entry in version.entries.items()}


def _unit_parts(unit: Unit) -> Parts:
    found: Parts = {}
    for key, value in unit:
        if key in _OF_UNIT:
            found |= {(key, name): part for name, part in value.items()}
        elif key == "eligible":
            found[("order",)] = [rule.rule for rule in value]
            found |= {(key, rule.rule): rule for rule in value}
        elif key in unit.model_fields_set:  # what the author left out stays left out: `check` tells it from what is written
            found[(key,)] = value
    return found


def scheme_of(parts: Parts, order: Sequence[Path], like: Scheme) -> Scheme:
    """Return the scheme that parts make, in an order of paths."""
    placed = [path for path in order if path in parts]
    whole: dict[str, Any] = {path[0]: parts[path] for path in placed if len(path) == 1}
    for key in _LISTS:
        whole[key] = [parts[path] for path in placed if path[0] == key]
    for key in _NAMED:
        whole[key] = {path[1]: parts[path] for path in placed if path[0] == key}
    names = dict.fromkeys(path[1] for path in placed if path[0] == "units")
    whole["units"] = {name: _unit_of({path[2:]: parts[path] for path in placed if path[:2] == ("units", name)}) for name in names}
    return like.model_copy(update=whole)


def _unit_of(parts: Parts) -> Unit:
    fields: dict[str, Any] = {path[0]: value for path, value in parts.items() if len(path) == 1 and path != ("order",)}
    for key in _OF_UNIT:
        fields[key] = {path[1]: value for path, value in parts.items() if path[0] == key}
    rules = {path[1]: value for path, value in parts.items() if path[0] == "eligible"}
    known = [name for name in parts.get(("order",), ()) if name in rules]
    fields["eligible"] = [rules[name] for name in merged(list(rules), known)]
    written = {key for key, value in fields.items() if key not in (*_OF_UNIT, "eligible") or value}
    return Unit.model_construct(_fields_set=written, **fields)


def merged(others: Sequence[Any], leading: Sequence[Any]) -> list[Any]:
    """Return two lists as one: in the order of the leading one, the rest each after the one it followed."""
    found = list(leading)
    known = set(leading)
    for place, one in enumerate(others):
        if one in known:
            continue
        before = next((other for other in reversed(others[:place]) if other in known), None)
        found.insert(0 if before is None else found.index(before) + 1, one)
        known.add(one)
    return found
