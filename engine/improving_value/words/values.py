"""Values and their units as people write them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from improving_value.expression.english import listed, plural
from improving_value.report.numbers import stated
from improving_value.spec.models import Parameter

_NAMED = {"h": "hour", "GBP": "pound"}
WITHHELD = "withheld"
LONGEST_LIST = 6
_TEXT_UNITS = ("text", "code", "name", "list")
_SYMBOLS = frozenset(["g", "kg", "mg", "g/kg", "h", "Gy", "ml", "mL", "WTE", "DDD"])


def in_unit(value: Decimal | bool | str, unit: str) -> str:
    """Return one value with its unit: 18 years, £680.00, 80%, 1 April 2017."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if unit in _TEXT_UNITS:
        return f"“{value}”"
    if unit == "date":
        return day(str(value))
    if not isinstance(value, Decimal) or unit == "time":
        return str(value)
    if unit == "share":
        return stated(f"{value:f}", unit).replace(".0%", "%")
    if unit == "GBP" or unit.startswith("GBP/"):
        return _spoken(stated(f"{value:f}", unit))
    number = stated(f"{value:f}", "1")
    return number if unit in ("", "1", "ratio", "number", "count") else f"{number} {unit_words(unit, value != 1)}"


def _spoken(text: str) -> str:
    return text.replace("/", " per ")


def unit_words(unit: str, several: bool = False) -> str:
    """Return a unit in words: GBP/g is pounds per g, day/week days per week."""
    if unit in _SYMBOLS:
        return unit
    if unit == "yes/no":
        return "yes or no"
    first, *rest = unit.replace("_", " ").split("/")
    rest = [_NAMED.get(part, part) for part in rest]
    named = {"GBP": "pounds", "h": "hours" if several else "hour"}.get(first)
    many = named or (plural(first) if several and first not in _SYMBOLS and not first[:1].isdigit() and not first.endswith("s") else first)
    return " per ".join([many, *rest])


def day(text: str) -> str:
    """Return a date as people write it."""
    value = date.fromisoformat(text)
    return f"{value.day} {value:%B %Y}"


def value_words(parameter: Parameter, value: object, exact: bool = False) -> str:
    """Return a parameter's value, or its values when it is a list; `exact` keeps the spelling of the data."""
    if parameter.sensitive:
        return WITHHELD
    if isinstance(value, list | tuple):
        parts = [in_unit(part, parameter.unit if parameter.unit != "list" else "text") for part in value]
        return listed(parts if exact else list(dict.fromkeys(part.replace("_", " ") for part in parts)))
    assert isinstance(value, Decimal | str | bool)
    words = in_unit(value, parameter.unit)
    return words if exact else words.replace("_", " ")
