"""The changes that can be made to how a scheme is put together: conditions taken out, keys left out, one choice in place of another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from improving_value.check.model import CheckedUnit
from improving_value.expression.types import Type
from improving_value.prove.change import Change
from improving_value.prove.edit import GONE
from improving_value.prove.in_expressions import other_dates
from improving_value.spec.models import Bands, Facts, Kpi, Lookup, Scheme, Unit
from improving_value.spec.positions import KeyPath

_OTHER = {"eligible": "in_scope", "in_scope": "eligible", "lower": "upper", "upper": "lower", "higher": "lower"}


def part_changes(scheme: Scheme, units: Mapping[str, CheckedUnit]) -> Iterator[Change]:
    """Yield every change to what units, measures, KPIs and savings are made of."""
    for name, unit in scheme.units.items():
        yield from _of_unit(unit, units[name], ("units", name))
    for index, measure in enumerate(scheme.measures):
        path: KeyPath = ("measures", index)
        yield from _taken_out(measure.where, (*path, "where"))
        yield from _swapped_if_said(measure.over, (*path, "over"))
    for index, kpi in enumerate(scheme.kpis):
        yield from _of_kpi(kpi, ("kpis", index))
    for index, saving in enumerate(scheme.savings):
        path = ("savings", index)
        yield from _taken_out(saving.where, (*path, "where"))
        for gate, requirement in enumerate(saving.requires):
            yield from _taken_out(requirement.when, (*path, "requires", gate))


def _of_kpi(kpi: Kpi, path: KeyPath) -> Iterator[Change]:
    yield from _taken_out(kpi.among, (*path, "among"))
    yield from _taken_out(kpi.minimum, (*path, "minimum"))
    yield from _swapped_if_said(kpi.over, (*path, "over"))
    if kpi.target is not None and kpi.better in ("higher", "lower"):
        other = "lower" if kpi.better == "higher" else "higher"
        yield Change((*path, "better"), other, kpi.better, other)


def _of_unit(unit: Unit, checked: CheckedUnit, path: KeyPath) -> Iterator[Change]:
    yield from _taken_out(unit.keep, (*path, "keep"))
    for name, match in unit.match.items():
        place = (*path, "match", name)
        yield from _taken_out(match.keep, (*place, "keep"))
        for index, test in enumerate(match.tests):
            if index:
                yield from _taken_out(next(iter(test.values())), (*place, "tests", index))
    for part in ("rows", "columns"):
        for name, column in getattr(unit, part).items():
            yield from _of_column(column, (*path, part, name))
    if unit.group is not None:
        yield from _of_group(unit, checked, (*path, "group"))
    for index, rule in enumerate(unit.eligible):
        yield from _taken_out(rule.when, (*path, "eligible", index))
    if unit.date is not None:
        yield from _of_date(unit.date, checked.types, (*path, "date"))


def _of_column(column: Any, path: KeyPath) -> Iterator[Change]:
    if isinstance(column, Facts):
        yield from _taken_out(column.where, (*path, "where"))
    if isinstance(column, (Facts, Lookup)):
        yield from _one_left_out(column.same, (*path, "same"))
    if isinstance(column, Bands):
        yield _swapped(column.limit_in, (*path, "limit_in"))


def _of_group(unit: Unit, checked: CheckedUnit, path: KeyPath) -> Iterator[Change]:
    group = unit.group
    assert group is not None
    yield from _one_left_out(group.by, (*path, "by"))
    if group.on is not None:
        rows = {**checked.source_types, **{column.name: column.type for column in checked.row_columns}}
        yield from _of_date(group.on, rows, (*path, "on"))
        if group.within is not None:
            days = group.within.rsplit(" of ", 1)[0].strip()
            other = group.model_copy(update={"within": None, "gap_under": days})
            yield Change(path, other, f"within: {group.within}", f"gap_under: {days}")
        elif group.gap_under is not None:
            within = f"{group.gap_under} of first"
            other = group.model_copy(update={"within": within, "gap_under": None})
            yield Change(path, other, f"gap_under: {group.gap_under}", f"within: {within}")


def _of_date(name: str, types: Mapping[str, Type], path: KeyPath) -> Iterator[Change]:
    if name in types:
        yield from (Change(path, other, name, other) for other in other_dates(name, types[name], types))


def _one_left_out(names: list[str] | dict[str, str], path: KeyPath) -> Iterator[Change]:
    """Yield the list without each of its names; a list of one is left alone."""
    if len(names) > 1:
        steps: list[str | int] = list(names) if isinstance(names, dict) else list(range(len(names)))
        yield from (Change((*path, step), GONE, str(step if isinstance(names, dict) else names[int(step)]), "left out") for step in steps)


def _taken_out(text: str | None, path: KeyPath) -> Iterator[Change]:
    if text is not None:
        yield Change(path, GONE, " ".join(text.split()), "taken out")


def _swapped_if_said(over: str, path: KeyPath) -> Iterator[Change]:
    """Yield the slip of not saying `over: in_scope`; the other way round, nobody writes by mistake what is not there."""
    if over == "in_scope":
        yield _swapped(over, path)


def _swapped(word: str, path: KeyPath) -> Change:
    return Change(path, _OTHER[word], word, _OTHER[word])
