"""A published value back to its numerator and denominator: between what and what their quotient can lie."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction

from disclosure.prices import FEWEST_ROWS
from disclosure.product import CATEGORY, LEVEL, SCHEME, WHAT, Key, Product, Rate, Shown
from improving_value.assess.rounding import step_above

Bounded = tuple[list[tuple[Key, int]], int, int]
Rows = Mapping[tuple[str, ...], tuple[Key, Shown]]
SMALL = 10**9


def bounded(product: Product) -> Iterator[Bounded]:
    """Yield that each numerator is no less and no more than its denominator times what the value can be."""
    figures: dict[tuple[str, ...], list[Rate]] = defaultdict(list)
    for rate in (*product.rates, *_guessed(product)):
        figures[*rate.value[SCHEME : WHAT + 1], str(bool(rate.value[CATEGORY]))].append(rate)
    for rates in figures.values():
        times = _times(product, rates)
        if times is None:
            continue
        agree = (step for step in _steps(product) if all(abs(Fraction(rate.text) - rate.true) <= step(rate) / 2 for rate in rates))
        step = next(agree, None)
        for rate in rates if step is not None else ():
            half = step(rate) / 2
            yield from _both_sides(product, rate, (Fraction(rate.text) - half) / times, (Fraction(rate.text) + half) / times)


def _guessed(product: Product) -> Iterator[Rate]:
    """Yield values published without their parts, each with the first two figures of its scheme that it is the quotient of everywhere."""
    columns: dict[str, dict[str, dict[tuple[str, ...], int]]] = defaultdict(lambda: defaultdict(dict))
    for key, number in product.true.items():
        if not key[CATEGORY]:
            columns[key[SCHEME]][key[WHAT]][key[LEVEL:]] = number
    for (scheme, what), shown in product.values.items():
        rows = {key[LEVEL:]: (key, one) for key, one in shown.items() if not key[CATEGORY] and one.text != "*"}
        figures = columns[scheme]
        able = [figure for figure, column in figures.items() if figure != what and all(place in column for place in rows)]
        found = next(
            ((over, under) for over in able for under in able if over != under and _divides(rows, figures[over], figures[under])), None
        )
        for key, one in rows.values() if found else ():
            parts = [(*key[:WHAT], part, *key[CATEGORY:]) for part in found or ()]
            yield Rate(key, parts[0], parts[1], one.text, one.true)


def _divides(rows: Rows, over: Mapping[tuple[str, ...], int], under: Mapping[tuple[str, ...], int]) -> bool:
    """Say whether values are one figure over another, times a number, in enough rows for it not to be chance."""
    times = None
    for place, (_, shown) in rows.items():
        if not under[place] or not over[place]:
            if shown.true:
                return False
            continue
        this = float(shown.true) * under[place] / over[place]
        if times is not None and abs(this - times) > abs(times) * 1e-6:
            return False
        times = this if times is None else times
    return len({shown.true for _, shown in rows.values()}) >= FEWEST_ROWS


def _times(product: Product, rates: list[Rate]) -> Fraction | None:
    """Return what quotients are multiplied by (a thousand, for a rate per thousand); None where that is not one number everywhere."""
    most = max(rates, key=lambda rate: abs(_quotient(product, rate)))
    if not _quotient(product, most):
        return None
    times = (most.true / _quotient(product, most)).limit_denominator(1000)
    agree = all(abs(rate.true - times * _quotient(product, rate)) <= abs(rate.true) / 10**6 for rate in rates)
    return times if agree and times else None


def _quotient(product: Product, rate: Rate) -> Fraction:
    numerator, denominator = (Fraction(product.true[key], product.scale[key]) for key in (rate.numerator, rate.denominator))
    return numerator / denominator if denominator else Fraction(0)


def _steps(product: Product) -> Iterator[Callable[[Rate], Fraction]]:
    """Yield the steps that values may be rounded to, finest first. What is none of them is worked out from rounded numbers, and tells no more."""

    def three_figures(rate: Rate) -> Fraction:
        value = abs(Fraction(rate.text))
        return Fraction(10) ** (math.floor(math.log10(value)) - 2) if value else Fraction(0)

    def as_written(rate: Rate) -> Fraction:
        return Fraction(1, 10 ** len(rate.text.partition(".")[2]))

    def of_a_mean(rate: Rate) -> Fraction:
        low, _ = product.bounds[rate.denominator]
        one = abs(Fraction(rate.text)) * product.scale[rate.denominator] / max(1, low)
        return max(three_figures(rate), Fraction(str(step_above(float(one)))))

    yield lambda rate: min(three_figures(rate), as_written(rate))
    yield three_figures
    yield of_a_mean
    yield lambda rate: 2 * of_a_mean(rate)


def _both_sides(product: Product, rate: Rate, low: Fraction, high: Fraction) -> Iterator[Bounded]:
    mine, theirs = product.scale[rate.numerator], product.scale[rate.denominator]
    for quotient, sign in ((Fraction(math.floor(low * SMALL), SMALL), 1), (Fraction(math.ceil(high * SMALL), SMALL), -1)):
        per = quotient * mine / theirs
        slack = 2 * per.denominator * (1 + abs(math.ceil(per))) if max(mine, theirs) > 1 else 0
        terms = [(rate.numerator, sign * per.denominator), (rate.denominator, -sign * per.numerator)]
        yield [(key, by) for key, by in terms if by], -slack, SMALL**4
