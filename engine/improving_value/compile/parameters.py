"""What a parameter is in a query: its own text, a choice by date, or a join of a small table."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlglot import exp

from improving_value.compile.reading import own
from improving_value.compile.stage import SideTable, Stage
from improving_value.datasets.values import fold as fold_name
from improving_value.expression import sql_pieces as sql
from improving_value.expression.sql_pieces import Sql
from improving_value.expression.types import Type
from improving_value.kernel.parameters import ParameterRow, ParameterValues, Value

SENSITIVE = "sensitive"
"""Marks a literal that is a confidential value: a masked plan does not print it."""

Choice = tuple[Sql | None, tuple[Sql, ...]]
"""The values of a list, and when they are its values; None: always."""

SmallValue = str | int | Decimal | date | bool | None


@dataclass(frozen=True)
class SmallTable:
    """A small table the engine is handed before the first step; never printed."""

    name: str
    columns: tuple[tuple[str, str], ...]
    rows: tuple[tuple[SmallValue, ...], ...]


@dataclass(frozen=True)
class ParameterBook:
    """The values in force. `tables` collects the keyed ones as they are used."""

    values: dict[str, ParameterValues]
    sensitive: frozenset[str]
    tables: dict[str, SmallTable]

    def is_steady(self, name: str) -> bool:
        """Say whether one value (or none at all) serves every row."""
        return name not in self.values or not self.values[name].rows or self.values[name].is_constant

    def constant(self, name: str, kind: Type) -> Sql:
        if name not in self.values or not self.values[name].rows:
            return sql.null(sql.sql_kind(kind))
        return self._literal(name, self.values[name].rows[0].value, kind)

    def options(self, name: str, kind: Type, keys: tuple[tuple[Sql, Type], ...], day: Sql | None) -> tuple[Choice, ...]:
        """Return the values of a list, and of one that changes when each of them holds; of a missing one, a single missing value."""
        one = Type(kind.kind, places=kind.places, folded=kind.folded)
        if name not in self.values or not self.values[name].rows:
            return ((None, (sql.null(sql.sql_kind(one)),)),)
        found: list[Choice] = []
        for row in (*self.values[name].specific, *self.values[name].general):
            if day is None and (row.starts or row.ends):
                continue
            same = [
                sql.equal(_as_text(key, held), sql.text(fold_name(wanted) if held.folded else wanted))
                for wanted, (key, held) in zip(row.keys, keys, strict=True)
                if wanted is not None
            ]
            if day is not None and (row.starts or row.ends):
                same.append(within(day, row.starts, row.ends))
            listed = row.value if isinstance(row.value, tuple) else (row.value,)
            found.append((sql.all_of(*same) if same else None, tuple(self._literal(name, value, one) for value in listed)))
        return tuple(found)

    def _literal(self, name: str, value: Value, kind: Type) -> Sql:
        found = value_to_sql(value, kind)
        if name in self.sensitive:
            for part in found.find_all(exp.Literal):
                part.meta[SENSITIVE] = name
        return found

    def changing(self, name: str, kind: Type, stage: Stage, keys: tuple[tuple[Sql, Type], ...], day: Sql | None) -> Sql:
        """Define a column that holds the value for each row's keys and day, and return it.

        One stage may look a parameter up twice, by different days or columns: a unit's date may only be made there.
        """
        values = self.values[name]
        day = day if any(row.starts or row.ends for row in values.rows) else None
        asked = " ".join((name, "" if day is None else day.sql("duckdb"), *(key.sql("duckdb") for key, _ in keys)))
        if asked in stage.looked_up:
            return own(stage.looked_up[asked])
        column = stage.looked_up[asked] = _free_name(f"parameter__{name}", stage)
        general = self._by_date(name, values.general, kind, day)
        if not values.specific:
            stage.add(column, general)
            return own(column)
        self._keep_table(values, kind, tuple(found.folded for _, found in keys))
        alias = column
        same = [sql.equal(sql.column(f"key_{by}", alias), _as_text(key, found)) for by, (key, found) in zip(values.by, keys, strict=True)]
        if any(row.starts or row.ends for row in values.specific):
            same.extend(_holds(sql.column("starts", alias), sql.column("ends", alias), day))
        side = SideTable(alias, lambda _: sql.table(f"parameter_{name}"), sql.all_of(*same))
        stage.join(side, {column: sql.coalesce(sql.column("value", alias), general)})
        return own(column)

    def _by_date(self, name: str, rows: tuple[ParameterRow, ...], kind: Type, day: Sql | None) -> Sql:
        branches: list[tuple[Sql, Sql]] = []
        for row in rows:
            value = self._literal(name, row.value, kind)
            if row.starts is None and row.ends is None:
                return sql.case(*branches, otherwise=value) if branches else value
            if day is not None:
                branches.append((within(day, row.starts, row.ends), value))
        return sql.case(*branches) if branches else sql.null(sql.sql_kind(kind))

    def _keep_table(self, values: ParameterValues, kind: Type, folded: tuple[bool, ...]) -> None:
        name = f"parameter_{values.name}"
        columns = (*((f"key_{by}", "VARCHAR") for by in values.by), ("starts", "DATE"), ("ends", "DATE"), ("value", sql.sql_kind(kind)))
        rows = []
        for row in values.specific:
            keys = tuple(fold_name(key) if key is not None and fold else key for key, fold in zip(row.keys, folded, strict=True))
            value = row.value
            assert not isinstance(value, tuple)
            rows.append((*keys, row.starts, row.ends, float(value) if kind.kind == "double" and isinstance(value, Decimal) else value))
        self.tables[name] = SmallTable(name, columns, tuple(rows))  # type: ignore[arg-type]


def _free_name(name: str, stage: Stage) -> str:
    found, number = name, 1
    while stage.has(found):
        number += 1
        found = f"{name}__{number}"
    return found


def within(day: Sql, starts: date | None, ends: date | None) -> Sql:
    """Return whether a day lies in [starts, ends)."""
    parts = []
    if starts is not None:
        parts.append(sql.at_most(date_to_sql(starts), day))
    if ends is not None:
        parts.append(sql.below(day, date_to_sql(ends)))
    return sql.all_of(*parts)


def _holds(starts: Sql, ends: Sql, day: Sql | None) -> list[Sql]:
    if day is None:
        return [sql.is_null(starts), sql.is_null(ends)]
    return [
        sql.any_of(sql.is_null(starts), sql.at_most(starts, day)),
        sql.any_of(sql.is_null(ends), sql.below(day, ends)),
    ]


def _as_text(key: Sql, kind: Type) -> Sql:
    return key if kind.kind == "text" else sql.cast(key, "VARCHAR")


def date_to_sql(day: date) -> Sql:
    return sql.cast(sql.text(day.isoformat()), "DATE")


def value_to_sql(value: Value, kind: Type) -> Sql:
    """Return one value as a literal of a type."""
    match value:
        case bool():
            return sql.boolean(value)
        case date():
            return date_to_sql(value)
        case str():
            return sql.text(value)
        case tuple():
            raise ValueError("a list has no one value")
        case int() | Decimal():
            if kind.kind in ("integer", "time"):
                return sql.whole(int(value))
            return sql.cast(sql.text(str(value)), sql.sql_kind(kind))
