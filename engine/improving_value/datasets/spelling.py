"""Which columns of a small file are written plainly: what reads them in bulk can then be short.

DuckDB takes longer over the patterns for every other way of writing a date than over the rows of most files.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Mapping
from pathlib import Path

from improving_value.datasets import shapes
from improving_value.datasets.csv_scan import Scan
from improving_value.datasets.values import places_of
from improving_value.spec.dictionary import DictionaryColumn

LARGEST = 512 << 10
"""Bytes above which looking at every value costs more than it saves."""


def plainly_written(path: Path, scan: Scan, places: Mapping[str, int], columns: Mapping[str, DictionaryColumn]) -> frozenset[str]:
    """Return the columns of a plain file of which every value is; none when the file is too large to look."""
    if path.stat().st_size > LARGEST:
        return frozenset()
    width = len(scan.headings)
    with path.open(encoding="utf-8-sig", newline="") as stream:
        try:
            rows = [row for row in csv.reader(stream, strict=True) if len(row) == width]
        except csv.Error:  # for whoever reads it row by row to say where
            return frozenset()
    return frozenset(name for name, place in places.items() if all(map(plain_test(columns[name]), {row[place] for row in rows[1:]} - {""})))


def plain_test(column: DictionaryColumn) -> Callable[[str], object]:
    """Return what says of a text of a column that it is written plainly; it may be no value of the column for all that."""
    match column.type:
        case "integer" | "decimal":
            return re.compile(shapes.plain_number(None if column.type == "integer" else places_of(column))).fullmatch
        case "date":
            return re.compile(shapes.PLAIN_DAY).fullmatch
        case "datetime":
            return re.compile(shapes.PLAIN_MOMENT).fullmatch
        case "name" | "boolean":
            return lambda text: " ".join(text.split()) == text
        case _:
            return lambda text: text.strip(shapes.SPACES) == text
