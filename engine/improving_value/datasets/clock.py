"""Clock time in Europe/London and UTC, from one generated table, so that no two readings can differ."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Literal
from zoneinfo import ZoneInfo

FIRST_YEAR = 1990
LAST_YEAR = 2040
DID_NOT_EXIST = "hour-did-not-exist"
OUTSIDE = "out-of-range"
_GAPS, _TWICES = "clock_gaps", "clock_twices"

Kind = Literal["normal", "gap", "twice"]


@dataclass(frozen=True)
class LocalTime:
    """A local wall-clock time and the instant it stands for, both without a zone.

    An ambiguous time (the October night) is read as its first occurrence.
    """

    local: datetime
    utc: datetime
    ambiguous: bool = False


@dataclass(frozen=True)
class Interval:
    """A stretch [local_from, local_until) of clock time: UTC is local less the offset. Nothing happens in a gap."""

    local_from: datetime
    local_until: datetime
    offset_minutes: int
    kind: Kind


@cache
def intervals() -> tuple[Interval, ...]:
    """Return the clock of the covered years, without holes or overlaps, in order."""
    found: list[Interval] = []
    since = datetime(FIRST_YEAR, 1, 1)
    offset = 0
    for moment, after in _changes():
        edges = sorted((moment + timedelta(minutes=offset), moment + timedelta(minutes=after)))
        found.append(Interval(since, edges[0], offset, "normal"))
        found.append(Interval(edges[0], edges[1], offset, "gap" if after > offset else "twice"))
        since, offset = edges[1], after
    return (*found, Interval(since, datetime(LAST_YEAR + 1, 1, 1), offset, "normal"))


def _changes() -> Iterator[tuple[datetime, int]]:
    """Yield each moment (UTC) at which the offset changes, and the offset from then on; changes fall on whole hours."""
    zone = ZoneInfo("Europe/London")

    def offset_at(moment: datetime) -> int:
        away = moment.replace(tzinfo=UTC).astimezone(zone).utcoffset()
        return int(away.total_seconds() // 60) if away else 0

    week = datetime(FIRST_YEAR, 1, 1)
    offset = offset_at(week)
    while week.year <= LAST_YEAR:
        after = week + timedelta(weeks=1)
        if offset_at(after) != offset:
            day = next(day for day in (week + timedelta(days=n) for n in range(7)) if offset_at(day + timedelta(days=1)) != offset)
            moment = next(hour for hour in (day + timedelta(hours=n) for n in range(1, 25)) if offset_at(hour) != offset)
            offset = offset_at(moment)
            yield moment, offset
        week = after


@cache
def _starts() -> tuple[datetime, ...]:
    return tuple(interval.local_from for interval in intervals())


def to_utc(local: datetime) -> LocalTime | str:
    """Return the instant of a local time, or the code of its fault: an hour the clocks skipped, or a year not covered."""
    if not FIRST_YEAR <= local.year <= LAST_YEAR:
        return OUTSIDE
    interval = intervals()[bisect_right(_starts(), local) - 1]
    if interval.kind == "gap":
        return DID_NOT_EXIST
    return LocalTime(local, local - timedelta(minutes=interval.offset_minutes), interval.kind == "twice")


def instant_of_midnight(day: date) -> datetime:
    """Return the instant (naive, UTC) at which a day begins in London; no clock change falls on midnight."""
    found = to_utc(datetime(day.year, day.month, day.day))
    if isinstance(found, str):
        raise ValueError(f"the clock covers the years {FIRST_YEAR} to {LAST_YEAR}")
    return found.utc


def from_utc(utc: datetime) -> LocalTime | str:
    """Return the local time of an instant (naive, UTC): never ambiguous, since the instant is known."""
    if not FIRST_YEAR <= utc.year <= LAST_YEAR:
        return OUTSIDE
    spring, autumn = _summer(utc.year)
    return LocalTime(utc + timedelta(hours=1 if spring <= utc < autumn else 0), utc)


@cache
def summers() -> tuple[tuple[date, date], ...]:
    """Return, for each covered year, the last day of spring and the last of autumn before whose midnight the clocks have not changed."""
    return tuple((spring.date(), autumn.date()) for spring, autumn in map(_summer, range(FIRST_YEAR, LAST_YEAR + 1)))


def _summer(year: int) -> tuple[datetime, datetime]:
    """Return the instants between which clocks are one hour ahead; in UTC, and as clock times, they read the same.

    The gap begins at 01:00 GMT, and the hour that happens twice begins at 01:00 by the clock and ends it at 01:00 GMT.
    """
    gap, twice = (interval.local_from for interval in intervals() if interval.kind != "normal" and interval.local_from.year == year)
    return gap, twice


@cache
def lists_sql() -> tuple[str, ...]:
    """Return SQL that sets the two variables in which a connection holds the first moments of each year's gap and doubled hour.

    Said once for a connection: written out wherever a date-time is read, they were most of what DuckDB had to parse.
    """
    years = [_summer(year) for year in range(FIRST_YEAR, LAST_YEAR + 1)]
    written = (", ".join(f"TIMESTAMP '{moments[end]}'" for moments in years) for end in (0, 1))
    return tuple(f"SET VARIABLE {name} = [{moments}]" for name, moments in zip((_GAPS, _TWICES), written, strict=True))


def _edges(sql: str) -> tuple[str, str]:
    place = f"[year({sql}) - {FIRST_YEAR - 1}]"
    return f"getvariable('{_GAPS}'){place}", f"getvariable('{_TWICES}'){place}"


def is_covered_sql(sql: str) -> str:
    return f"(year({sql}) BETWEEN {FIRST_YEAR} AND {LAST_YEAR})"


def utc_sql(sql: str) -> str:
    """Return SQL for the UTC of a local TIMESTAMP; NULL for an hour that did not exist or a year not covered."""
    gap, twice = _edges(sql)
    return (
        f"CASE WHEN NOT {is_covered_sql(sql)} THEN NULL"
        f" WHEN {sql} < {gap} OR {sql} >= {twice} + INTERVAL 1 HOUR THEN {sql}"
        f" WHEN {sql} < {gap} + INTERVAL 1 HOUR THEN NULL ELSE {sql} - INTERVAL 1 HOUR END"
    )


def local_sql(sql: str) -> str:
    """Return SQL for the local time of a TIMESTAMP in UTC; NULL for a year not covered."""
    gap, twice = _edges(sql)
    return (
        f"CASE WHEN NOT {is_covered_sql(sql)} THEN NULL WHEN {sql} >= {gap} AND {sql} < {twice} THEN {sql} + INTERVAL 1 HOUR ELSE {sql} END"
    )


def is_ambiguous_sql(sql: str) -> str:
    _, twice = _edges(sql)
    return f"({is_covered_sql(sql)} AND {sql} >= {twice} AND {sql} < {twice} + INTERVAL 1 HOUR)"
