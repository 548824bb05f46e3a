"""What changed in meaning between two checked schemes, thing by thing, in the order in which the changes are turned on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from improving_value.compare.figure_things import figure_things
from improving_value.compare.model import Change, Detail, How
from improving_value.compare.pairing import Renaming
from improving_value.compare.sides import Side
from improving_value.compare.things import UNSAID, Thing, order_things, parameter_things, scheme_things, unit_things


def changes_of(old: Side, new: Side) -> tuple[Change, ...]:
    """Return the changes of meaning, numbered.

    First the order of rules, then what is added or changed, each thing before what may rest on it; last what is removed, each
    thing after what rested on it.
    """
    before, after = _things(old), _things(new)
    changed = [found for key, thing in after.items() if (found := _change(before.get(key), thing)) is not None]
    removed = [_only("removed", thing) for key, thing in before.items() if key not in after]
    return tuple(replace(change, number=number) for number, change in enumerate([*changed, *reversed(removed)], start=1))


def renamed_texts(renamings: tuple[Renaming, ...]) -> tuple[str, ...]:
    """Return the new names in words."""
    return tuple(f"{one.kind} `{one.old}`{f' of `{one.owner}`' if one.owner else ''} is now called `{one.new}`" for one in renamings)


def _things(side: Side) -> Mapping[tuple[str, ...], Thing]:
    return {thing.key: thing for thing in _listed(side)}


def _listed(side: Side) -> Iterator[Thing]:
    yield from order_things(side, side.checked)
    yield from scheme_things(side)
    yield from parameter_things(side)
    for unit in side.checked.units.values():
        if ("unit", "", unit.name) in side.tokens:
            yield from unit_things(side, unit)
            continue
        # A unit that the other version does not have is one change, whatever it is made of.
        parts = list(unit_things(side, unit))
        facets = tuple(replace(facet, label=f"{part.name}: {facet.label}") for part in parts for facet in part.facets)
        yield Thing(("unit", side.token("unit", "", unit.name)), "unit", unit.name, facets, (("units", unit.name),))
    yield from figure_things(side)


def _change(old: Thing | None, new: Thing) -> Change | None:
    """Return what changed; None when both mean the same."""
    if old is None:
        return None if new.key[0] == "order" else _only("added", new)
    before = {facet.label: facet for facet in old.facets}
    after = {facet.label: facet for facet in new.facets}
    details = []
    for label in dict.fromkeys([*before, *after]):
        one, other = before.get(label), after.get(label)
        if one is None or other is None or one.form != other.form:
            details.append(Detail(label, None if one is None else one.wording, None if other is None else other.wording))
    return Change(0, "changed", new.kind, new.name, tuple(details), old.paths, new.paths) if details else None


def _only(how: How, thing: Thing) -> Change:
    """Return the change that a thing is there, or no longer there."""
    details = tuple(
        Detail(facet.label, facet.wording if how == "removed" else None, facet.wording if how == "added" else None)
        for facet in thing.facets
        if facet.wording.words not in UNSAID
    )
    paths = thing.paths
    return Change(0, how, thing.kind, thing.name, details, paths if how == "removed" else (), paths if how == "added" else ())
