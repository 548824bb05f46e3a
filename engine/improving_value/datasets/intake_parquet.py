"""Parquet as a source: columns that already fit are taken as they are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from improving_value.datasets.columns_sql import literal, quoted
from improving_value.datasets.files import DataFile
from improving_value.datasets.headings import matched
from improving_value.datasets.parquet_sql import from_typed, is_flat
from improving_value.datasets.source import Source
from improving_value.kernel.issues import Issue, Rejected
from improving_value.spec.dictionary import DictionaryColumn

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


@dataclass(frozen=True)
class ParquetSource(Source):
    """`held` are, for each column, SQL for its value in the file and its DuckDB type there."""

    held: Mapping[str, tuple[str, str]] = field(default_factory=dict)


def parquet_source(
    connection: DuckDBPyConnection, file: DataFile, columns: Mapping[str, DictionaryColumn]
) -> tuple[ParquetSource, dict[str, int]]:
    """Return a Parquet file (or its parts, by name of column) as a source, and where its columns stand."""
    import duckdb

    for part, shown in zip(file.parts, file.part_names(), strict=True):
        with part.open("rb") as stream:
            if stream.read(4) != b"PAR1":
                raise Rejected([_unreadable(file, f"`{shown}` is not a Parquet file")])
    paths = ", ".join(literal(part.as_posix()) for part in file.parts)
    relation = f"read_parquet([{paths}], file_row_number = true, filename = true, union_by_name = true, binary_as_string = true, hive_partitioning = false)"
    try:
        kinds = {
            name: kind
            for name, kind, *_ in connection.execute(f"DESCRIBE SELECT * EXCLUDE (file_row_number, filename) FROM {relation}").fetchall()
        }
    except duckdb.Error:
        raise Rejected([_unreadable(file, "a Parquet file that is broken, or parts that do not agree")]) from None
    headings = list(kinds)
    places = matched(file, headings, columns)
    nested = [name for name, place in places.items() if not is_flat(kinds[headings[place]])]
    if nested:
        raise Rejected(
            [
                Issue(
                    "file-not-readable",
                    file.at(column=name),
                    "a column of lists or structures",
                    "one value in each row",
                    "export the column as plain values",
                )
                for name in nested
            ]
        )
    held = {name: (quoted(headings[place]), kinds[headings[place]]) for name, place in places.items()}
    typed = {name: from_typed(name, *one, columns[name]) for name, one in held.items()}
    return ParquetSource(relation, typed, "file_row_number + 2", _part_sql(file), held=held), places


def _part_sql(file: DataFile) -> str | None:
    """Return SQL for the name, inside the data folder, of the part a row came from; None when the file is one."""
    if len(file.parts) == 1:
        return None
    return f"{literal(file.shown + '/')} || parse_filename(filename)"


def _unreadable(file: DataFile, found: str) -> Issue:
    return Issue("file-not-readable", file.at(), found, "a Parquet file", "export the file again")
