"""The units behind a figure of a run, by key, with what a bridge asks of each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from improving_value.finance.bridges import BridgeUnit
from improving_value.finance.run_folder import RunFolder, piece_of
from improving_value.kernel.issues import Issue, Location, Rejected
from improving_value.kernel.numbers import pence
from improving_value.run.engines.unit_files import columns_of as file_columns
from improving_value.run.engines.unit_files import finished_units

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_OURS = ("unit_key", "period", "outcome", "deciding_rule", "missing_field", "at_stake_pence")
PENCE = "_pence"
_LOOKED_UP = "parameter__"


@dataclass(frozen=True)
class Figures:
    """Which amount of a scheme's units is bridged: a saving's pence, or a column of pounds; and by what.

    `volume` is a column of how much of it there was, a unit counting one without; `by` a column of sorts of unit.
    """

    scheme: str
    unit: str
    column: str
    volume: str | None = None
    by: str | None = None

    @property
    def named(self) -> tuple[str, ...]:
        return tuple(name for name in (self.column, self.volume, self.by) if name)


def columns_of(connection: DuckDBPyConnection, run: RunFolder, scheme: str, unit: str) -> tuple[str, ...]:
    """Return the columns that a run holds of a unit; none when it has no file of them."""
    return file_columns(connection, _file(run, scheme, unit))


def _file(run: RunFolder, scheme: str, unit: str) -> Path:
    return run.folder / "units" / f"{scheme}.{unit}.parquet"


def read_units(connection: DuckDBPyConnection, run: RunFolder, asked: Figures) -> dict[str, BridgeUnit] | None:
    """Return the units of a run by key; None when it has no file of them, or not those pence: nothing may be written of them.

    Raises Rejected when a column that was asked for by name is not there.
    """
    path = _file(run, asked.scheme, asked.unit)
    source = run.sources.get(asked.scheme, {}).get("units", {}).get(asked.unit)
    names = file_columns(connection, path)
    if source is None or not names or (asked.column not in names and asked.column.endswith(PENCE)):
        return None
    lacking = [name for name in asked.named if name not in names]
    if lacking:
        raise Rejected([no_column(asked, lacking[0], names)])
    return dict(_units(run, asked, source, finished_units(connection, path)))


def no_column(asked: Figures, name: str, names: Sequence[str]) -> Issue:
    shown = [one for one in names if one not in _OURS and not one.endswith(PENCE) and "__" not in one]
    return Issue(
        "unknown-name",
        Location(f"{asked.scheme}.{asked.unit}"),
        f"`{name}`, which is no column of the unit",
        f"one of {', '.join(shown)}",
        "name a column that the run holds",
    )


def _units(run: RunFolder, asked: Figures, source: Mapping[str, Any], rows: Iterator[dict[str, Any]]) -> Iterator[tuple[str, BridgeUnit]]:
    labels = {one.period.label for one in run.figures if one.scheme == asked.scheme}
    for row in rows:
        if row["period"] not in labels:
            continue
        day = row.get(source["date"]) if source["date"] else None
        on = day if isinstance(day, date) else piece_of(row["period"], run.span).start
        place, _, _ = run.organisations.place(row.get(source["organisation"]) or "", on)
        yield (
            row["unit_key"],
            BridgeUnit(
                place,
                category=str(row[asked.by] or "not recorded") if asked.by else "",
                pence=_amount(row, asked),
                volume=Fraction(1) if asked.volume is None else Fraction(row[asked.volume] or 0),
                values=hash(tuple(_plain(value) for name, value in row.items() if _is_data(name))),
            ),
        )


def _is_data(name: str) -> bool:
    """Say whether a column tells of the data a unit came from, and not of what was made of it."""
    return name not in _OURS and not name.endswith(PENCE) and not name.startswith(_LOOKED_UP)


def _plain(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _amount(row: Mapping[str, Any], asked: Figures) -> int | None:
    """Return the pence of a unit: as the run has them, or those of a column of pounds on a unit that is eligible."""
    value = row[asked.column]
    if asked.column.endswith(PENCE):
        return None if value is None else int(value)
    if row["outcome"] != "eligible" or not isinstance(value, (Decimal, float, int)):
        return None
    return pence(float(value))
