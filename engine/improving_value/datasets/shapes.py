"""How typed values may be written in a file: one set of patterns for the reader of one value and for the SQL that reads millions.

Every pattern is plain enough to mean the same to Python's `re` and to DuckDB's RE2; use them with a full match.
"""

from __future__ import annotations

SPACES = " \t\r\n\u00a0\ufeff"
"""What is trimmed. Spreadsheets leave no-break spaces behind, and joined files a byte order mark."""

SPACE_RUN = "[ \t\r\n\u00a0\ufeff]+"

DIGITS = r"(?:[0-9]{1,3}(?:[ ,][0-9]{3})+|[0-9]+)"
"""Separators must stand in front of three digits: `1,5` is somebody's decimal comma, and reading it as 15 would be wrong."""

NUMBER = rf"(?:{DIGITS}(?:\.[0-9]*)?|\.[0-9]+)"
POUND = "(?:(?:Â)?£ *)"
"""The sign itself, or what is left of it when UTF-8 was read as Windows-1252."""

SIGNED = rf"(?:{POUND}?[-+]? *|[-+] *{POUND}?){NUMBER}"
BRACKETED = rf"{POUND}?\( *{POUND}?{NUMBER} *\)"
"""Accountants write a negative amount in brackets."""

WRITTEN_NUMBER = rf"{SIGNED}|{BRACKETED}"
WHOLE = r"[0-9]+(?:\.0*)?"


def places_at_most(places: int) -> str:
    """Return the pattern of bare digits with so many decimal places; zeros beyond them say nothing."""
    return rf"[0-9]*(?:\.[0-9]{{0,{places}}}0*)?"


LONGEST_DECIMAL = 18
"""Digits of a DECIMAL that DuckDB and Spark both hold as one 64-bit integer."""


def plain_number(places: int | None) -> str:
    """Return the pattern of a number that is cast as it stands; without places, of a whole one."""
    if places is None:
        return f"-?[0-9]{{1,{LONGEST_DECIMAL}}}"
    tail = rf"(?:\.[0-9]{{1,{places}}})?" if places else ""
    return f"-?[0-9]{{1,{LONGEST_DECIMAL - places}}}{tail}"


TRUE_WORDS = ("1", "true", "y", "yes")
FALSE_WORDS = ("0", "false", "n", "no")

ISO_DAY = "([0-9]{4})[-/]([0-9]{1,2})[-/]([0-9]{1,2})"
UK_DAY = "([0-9]{1,2})[-/]([0-9]{1,2})[-/]([0-9]{4})"
NAMED_DAY = "([0-9]{1,2})[-/]([A-Za-z]{3})[-/]([0-9]{4})"
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

TIME_TAIL = "[ T]([0-9].*)"
"""What follows the day. A digit is wanted after the T, so that the T of OCT is not taken for it."""

MIDNIGHT = r"0?0:00(?::00(?:\.0*)?)?"
"""A date may carry a midnight: exports of date columns often do. Any other time of day says that it is no date."""

CLOCK_TIME = r"(?:[01]?[0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:\.[0-9]{1,6})?)?"

PLAIN_DAY = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
PLAIN_MOMENT = f"{PLAIN_DAY}[ T]{CLOCK_TIME.replace('[01]?', '[01]')}"
"""As computers write them, and nearly all files do: these are cast as they stand."""

EARLIEST_YEAR = 1800
"""Earlier years are slips of the keyboard or sentinels, not days."""


def float_margin(single: bool) -> tuple[float, float]:
    """Return (a, b): a float stands for the decimal d when it lies within a + b * |d| of it; `single` for 32-bit floats."""
    return (1e-6, 1e-7) if single else (1e-9, 1e-12)
