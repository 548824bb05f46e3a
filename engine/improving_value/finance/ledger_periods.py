"""The many ways in which a ledger writes a month or a year, to a period; what could be read two ways is a fault."""

from __future__ import annotations

import re
from datetime import date

from improving_value.kernel.periods import Period, PeriodError, label_of, month_start, read_period

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ONE_YEAR = re.compile(r"^(?:FY ?)?(\d{4})[/ -]?(\d{2}|\d{4})$", re.IGNORECASE)
_ISO_DAY = re.compile(r"^(\d{4})-(\d{2})-(\d{2})(?:[ T]00:00(?::00)?)?$")
_UK_DAY = re.compile(r"^(\d{1,2})/(\d{1,2})/(\d{4})$")
_NAMED = re.compile(r"^([A-Za-z]{3})[a-z]*[ -](\d{2}|\d{4})$")
_NUMBER = re.compile(r"^(?:M|MONTH ?)?(\d{1,2})$", re.IGNORECASE)


class PeriodFault(ValueError):
    """What is wrong with a month or a year, and how to mend it."""

    def __init__(self, found: str, fix: str = "write it as 2017/18 M01, month 1 being April") -> None:
        super().__init__(found)
        self.found, self.fix = found, fix


def financial_year(written: str) -> int:
    """Return the year in which a financial year begins: 201718, 2017/18, 2017-18 and 2017-2018 are one. Raises PeriodFault."""
    found = _ONE_YEAR.match(written.strip())
    if not found:
        raise PeriodFault("no financial year")
    first, second = int(found[1]), int(found[2])
    if second not in ((first + 1) % 100, first + 1) or (len(found[2]) == 2 and second != (first + 1) % 100):
        raise PeriodFault("a financial year that does not end one year after it begins")
    return first


def period_of(written: str, year: int | None) -> Period:
    """Return the period that a cell names; a bare month needs the row's financial year. Raises PeriodFault."""
    text = written.strip()
    if found := _NUMBER.match(text):
        return _month_of_year(int(found[1]), year)
    try:
        period = read_period(text)
    except PeriodError:
        day = _day(text)
        start = date(day.year, day.month, 1)
        period = Period(label_of(start, "month"), start, date(day.year + day.month // 12, day.month % 12 + 1, 1))
    if year is not None and not (month_start(year, 0) <= period.start and period.end <= month_start(year, 12)):
        raise PeriodFault("a period that is not in the row's financial year", "mend the month or the financial year")
    return period


def _month_of_year(number: int, year: int | None) -> Period:
    if not 1 <= number <= 12:
        raise PeriodFault("a number that is no month")
    if year is None:
        raise PeriodFault("a bare month without its financial year", "fill in `financial_year`, or write the month as 2017/18 M01")
    return read_period(f"{year}/{(year + 1) % 100:02d} M{number:02d}")


def _day(text: str) -> date:
    """Return a day in the month that is meant: a date, or a month's name with its year."""
    try:
        if found := _ISO_DAY.match(text):
            return date(int(found[1]), int(found[2]), int(found[3]))
        if found := _UK_DAY.match(text):
            return date(int(found[3]), int(found[2]), int(found[1]))
        if (found := _NAMED.match(text)) and found[1].lower() in _MONTHS:
            year = int(found[2])
            return date(year if year > 99 else 2000 + year, _MONTHS.index(found[1].lower()) + 1, 1)
    except ValueError:
        raise PeriodFault("a date that does not exist") from None
    raise PeriodFault("no month")
