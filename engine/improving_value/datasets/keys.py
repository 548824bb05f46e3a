"""The key of a row: the dataset's own, or, where a part of it is missing, the row's content and an ordinal."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from improving_value.datasets.clock import LocalTime
from improving_value.datasets.values import Value

Row = Mapping[str, Value | None]


def key_of(row: Row, key: Sequence[str]) -> str | None:
    """Return the parts of a key joined by `|`, or None when one is missing or the dataset has no key."""
    parts = [row.get(name) for name in key]
    known = [key_text(part) for part in parts if part is not None]
    return "|".join(known) if key and len(known) == len(parts) else None


def key_text(value: Value) -> str:
    """Return a typed value as it stands in a key: as DuckDB casts it to text."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, LocalTime):
        return _moment_text(value.local)
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def _moment_text(moment: datetime) -> str:
    whole, _, fraction = str(moment).partition(".")
    return f"{whole}.{fraction.rstrip('0')}" if fraction else whole


def content_keys(rows: Sequence[Row], columns: Sequence[str]) -> list[str]:
    """Return a key for each row from its content, with an ordinal that tells rows that are the same from one another."""
    seen: Counter[str] = Counter()
    keys = []
    for row in rows:
        texts = ("" if (value := row.get(name)) is None else key_text(value) for name in columns)
        digest = hashlib.md5("\x1f".join(texts).encode(), usedforsecurity=False).hexdigest()[:16]
        seen[digest] += 1
        keys.append(f"{digest}-{seen[digest]}")
    return keys
