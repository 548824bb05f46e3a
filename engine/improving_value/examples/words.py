"""The values of an example as a message says them: what came out, and what the author wrote."""

from __future__ import annotations

from decimal import Decimal


def in_words(got: object, wanted: object) -> str:
    """Return a value that came out, beside one that was wanted."""
    if got is None:
        return "missing"
    if isinstance(wanted, Decimal) and isinstance(got, (int, float, Decimal)):
        return f"{got:,.6f}".rstrip("0").rstrip(".") if not isinstance(got, Decimal) else str(got)
    return f"`{got}`"


def as_written(wanted: object) -> str:
    """Return a value that was wanted."""
    return "missing" if wanted is None else str(wanted) if isinstance(wanted, Decimal) else f"`{wanted}`"
