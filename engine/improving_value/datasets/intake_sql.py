"""SQL that makes a dataset's table from a source: typed columns, their faults, and the key of every row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from improving_value.datasets.columns_sql import ColumnSql, duckdb_type, literal, quoted
from improving_value.datasets.source import Source
from improving_value.spec.dictionary import Dataset, DictionaryColumn

ROW, PART, FAULTS = "row__", "part__", "faults__"
"""Working columns of a table while it is being made. No column of the dictionary ends in two underscores."""

Columns = Mapping[str, DictionaryColumn]
Held = Mapping[str, ColumnSql]
"""The columns that a source has."""


@dataclass(frozen=True)
class TableSql:
    """How one table is made. `faulty` are the columns that have a fault column beside them until the faults are listed."""

    table: str
    shown: str
    layers: str
    """SQL after FROM, with every working column."""
    faulty: tuple[str, ...]
    working: tuple[str, ...]
    required: tuple[str, ...]
    packed: bool
    """Whether the faults stand in one column: one to drop in place of many."""
    keyed: str
    """SQL over the table: true where every part of the dataset's key is known."""
    content: tuple[str, ...] = field(default=())
    """Its typed columns, by which two rows are the same or not."""

    @property
    def select(self) -> str:
        return f"SELECT {self.shown} FROM {self.layers}"

    @property
    def create(self) -> str:
        return f"CREATE OR REPLACE TABLE {quoted(self.table)} AS {self.select}"

    @property
    def passing(self) -> tuple[str, ...]:
        """Return the columns that go when the rows have been settled."""
        return (*((FAULTS,) if self.packed and self.faulty else ()), *self.working)

    def fault_of(self, name: str) -> str:
        """Return SQL for the fault of a row's value in a column."""
        return f"{FAULTS}.{quoted(name)}" if self.packed else quoted(f"{name}__fault")


def table_sql(dataset: Dataset, columns: Mapping[str, DictionaryColumn], source: Source, all_keyed: bool = False) -> TableSql:
    """Return the SQL of a dataset's table; columns that the file lacks are missing on every row.

    `all_keyed` says that every usable row has a full key, so that none needs to be named by its content.
    """
    held = source.columns
    carried = [f"{sql} AS {name}" for name, sql in ((ROW, source.row), (PART, source.part)) if sql]
    layers = [
        [*carried, *(f"{one.written} AS {quoted(f'{one.name}__written')}" for one in held.values())],
        [f"{one.parsed} AS {quoted(f'{one.name}__parsed')}" for one in held.values()],
        [part for one in held.values() for part in _read(one)],
        [part for one in held.values() for part in _ordered(one, columns, held)],
    ]
    select = source.relation
    for number, layer in enumerate(layer for layer in layers if layer):
        select = f"(SELECT {', '.join(['*', *layer] if number else layer)} FROM {select}) AS layer_{number}"
    keyed, key = _key(dataset, columns, held, all_keyed)
    faulty = tuple(name for name, one in held.items() if one.fault or columns[name].not_after in held)
    working = tuple(name for name, sql in ((ROW, source.row), (PART, source.part)) if sql)
    checked = {name: _checked(held[name], columns, held) for name in faulty}
    if all_keyed:
        faults = [f"{sql} AS {quoted(f'{name}__fault')}" for name, sql in checked.items()]
    else:
        faults = [f"{{{', '.join(f'{quoted(name)}: {sql}' for name, sql in checked.items())}}} AS {FAULTS}"] if checked else []
    shown = [f"{key} AS row_key", *_content(columns, held), *working, *faults]
    return TableSql(
        table=dataset.dataset,
        shown=", ".join(shown),
        layers=select,
        faulty=faulty,
        working=working,
        packed=not all_keyed,
        required=tuple(name for name, column in columns.items() if column.required),
        keyed=keyed,
        content=tuple(name for kept in columns for name in ([kept, f"{kept}__utc"] if columns[kept].type == "datetime" else [kept])),
    )


def empty_table(dataset: Dataset, columns: Mapping[str, DictionaryColumn]) -> str:
    """Return the SQL of a dataset's table with no rows."""
    typed = ", ".join(f"{quoted(name)} {kind}" for name, kind in _kinds(columns))
    return f"CREATE OR REPLACE TABLE {quoted(dataset.dataset)} (row_key VARCHAR, {typed})"


