"""Alternatives on one number or date: values that fall between them, and values that fall in two."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import combinations

from improving_value.check.boundaries import Conditions
from improving_value.check.counter_example import Sighting, counter_example
from improving_value.check.limits import FAILS, HOLDS, Knowledge
from improving_value.check.lines import Axis, Stretch
from improving_value.check.reading import Path
from improving_value.expression.nodes import Node
from improving_value.spec.models import Classify


@dataclass(frozen=True)
class Alternative:
    """One of several conditions on the same unit: a KPI's share, what earns a saving, what a measure counts, a label."""

    name: str
    path: Path
    when: Node


def check_alternatives(conditions: Conditions) -> None:
    """Warn of values that no alternative takes, or that two of them take at their common limit, with an example of each."""
    for unit, over, group in _groups(conditions):
        known = conditions.knowledge(unit)
        admitted = [node for node, _ in conditions.admitted(conditions.units[unit])] if over == "eligible" else []
        for axis in known.axes([one.when for one in group]):
            pure = [one for one in group if _turns_on(known, one.when, axis)]
            if len(pure) > 1:
                _check_axis(conditions, known, unit, axis, pure, admitted)
    for unit, path, column in _classifications(conditions):
        _check_otherwise(conditions, conditions.knowledge(unit), unit, path, column)


def _groups(conditions: Conditions) -> Iterator[tuple[str, str, list[Alternative]]]:
    """Yield what may be alternatives: figures of one sort, of one unit, that count the same units."""
    scheme = conditions.reading.scheme
    found: dict[tuple[str, str, str, str], list[Alternative]] = {}

    def add(sort: str, unit: str, over: str, among: str, name: str, path: Path) -> None:
        node = conditions.node(*path)
        if node is not None and unit in conditions.units:
            found.setdefault((sort, unit, over, among), []).append(Alternative(name, path, node))

    for index, kpi in enumerate(scheme.kpis):
        add("kpi", kpi.of or "", kpi.over, str(kpi.among), kpi.kpi, ("kpis", index, "share"))
    for index, measure in enumerate(scheme.measures):
        add("measure", measure.of, measure.over, measure.is_, measure.measure, ("measures", index, "where"))
    for index, saving in enumerate(scheme.savings):
        add("saving", saving.of or "", "eligible", saving.state, saving.saving, ("savings", index, "where"))
    for (_, unit, over, _), group in found.items():
        yield unit, over, group


def _turns_on(known: Knowledge, node: Node, axis: Axis) -> bool:
    """Say whether a condition is settled by one number or date alone."""
    return all(len(known.can_be(node, axis, one.at)) == 1 for one in known.stretches([node], axis)) and known.axes([node]) == [axis]


def _check_axis(
    conditions: Conditions, known: Knowledge, unit: str, axis: Axis, group: Sequence[Alternative], admitted: Sequence[Node]
) -> None:
    """Look along one line; values at which nobody is eligible are nobody's to take."""
    stretches = known.stretches([*(one.when for one in group), *admitted], axis)
    there = [all(True in known.can_be(node, axis, piece.at) for node in admitted) for piece in stretches]
    taken = {
        one.path: [known.can_be(one.when, axis, piece.at) == HOLDS and met for piece, met in zip(stretches, there, strict=True)]
        for one in group
    }
    for first, second in combinations(group, 2):
        both = [piece for piece, one, two in zip(stretches, taken[first.path], taken[second.path], strict=True) if one and two]
        # Two that share more than a limit are one within the other, or cut the line on purpose: no alternatives.
        if len(both) == 1 and both[0].low == both[0].high:
            _note(conditions, unit, axis, both[0], second, [first, second], "alternatives-overlap")
    apart = [one for one in group if not any(_meet(taken[one.path], taken[other.path]) for other in group if other is not one)]
    if len(apart) > 1:
        for piece in _holes(stretches, [taken[one.path] for one in apart], there):
            _note(conditions, unit, axis, piece, apart[-1], apart, "alternatives-leave-gap")


