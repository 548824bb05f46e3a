"""The tables of a run as they were written, read by plain means."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import duckdb

from improving_value.assess.assessment import Assessment

Line = dict[str, str]


@dataclass(frozen=True)
class WholeRun:
    """The folder that a run left, and what the run returned."""

    folder: Path
    assessment: Assessment

    def lines(self, table: str, **wanted: str) -> list[Line]:
        """Return the lines of a table that have these values."""
        return [line for line in self._tables[table] if all(line[name] == text for name, text in wanted.items())]

    @cached_property
    def _tables(self) -> dict[str, list[Line]]:
        return {name: list(_read(self.folder / f"{name}.csv")) for name in ("counts", "kpis", "savings", "costs")}

    def units(self, scheme: str, unit: str) -> Path:
        return self.folder / "units" / f"{scheme}.{unit}.parquet"

    def query(self, sql: str) -> list[tuple[object, ...]]:
        with duckdb.connect() as connection:
            return connection.execute(sql).fetchall()


def _read(path: Path) -> Iterator[Line]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def pence(pounds: str) -> int:
    """Return the whole pence of pounds with two decimals."""
    whole, _, part = pounds.partition(".")
    assert len(part) == 2, pounds
    return int(whole + part)
