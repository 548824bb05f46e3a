"""A difference of two sums split by factors: volume, the sorts it is of, how much of it counts, and what one comes to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

FACTORS = ("activity", "mix", "eligibility", "worth")
"""What units that came and went are split into: how many, of which sort, how many of them counted, and their worth."""
BY_VOLUME = ("activity", "mix", "eligibility", "price")
"""The same where a volume is measured: what one of it costs is a price."""


@dataclass(frozen=True)
class Sort:
    """Units of one category: their volume, the volume of those counted, and the pence of these."""

    volume: Fraction
    counted: Fraction
    pence: int


def by_factor(old: Mapping[str, Sort], new: Mapping[str, Sort], order: Sequence[str]) -> dict[str, int]:
    """Return what each factor makes of a difference, turned on one after another.

    The total is volume x share of each category x share of it that counts x worth of one. Every stage is rounded to the
    penny and both ends are as they are, so that the parts add exactly; the last factor takes what rounding leaves.
    """
    stages = [sum(one.pence for one in old.values())]
    turned: set[str] = set()
    for factor in order[:-1]:
        turned.add(factor)
        stages.append(_rounded(_total(old, new, turned)))
    stages.append(sum(one.pence for one in new.values()))
    return {factor: stages[place + 1] - stages[place] for place, factor in enumerate(order)}


def _total(old: Mapping[str, Sort], new: Mapping[str, Sort], turned: set[str]) -> Fraction:
    volumes = [sum((one.volume for one in side.values()), Fraction(0)) for side in (old, new)]
    nothing = Sort(Fraction(0), Fraction(0), 0)
    total = Fraction(0)
    for category in sorted({*old, *new}):
        pair = (old.get(category, nothing), new.get(category, nothing))
        shares = _known([one.volume / volume if volume else None for one, volume in zip(pair, volumes, strict=True)])
        counted = _known([one.counted / one.volume if one.volume else None for one in pair])
        worth = _known([one.pence / one.counted if one.counted else None for one in pair])
        is_new = "worth" in turned or "price" in turned
        share = shares["mix" in turned]
        total += volumes["activity" in turned] * share * counted["eligibility" in turned] * worth[is_new]
    return total


def _known(pair: Sequence[Fraction | None]) -> tuple[Fraction, Fraction]:
    """Return both values; where one side has none, the other's stands for it, so that the factor makes no difference."""
    old, new = pair
    return (old if old is not None else new or Fraction(0), new if new is not None else old or Fraction(0))


def _rounded(amount: Fraction) -> int:
    """Return whole pence; halves go away from zero, as pounds become pence everywhere."""
    whole = abs(amount) + Fraction(1, 2)
    return (-1 if amount < 0 else 1) * (whole.numerator // whole.denominator)


def merged(sorts: Iterable[Sort]) -> Sort:
    some = list(sorts)
    return Sort(
        sum((one.volume for one in some), Fraction(0)), sum((one.counted for one in some), Fraction(0)), sum(one.pence for one in some)
    )
