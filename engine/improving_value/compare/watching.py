"""What is watched on each unit: how it comes out, whether a KPI counts it, which category it falls in, the pounds on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from improving_value.check.model import CheckedColumn, CheckedKpi, CheckedScheme, CheckedUnit
from improving_value.check.own_names import BUILT_IN
from improving_value.compare.sides import Key, Side
from improving_value.expression.nodes import AllOf, Name, Node, walk
from improving_value.expression.types import BOOLEAN, Type

HERE = (0, 1)
Sort = Literal["kpi", "category", "saving"]


@dataclass(frozen=True)
class Watch:
    """One respect of a unit, and the column of its file that holds it. `key` is equal for the same respect in every version."""

    key: str
    sort: Sort
    title: str
    column: str
    eligible_only: bool
    node: Node


@dataclass(frozen=True)
class Known:
    """Tokens of names in a version made of both: those of one side first."""

    sides: tuple[Side, Side]

    def token(self, kind: str, owner: str, name: str) -> str:
        key: Key = (kind, owner, name)
        return next((side.tokens[key] for side in self.sides if key in side.tokens), f"{kind} {owner} {name}")


@dataclass(frozen=True)
class Watched:
    """A scheme with columns added for what is watched, and the watches of each unit."""

    checked: CheckedScheme
    known: Known
    watches: Mapping[str, tuple[Watch, ...]]


def watched(checked: CheckedScheme, known: Known) -> Watched:
    """Return the scheme with a column for each KPI that counts units one by one. Its figures stay as they are."""
    units = dict(checked.units)
    watches: dict[str, list[Watch]] = {name: [] for name, unit in units.items() if not unit.step}
    for kpi in checked.kpis:
        if kpi.kpi.of is None or kpi.scenario != "default":
            continue
        for watch, node, kind in _of_kpi(checked, kpi, known):
            watches[kpi.kpi.of].append(watch)
            units[kpi.kpi.of] = _with_column(units[kpi.kpi.of], CheckedColumn(watch.column, kind, node))
    for saving in checked.savings:
        if saving.each is None or saving.column is None or saving.saving.of is None:
            continue
        name = saving.saving.saving
        scenario = "" if saving.scenario == "default" else f" ({saving.scenario})"
        key = f"{known.token('saving', '', name)}{scenario}"
        title = f"{saving.saving.title}{scenario}"
        watches[saving.saving.of].append(Watch(key, "saving", title, saving.column, True, saving.each))
    return Watched(replace(checked, units=units), known, {name: tuple(found) for name, found in watches.items()})


def _of_kpi(checked: CheckedScheme, kpi: CheckedKpi, known: Known) -> list[tuple[Watch, Node, Type]]:
    unit = checked.units[kpi.kpi.of or ""]
    token = known.token("kpi", "", kpi.kpi.kpi)
    eligible_only = kpi.kpi.over == "eligible"
    found: list[tuple[Watch, Node, Type]] = []
    counted = checked.cells.get(kpi.numerator.name) if kpi.kpi.share is not None and isinstance(kpi.numerator, Name) else None
    if counted is not None and counted.aggregate.operand is not None and unit.name == counted.unit:
        node = counted.aggregate.operand
        if counted.where is not None:
            node = AllOf((counted.where, node), HERE, BOOLEAN)
        watch = Watch(token, "kpi", kpi.kpi.title, _column(token), eligible_only, node)
        found.append((watch, node, BOOLEAN))
    if kpi.category is not None and kpi.category in unit.types:
        kind = unit.types[kpi.category]
        key = f"{token} category"
        label = Name(kpi.category, HERE, kind, "column")
        title = kpi.kpi.title + (f", by {kpi.category.replace('_', ' ')}" if kpi.kpi.breakdown else "")
        found.append((Watch(key, "category", title, _column(key), eligible_only, label), label, kind))
    # What a unit's outcome enters cannot be a column of the unit, which comes before its outcome.
    return [one for one in found if not any(isinstance(part, Name) and part.name in BUILT_IN for part in walk(one[1]))]


def _column(key: str) -> str:
    return f"watch__{key.replace(' ', '_')}"


def _with_column(unit: CheckedUnit, column: CheckedColumn) -> CheckedUnit:
    types = {**unit.types, column.name: column.type}
    if unit.group is None:
        return replace(unit, row_columns=(*unit.row_columns, column), types=types)
    return replace(unit, columns=(*unit.columns, column), types=types)
