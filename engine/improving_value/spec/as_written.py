"""What an author most likely meant by a number, a date or a yes that is written another way."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

_LOOSE = re.compile(r"(?P<sign>[-+]?)(?P<whole>\d*)(?:\.(?P<part>\d*))?(?:[eE](?P<power>[-+]?\d{1,2}))?(?P<percent>%?)", re.ASCII)
_THOUSANDS = re.compile(r"[-+]?\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_DAY_FIRST = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})")
_YES = frozenset({"yes", "y", "on", "true", "1"})
_NO = frozenset({"no", "n", "off", "false", "0"})


def number_meant(text: str) -> str | None:
    """Return a plain number for `010`, `1_000`, `1,000`, `5E3`, `.5`, `£5` or `80%`; None when none is evident."""
    bare = text.strip().removeprefix("£").strip().replace("_", "")
    if _THOUSANDS.fullmatch(bare):
        bare = bare.replace(",", "")
    found = _LOOSE.fullmatch(bare)
    if not found or not (found["whole"] or found["part"]):
        return None
    value = Decimal(f"{found['sign']}{found['whole'] or 0}.{found['part'] or 0}").scaleb(int(found["power"] or 0))
    if found["percent"]:
        value = value.scaleb(-2)
    plain = f"{value:f}"
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def date_meant(text: str) -> str | None:
    """Return the date, year first, that a date written day first stands for; None when none is evident."""
    found = _DAY_FIRST.fullmatch(text.strip())
    if not found:
        return None
    try:
        return date(int(found[3]), int(found[2]), int(found[1])).isoformat()
    except ValueError:
        return None


def truth_meant(text: str) -> str | None:
    """Return `true` or `false` for the usual other ways of writing them."""
    word = text.strip().lower()
    return "true" if word in _YES else "false" if word in _NO else None


def date_of(text: object) -> date | None:
    """Return the date that a text written year first stands for, or None."""
    if not isinstance(text, str) or not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
