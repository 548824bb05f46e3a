"""Who answers for a provider on a day, and the hub and region it then belongs to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

from improving_value.datasets.columns_sql import quoted
from improving_value.kernel.issues import Issue, Location

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

NOT_LISTED = "not listed"
TABLE = "organisations"
COLUMNS = ("provider_code", "name", "hub", "hub_name", "region", "region_name", "valid_from", "valid_until", "successor")


@dataclass(frozen=True)
class Organisation:
    """One provider for the days in [valid_from, valid_until); None is without limit."""

    provider_code: str
    name: str | None = None
    hub: str | None = None
    hub_name: str | None = None
    region: str | None = None
    region_name: str | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    successor: str | None = None

    def holds_on(self, day: date) -> bool:
        return (self.valid_from or date.min) <= day and (self.valid_until is None or day < self.valid_until)


@dataclass(frozen=True)
class Organisations:
    """The dated table of providers, hubs and regions."""

    rows: tuple[Organisation, ...]
    _by_code: Mapping[str, tuple[Organisation, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        found: dict[str, tuple[Organisation, ...]] = {}
        for row in sorted(self.rows, key=lambda one: (one.provider_code, one.valid_from or date.min, one.valid_until or date.max)):
            found[row.provider_code] = (*found.get(row.provider_code, ()), row)
        object.__setattr__(self, "_by_code", found)

    def place(self, provider_code: str, day: date) -> tuple[str, str, str]:
        """Return who answers for a provider on a day, and the hub and region of that organisation.

        A code closed by then is answered for by its successor, or that one's. A code that no row holds for, and none
        succeeds, answers for itself, and its hub and region are `not listed`.
        """
        code, met = provider_code, {provider_code}
        while (row := self._on(code, day)) is None:
            successor = self._successor(code, day)
            if successor is None or successor in met:
                return code, NOT_LISTED, NOT_LISTED
            met.add(successor)
            code = successor
        return code, row.hub or NOT_LISTED, row.region or NOT_LISTED

    def _on(self, code: str, day: date) -> Organisation | None:
        return next((row for row in self._by_code.get(code, ()) if row.holds_on(day)), None)

    def _successor(self, code: str, day: date) -> str | None:
        """Return the successor named when a code was last closed; the code before it opened has none."""
        closed = [row for row in self._by_code.get(code, ()) if row.valid_until is not None and row.valid_until <= day]
        return max(closed, key=lambda row: row.valid_until or date.min).successor if closed else None

    def change_dates(self) -> tuple[date, ...]:
        """Return every day on which the table changes, in order."""
        return tuple(sorted({day for row in self.rows for day in (row.valid_from, row.valid_until) if day is not None}))

    @cached_property
    def names(self) -> Mapping[str, str]:
        """Code to name, of providers, hubs and regions; the latest name of each."""
        found: dict[str, str] = {}
        for row in sorted(self.rows, key=lambda one: (one.valid_from or date.min, one.provider_code)):
            for code, name in ((row.provider_code, row.name), (row.hub, row.hub_name), (row.region, row.region_name)):
                if code and name:
                    found[code] = name
        return dict(sorted(found.items()))

    def overlaps(self, file: str = TABLE) -> Iterator[Issue]:
        """Yield an issue for each code of which two rows hold on one day: which hub it had would be a guess."""
        for code, rows in self._by_code.items():
            for before, after in pairwise(rows):
                if before.valid_until is None or (after.valid_from or date.min) < before.valid_until:
                    found = f"two rows for `{code}` that both hold on {after.valid_from or 'the first day'}"
                    yield Issue(
                        "two-values-on-one-day",
                        Location(file, name="valid_from"),
                        found,
                        "one row for each code and day",
                        "end the first row on the day the second begins",
                    )


def organisations_of(rows: Iterable[tuple[object, ...]]) -> Organisations:
    """Return the organisations of rows in the order of COLUMNS."""
    return Organisations(tuple(Organisation(*row) for row in rows))  # type: ignore[arg-type]


def read_organisations(connection: DuckDBPyConnection, table: str = TABLE) -> Organisations:
    """Return the organisations of an intake's table; columns that were not read are taken as empty."""
    held = {name for (name, *_) in connection.execute(f"DESCRIBE {quoted(table)}").fetchall()}
    chosen = ", ".join(quoted(name) if name in held else f"NULL AS {quoted(name)}" for name in COLUMNS)
    return organisations_of(connection.execute(f"SELECT {chosen} FROM {quoted(table)} ORDER BY row_key").fetchall())
