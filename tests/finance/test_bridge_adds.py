"""Every bridge adds exactly: generated pairs of runs, and a few small enough to work out by hand."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest

from improving_value.finance.bridge_factors import BY_VOLUME, FACTORS, Sort, by_factor
from improving_value.finance.bridges import ORDER, REMAINDER, BridgeUnit, Causes, Split, split, together, unpaired

PAIRS = 1000


def _unit(chance: random.Random) -> BridgeUnit:
    return BridgeUnit(
        organisation=chance.choice("XYZ"),
        category=chance.choice(["", "a", "b"]),
        pence=chance.choice([None, 0, chance.randint(-50_000, 500_000)]),
        volume=Fraction(chance.choice([0, 1, 1, 1, 3, chance.randint(-5, 900)]), chance.choice([1, 1, 8])),
        values=(chance.randint(0, 2),),
    )


def _pair(chance: random.Random) -> tuple[dict[str, BridgeUnit], dict[str, BridgeUnit]]:
    """Return two runs' units: some in both and unchanged, some changed, some in one run only."""
    old = {f"u{number}": _unit(chance) for number in range(chance.randint(0, 12))}
    new = {key: unit if chance.random() < 0.4 else _unit(chance) for key, unit in old.items() if chance.random() < 0.7}
    new |= {f"v{number}": _unit(chance) for number in range(chance.randint(0, 8))}
    return old, new


def _at(units: dict[str, BridgeUnit], place: str) -> dict[str, BridgeUnit]:
    return {key: unit for key, unit in units.items() if unit.organisation == place}


def _pence(units: dict[str, BridgeUnit]) -> int:
    return sum(unit.pence or 0 for unit in units.values())


def _adds(one: Split) -> bool:
    return all(list(parts) == list(ORDER) and sum(parts.values()) == one.new - one.old for parts in (one.parts, one.reverse))


