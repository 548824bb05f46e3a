"""SQL that turns an already typed Parquet column into a dictionary column, without going through text where that can be helped."""

from __future__ import annotations

import re

from improving_value.datasets import clock, shapes
from improving_value.datasets.columns_sql import ColumnSql, duckdb_type, finished, from_text, literal, quoted
from improving_value.datasets.values import places_of
from improving_value.spec.dictionary import DictionaryColumn

_INTEGERS = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT", "HUGEINT", "UHUGEINT")
_FLOATS = ("FLOAT", "DOUBLE")
_TIMESTAMPS = ("TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS")
_ZONED = "TIMESTAMP WITH TIME ZONE"


def is_flat(kind: str) -> bool:
    """Say whether a DuckDB type holds one value, not a list or a structure."""
    return "[" not in kind and not kind.startswith(("STRUCT", "MAP", "UNION"))


def from_typed(name: str, held: str, kind: str, column: DictionaryColumn) -> ColumnSql:
    """Return how a Parquet column of a DuckDB type is read; `held` is SQL for its value."""
    written = quoted(f"{name}__written")
    if column.type in ("integer", "decimal") and (kind in _INTEGERS or kind in _FLOATS or kind.startswith("DECIMAL")):
        return _number(name, held, kind, column)
    if column.type == "boolean" and kind == "BOOLEAN":
        return finished(name, column, held, written, None)
    if column.type == "date" and kind == "DATE":
        return finished(name, column, held, written, None)
    if column.type == "date" and kind in _TIMESTAMPS:
        parsed = (
            f"CASE WHEN CAST({written} AS TIMESTAMP) = date_trunc('day', CAST({written} AS TIMESTAMP)) THEN CAST({written} AS DATE) END"
        )
        return finished(name, column, held, parsed, literal("not-a-date"))
    if column.type == "datetime" and kind in _TIMESTAMPS:
        return finished(name, column, held, f"CAST({written} AS TIMESTAMP)", None)
    if column.type == "datetime" and kind == _ZONED:
        return _zoned(name, held, column)
    return from_text(name, _text(held, kind), column)


def is_direct(kind: str, column: DictionaryColumn) -> bool:
    """Say whether a column is read without taking a text apart: cheap enough to be done again for every query."""
    match column.type:
        case "code" | "name" | "text":
            return True
        case "integer":
            return kind in _INTEGERS or kind in _FLOATS
        case "decimal":
            return kind in _INTEGERS or kind in _FLOATS or (kind.startswith("DECIMAL") and _scale(kind) <= places_of(column))
        case "date":
            return kind == "DATE" or kind in _TIMESTAMPS
        case "boolean":
            return kind == "BOOLEAN"
        case _:
            return False


def untidy(text: str, column: DictionaryColumn) -> str:
    """Return an SQL aggregate: true when some text of a column is not to be taken letter by letter.

    Each test is a comparison or function of the text alone, which DuckDB works out once for each entry of a Parquet
    dictionary; one expression for all of them would be worked out for every row. Codes are hardly ever in a dictionary, and
    hardly ever more than ASCII: for them the tests are those that cost least on every row.
    """
    blank, *others = (literal(space) for space in shapes.SPACES)
    if column.type == "code":
        tests = [f"bool_or(substring({text}, -1) < '!')", f"sum(strlen({text})) <> sum(length({text}))"]
    elif column.type == "name":
        tests = [f"bool_or(suffix({text}, {blank}))", *(f"bool_or(contains({text}, {space}))" for space in ("'  '", *others))]
    else:
        tests = [f"bool_or({test}({text}, {space}))" for test in ("starts_with", "suffix") for space in (blank, *others)]
    tests.append(f"bool_or({text} < '!')")
    return f"coalesce({' OR '.join(tests)}, false)"


def from_tidy(name: str, held: str, kind: str, column: DictionaryColumn) -> ColumnSql:
    """Return how a column of texts is read when none of them is `untidy`; the values are those of `from_typed`."""
    written = quoted(f"{name}__written")
    return finished(name, column, _text(held, kind), f"lower({written})" if column.type == "name" else written, None)


def _scale(kind: str) -> int:
    return int(re.findall("[0-9]+", kind)[1])


def _zoned(name: str, held: str, column: DictionaryColumn) -> ColumnSql:
    """Return an instant's reading: its UTC is known, and its clock time follows, so no hour of it is ambiguous."""
    written = quoted(f"{name}__written")
    return finished(name, column, f"make_timestamp(epoch_us({held}))", clock.local_sql(written), literal(clock.OUTSIDE), instant=written)


def _text(held: str, kind: str) -> str:
    """Return SQL for a typed value as text; a whole float (an integer column that once had gaps) loses its `.0`."""
    if kind in _FLOATS:
        whole = f"CAST(TRY_CAST({held} AS BIGINT) AS VARCHAR)"
        return f"CASE WHEN isnan({held}) THEN NULL WHEN {held} = floor({held}) AND abs({held}) < 1e15 THEN {whole} ELSE CAST({held} AS VARCHAR) END"
    return held if kind == "VARCHAR" else f"CAST({held} AS VARCHAR)"


def _number(name: str, held: str, kind: str, column: DictionaryColumn) -> ColumnSql:
    wanted, written = duckdb_type(column), quoted(f"{name}__written")
    if kind in _FLOATS:
        return _float(name, held, kind, column)
    if kind in _INTEGERS:
        fits = kind in _INTEGERS[:4] if column.type == "integer" else kind in ("TINYINT", "SMALLINT", "INTEGER") and places_of(column) <= 8
        cast = f"CAST({written} AS {wanted})" if fits else f"TRY_CAST({written} AS {wanted})"
        return finished(name, column, held, cast, None if fits else literal("number-too-large"))
    width, scale = (int(part) for part in re.findall("[0-9]+", kind))
    if column.type == "decimal" and scale <= places_of(column):
        fits = width - scale <= shapes.LONGEST_DECIMAL - places_of(column)
        cast = f"CAST({written} AS {wanted})" if fits else f"TRY_CAST({written} AS {wanted})"
        return finished(name, column, held, cast, None if fits else literal("number-too-large"))
    return from_text(name, f"CAST({held} AS VARCHAR)", column)


def _float(name: str, held: str, kind: str, column: DictionaryColumn) -> ColumnSql:
    """Return the reading of a float: the decimal it stands for, or a fault when it lies too far from any."""
    wanted, written = duckdb_type(column), quoted(f"{name}__written")
    known = f"CASE WHEN NOT isnan({held}) THEN CAST({held} AS DOUBLE) END"
    fault = "not-a-whole-number"
    away = f"{written} <> floor({written})"
    if column.type == "decimal":
        fixed, relative = shapes.float_margin(single=kind == "FLOAT")
        away = f"abs({written} - CAST(TRY_CAST({written} AS {wanted}) AS DOUBLE)) > {fixed} + {relative} * abs({written})"
        fault = "too-many-places"
    parsed = f"CASE WHEN NOT ({away}) THEN TRY_CAST({written} AS {wanted}) END"
    unread = f"CASE WHEN isinf({written}) THEN 'not-a-number' WHEN {away} THEN '{fault}' ELSE 'number-too-large' END"
    return finished(name, column, known, parsed, unread)
