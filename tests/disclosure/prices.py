"""Known prices: figures that are another figure times a number, or several figures each times its own, wherever they stand."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction

import numpy

from disclosure.product import CATEGORY, LEVEL, PENCE, SCHEME, WHAT, Key, Product

Figure = tuple[str, str]
Place = tuple[str, ...]
Column = Mapping[Place, int]
Priced = tuple[list[tuple[Key, int]], int, int]
FEWEST_ROWS = 8
"""Rows that must agree before a price is one: fewer agree by chance."""


def priced(product: Product) -> Iterator[Priced]:
    """Yield what is true of amounts and counts of the same place, for those who know what one costs."""
    schemes: dict[str, dict[Figure, dict[Place, int]]] = defaultdict(lambda: defaultdict(dict))
    for key, number in product.true.items():
        schemes[key[SCHEME]][key[WHAT], key[CATEGORY]][key[LEVEL:]] = number
    for scheme, columns in schemes.items():
        name = _Names(product, scheme)
        known = {each: column for each, column in columns.items() if sum(map(bool, column.values())) >= FEWEST_ROWS}
        yield from _multiples(known, name)
        yield from _sums(known, name)


class _Names:
    """The keys of one scheme's figures."""

    def __init__(self, product: Product, scheme: str) -> None:
        self._run, self._scheme, self._scale = product.run, scheme, product.scale
        self._amounts = {(key[WHAT], key[CATEGORY]) for key, scale in product.scale.items() if key[SCHEME] == scheme and scale > 1}

    def key(self, figure: Figure, place: Place) -> Key:
        return (self._run, self._scheme, *figure, *place)

    def is_amount(self, figure: Figure) -> bool:
        return figure in self._amounts

    def slack(self, keys: Sequence[Key], numbers: Sequence[int]) -> int:
        """Return by how much a sum may be out for rounding: of an amount itself, and of what each counted thing came to in pence."""
        scale = self._scale[keys[0]]
        if scale == PENCE:
            return 1 + sum(abs(number) for key, number in zip(keys, numbers, strict=True) if self._scale[key] == 1) // 2
        return 0 if scale == 1 else 2


def _multiples(columns: Mapping[Figure, Column], name: _Names) -> Iterator[Priced]:
    """Relate each figure to the first that it is a multiple of."""
    leaders: list[Figure] = []
    for figure, column in columns.items():
        for leader in leaders:
            price = _price(column, columns[leader])
            if price is not None and not (name.is_amount(figure) or _varies(column)):
                continue
            places = [place for place in column if place in columns[leader]]
            found = [] if price is None else _relations(columns, (figure, leader), [price], places, name)
            if found:
                yield from found
                break
        else:
            leaders.append(figure)


def _price(column: Column, of: Column) -> Fraction | None:
    """Return what one of a figure is of another, as far as a few rows can tell."""
    rows = [(number, of[place]) for place, number in column.items() if place in of]
    if not rows:
        return None
    most, by = max(rows, key=lambda row: abs(row[1]))
    seen = set()
    for number, other in rows:
        if (number == 0) != (other == 0) or abs(number * by - most * other) > abs(by) * (2 + abs(other)):
            return None
        seen.add(other)
    enough = sum(1 for number, _ in rows if number) >= FEWEST_ROWS and len(seen - {0}) >= 3
    return Fraction(most, by).limit_denominator(10_000) if enough else None


def _varies(column: Column) -> bool:
    """Say whether a count is of three sizes at single organisations: one for each of them is a multiple of anything."""
    return len({number for place, number in column.items() if number and place[0] in ("provider", "commissioner")}) >= 3


def _sums(columns: Mapping[Figure, Column], name: _Names) -> Iterator[Priced]:
    """Relate amounts to the parts of each KPI, and to its categories, where they are the same sum of them everywhere."""
    groups: dict[tuple[str, str], list[Figure]] = defaultdict(list)
    for what, category in columns:
        figure, _, part = what.rpartition(".")
        groups[(figure, part) if category else (figure, "")].append((what, category))
    for amount, column in columns.items():
        for group in groups.values() if name.is_amount(amount) else ():
            parts = [part for part in group if part != amount]
            if len(parts) > 1 and (found := _fitted(column, [columns[part] for part in parts])):
                prices, places = found
                yield from _relations(columns, (amount, *parts), prices, places, name)


def _fitted(column: Column, parts: Sequence[Column]) -> tuple[list[Fraction], list[Place]] | None:
    """Return the price of each part at which they make up a figure, and where: none without more rows than prices can be bent to."""
    places = [place for place in column if all(place in part for part in parts)]
    if len(places) < 2 * len(parts) + FEWEST_ROWS:
        return None
    matrix = numpy.array([[part[place] for part in parts] for place in places], dtype=float)
    amounts = numpy.array([column[place] for place in places], dtype=float)
    prices, _, rank, _ = numpy.linalg.lstsq(matrix, amounts, rcond=None)
    if rank < len(parts) or not numpy.allclose(matrix @ prices, amounts, rtol=1e-6, atol=2 + numpy.abs(matrix).max() / 2):
        return None
    return [Fraction(float(price)).limit_denominator(10_000) for price in prices], places


def _relations(
    columns: Mapping[Figure, Column], figures: Sequence[Figure], prices: Sequence[Fraction], places: Iterable[Place], name: _Names
) -> list[Priced]:
    """Return that a figure less others at their prices is about nought: at every place, or nowhere."""
    unit = math.lcm(*(price.denominator for price in prices))
    times = [unit, *(-int(price * unit) for price in prices)]
    found = []
    for place in places:
        numbers = [columns[figure][place] for figure in figures]
        terms = [(name.key(figure, place), by) for figure, by in zip(figures, times, strict=True)]
        slack = name.slack([key for key, _ in terms], numbers) * unit
        if abs(sum(number * by for number, by in zip(numbers, times, strict=True))) > slack:
            return []
        found.append(([(key, by) for key, by in terms if by], -slack, slack))
    return found
