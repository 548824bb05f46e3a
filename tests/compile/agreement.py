"""A scheme run row by row and in columns over the same invented rows, and where the two differ."""

from __future__ import annotations

import math
import random
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from improving_value.check.demand import REPORTED
from improving_value.check.model import CheckedScheme
from improving_value.compile.plan import Plan
from improving_value.datasets.clock import LocalTime, to_utc
from improving_value.run.in_memory import as_held
from improving_value.run.results import Results
from improving_value.run.rows import RowRun
from improving_value.spec.dictionary import Dataset, DictionaryColumn

Tables = dict[str, list[dict[str, Any]]]
_MOMENTS = ("2017-03-26 00:30", "2017-04-01 00:00", "2017-10-29 01:30", "2017-06-30 23:59")


def invented(datasets: Mapping[str, Dataset], rows: int, seed: int, words: Mapping[str, Sequence[str]]) -> Tables:
    """Return random rows: few patients, crowded dates, and missing values wherever the dictionary allows them."""
    found: Tables = {}
    for name, dataset in sorted(datasets.items()):
        draw = random.Random(f"{seed} {name}")
        found[name] = [
            {"row_key": f"{name}{number:04d}", **{column: _value(column, kind, draw, words) for column, kind in dataset.columns.items()}}
            for number in range(rows)
        ]
    return found


def _value(name: str, column: DictionaryColumn, draw: random.Random, words: Mapping[str, Sequence[str]]) -> Any:
    if not column.required and draw.random() < 0.12:
        return None
    if column.type in ("code", "name", "text"):
        chosen = draw.choice(_options(name, column, words))
        return chosen.lower() if column.type == "name" else chosen
    if column.type == "boolean":
        return draw.random() < 0.6
    if column.type == "integer":
        return draw.choice((1, 2, 3, 7, 28, 90))
    if column.type == "decimal":
        return Decimal(draw.choice(("0.5", "1", "2.25", "70", "140", "35.7"))).quantize(Decimal(1).scaleb(-(column.places or 0)))
    day = date(2016, 4, 1) + timedelta(days=draw.randrange(760) if draw.random() < 0.5 else 360 + draw.randrange(40))
    if column.type == "date":
        return day
    moment = (
        datetime.fromisoformat(draw.choice(_MOMENTS))
        if draw.random() < 0.1
        else datetime(day.year, day.month, day.day, draw.randrange(24), 15)
    )
    read = to_utc(moment)
    return read if isinstance(read, LocalTime) else None


def _options(name: str, column: DictionaryColumn, words: Mapping[str, Sequence[str]]) -> Sequence[str]:
    if column.values:
        return column.values
    if name in words:
        return words[name]
    if name.startswith("provider"):
        return ("R1", "R2", "R3")
    if name == "patient_id":
        return tuple(f"P{number}" for number in range(12))
    return words.get("", ("a", "b"))


def fill(connection: Any, plan: Plan, tables: Tables) -> None:
    """Put rows into a connection's main schema as intake would."""
    for source in plan.sources:
        columns = ", ".join(f'"{name}" {kind}' for name, kind in source.columns)
        connection.execute(f'CREATE TABLE "{source.name}" ({columns})')
        held = [[as_held(name, row) for name, _ in source.columns] for row in tables.get(source.name, [])]
        if held:
            marks = ", ".join("?" for _ in source.columns)
            connection.executemany(f'INSERT INTO "{source.name}" VALUES ({marks})', held)


def differences(checked: CheckedScheme, slow: RowRun, fast: Results, units: Mapping[str, list[dict[str, Any]]]) -> list[str]:
    """Return what is not the same, a line for each, cells first."""
    found: list[str] = []
    for cell in checked.cells:
        mine, theirs = fast.cells.get(cell, {}), slow.results.cells[cell]
        for key in sorted({*mine, *theirs}):
            if key not in mine or key not in theirs:
                found.append(f"cell {cell} {checked.cells[cell].aggregate.function} {key}: only {'columns' if key in mine else 'rows'}")
            elif not same(mine[key], theirs[key]):
                found.append(f"cell {cell} {checked.cells[cell].aggregate.function} {key}: columns {mine[key]!r}, rows {theirs[key]!r}")
    reported = {window.id for window in slow.results.calendar.windows_in(REPORTED)}
    for name, rows in ((name, rows) for name, rows in slow.units.items() if not checked.units[name].step):
        held = {row["unit_key"]: row for row in units[name]}
        # A unit that is only compared with, or lies in no window at all, need not be in the unit's table.
        wanted = {row.unit_key for row in rows if reported.intersection(row.windows)}
        if len(units[name]) != len(held) or not wanted <= set(held) <= {row.unit_key for row in rows}:
            found.append(f"unit {name}: {len(units[name])} in columns, {len(rows)} in rows, {len(wanted)} wanted")
        for row in rows:
            if row.unit_key in held:
                found += _unit_differences(name, row, held[row.unit_key], row.unit_key in wanted)
    return found


def _unit_differences(name: str, slow: Any, fast: Mapping[str, Any], is_reported: bool) -> list[str]:
    wanted = {
        "source_keys": list(slow.source_keys),
        "outcome": slow.outcome,
        "deciding_rule": slow.deciding_rule,
        "missing_field": slow.missing_field,
        "at_stake_pence": slow.at_stake_pence,
        **slow.pence,
        **{column: value for column, value in slow.values.items() if column in fast},
    }
    if "slice__" in fast:
        wanted["slice__"] = slow.slice if is_reported else None
    return [
        f"unit {name} {slow.unit_key} {column}: columns {fast[column]!r}, rows {value!r}"
        for column, value in wanted.items()
        if not same(fast[column], value)
    ]


def same(fast: Any, slow: Any) -> bool:
    """Say whether two values are the same to the last bit, but for how a number is wrapped."""
    if isinstance(slow, LocalTime):
        return fast in (slow.local, slow.utc)
    if isinstance(slow, float) and isinstance(fast, float):
        return fast == slow or (math.isnan(fast) and math.isnan(slow))
    if isinstance(slow, bool) or isinstance(fast, bool):
        return fast is slow
    return bool(fast == slow)
