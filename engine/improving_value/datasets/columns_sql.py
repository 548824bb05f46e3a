"""SQL that turns a column of a file into a typed column and its faults, as `values` does for one value.

A column is read in layers, each a SELECT over the one before: what is written, what that parses to, the value and its fault.
"""

from __future__ import annotations

from dataclasses import dataclass

from improving_value.datasets import clock, shapes
from improving_value.datasets.values import HAPPENED_TWICE, fold, places_of
from improving_value.spec.dictionary import DictionaryColumn


@dataclass(frozen=True)
class ColumnSql:
    """One column through the layers. `written` is over the file; the rest name the columns of the layer before.

    `fault` is None when nothing can be wrong; `utc` is set for date-times.
    """

    name: str
    written: str
    parsed: str
    value: str
    fault: str | None
    utc: str | None = None


def quoted(name: str) -> str:
    """Return a name as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """Return a text as an SQL string."""
    return "'" + text.replace("'", "''") + "'"


def duckdb_type(column: DictionaryColumn) -> str:
    """Return the type a column has once read."""
    match column.type:
        case "boolean":
            return "BOOLEAN"
        case "integer":
            return "BIGINT"
        case "decimal":
            return f"DECIMAL({shapes.LONGEST_DECIMAL}, {places_of(column)})"
        case "date":
            return "DATE"
        case "datetime":
            return "TIMESTAMP"
        case _:
            return "VARCHAR"


def from_plain_text(name: str, text: str, column: DictionaryColumn) -> ColumnSql:
    """Return how a column is read of which every text is written plainly; the values are those of `from_text`."""
    written, held = quoted(f"{name}__written"), f"nullif({text}, '')"
    match column.type:
        case "integer" | "decimal" | "date" | "datetime":
            return finished(name, column, held, f"TRY_CAST({written} AS {duckdb_type(column)})", literal(_UNREAD[column.type]))
        case "boolean":
            return finished(name, column, held, _boolean(f"lower({written})"), literal(_UNREAD[column.type]))
        case "name":
            return finished(name, column, held, f"lower({written})", None)
        case _:
            return finished(name, column, held, f"CASE WHEN {written} IS NOT NULL THEN {written} END", None)


_UNREAD = {
    "integer": "not-a-number",
    "decimal": "not-a-number",
    "boolean": "not-true-or-false-value",
    "date": "not-a-date",
    "datetime": "not-a-date-time",
}


def from_text(name: str, text: str, column: DictionaryColumn) -> ColumnSql:
    """Return how a column of texts is read; `text` is SQL for the text as it stands in the file."""
    written = quoted(f"{name}__written")
    match column.type:
        case "integer" | "decimal":
            return finished(name, column, _trimmed(text), _number(written, column), _number_fault(written, column))
        case "boolean":
            return finished(name, column, _trimmed(text), _boolean(_folded(written)), literal(_UNREAD["boolean"]))
        case "date":
            return finished(name, column, _trimmed(text), _date(written), literal(_UNREAD["date"]))
        case "datetime":
            return finished(name, column, _trimmed(text), _datetime(written), literal(_UNREAD["datetime"]))
        case "name":
            return finished(name, column, _trimmed(text), _folded(written), None)
        case _:
            return finished(name, column, _trimmed(text), f"CASE WHEN {written} IS NOT NULL THEN {written} END", None)


Test = tuple[str, str]
"""A condition in SQL, and SQL for the fault of a value for which it holds."""


def finished(name: str, column: DictionaryColumn, written: str, parsed: str, unread: str | None, instant: str | None = None) -> ColumnSql:
    """Return a column with its last layer: `unread` is SQL for the fault of what did not parse, None when all of it does.

    `instant` is SQL for the UTC of a file that holds instants instead of clock times.
    """
    held, value = quoted(f"{name}__written"), quoted(f"{name}__parsed")
    unparsed = [] if unread is None else [(f"{held} IS NOT NULL AND {value} IS NULL", unread)]
    if column.type == "datetime":
        return _instant(name, written, parsed, unparsed, instant)
    refused = _refused(value, column)
    kept = _choice([(condition, "NULL") for condition, _ in refused], value) or value
    return ColumnSql(name, written, parsed, kept, _choice(unparsed + refused, "NULL"))


def _choice(tests: list[Test], otherwise: str) -> str | None:
    if not tests:
        return None
    return "CASE " + " ".join(f"WHEN {condition} THEN {result}" for condition, result in tests) + f" ELSE {otherwise} END"


def _instant(name: str, written: str, parsed: str, unparsed: list[Test], instant: str | None) -> ColumnSql:
    value = quoted(f"{name}__parsed")
    utc = instant or clock.utc_sql(value)
    tests = [*unparsed, (f"{value} IS NOT NULL AND NOT {clock.is_covered_sql(value)}", literal(clock.OUTSIDE))]
    if instant is None:
        tests += [
            (f"{value} IS NOT NULL AND ({utc}) IS NULL", literal(clock.DID_NOT_EXIST)),
            (clock.is_ambiguous_sql(value), literal(HAPPENED_TWICE)),
        ]
    return ColumnSql(name, written, parsed, f"CASE WHEN ({utc}) IS NOT NULL THEN {value} END", _choice(tests, "NULL"), utc)


def _refused(value: str, column: DictionaryColumn) -> list[Test]:
    """Return the tests of values that parse and yet cannot be."""
    if column.type == "date":
        return [(f"{value} < DATE '{shapes.EARLIEST_YEAR}-01-01' OR {value} > DATE '9999-12-31'", literal("not-a-date"))]
    if column.type in ("integer", "decimal"):
        limits = ((column.above, "<="), (column.minimum, "<"), (column.maximum, ">"))
        tests = [f"{value} {sign} {limit:f}" for limit, sign in limits if limit is not None]
        return [(" OR ".join(tests), literal("out-of-range"))] if tests else []
    if column.values is None or column.type == "boolean":
        return []
    allowed = sorted({fold(one) for one in column.values} if column.type == "name" else set(column.values))
    return [(f"{value} NOT IN ({', '.join(literal(one) for one in allowed)})", literal("unknown-code"))]


def _trimmed(text: str) -> str:
    """Return SQL for a text without outer spaces, NULL when nothing is left; texts that end in plain signs pass untouched."""
    plain = f"{text} >= '!' AND {text} < '~' AND right({text}, 1) BETWEEN '!' AND '~'"
    return f"CASE WHEN {plain} THEN {text} ELSE nullif(trim({text}, {literal(shapes.SPACES)}), '') END"


def _folded(text: str) -> str:
    runs = f"regexp_replace({text}, {literal(shapes.SPACE_RUN)}, ' ', 'g')"
    return f"lower(CASE WHEN regexp_matches({text}, {literal(shapes.SPACE_RUN)}) THEN {runs} ELSE {text} END)"


def _boolean(word: str) -> str:
    true, false = (", ".join(literal(one) for one in words) for words in (shapes.TRUE_WORDS, shapes.FALSE_WORDS))
    return f"CASE WHEN {word} IN ({true}) THEN true WHEN {word} IN ({false}) THEN false END"


def _full(text: str, pattern: str) -> str:
    return f"regexp_full_match({text}, {literal(pattern)})"


def _digits(text: str) -> str:
    return f"regexp_replace({text}, '[^0-9.]', '', 'g')"


def _number(text: str, column: DictionaryColumn) -> str:
    """Return SQL for a number as people write it; plainly written ones are cast straight away."""
    sign = f"CASE WHEN contains({text}, '-') OR contains({text}, '(') THEN '-' ELSE '' END"
    kind = duckdb_type(column)
    if column.type == "integer":
        plain, shape, digits = shapes.plain_number(None), shapes.WHOLE, f"split_part({_digits(text)}, '.', 1)"
    else:
        places = places_of(column)
        plain, shape, digits = shapes.plain_number(places), shapes.places_at_most(places), _digits(text)
    return (
        f"CASE WHEN {_full(text, plain)} THEN TRY_CAST({text} AS {kind})"
        f" WHEN {_full(text, shapes.WRITTEN_NUMBER)} AND {_full(_digits(text), shape)} THEN TRY_CAST({sign} || {digits} AS {kind}) END"
    )


def _number_fault(text: str, column: DictionaryColumn) -> str:
    shape, fault = shapes.WHOLE, "not-a-whole-number"
    if column.type == "decimal":
        shape, fault = shapes.places_at_most(places_of(column)), "too-many-places"
    return (
        f"CASE WHEN NOT {_full(text, shapes.WRITTEN_NUMBER)} THEN 'not-a-number'"
        f" WHEN NOT {_full(_digits(text), shape)} THEN '{fault}' ELSE 'number-too-large' END"
    )


def _day(text: str) -> str:
    """Return SQL for the day a text names; what is no day of the calendar is NULL."""
    months = ", ".join(literal(month) for month in shapes.MONTHS)
    named = literal(shapes.NAMED_DAY)
    month = f"list_position([{months}], lower(regexp_extract({text}, {named}, 2)))"
    return (
        f"CASE WHEN {_full(text, shapes.ISO_DAY)} THEN TRY_CAST(replace({text}, '/', '-') AS DATE)"
        f" WHEN {_full(text, shapes.UK_DAY)} THEN TRY_CAST(regexp_replace({text}, {literal(shapes.UK_DAY)}, '\\3-\\2-\\1') AS DATE)"
        f" WHEN {_full(text, shapes.NAMED_DAY)} THEN TRY_CAST("
        f"regexp_extract({text}, {named}, 3) || '-' || {month} || '-' || regexp_extract({text}, {named}, 1) AS DATE) END"
    )


def _day_part(text: str) -> str:
    return f"regexp_replace({text}, {literal(shapes.TIME_TAIL + '$')}, '')"


def _clock_part(text: str) -> str:
    return f"regexp_extract({text}, {literal(shapes.TIME_TAIL + '$')}, 1)"


def _date(text: str) -> str:
    clock_part = _clock_part(text)
    return (
        f"CASE WHEN {_full(text, shapes.PLAIN_DAY)} THEN TRY_CAST({text} AS DATE)"
        f" WHEN {clock_part} = '' OR {_full(clock_part, shapes.MIDNIGHT)} THEN {_day(_day_part(text))} END"
    )


def _datetime(text: str) -> str:
    written = f"strftime({_day(_day_part(text))}, '%Y-%m-%d') || ' ' || lpad(split_part({_clock_part(text)}, ':', 1), 2, '0')"
    rest = f"regexp_replace({_clock_part(text)}, '^[0-9]+', '')"
    return (
        f"CASE WHEN {_full(text, shapes.PLAIN_MOMENT)} THEN TRY_CAST({text} AS TIMESTAMP)"
        f" WHEN {_full(_clock_part(text), shapes.CLOCK_TIME)} THEN TRY_CAST({written} || {rest} AS TIMESTAMP) END"
    )
