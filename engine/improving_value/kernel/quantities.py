"""Numbers as people read them, with their units in words: 1 day, 24 hours per day, £34.00 per g."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

MINUS = "\u2212"
NOT_SUPPLIED = "not supplied"

DIFFERENCE_OF_SHARES = "difference of shares"
"""The unit of one share less another: 0.5 is not half of anything, but 50 percentage points."""

_PLAIN_NUMBER = re.compile(r"-?\d{1,20}(\.\d{1,12})?")
_NO_UNIT = (
    "",
    "1",
    "count",
    "number",
    "text",
    "name",
    "code",
    "list",
    "date",
    "time",
    "yes/no",
    "score",
    "ratio",
    "coefficient of variation",
    "varies",
)
_SYMBOL = re.compile(r"[a-zA-Z]{1,2}|[A-Z]{2,}")
_TAIL = re.compile(r" (?:per|of|a) ")
_IRREGULAR = {"person": "people"}


def fixed(value: Decimal, places: int) -> str:
    """Return a number with commas and a fixed number of places, halves away from zero, with a true minus sign."""
    rounded = value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    return f"{MINUS if rounded < 0 else ''}{abs(rounded):,}"


def money(amount: Decimal, places: int = 2) -> str:
    shown = fixed(amount, places)
    return f"{MINUS}£{shown[1:]}" if shown.startswith(MINUS) else f"£{shown}"


def is_money(unit: str) -> bool:
    """Say whether a unit is of pounds: `GBP`, `GBP/g`, `GBP per 1,000 bed days`."""
    return re.match(r"GBP(?:/|\b)", unit) is not None


def price(amount: Decimal, unit: str, places: int = 2) -> str:
    """Return pounds, and what they are for: £34.00 per g."""
    first, *others = unit.split("/")
    return money(amount, places) + first.removeprefix("GBP").replace("_", " ") + _per(others)


def with_unit(shown: str, unit: str, exact: Decimal) -> str:
    """Return a number and its unit in words, in the singular for one; symbols (g, mg/kg) stay as they are."""
    if unit in _NO_UNIT:
        return shown
    if unit == "%":
        return shown + unit
    first, *others = unit.replace("_", " ").split("/")
    if all(_SYMBOL.fullmatch(part) for part in (first, *others)):
        return f"{shown} {unit}"
    return f"{shown} {first if _SYMBOL.fullmatch(first) else _noun(first, one=abs(exact) == 1)}{_per(others)}"


def _per(parts: list[str]) -> str:
    return f" per {' and '.join(parts)}".replace("_", " ") if parts else ""


def _noun(words: str, *, one: bool) -> str:
    """Return a noun, however the author wrote it, in the number wanted; what follows `per`, `of` or `a` stays."""
    if words.startswith("per "):
        return words
    tail = _TAIL.search(words)
    head, rest = (words, "") if tail is None else (words[: tail.start()], words[tail.start() :])
    if _SYMBOL.fullmatch(head):
        return words
    return (_singular(head) if one else _plural(head)) + rest


def _plural(noun: str) -> str:
    if noun in _IRREGULAR:
        return _IRREGULAR[noun]
    if re.search(r"[^aeiou]y$", noun):
        return noun[:-1] + "ies"
    if re.search(r"[^s]s$", noun):
        return noun
    return noun + ("es" if re.search(r"(ss|sh|ch|x)$", noun) else "s")


def _singular(noun: str) -> str:
    if noun.endswith("ies"):
        return noun[:-3] + "y"
    return noun[:-1] if re.search(r"[^s]s$", noun) else noun


def stated(value: str | None, unit: str) -> str:
    """Return a parameter's value as it was stated: nothing is rounded away."""
    if value is None:
        return NOT_SUPPLIED
    number = as_number(value)
    if number is None:
        return value
    if unit == "share":
        return fixed(number * 100, max(1, _stated_places(number * 100))) + "%"
    if is_money(unit):
        return price(number, unit, max(2, _stated_places(number)))
    return with_unit(fixed(number, _stated_places(number)), unit, number)


def as_number(text: str) -> Decimal | None:
    """Return the number that a text is, or nothing when it is something else."""
    if not _PLAIN_NUMBER.fullmatch(text.strip()):
        return None
    try:
        return Decimal(text.strip())
    except InvalidOperation:
        return None


def _stated_places(number: Decimal) -> int:
    exponent = number.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