def _meet(one: Sequence[bool], other: Sequence[bool]) -> bool:
    return any(first and second for first, second in zip(one, other, strict=True))


def _holes(stretches: Sequence[Stretch], taken: Sequence[Sequence[bool]], there: Sequence[bool]) -> Iterator[Stretch]:
    """Yield a piece of each hole between values that are taken on both sides; one in which values lie rather than a limit alone."""
    covered = [any(one[place] for one in taken) for place in range(len(stretches) - 1)]
    hole: list[Stretch] = []
    for place, piece in enumerate(stretches[:-1]):
        if not covered[place]:
            hole += [piece] if there[place] and any(covered[:place]) else []
        else:
            if hole:
                yield next((one for one in hole if one.low != one.high), hole[0])
            hole = []


def _classifications(conditions: Conditions) -> Iterator[tuple[str, Path, Classify]]:
    for name, unit in conditions.reading.scheme.units.items():
        for part, columns in (("rows", unit.rows), ("columns", unit.columns)):
            for column, how in columns.items():
                if isinstance(how, Classify) and name in conditions.units:
                    yield name, ("units", name, part, column), how


def _check_otherwise(conditions: Conditions, known: Knowledge, unit: str, path: Path, column: Classify) -> None:
    """`otherwise` may take the middle of a line or an end of it; a limit alone, or both, looks like a slip."""
    whens = [conditions.node(*path, "classify", index, "when") for index in range(len(column.classify))]
    found = [when for when in whens if when is not None]
    axes = known.axes(found)
    if len(found) < 2 or len(axes) != 1 or len(found) < len(whens) or not all(_turns_on(known, when, axes[0]) for when in found):
        return
    stretches = known.stretches(found, axes[0])
    left = [all(known.can_be(when, axes[0], piece.at) == FAILS for when in found) for piece in stretches[:-1]]
    holes = list(_holes(stretches, [[not one for one in left] + [False]], [True] * len(stretches)))
    outside = left[0] or left[-1]
    for piece in holes:
        if outside or piece.low == piece.high or len(holes) > 1:
            labels = [Alternative(label.label, path, when) for label, when in zip(column.classify, found, strict=True)]
            last = Alternative(labels[-1].name, (*path, "otherwise"), labels[-1].when)
            _note(conditions, unit, axes[0], piece, last, labels, "alternatives-leave-gap", column.otherwise)


def _note(
    conditions: Conditions,
    unit: str,
    axis: Axis,
    piece: Stretch,
    where: Alternative,
    group: Sequence[Alternative],
    code: str,
    otherwise: str | None = None,
) -> None:
    named = [f"`{one.name}`" for one in group]
    names = f"{', '.join(named[:-1])} and {named[-1]}"
    value = said(axis, piece)
    gap = code == "alternatives-leave-gap"
    labelled = f", and is only `{otherwise}`, with what lies elsewhere" if otherwise is not None else ""
    found = (
        f"`{axis.text}` {value}, which {'none' if gap else 'each'} of {names} {'takes' if gap else 'takes, so it counts twice'}{labelled}"
    )
    expected = "alternatives that meet at a limit, which one of them takes"
    move = (
        "move a limit, or cut the line with `bands`, which leave no gap" if gap else "write `<` for `<=` (or `>` for `>=`) in one of them"
    )
    row = counter_example(Sighting(conditions, unit, axis, piece, [] if otherwise is not None else [one.path for one in group], not gap))
    fix = f"{move}; {row}" if row else move
    conditions.reading.note(code, where.path, found, expected, fix, "warning")


def said(axis: Axis, piece: Stretch) -> str:
    """Return a piece of a line in words."""
    assert piece.low is not None
    assert piece.high is not None
    low, high = shown(axis, piece.low), shown(axis, piece.high)
    return f"at {low}" if piece.low == piece.high else f"above {low} and below {high}"


def shown(axis: Axis, value: Decimal) -> str:
    """Return a limit as an author writes it."""
    return date.fromordinal(int(value)).isoformat() if axis.is_date else f"{value.normalize():f}"
