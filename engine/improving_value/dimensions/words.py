"""Units of measure as people write them (g/kg, GBP per 1,000 bed days), and what pint makes of them."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, Any

from improving_value.kernel.names import nearest
from improving_value.kernel.quantities import DIFFERENCE_OF_SHARES

if TYPE_CHECKING:
    from pint import Unit

MEASURES = (
    "microgram = [mass] = mcg",
    "mg = 1000 * microgram = _ = milligram",
    "g = 1000 * mg = _ = gram",
    "kg = 1000 * g = _ = kilogram",
    "ml = [volume] = _ = millilitre",
    "litre = 1000 * ml",
    "Gy = [radiation] = _ = gray",
    "minute = [time]",
    "hour = 60 * minute = h",
    "day = 24 * hour",
    "week = 7 * day",
    "month = [calendar]",
    "quarter = 3 * month",
    "year = 12 * month",
    "GBP = [money]",
    "percent = 1/100",
    "person = [person] = _ = people",
    "point = [score] = _ = score",
    "WTE = [staffing]",
)
"""All that is not counted. A month is no number of days: it has a dimension of its own, and a year is twelve."""

PHRASES = {
    DIFFERENCE_OF_SHARES: "share",
    "percentage point": "percent",
    "%": "percent",
    "bed day": "day",
    "standard error": "number",
    "coefficient of variation": "ratio",
}
"""What is written in several words, or with a sign."""

PLAIN = frozenset({"share", "ratio", "number", "1"})
"""Words for a number that has no unit."""

WITHOUT_UNIT = frozenset({"date", "time", "text", "name", "code", "yes/no", "list"})
"""What a parameter's `unit` says of values that are no quantities."""

VARIES = "varies"
"""A column whose unit is another from row to row, such as figures that others report: the KPI that uses it says what it is."""

_PER = re.compile(r"\s*/\s*|\s+per\s+|\s+an?\s+")
_AMOUNT = re.compile(r"([0-9][0-9,]*)\s*(.*)")
_SPANS = ("day", "week", "month", "quarter", "year")


class UnknownWord(Exception):
    """A word in a unit that is neither a measure nor anything counted."""

    def __init__(self, word: str, close: str | None) -> None:
        super().__init__(word)
        self.word, self.close = word, close


@dataclass(frozen=True, eq=False)
class Dimension:
    """A unit of measure. Two are equal when a number in one is the same number in the other: mg/g and g/kg are, mg and g are not."""

    unit: Unit
    scale: Fraction
    root: tuple[Fraction, tuple[tuple[str, Fraction], ...]]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Dimension) and self.root == other.root

    def __hash__(self) -> int:
        return hash(self.root)

    @property
    def kind(self) -> tuple[tuple[str, Fraction], ...]:
        """What it measures, whatever the size of the unit."""
        return self.root[1]

    @property
    def text(self) -> str:
        """How it is written: `g/kg`, `reaction per 100 course`, or `share` for a number that has no unit."""
        powers = sorted(_powers(self.unit).items(), key=lambda pair: pair[0] != "GBP")
        above = "-".join(name for name, power in powers for _ in range(int(power)))
        below = "/".join(name for name, power in powers for _ in range(int(-power)))
        if self.scale == 1:
            return f"{above or '1'}/{below}" if below else above or "share"
        if not powers and self.scale == Fraction(1, 100):
            return "percent"
        size = 1 / self.scale
        return f"{above or '1'} per {int(size):,} {below}".rstrip() if size.denominator == 1 else f"{self.scale} {above}/{below}"

    @property
    def can_be_one(self) -> bool:
        """Whether a bare 1 may join it: things counted, and whole days, months and the like; never money, mass or rates."""
        powers = _powers(self.unit)
        name = next(iter(powers), "")
        return self.scale == 1 and list(powers.values()) == [1] and (name in _SPANS or name not in _measures())

    def without(self, things: frozenset[str]) -> Dimension:
        """Return the unit where there is one of each of these things: GBP/patient is GBP for one patient."""
        found = self
        for name, power in _powers(self.unit).items():
            if power < 0 and name in things:
                found = times(found, _of(_registry().Unit(name) ** -power))
        return found


