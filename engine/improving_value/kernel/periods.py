"""Financial years, quarters and months; the span of a run; the windows it reports."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Literal

Length = Literal["month", "quarter", "year"]
Role = Literal["piece", "span", "baseline", "before_baseline"]

_PERIOD = re.compile(r"^(\d{4})/(\d{2})(?: (?:Q([1-4])|M(0[1-9]|1[0-2])))?$")


class PeriodError(ValueError):
    """A text that names no period; the message says what would."""


@dataclass(frozen=True)
class Period:
    """A half-open run of days [start, end), and what it is called."""

    label: str
    start: date
    end: date

    @cached_property
    def last_day(self) -> date:
        return self.end - timedelta(days=1)

    def holds(self, day: date) -> bool:
        return self.start <= day < self.end


@dataclass(frozen=True)
class Window:
    """A period that figures are worked out for.

    Pieces are disjoint and cover the span; the span itself is a window too unless it is the only piece.
    """

    id: int
    role: Role
    period: Period


def month_start(year: int, months: int) -> date:
    """Return the first day of the month `months` after April of a financial year."""
    index = year * 12 + 3 + months
    return date(index // 12, index % 12 + 1, 1)


def label_of(start: date, length: Length) -> str:
    """Return the label of the financial month, quarter or year that starts on a day."""
    year = start.year if start.month >= 4 else start.year - 1
    name = f"{year}/{(year + 1) % 100:02d}"
    month = (start.month - 4) % 12
    if length == "year":
        return name
    return f"{name} Q{month // 3 + 1}" if length == "quarter" else f"{name} M{month + 1:02d}"


def read_period(text: str) -> Period:
    """Return the period that `2017/18`, `2017/18 Q1`, `2017/18 M01` or `A..B` names.

    Raises PeriodError when the text names none; month 1 is April.
    """
    if ".." in text:
        first, last = (read_period(part.strip()) for part in text.split("..", 1))
        if last.end <= first.start:
            raise PeriodError(f"`{text}` ends before it begins")
        return Period(f"{first.label}..{last.label}", first.start, last.end)
    found = _PERIOD.match(text.strip())
    if not found:
        raise PeriodError(f"`{text}` is not a period; write 2017/18, 2017/18 Q1, 2017/18 M01, or two of them joined by ..")
    year, second, quarter, month = found.groups()
    if (int(year) + 1) % 100 != int(second):
        raise PeriodError(f"`{text}`: a financial year ends one year after it begins, as in 2017/18")
    first_month, months = (0, 12)
    if quarter:
        first_month, months = (int(quarter) - 1) * 3, 3
    if month:
        first_month, months = int(month) - 1, 1
    return Period(text.strip(), month_start(int(year), first_month), month_start(int(year), first_month + months))


def year_end(span: Period) -> date:
    """Return the first day after the financial year in which a span ends."""
    year = span.end.year if span.end > date(span.end.year, 4, 1) else span.end.year - 1
    return month_start(year, 12)


def pieces_of(span: Period, length: Length) -> tuple[Period, ...]:
    """Cut a span into a scheme's own periods; a period that sticks out is clipped and says ` (part)`."""
    months = {"month": 1, "quarter": 3, "year": 12}[length]
    year = span.start.year if span.start.month >= 4 else span.start.year - 1
    pieces = []
    step = 0
    while month_start(year, step) < span.end:
        start, end = month_start(year, step), month_start(year, step + months)
        step += months
        if end <= span.start:
            continue
        whole = span.start <= start and end <= span.end
        label = label_of(start, length) + ("" if whole else " (part)")
        pieces.append(Period(label, max(start, span.start), min(end, span.end)))
    return tuple(pieces) if len(pieces) > 1 else (span,)


def windows_of(span: Period, length: Length, baseline: Period | None) -> tuple[Window, ...]:
    """Return the windows of a run: pieces, the span, the baseline and the stretch of equal length before it.

    Raises PeriodError when the baseline overlaps the span.
    """
    pieces = pieces_of(span, length)
    found: list[tuple[Role, Period]] = [("piece", piece) for piece in pieces]
    if len(pieces) > 1:
        found.append(("span", span))
    if baseline is not None:
        if baseline.start < span.end and span.start < baseline.end:
            raise PeriodError(f"the baseline {baseline.label} overlaps the period {span.label}")
        found.append(("baseline", baseline))
        months = (baseline.end.year - baseline.start.year) * 12 + baseline.end.month - baseline.start.month
        index = baseline.start.year * 12 + baseline.start.month - 1 - months
        before = Period(f"before {baseline.label}", date(index // 12, index % 12 + 1, 1), baseline.start)
        if before.start >= span.end or before.end <= span.start:
            found.append(("before_baseline", before))
    return tuple(Window(number, role, period) for number, (role, period) in enumerate(found))