@pytest.mark.parametrize("block", range(10))
def test_every_bridge_adds_exactly(block: int) -> None:
    seen: set[str] = set()
    for seed in range(block * PAIRS // 10, (block + 1) * PAIRS // 10):
        chance = random.Random(seed)
        old, new = _pair(chance)
        causes = Causes(*(chance.random() < 0.4 for _ in range(5)))
        factors = chance.choice([FACTORS, BY_VOLUME])
        splits = []
        for place in "XYZ":
            ends = [_pence(_at(side, place)) + chance.choice([0, 0, chance.randint(-99, 99)]) for side in (old, new)]
            splits.append(split(_at(old, place), _at(new, place), causes, ends[0], ends[1], factors))
            assert _adds(splits[-1]), seed
            seen |= {kind for kind, pence in splits[-1].parts.items() if pence}
        alone = [unpaired(old, new, causes).values(), unpaired(new, old, causes).values()]
        whole = together(splits, alone[0], alone[1], factors)
        assert _adds(whole), seed
        assert (whole.old, whole.new) == (sum(one.old for one in splits), sum(one.new for one in splits))
        for kind in ORDER:
            if kind not in ("activity", "mix"):
                assert whole.parts[kind] == sum(one.parts[kind] for one in splits), seed
        both = [sum(one.parts[kind] for one in splits for kind in ("activity", "mix")), whole.parts["activity"] + whole.parts["mix"]]
        assert both[0] == both[1], seed
    assert seen >= {*ORDER}, "every kind is met in every block of pairs"


def test_nothing_is_put_down_to_what_did_not_change() -> None:
    allowed = {
        "period": {"activity", "mix", "eligibility", "worth"},
        "baseline": {"baseline", "other"},
        "data": {"restated", "activity", "mix", "eligibility", "worth"},
        "scheme": {"scheme"},
        "parameters": {"eligibility", "price"},
    }
    for seed in range(300):
        chance = random.Random(seed)
        old, new = ({key: unit for key, unit in side.items() if unit.organisation == "X"} for side in _pair(chance))
        for name, kinds in allowed.items():
            found = split(old, new, Causes(**{name: True}), _pence(old), _pence(new))
            assert {kind for parts in (found.parts, found.reverse) for kind, pence in parts.items() if pence} <= kinds, (seed, name)


def test_changes_account_for_the_whole_difference_unit_by_unit() -> None:
    for seed in range(300):
        chance = random.Random(seed)
        old, new = _pair(chance)
        found = split(old, new, Causes(*(chance.random() < 0.5 for _ in range(5))), _pence(old), _pence(new))
        assert sum((one.new or 0) - (one.old or 0) for one in found.changes) == found.new - found.old, seed


def _units(*pence: int | None, volume: int = 1, category: str = "") -> dict[str, BridgeUnit]:
    return {f"{category}{number}": BridgeUnit("X", category, one, Fraction(volume)) for number, one in enumerate(pence)}


def test_volume_and_worth_by_hand() -> None:
    """Two units of £1 become three of £2: one more at £1, then three times £1 more; reversed, two times £1, then one at £2."""
    found = split(_units(100, 100), _units(200, 200, 200), Causes(period=True), 200, 600)
    assert {kind: pence for kind, pence in found.parts.items() if pence} == {"activity": 100, "worth": 300}
    assert {kind: pence for kind, pence in found.reverse.items() if pence} == {"activity": 200, "worth": 200}


def test_eligibility_by_hand() -> None:
    """Four units of which two count at £1, then four of which three do."""
    found = split(_units(100, 100, None, None), _units(100, 100, 100, None), Causes(period=True), 200, 300)
    assert {kind: pence for kind, pence in found.parts.items() if pence} == {"eligibility": 100}


def test_mix_by_hand() -> None:
    """One cheap and one dear, then two dear: as many as before and each as dear, so it is all mix."""
    old = _units(100, category="cheap") | _units(300, category="dear")
    found = split(old, _units(300, 300, category="dear"), Causes(period=True), 400, 600)
    assert {kind: pence for kind, pence in found.parts.items() if pence} == {"mix": 200}


def test_price_by_hand() -> None:
    """10 g at £1 become 12 g at £1.50: £2 of volume, £6 of price; reversed, £5 of price and £3 of volume."""
    old, new = _units(1000, volume=10), _units(1800, volume=12)
    found = split(old, new, Causes(period=True), 1000, 1800, BY_VOLUME)
    assert {kind: pence for kind, pence in found.parts.items() if pence} == {"activity": 200, "price": 600}
    assert {kind: pence for kind, pence in found.reverse.items() if pence} == {"activity": 300, "price": 500}


def test_a_shift_between_organisations_is_mix() -> None:
    """X has 2 at £1 and Y 2 at £3; then 1 and 3. As many in all, at £2 on average: no activity, £2 of mix."""
    sides = [{"X": _units(100, 100), "Y": _units(300, 300)}, {"X": _units(100), "Y": _units(300, 300, 300)}]
    causes = Causes(period=True)
    splits = [split(sides[0][name], sides[1][name], causes, _pence(sides[0][name]), _pence(sides[1][name])) for name in "XY"]
    assert [one.parts["activity"] for one in splits] == [-100, 300]
    whole = together(splits, *([unit for units in side.values() for unit in units.values()] for side in sides))
    assert {kind: pence for kind, pence in whole.parts.items() if pence} == {"mix": 200}


def test_the_same_unit_is_put_down_to_what_changed_about_it() -> None:
    old = {"a": BridgeUnit("X", "", 100, values=(1,))}
    restated = {"a": BridgeUnit("X", "", 150, values=(2,))}
    repriced = {"a": BridgeUnit("X", "", 150, values=(1,))}
    dropped = {"a": BridgeUnit("X", "", None, values=(1,))}

    def kinds(new: dict[str, BridgeUnit], **causes: bool) -> tuple[str, str]:
        (change,) = split(old, new, Causes(**causes), 100, new["a"].pence or 0).changes
        return change.kind, change.kind_reversed

    assert kinds(restated, data=True) == ("restated", "restated")
    assert kinds(repriced, parameters=True) == ("price", "price")
    assert kinds(dropped, parameters=True) == ("eligibility", "eligibility")
    assert kinds(dropped, scheme=True) == ("scheme", "scheme")
    assert kinds(restated, data=True, parameters=True) == ("restated", "price")
    assert kinds(repriced, data=True, parameters=True) == ("price", "price")
    assert kinds(repriced) == (REMAINDER, REMAINDER)


def test_a_stage_is_rounded_and_the_last_takes_the_rest() -> None:
    old = {"": Sort(Fraction(3), Fraction(3), 100)}
    new = {"": Sort(Fraction(2), Fraction(2), 50)}
    assert by_factor(old, new, FACTORS) == {"activity": -33, "mix": 0, "eligibility": 0, "worth": -17}
