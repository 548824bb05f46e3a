"""The windows of a run for one scheme, cut where the organisations table changes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from itertools import pairwise

from improving_value.kernel.calendar import Calendar, Slice
from improving_value.kernel.periods import Length, Period, Window, windows_of
from improving_value.kernel.places import Place

FindPlace = Callable[[str, date], tuple[str, str, str]]
"""Given a provider's code and a day: who answers for it, its hub and its region."""


def make_calendar(
    span: Period, length: Length, baseline: Period | None, providers: Iterable[str], changes: Sequence[date], place: FindPlace
) -> Calendar:
    """Return the calendar of a scheme. `changes` are the days on which any provider's place changes.

    Raises PeriodError when the baseline overlaps the span.
    """
    windows = windows_of(span, length, baseline)
    slices: list[Slice] = []
    window_slice: dict[int, int] = {}
    for window in windows:
        if window.role == "span":
            continue
        counted = tuple(other.id for other in windows if other.id == window.id or (other.role == "span" and window.role == "piece"))
        for start, end in _cut(window, changes):
            slices.append(Slice(len(slices), start, end, counted))
        window_slice[window.id] = slices[-1].id
    for window in windows:
        if window.role == "span":
            window_slice[window.id] = max(part.id for part in slices if window.id in part.windows)
    codes = sorted(set(providers))
    places = tuple(Place(part.id, code, *place(code, part.end - timedelta(days=1))) for part in slices for code in codes)
    return Calendar(windows, tuple(slices), places, window_slice)


def _cut(window: Window, changes: Sequence[date]) -> list[tuple[date, date]]:
    period = window.period
    inner = sorted({day for day in changes if period.start < day < period.end})
    edges = [period.start, *inner, period.end]
    return list(pairwise(edges))
