"""What the files of units say of the units that pounds are worked out on, and which value of a parameter holds for one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from improving_value.check.model import CheckedScheme
from improving_value.expression.evaluate import RowValue
from improving_value.run.rows_parameters import parameter_book

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


@dataclass(frozen=True)
class UnitFiles:
    """A run's folder of units, read again. Nothing confidential is in it."""

    folder: Path
    connection: DuckDBPyConnection

    def columns_of(self, scheme: str, unit: str) -> tuple[str, ...]:
        """Return the columns of a unit's file; none when nothing of it may be written."""
        from improving_value.run.engines.unit_files import columns_of

        return columns_of(self.connection, self._file(scheme, unit))

    def eligible(self, scheme: str, unit: str, columns: Sequence[str], periods: Sequence[str]) -> Iterator[tuple[Any, ...]]:
        """Yield some columns of the eligible units of some periods, in the order of their keys."""
        from improving_value.run.engines.unit_files import eligible_units

        return eligible_units(self.connection, self._file(scheme, unit), columns, periods)

    def _file(self, scheme: str, unit: str) -> Path:
        return self.folder / f"{scheme}.{unit}.parquet"

    def close(self) -> None:
        self.connection.close()


def open_unit_files(folder: Path) -> UnitFiles:
    """Open a run's folder of units."""
    from improving_value.run.engines.unit_files import open_reader

    return UnitFiles(folder, open_reader())


def place_of_value(checked: CheckedScheme, name: str, row: Mapping[str, RowValue], day: date | None) -> int | None:
    """Return which of a parameter's values holds for a unit's own columns and date."""
    return parameter_book(checked).place(name, row, day)
