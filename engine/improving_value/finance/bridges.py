"""Why one amount became another: parts of stated kinds, in a stated order, that add exactly, in whole pence."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from improving_value.finance.bridge_factors import FACTORS, Sort, by_factor, merged

ORDER: Mapping[str, str] = {
    "restated": "Restated data: the same units, sent again with other values",
    "activity": "Activity: more or fewer units, at what one was worth before",
    "mix": "Mix: the same number of units, otherwise shared out between providers or categories",
    "eligibility": "Eligibility: more or fewer of the units counted",
    "scheme": "Scheme version: units that another version counts, or values, otherwise",
    "baseline": "Baseline: compared with another period",
    "worth": "Worth: what one counted unit comes to, its price and its quantity together",
    "price": "Price: other values of parameters; or, where a volume is named, pounds for each of it",
    "other": "Not told from the units: savings worked out from totals, and what no unit accounts for",
}
"""The kinds, in the order in which they are turned on. The last is the remainder, in whichever order the others stand."""

REMAINDER = "other"
Parts = Mapping[str, int]


@dataclass(frozen=True)
class Causes:
    """What two runs differ in, as their records say; only such a thing can be why a figure differs."""

    period: bool = False
    baseline: bool = False
    data: bool = False
    scheme: bool = False
    parameters: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        words = {"period": "period", "baseline": "baseline", "data": "data", "scheme": "scheme version", "parameters": "parameters"}
        return tuple(word for name, word in words.items() if getattr(self, name))


@dataclass(frozen=True)
class BridgeUnit:
    """One unit of one run. `pence` is None where it is not counted; `volume` is 1, or what a column holds.

    `values` stands for all else that the run holds of it: where they are equal, nothing was restated that the unit shows.
    """

    organisation: str
    category: str
    pence: int | None
    volume: Fraction = Fraction(1)
    values: Hashable = ()


Units = Mapping[str, BridgeUnit]
"""Units by their keys."""


@dataclass(frozen=True)
class Change:
    """One unit that is worth another amount: what it is put down to in the order stated, and in the reverse order."""

    key: str
    organisation: str
    old: int | None
    new: int | None
    kind: str
    kind_reversed: str


@dataclass(frozen=True)
class Split:
    """A difference in parts, in the order stated and in the reverse order; both add to the same difference."""

    old: int
    new: int
    parts: Parts
    reverse: Parts
    changes: tuple[Change, ...] = field(default=(), repr=False)

    @property
    def depends_on_order(self) -> bool:
        return dict(self.parts) != dict(self.reverse)


def candidates(old: BridgeUnit | None, new: BridgeUnit | None, causes: Causes) -> tuple[str, ...]:
    """Return every kind that may be why a unit is worth another amount, in the order stated; the remainder where none is."""
    found = set()
    if old is None or new is None:
        found = {"activity"} if causes.period or causes.data else set()
        found |= {"scheme"} if causes.scheme else set()
        found |= {"eligibility"} if causes.parameters else set()
    else:
        flipped = (old.pence is None) != (new.pence is None)
        found |= {"restated"} if causes.data and old.values != new.values else set()
        found |= {"scheme"} if causes.scheme else set()
        found |= {"eligibility" if flipped else "price"} if causes.parameters else set()
        found |= {"baseline"} if causes.baseline else set()
        found = found or ({"restated"} if causes.data else set())
    return tuple(kind for kind in ORDER if kind in found) or (REMAINDER,)


def split(old: Units, new: Units, causes: Causes, old_total: int, new_total: int, factors: Sequence[str] = FACTORS) -> Split:
    """Return the way from one amount of one organisation to another.

    Units of the same period pair by key: in another period, the same patient is other activity. A pair is put down whole
    to the first kind that may be why; units that came and went are split by factors where activity may be why. What the
    units do not account for is the remainder.
    """
    changes = tuple(_changes(old, new, causes))
    came, went = unpaired(new, old, causes), unpaired(old, new, causes)
    ways = []
    for backwards in (False, True):
        parts = dict.fromkeys(ORDER, 0)
        for change in changes:
            if change.key not in came and change.key not in went:
                parts[change.kind_reversed if backwards else change.kind] += (change.new or 0) - (change.old or 0)
        if came or went:
            possible = candidates(None, None, causes)
            order = tuple(reversed(factors)) if backwards else factors
            _put_down(parts, possible[-1 if backwards else 0], went, came, order)
        parts[REMAINDER] += new_total - old_total - sum(parts.values())
        ways.append(parts)
    return Split(old_total, new_total, ways[0], ways[1], changes)


def unpaired(mine: Units, other: Units, causes: Causes) -> Units:
    """Return the units of one run that have none to be held against in the other, at the same organisation."""
    if causes.period:
        return mine
    return {key: unit for key, unit in mine.items() if key not in other or other[key].organisation != unit.organisation}


def _changes(old: Units, new: Units, causes: Causes) -> Iterable[Change]:
    came, went = unpaired(new, old, causes), unpaired(old, new, causes)
    for key in sorted({*old, *new}):
        before, after = old.get(key), new.get(key)
        if key in came or key in went:
            yield from _alone(key, before, after, causes)
            continue
        there = after or before
        assert there is not None
        was, now = (None if unit is None else unit.pence for unit in (before, after))
        if (was or 0) != (now or 0) or (was is None) != (now is None):
            kinds = candidates(before, after, causes)
            yield Change(key, there.organisation, was, now, kinds[0], kinds[-1])


def _alone(key: str, before: BridgeUnit | None, after: BridgeUnit | None, causes: Causes) -> Iterable[Change]:
    """Yield a unit that went, one that came, or both under one key, each by itself."""
    kinds = candidates(None, None, causes)
    if before is not None and before.pence:
        yield Change(key, before.organisation, before.pence, None, kinds[0], kinds[-1])
    if after is not None and after.pence:
        yield Change(key, after.organisation, None, after.pence, kinds[0], kinds[-1])


def _put_down(parts: dict[str, int], kind: str, went: Units, came: Units, order: Sequence[str]) -> None:
    """Add what units that came and went make up: all of it to one kind, or, when that is activity, factor by factor."""
    if kind != "activity":
        parts[kind] += _pence(came.values()) - _pence(went.values())
        return
    for factor, pence in by_factor(_sorts(went.values()), _sorts(came.values()), order).items():
        parts[factor] += pence


def _sorts(units: Iterable[BridgeUnit]) -> dict[str, Sort]:
    found: dict[str, Sort] = {}
    for unit in units:
        held = found.get(unit.category, Sort(Fraction(0), Fraction(0), 0))
        counted = Fraction(0) if unit.pence is None else unit.volume
        found[unit.category] = Sort(held.volume + unit.volume, held.counted + counted, held.pence + (unit.pence or 0))
    return found


def _pence(units: Iterable[BridgeUnit]) -> int:
    return sum(unit.pence or 0 for unit in units)


def together(splits: Sequence[Split], old: Iterable[BridgeUnit], new: Iterable[BridgeUnit], factors: Sequence[str] = FACTORS) -> Split:
    """Return several organisations' bridge as one, given their units that came and went.

    Every part is the sum of theirs but two: activity is what all units together make at what one was worth on average,
    and mix is the rest of their activity and mix, so that a shift between organisations shows as mix.
    """
    ways = []
    sides = [{"": merged(_sorts(units).values())} for units in (old, new)]
    for backwards in (False, True):
        all_parts = [one.reverse if backwards else one.parts for one in splits]
        parts = {kind: sum(one[kind] for one in all_parts) for kind in ORDER}
        both = parts["activity"] + parts["mix"]
        if parts["activity"] or parts["mix"]:
            order = tuple(reversed(factors)) if backwards else factors
            parts["activity"] = by_factor(sides[0], sides[1], order)["activity"]
            parts["mix"] = both - parts["activity"]
        ways.append(parts)
    return Split(sum(one.old for one in splits), sum(one.new for one in splits), ways[0], ways[1])