def _kinds(columns: Mapping[str, DictionaryColumn]) -> list[tuple[str, str]]:
    found = []
    for name, column in columns.items():
        found.append((name, duckdb_type(column)))
        if column.type == "datetime":
            found.append((f"{name}__utc", "TIMESTAMP"))
    return found


def _read(one: ColumnSql) -> list[str]:
    """Return the third layer of a column: a value and its fault, where they are more than what was parsed."""
    parts = [] if _value(one) == _parsed(one) else [f"{one.value} AS {_value(one)}"]
    if one.fault:
        parts.append(f"{one.fault} AS {quoted(f'{one.name}__read_fault')}")
    if one.utc:
        parts.append(f"{one.utc} AS {_value_utc(one)}")
    return parts


def _parsed(one: ColumnSql) -> str:
    return quoted(f"{one.name}__parsed")


def _value(one: ColumnSql) -> str:
    return _parsed(one) if one.value == _parsed(one) else quoted(f"{one.name}__value")


def _value_utc(one: ColumnSql) -> str:
    return quoted(f"{one.name}__value_utc")


def _late(one: ColumnSql, columns: Columns, held: Held) -> str | None:
    """Return the name of what says that a value comes after the one that it may not follow; None when nothing is asked."""
    return quoted(f"{one.name}__late") if columns[one.name].not_after in held else None


def _ordered(one: ColumnSql, columns: Columns, held: Held) -> list[str]:
    """Return the last layer of a column: a value after the one that it may not follow is missing."""
    late, other = _late(one, columns, held), columns[one.name].not_after
    if late is None or other is None:
        return []
    return [
        f"coalesce({_is_late(one, held[other])}, false) AS {late}",
        f"CASE WHEN NOT {late} THEN {_value(one)} END AS {quoted(f'{one.name}__final')}",
        *([f"CASE WHEN NOT {late} THEN {_value_utc(one)} END AS {quoted(f'{one.name}__final_utc')}"] if one.utc else []),
    ]


def _final(one: ColumnSql, columns: Columns, held: Held) -> str:
    return _value(one) if _late(one, columns, held) is None else quoted(f"{one.name}__final")


def _final_utc(one: ColumnSql, columns: Columns, held: Held) -> str:
    return _value_utc(one) if _late(one, columns, held) is None else quoted(f"{one.name}__final_utc")


def _checked(one: ColumnSql, columns: Columns, held: Held) -> str:
    """Return SQL for what is at fault with a value."""
    late, fault = _late(one, columns, held), quoted(f"{one.name}__read_fault") if one.fault else "NULL"
    return fault if late is None else f"CASE WHEN {late} THEN 'not-after' ELSE {fault} END"


def _is_late(one: ColumnSql, other: ColumnSql) -> str:
    """Return SQL for one moment after another: both instants, or, when either is a date, both local days."""
    if one.utc and other.utc:
        return f"{_value_utc(one)} > {_value_utc(other)}"
    return f"CAST({_value(one)} AS DATE) > CAST({_value(other)} AS DATE)"


def _content(columns: Columns, held: Held) -> list[str]:
    parts = []
    for name, kind in _kinds(columns):
        base, final = (name, _final) if name in columns else (name.removesuffix("__utc"), _final_utc)
        parts.append(f"{final(held[base], columns, held) if base in held else f'CAST(NULL AS {kind})'} AS {quoted(name)}")
    return parts


def _key(dataset: Dataset, columns: Columns, held: Held, all_keyed: bool) -> tuple[str, str]:
    """Return SQL over the finished table that tells rows with a full key, and SQL for the key of a row.

    A row without a full key is named by its content, and an ordinal among rows that are the same.
    """
    named = [_final(held[name], columns, held) for name in columns if name in held]
    texts = ", ".join(f"coalesce(CAST({one} AS VARCHAR), '')" for one in named)
    hashed = f"left(md5(concat_ws(chr(31), {texts})), 16) || '-1'"
    if not dataset.key or any(part not in held for part in dataset.key):
        return "false", hashed
    parts = [_final(held[part], columns, held) for part in dataset.key]
    keyed = " AND ".join(f"{quoted(part)} IS NOT NULL" for part in dataset.key)
    known = " AND ".join(f"{part} IS NOT NULL" for part in parts)
    joined = f" || {literal('|')} || ".join(f"CAST({part} AS VARCHAR)" for part in parts)
    return keyed, joined if all_keyed else f"CASE WHEN {known} THEN {joined} ELSE {hashed} END"
