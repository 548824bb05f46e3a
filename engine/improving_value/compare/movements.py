"""What becomes of each unit between two stages, and what many of them have in common."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from improving_value.assess.assessment import pounds
from improving_value.check.model import CheckedUnit
from improving_value.compare.model import Change, ChangedUnit, Movement
from improving_value.compare.trail import Trail
from improving_value.compare.watching import Watch, Watched
from improving_value.expression.words import in_words

OUTCOME = "outcome"
_OUTCOME = ("outcome", "deciding_rule", "missing_field")
Rows = Callable[[Path, Path, Sequence[tuple[str, str, str]]], list[dict[str, Any]]]
"""Given two files and their columns, the units that differ."""


@dataclass(frozen=True)
class Files:
    """A stage's units: the scheme they come from, its watches, and the file of each with its columns."""

    watched: Watched
    files: Mapping[str, tuple[Path, tuple[str, ...]]]


@dataclass(frozen=True)
class Moved:
    """One respect in which one unit comes out otherwise at a later stage."""

    old: str
    new: str
    pence: int | None
    direction: tuple[str, str]
    """What all units that moved alike have in common: the two outcomes, or which way pounds went."""
    why: str = ""
    period: str = ""


Moves = dict[tuple[str, str], Moved]
"""By unit key and respect."""


def moves(old: Files, new: Files, before: str, after: str, rows: Rows) -> Moves:
    """Return what became of each unit of one sort between two stages; `before` and `after` are its names."""
    (old_file, old_columns), (new_file, new_columns) = old.files[before], new.files[after]
    theirs = {watch.key: watch for watch in new.watched.watches[after]}
    pairs = [(watch, theirs[watch.key]) for watch in old.watched.watches[before] if watch.key in theirs]
    pairs = [(one, other) for one, other in pairs if one.column in old_columns and other.column in new_columns]
    outcome = [(name, name, name) for name in _OUTCOME if name in old_columns and name in new_columns]
    columns = [*outcome, *((one.key, one.column, other.column) for one, other in pairs)]
    found: Moves = {}
    units = (old.watched.checked.units[before], new.watched.checked.units[after])
    for row in rows(old_file, new_file, columns):
        key, period = row["unit_key"], row["period"]
        if outcome and _decision(row, "old", old, before) != _decision(row, "new", new, after):
            said = (_outcome(row, "old", units[0]), _outcome(row, "new", units[1]))
            found[key, OUTCOME] = Moved(*said, None, said, _rule(row, "new", units[1]) or _rule(row, "old", units[0]), period)
        for watch, _ in pairs:
            moved = _moved(row, watch, bool(outcome))
            if moved is not None:
                found[key, watch.key] = replace(moved, period=period)
    return found


def _decision(row: Mapping[str, Any], side: str, files: Files, unit: str) -> tuple[object, ...]:
    """Return what a unit's outcome is and which rule decided it, whatever the rule is called."""
    rule = row[f"{side} deciding_rule"]
    return row[f"{side} there"], row[f"{side} outcome"], rule and files.watched.known.token("rule", unit, rule)


def _outcome(row: Mapping[str, Any], side: str, unit: CheckedUnit) -> str:
    """Return an outcome in words, with the rule that decided it."""
    if not row[f"{side} there"]:
        return "not in scope"
    outcome, rule, missing = (row[f"{side} {name}"] for name in _OUTCOME)
    said = f"{outcome}".replace("_", " ")
    say = next((one.say for one in unit.rules if one.rule == rule), {"keep": "in scope or not", "group": "which unit it is"}.get(rule, ""))
    field = f" ({missing.replace('_', ' ')} not recorded)" if missing else ""
    return f"{said}: {say}{field}" if rule else said


