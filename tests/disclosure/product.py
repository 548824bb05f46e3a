"""What one run publishes, and what it is: counts, amounts and rates by figure and place.

The internal files serve twice: to keep only relations that are true (an attacker who knows the scheme knows which are), and to tell
which suppressed counts are 1 to 7. Both help the attacker.
"""

from __future__ import annotations

import csv
import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

from disclosure.bounds import UNKNOWN
from improving_value.assess.rounding import step_above

Key = tuple[str, ...]
"""Run, scheme, what is counted, category, level, organisation, period."""
RUN, SCHEME, WHAT, CATEGORY, LEVEL, ORGANISATION, PERIOD = range(7)
OUTCOMES = ("eligible", "not_eligible", "undetermined")
ANY_AMOUNT = 10**18
PENCE = 100


class Shown(NamedTuple):
    """A number as it is published and as it is: `*`, or text that is a number."""

    text: str
    true: Fraction


@dataclass(frozen=True)
class Rate:
    """A value that is published of a numerator and a denominator."""

    value: Key
    numerator: Key
    denominator: Key
    text: str
    true: Fraction


@dataclass
class Product:
    """The figures of one run. Each is a whole number of its `scale`: counts of ones, money of pence, other sums of small parts of one."""

    run: str
    shareable: Path
    internal: Path
    nearest: int = 5
    bounds: dict[Key, tuple[int, int]] = field(default_factory=dict)
    true: dict[Key, int] = field(default_factory=dict)
    scale: dict[Key, int] = field(default_factory=dict)
    stars: set[Key] = field(default_factory=set)
    rates: list[Rate] = field(default_factory=list)
    values: dict[tuple[str, ...], dict[Key, Shown]] = field(default_factory=dict)
    """By figure, values that are published without their parts."""

    def only(self, scheme: str) -> Product:
        """Return what it says of one scheme."""
        kept = [{key: found for key, found in each.items() if key[SCHEME] == scheme} for each in (self.bounds, self.true, self.scale)]
        rates, values = (
            [rate for rate in self.rates if rate.value[SCHEME] == scheme],
            {what: rows for what, rows in self.values.items() if what[0] == scheme},
        )
        stars = {key for key in self.stars if key[SCHEME] == scheme}
        return Product(self.run, self.shareable, self.internal, self.nearest, *kept, stars, rates, values)

    def read(self) -> None:
        figures: dict[tuple[str, ...], dict[Key, Shown]] = defaultdict(dict)
        rates: list[tuple[Key, Shown]] = []
        for key, shown in self._numbers():
            (rates.append((key, shown)) if key[WHAT].endswith(".value") else figures[key[SCHEME : WHAT + 1]].__setitem__(key, shown))
        for what, rows in figures.items():
            if all(_is_count(shown, self.nearest) for shown in rows.values()):
                self._add_counts(rows)
            else:
                self._add_amounts(rows, PENCE if what[1].endswith(".pounds") else 0)
        self._add_rates(rates)

    def _numbers(self) -> Iterable[tuple[Key, Shown]]:
        for name, what, columns in (
            ("counts.csv", "unit", ("in_scope", *OUTCOMES)),
            ("kpis.csv", "kpi", ("numerator", "denominator", "skipped", "value")),
            ("savings.csv", "saving", ("gross_gbp",)),
            ("costs.csv", "cost", ("cost_gbp",)),
        ):
            told = {_row_key(row, what): row for row in _rows(self.internal / name)}
            for row in _rows(self.shareable / name):
                for column in columns:
                    true = told[_row_key(row, what)][column]
                    if row[column] and true:
                        yield self._key(row, what, column), Shown(row[column], Fraction(true))

    def _key(self, row: Mapping[str, str], what: str, column: str) -> Key:
        scenario = f"@{row['scenario']}" if "scenario" in row else ""
        figure = f"{row[what]}{scenario}.{'pounds' if column.endswith('_gbp') else column}"
        return (self.run, row["scheme"], figure, row.get("category", ""), row["level"], row["organisation"], row["period"])

    def _add(self, key: Key, shown: Shown, scale: int, low: int, high: int) -> None:
        self.true[key], self.scale[key], self.bounds[key] = round(shown.true * scale), scale, (low, high)
        if shown.text == "*":
            self.stars.add(key)

    def _add_counts(self, rows: Mapping[Key, Shown]) -> None:
        for key, shown in rows.items():
            low, high = (0, 7 if shown.true <= 7 else UNKNOWN) if shown.text == "*" else at_most_and_least(int(shown.text), self.nearest)
            self._add(key, shown, 1, low, high)

    def _add_amounts(self, rows: Mapping[Key, Shown], scale: int) -> None:
        """Add a figure to the step it is seen to be rounded to: the least that all its rows agree with."""
        scale = scale or (10**3 if all((shown.true * 1000).denominator == 1 for shown in rows.values()) else 10**6)
        off = max((abs(Fraction(shown.text) - shown.true) for shown in rows.values() if shown.text != "*"), default=Fraction(0))
        half = Fraction(str(step_above(float(2 * off)))) / 2
        least = 0 if all(shown.true >= 0 for shown in rows.values()) else -ANY_AMOUNT
        for key, shown in rows.items():
            low, high = least, ANY_AMOUNT
            if shown.text != "*":
                low = max(low, math.floor((Fraction(shown.text) - half) * scale))
                high = math.ceil((Fraction(shown.text) + half) * scale)
            self._add(key, shown, scale, low, high)

    def _add_rates(self, rates: Iterable[tuple[Key, Shown]]) -> None:
        """Add values: of a numerator and a denominator as rates, others as the counts or amounts that they are."""
        alone: dict[tuple[str, ...], dict[Key, Shown]] = defaultdict(dict)
        for key, shown in rates:
            kpi = key[WHAT].removesuffix(".value")
            parts = [(*key[:WHAT], f"{kpi}.{part}", *key[CATEGORY:]) for part in ("numerator", "denominator")]
            if all(part in self.true for part in parts):
                if shown.text != "*":
                    self.rates.append(Rate(key, parts[0], parts[1], shown.text, shown.true))
            else:
                alone[key[SCHEME : WHAT + 1]][key] = shown
        for what, rows in alone.items():
            if all(_is_count(shown, self.nearest) for shown in rows.values()):
                self._add_counts(rows)
            else:
                self._add_amounts(rows, 0)
                self.values[what] = rows


def at_most_and_least(shown: int, nearest: int = 5) -> tuple[int, int]:
    """Return what a count may be that is shown so."""
    return (max(8, shown - nearest // 2), shown + nearest // 2) if shown else (0, 0)


def _is_count(shown: Shown, nearest: int) -> bool:
    """Say whether a number is rounded as counts are: a sum is rounded to a step of its own."""
    if shown.true.denominator != 1 or shown.true < 0:
        return False
    if shown.text == "*":
        return True
    if not shown.text.isdigit():
        return False
    low, high = at_most_and_least(int(shown.text), nearest)
    return low <= shown.true <= high


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _row_key(row: Mapping[str, str], what: str) -> tuple[str, ...]:
    return tuple(row.get(name, "") for name in ("scheme", what, "scenario", "category", "level", "organisation", "period"))
