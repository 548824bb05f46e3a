"""Values and their units as people write them."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from improving_value.expression.english import listed
from improving_value.kernel.quantities import DIFFERENCE_OF_SHARES, stated, with_unit
from improving_value.spec.models import Parameter

WITHHELD = "withheld"
LONGEST_LIST = 6
_TEXT_UNITS = ("text", "code", "name", "list")
_SEVERAL = Decimal(2)
_SAID = {
    "yes/no": "yes or no",
    "h": "hours",
    "share": "a share",
    "date": "a date",
    "text": "a word",
    "name": "a name",
    "code": "a code",
    "list": "a list",
}


_SHOWN = {
    "share": "shown as per cent",
    DIFFERENCE_OF_SHARES: "shown in percentage points",
    "GBP": "shown in pounds",
    "": "shown as a number",
    "ratio": "shown as a ratio",
}
_HOUR = re.compile(r"(^|/)h(?=/|$)")


def _spelt(unit: str) -> str:
    return _HOUR.sub(r"\1hour", unit)


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
    return stated(f"{value:f}", _spelt(unit)).replace(".0%", "%")


def unit_words(unit: str) -> str:
    """Return a unit in words, of several: GBP/g is pounds per g, day/week days per week."""
    if unit in _SAID:
        return _SAID[unit]
    unit = _spelt(unit)
    if unit == "GBP" or unit.startswith(("GBP/", "GBP ")):
        return with_unit("pounds", unit.removeprefix("GBP").replace("/", " per ").strip(), _SEVERAL).strip()
    return with_unit("", unit, _SEVERAL).strip() or unit


def shown_as(unit: str) -> str:
    """Return how the report shows a value of this unit."""
    return _SHOWN.get(unit, f"unit: {unit_words(unit)}")


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
