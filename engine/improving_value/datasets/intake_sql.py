"""SQL that makes a dataset's table from a source: typed columns, their faults, and the key of every row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from improving_value.datasets.columns_sql import ColumnSql, duckdb_type, literal, quoted
from improving_value.datasets.source import Source
from improving_value.spec.dictionary import Dataset, DictionaryColumn

ROW, PART = "row__", "part__"
"""Working columns of a table while it is being made. No column of the dictionary ends in two underscores."""


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


def fault_of(name: str) -> str:
    return quoted(f"{name}__fault")


def table_sql(dataset: Dataset, columns: Mapping[str, DictionaryColumn], source: Source, all_keyed: bool = False) -> TableSql:
    """Return the SQL of a dataset's table; columns that the file lacks are missing on every row.

    `all_keyed` says that every usable row has a full key, so that none needs to be named by its content.
    """
    held = source.columns
    carried = [f"{sql} AS {name}" for name, sql in ((ROW, source.row), (PART, source.part)) if sql]
    layers = [
        ", ".join([*carried, *(f"{one.written} AS {quoted(f'{one.name}__written')}" for one in held.values())]),
        ", ".join(["*", *(f"{one.parsed} AS {quoted(f'{one.name}__parsed')}" for one in held.values())]),
        ", ".join(["*", *(part for one in held.values() for part in _read(one))]),
        ", ".join(["*", *(part for one in held.values() for part in _ordered(one, columns, held))]),
    ]
    select = source.relation
    for number, layer in enumerate(layers):
        select = f"(SELECT {layer} FROM {select}) AS layer_{number}"
    keyed, key = _key(dataset, columns, held, all_keyed)
    faulty = tuple(name for name, one in held.items() if one.fault or columns[name].not_after in held)
    working = tuple(name for name, sql in ((ROW, source.row), (PART, source.part)) if sql)
    shown = [
        f"{key} AS row_key",
        *_content(columns, held),
        *working,
        *(f"{quoted(f'{name}__checked')} AS {fault_of(name)}" for name in faulty),
    ]
    return TableSql(
        table=dataset.dataset,
        shown=", ".join(shown),
        layers=select,
        faulty=faulty,
        working=working,
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
    parts = [f"{one.value} AS {quoted(f'{one.name}__value')}"]
    if one.fault:
        parts.append(f"{one.fault} AS {quoted(f'{one.name}__read_fault')}")
    if one.utc:
        parts.append(f"{one.utc} AS {quoted(f'{one.name}__value_utc')}")
    return parts


def _moment(name: str, one: ColumnSql) -> str:
    return quoted(f"{name}__value_utc") if one.utc else quoted(f"{name}__value")


def _ordered(one: ColumnSql, columns: Mapping[str, DictionaryColumn], held: Mapping[str, ColumnSql]) -> list[str]:
    """Return the last layer of a column: a value after the one that it may not follow is missing."""
    name, other = one.name, columns[one.name].not_after
    value, utc = quoted(f"{name}__value"), quoted(f"{name}__value_utc")
    fault = quoted(f"{name}__read_fault") if one.fault else "NULL"
    if other is not None and other in held:
        late = f"{quoted(f'{name}__late')}"
        return [
            f"coalesce({_is_late(one, held[other])}, false) AS {late}",
            f"CASE WHEN NOT {late} THEN {value} END AS {quoted(f'{name}__final')}",
            *([f"CASE WHEN NOT {late} THEN {utc} END AS {quoted(f'{name}__final_utc')}"] if one.utc else []),
            f"CASE WHEN {late} THEN 'not-after' ELSE {fault} END AS {quoted(f'{name}__checked')}",
        ]
    return [
        f"{value} AS {quoted(f'{name}__final')}",
        *([f"{utc} AS {quoted(f'{name}__final_utc')}"] if one.utc else []),
        *([f"{fault} AS {quoted(f'{name}__checked')}"] if one.fault else []),
    ]


def _is_late(one: ColumnSql, other: ColumnSql) -> str:
    """Return SQL for one moment after another: both instants, or, when either is a date, both local days."""
    if one.utc and other.utc:
        return f"{_moment(one.name, one)} > {_moment(other.name, other)}"
    return f"CAST({quoted(f'{one.name}__value')} AS DATE) > CAST({quoted(f'{other.name}__value')} AS DATE)"


def _content(columns: Mapping[str, DictionaryColumn], held: Mapping[str, ColumnSql]) -> list[str]:
    parts = []
    for name, kind in _kinds(columns):
        base, is_utc = (name.removesuffix("__utc"), name not in columns)
        final = quoted(f"{base}__final_utc" if is_utc else f"{base}__final")
        parts.append(f"{final if base in held else f'CAST(NULL AS {kind})'} AS {quoted(name)}")
    return parts


def _key(dataset: Dataset, columns: Mapping[str, DictionaryColumn], held: Mapping[str, ColumnSql], all_keyed: bool) -> tuple[str, str]:
    """Return SQL over the finished table that tells rows with a full key, and SQL for the key of a row.

    A row without a full key is named by its content, and an ordinal among rows that are the same.
    """
    named = [quoted(f"{name}__final") for name in columns if name in held]
    texts = ", ".join(f"coalesce(CAST({one} AS VARCHAR), '')" for one in named)
    hashed = f"left(md5(concat_ws(chr(31), {texts})), 16) || '-1'"
    if not dataset.key or any(part not in held for part in dataset.key):
        return "false", hashed
    parts = [quoted(f"{part}__final") for part in dataset.key]
    keyed = " AND ".join(f"{quoted(part)} IS NOT NULL" for part in dataset.key)
    known = " AND ".join(f"{part} IS NOT NULL" for part in parts)
    joined = f" || {literal('|')} || ".join(f"CAST({part} AS VARCHAR)" for part in parts)
    return keyed, joined if all_keyed else f"CASE WHEN {known} THEN {joined} ELSE {hashed} END"