@cache
def _registry() -> Any:
    """Return the measures. The library is loaded here, when the first unit is read, and its thousand own units are not."""
    from pint import UnitRegistry

    registry: Any = UnitRegistry(None, non_int_type=Fraction)
    registry.load_definitions(list(MEASURES))
    return registry


def _of(unit: Unit, scale: Fraction = Fraction(1)) -> Dimension:
    factor, roots = _registry().get_root_units(unit)
    return Dimension(unit, scale, (scale * Fraction(factor), tuple(sorted(_powers(roots).items()))))


def _powers(unit: Unit) -> dict[str, Fraction]:
    return {name: Fraction(power) for name, power in _registry().Quantity(1, unit).unit_items()}


@cache
def plain() -> Dimension:
    """Return what a share, a ratio and a bare number are in."""
    return _of(_registry().Unit(""))


@cache
def times(left: Dimension, right: Dimension) -> Dimension:
    return _of(left.unit * right.unit, left.scale * right.scale)


@cache
def over(left: Dimension, right: Dimension) -> Dimension:
    return _of(left.unit / right.unit, left.scale / right.scale)


def rooted(one: Dimension) -> Dimension | None:
    """Return the unit whose square this is, or None."""
    above, below = math.isqrt(one.scale.numerator), math.isqrt(one.scale.denominator)
    whole = above * above == one.scale.numerator and below * below == one.scale.denominator
    if not whole or any(power % 2 for power in _powers(one.unit).values()):
        return None
    root: Any = one.unit ** Fraction(1, 2)
    return _of(root, Fraction(above, below))


def scaled(one: Dimension, factor: Fraction) -> Dimension:
    """Return a unit so many times as large."""
    return _of(one.unit, one.scale * factor)


@dataclass(frozen=True)
class Words:
    """The words that a scheme's units may be written with: the measures, and the things it counts."""

    things: frozenset[str]

    def read(self, text: str) -> Dimension:
        """Return a unit of measure. Raises UnknownWord."""
        return _read(text.strip(), self.things)

    def of(self, word: str) -> Dimension:
        """Return what a thing is counted in."""
        return _read(word, self.things | {word})


@cache
def _read(text: str, things: frozenset[str]) -> Dimension:
    first, *rest = _PER.split(text)
    found = _part(first, things)
    for part in rest:
        found = over(found, _part(part, things))
    return found


def _part(text: str, things: frozenset[str]) -> Dimension:
    amount = _AMOUNT.fullmatch(text.replace("thousand ", "1,000 "))
    scale, words = (Fraction(amount[1].replace(",", "")), amount[2]) if amount and amount[2] else (Fraction(1), text)
    for phrase, word in PHRASES.items():
        words = re.sub(rf"{phrase}s?(?![a-z])", word, words)
    found = _of(plain().unit, scale)
    for word in re.split(r"[\s*-]+", words.strip()):
        if word not in PLAIN:
            found = times(found, _of(_registry().Unit(_known(word, things))))
    return found


def _known(word: str, things: frozenset[str]) -> str:
    """Return the name of a measure or a thing, from its name in the singular or the plural."""
    registry = _registry()
    for name in dict.fromkeys((word, *_singulars(word))):
        if name in things and name not in registry:
            registry.define(f"{name} = [{name}]")
        if name in things or name in _measures():
            return name
    raise UnknownWord(word, nearest(word, sorted({*things, *_measures()})))


@cache
def _measures() -> frozenset[str]:
    words = (part.strip() for line in MEASURES for part in line.replace("_", "").split("="))
    return frozenset(word for word in words if word.isalpha())


def _singulars(word: str) -> Iterable[str]:
    if word.endswith("ies"):
        yield f"{word[:-3]}y"
    if word.endswith("s"):
        yield word[:-1]
    if word.endswith("es"):
        yield word[:-2]


def words_in(text: str) -> frozenset[str]:
    """Return the words of a unit that are no measures: what the data dictionary counts by writing it."""
    found = set()
    for part in _PER.split(text.strip()):
        for phrase, word in PHRASES.items():
            part = re.sub(rf"{phrase}s?(?![a-z])", word, part)
        found |= {word for word in re.split(r"[\s*-]+", part) if word.replace("_", "").isalpha()}
    return frozenset(word for word in found if word not in PLAIN and word not in _measures() and word != VARIES)
