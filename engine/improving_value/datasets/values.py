"""One written value to one typed value: the reference that bulk reading must agree with."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal, localcontext
from functools import lru_cache

from improving_value.datasets import shapes
from improving_value.datasets.clock import LocalTime, from_utc, to_utc
from improving_value.spec.dictionary import DictionaryColumn

__all__ = ["HAPPENED_TWICE", "MISSING", "LocalTime", "ReadValue", "Scalar", "Value", "as_text", "fold", "places_of", "read_value"]

Value = str | bool | int | Decimal | date | LocalTime
"""code, name and text are str; a decimal has its declared places; a date-time is a LocalTime."""

Scalar = str | bool | int | float | Decimal | date | datetime | None

HAPPENED_TWICE = "hour-happened-twice"
_LARGEST_INTEGER = 2**63 - 1


@dataclass(frozen=True)
class ReadValue:
    """A typed value and what was wrong. Missing: both None. A fault leaves no value, except `hour-happened-twice`."""

    value: Value | None
    fault: str | None = None


MISSING = ReadValue(None)


def read_value(written: Scalar, column: DictionaryColumn) -> ReadValue:
    """Return what one written value means in a column, or the code of its fault."""
    if isinstance(written, str):
        written = written.strip(shapes.SPACES)
    if written is None or written == "" or (isinstance(written, float) and math.isnan(written)):
        return MISSING
    match column.type:
        case "integer" | "decimal":
            return _in_range(_number(written, column), column)
        case "boolean":
            return _boolean(as_text(written))
        case "date":
            return _date(written)
        case "datetime":
            return _datetime(written)
        case _:
            return _listed(as_text(written), column)


def as_text(written: Scalar) -> str:
    """Return a value as a file would hold it: whole numbers without a point, true and false in lower case."""
    if isinstance(written, bool):
        return "true" if written else "false"
    if isinstance(written, float) and written.is_integer():
        return str(int(written))
    return format(written, "f") if isinstance(written, Decimal) else str(written)


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """Return a name as names are compared: inner spaces single, lower case letter by letter.

    Letter by letter, because Python alone would lower a word's last sigma otherwise than the same letter within it.
    """
    single = re.sub(shapes.SPACE_RUN, " ", text.strip(shapes.SPACES))
    return single.lower() if single.isascii() else "".join("i" if letter == "İ" else letter.lower() for letter in single)


def _listed(text: str, column: DictionaryColumn) -> ReadValue:
    """Return a text, provided that the column allows it."""
    value, allowed = text, column.values
    if column.type == "name":
        value, allowed = fold(text), column.values and [fold(one) for one in column.values]
    return ReadValue(None, "unknown-code") if allowed is not None and value not in allowed else ReadValue(value)


def _boolean(text: str) -> ReadValue:
    word = fold(text)
    if word in shapes.TRUE_WORDS or word in shapes.FALSE_WORDS:
        return ReadValue(word in shapes.TRUE_WORDS)
    return ReadValue(None, "not-true-or-false-value")


def _number(written: Scalar, column: DictionaryColumn) -> ReadValue:
    if isinstance(written, float):
        return _from_float(written, column)
    text = as_text(written)
    if not re.fullmatch(shapes.WRITTEN_NUMBER, text):
        return ReadValue(None, "not-a-number")
    digits = re.sub("[^0-9.]", "", text)
    sign = -1 if "-" in text or "(" in text else 1
    if column.type == "integer":
        if not re.fullmatch(shapes.WHOLE, digits):
            return ReadValue(None, "not-a-whole-number")
        whole = sign * int(digits.split(".")[0])
        return ReadValue(whole) if abs(whole) <= _LARGEST_INTEGER else ReadValue(None, "number-too-large")
    places = places_of(column)
    if not re.fullmatch(shapes.places_at_most(places), digits):
        return ReadValue(None, "too-many-places")
    return _quantised(sign * Decimal(digits), places)


def _from_float(number: float, column: DictionaryColumn) -> ReadValue:
    """Return the number that a float stands for; the tail of digits that binary arithmetic leaves is not held against it."""
    if math.isinf(number):
        return ReadValue(None, "not-a-number")
    if column.type == "integer":
        if not number.is_integer():
            return ReadValue(None, "not-a-whole-number")
        return ReadValue(int(number)) if abs(number) < _LARGEST_INTEGER else ReadValue(None, "number-too-large")
    found = _quantised(Decimal(number), places_of(column))
    fixed, relative = shapes.float_margin(single=False)
    if isinstance(found.value, Decimal) and not abs(number - float(found.value)) <= fixed + relative * abs(number):
        return ReadValue(None, "too-many-places")
    return found


def places_of(column: DictionaryColumn) -> int:
    """Return the declared places of a decimal, none being whole numbers."""
    return column.places or 0


def _quantised(number: Decimal, places: int) -> ReadValue:
    if abs(number) >= Decimal(10) ** (shapes.LONGEST_DECIMAL - places):
        return ReadValue(None, "number-too-large")
    with localcontext() as context:
        context.prec = 60
        # A negative zero would print otherwise than the zero it equals.
        return ReadValue(number.quantize(Decimal(1).scaleb(-places)) + 0)


def _in_range(read: ReadValue, column: DictionaryColumn) -> ReadValue:
    number = read.value
    if not isinstance(number, int | Decimal):
        return read
    outside = (
        (column.above is not None and not number > column.above)
        or (column.minimum is not None and number < column.minimum)
        or (column.maximum is not None and number > column.maximum)
    )
    return ReadValue(None, "out-of-range") if outside else read


def _day(text: str) -> date | None:
    """Return the day a text names: year first, day first, or with a month of three letters."""
    try:
        if found := re.fullmatch(shapes.ISO_DAY, text):
            year, month, day = (int(part) for part in found.groups())
        elif found := re.fullmatch(shapes.UK_DAY, text):
            day, month, year = (int(part) for part in found.groups())
        elif found := re.fullmatch(shapes.NAMED_DAY, text):
            day, month, year = int(found[1]), shapes.MONTHS.index(found[2].lower()) + 1, int(found[3])
        else:
            return None
        return date(year, month, day) if year >= shapes.EARLIEST_YEAR else None
    except ValueError:
        return None


def _split(text: str) -> tuple[str, str]:
    """Return the day and the time of a text; the time is empty when there is none."""
    found = re.search(shapes.TIME_TAIL + "$", text)
    return (text[: found.start()], found[1]) if found else (text, "")


def _date(written: Scalar) -> ReadValue:
    if isinstance(written, datetime):
        midnight = written.time() == time() and written.tzinfo is None
        written = written.date() if midnight else str(written)
    day, clock = _split(as_text(written))
    found = _day(day) if not clock or re.fullmatch(shapes.MIDNIGHT, clock) else None
    return ReadValue(found) if found else ReadValue(None, "not-a-date")


def _datetime(written: Scalar) -> ReadValue:
    if isinstance(written, datetime) and written.tzinfo is not None:
        return _instant(from_utc(written.astimezone(UTC).replace(tzinfo=None)))
    day, clock = _split(as_text(written))
    found = _day(day)
    if found is None or not re.fullmatch(shapes.CLOCK_TIME, clock):
        return ReadValue(None, "not-a-date-time")
    hours, minutes, seconds = (clock + ":0").split(":")[:3]
    length = timedelta(hours=int(hours), minutes=int(minutes), microseconds=int(Decimal(seconds) * 1_000_000))
    return _instant(to_utc(datetime.combine(found, time()) + length))


def _instant(read: LocalTime | str) -> ReadValue:
    if isinstance(read, str):
        return ReadValue(None, read)
    return ReadValue(read, HAPPENED_TWICE if read.ambiguous else None)