def _moved(row: Mapping[str, Any], watch: Watch, outcome_known: bool) -> Moved | None:
    old, new = row[f"old {watch.key}"], row[f"new {watch.key}"]
    if watch.sort == "saving":
        return _pounds((old, new), [_said_pounds(row, side, watch) for side in ("old", "new")])
    # Whom a KPI stops or begins to look at follows from the outcome, which is said by itself.
    if old == new or not outcome_known or not all(_counts(row, side, watch) for side in ("old", "new")):
        return None
    said = (_said(old), _said(new))
    return Moved(*said, None, said)


def _counts(row: Mapping[str, Any], side: str, watch: Watch) -> bool:
    """Say whether a KPI looks at a unit at all."""
    return bool(row[f"{side} there"]) and (not watch.eligible_only or row[f"{side} outcome"] == "eligible")


def _pounds(pence: tuple[int | None, int | None], said: Sequence[str]) -> Moved | None:
    old, new = pence
    difference = (new or 0) - (old or 0)
    if said[0] == said[1] or (difference == 0 and "not calculable" not in said):
        return None
    ways = (said[0], "counted") if old is None else ("counted", said[1]) if new is None else ("", "more" if difference > 0 else "fewer")
    return Moved(said[0], said[1], difference, ways)


def _said_pounds(row: Mapping[str, Any], side: str, watch: Watch) -> str:
    pence = row[f"{side} {watch.key}"]
    if pence is not None:
        return f"{pounds(pence)}"
    return "not calculable" if row[f"{side} there"] and row.get(f"{side} outcome") == "eligible" else "not counted"


def _rule(row: Mapping[str, Any], side: str, unit: CheckedUnit) -> str:
    """Return the rule that decided, in words."""
    rule = next((one for one in unit.rules if one.rule == row[f"{side} deciding_rule"]), None)
    return "" if rule is None else f"{rule.say}: {in_words(rule.when)}"


def _said(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "not known" if value is None else str(value)


def changed_units(unit: str, ends: Moves, steps: Sequence[Moves], respects: Mapping[str, str]) -> Iterator[ChangedUnit]:
    """Yield what became of each unit from the first stage to the last, with the steps that moved it."""
    for (key, respect), moved in ends.items():
        by = tuple(number for number, step in enumerate(steps) if (key, respect) in step)
        yield ChangedUnit(unit, key, moved.period, respects[respect], moved.old, moved.new, by, moved.pence)


def movements(unit: str, ends: Moves, steps: Sequence[Moves], respects: Mapping[str, str], why: Mapping[str, str]) -> Iterator[Movement]:
    """Yield what units have in common that moved alike, in one order; units that moved in two periods count in both."""
    found: dict[tuple[str, tuple[str, str], tuple[int, ...]], list[Moved]] = {}
    for (key, respect), moved in ends.items():
        by = tuple(number for number, step in enumerate(steps) if (key, respect) in step)
        found.setdefault((respect, moved.direction, by), []).append(moved)
    order = {respect: place for place, respect in enumerate(respects)}
    for respect, direction, by in sorted(found, key=lambda one: (order[one[0]], one[1], one[2])):
        some = found[respect, direction, by]
        pence = [moved.pence for moved in some if moved.pence is not None]
        words = some[0].why or why.get(respect, "")
        yield Movement(unit, respects[respect], *direction, words, by, len(some), sum(pence) if pence else None)


def respects_of(old: Files, new: Files, before: str, after: str) -> dict[str, str]:
    """Return the respects in which a unit can move, in order, with their titles."""
    watches = (*old.watched.watches[before], *new.watched.watches[after])
    return {OUTCOME: "Outcome"} | {watch.key: watch.title for watch in watches}


def reasons_of(files: Files, unit: str, changes: Sequence[Change]) -> dict[str, str]:
    """Return each respect in words, by way of the columns that lead from it to a change."""
    checked = files.watched.checked
    trail = Trail(checked, changes)
    return {watch.key: trail.words(checked.units[unit], watch.node) or in_words(watch.node) for watch in files.watched.watches[unit]}
