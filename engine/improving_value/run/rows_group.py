"""Rows gathered into units: by equal keys, by window, by episode."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from improving_value.check.model import CheckedGroup, CheckedUnit
from improving_value.expression.evaluate_values import RowValue, is_below
from improving_value.kernel.periods import Window
from improving_value.run.rows_activity import Activity
from improving_value.run.rows_model import Doubt, Record
from improving_value.run.rows_parameters import key_text
from improving_value.run.rows_sight import as_day


class Gathered(NamedTuple):
    """The rows of one unit, in the order of their keys, and the unit so far: its keys only."""

    members: tuple[Record, ...]
    record: Record


def gathered(unit: CheckedUnit, group: CheckedGroup, records: Sequence[Record], activity: Activity) -> list[Gathered]:
    """Return the units that rows make, in the order of their keys."""
    rows = [row for record in records for row in _in_windows(unit, group, record, activity)]
    alone = [row for row in rows if _missing_key(group, row) is not None]
    together: dict[tuple[RowValue, ...], list[Record]] = {}
    for row in rows:
        if _missing_key(group, row) is None:
            tie = None if row.window is None else row.window.id
            together.setdefault((tie, *(row.columns[name] for name in group.by)), []).append(row)
    found = [_unit_of(group, [row], row.key) for row in alone]
    for members in together.values():
        found.extend(_unit_of(group, episode, None) for episode in _episodes(unit, group, members, activity))
    return sorted(found, key=lambda made: made.record.key)


def _in_windows(unit: CheckedUnit, group: CheckedGroup, record: Record, activity: Activity) -> list[Record]:
    """Return a row once for each window its date falls in, when the group is by period; a row with no date is in none."""
    if not group.by_period or record.window is not None:
        return [record]
    day = activity.from_row(unit, record).day
    windows = [window for window in activity.windows_of(unit) if day is not None and window.period.holds(day)]
    return [record._replace(window=window, key=tied_key(record.key, window), untied=record.key) for window in windows]


def tied_key(key: str, window: Window) -> str:
    """Return the key of a row as seen in one window."""
    return f"{key}|{window.period.label}"


def _missing_key(group: CheckedGroup, row: Record) -> str | None:
    """Return the first key column that is missing: such a row belongs with no other."""
    names = group.by if group.on is None else (*group.by, group.on)
    return next((name for name in names if row.columns[name] is None), None)


def _episodes(unit: CheckedUnit, group: CheckedGroup, rows: list[Record], activity: Activity) -> list[list[Record]]:
    """Return the rows cut into episodes; all of them are one when the group has none."""
    if group.on is None:
        return [rows]
    limit = group.within if group.within is not None else group.gap_under
    assert limit is not None, "an episode has a length or a gap"
    found: list[list[Record]] = []
    for row in sorted(rows, key=lambda row: (_on(group, row), row.order_key)):
        since = None
        if found:
            since = found[-1][0] if group.within is not None else found[-1][-1]
        joins = since is not None and is_below((_on(group, row) - _on(group, since)).days, activity.from_row(unit, row).value(limit))
        if joins:
            found[-1].append(row)
        else:
            found.append([row])
    return found


def _on(group: CheckedGroup, row: Record) -> date:
    assert group.on is not None
    day = as_day(row.columns[group.on])
    assert day is not None, "rows without a date are units of their own"
    return day


def _unit_of(group: CheckedGroup, rows: list[Record], key: str | None) -> Gathered:
    """Return the unit that rows make; `key` is given for a row whose group is missing."""
    members = tuple(sorted(rows, key=lambda row: row.order_key))
    window = members[0].window
    columns = {name: members[0].columns[name] for name in group.by}
    if key is None:
        texts = [key_text(value) or "" for value in columns.values()]
        texts += [] if group.on is None else [str(min(_on(group, row) for row in members))]
        key = "|".join(texts if window is None else [*texts, window.period.label])
    sources = tuple(sorted({source for row in members for source in row.sources}))
    return Gathered(members, Record(key, sources, columns, None, window, _doubts(group, members)))


def _doubts(group: CheckedGroup, members: tuple[Record, ...]) -> tuple[Doubt, ...]:
    """Return the doubts of a unit: the first of its rows', then its group's."""
    found = [doubt for row in members for doubt in row.doubts][:1]
    missing = _missing_key(group, members[0])
    return tuple(found if missing is None else [*found, Doubt("group", missing)])
