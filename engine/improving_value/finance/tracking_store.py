"""A year of runs in one file: each added whole or not at all, and never twice."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import astuple, dataclass, fields
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from improving_value.finance.run_folder import FILES, RunFolder
from improving_value.kernel.issues import Issue, Location, Rejected

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_MARK = "improving_value_tracking"
"""Only a file that has this table is ours to write to."""
_TABLES = (
    f"CREATE TABLE IF NOT EXISTS {_MARK} (layout INTEGER)",
    "CREATE TABLE IF NOT EXISTS runs (number INTEGER PRIMARY KEY, identity VARCHAR UNIQUE, label VARCHAR, span VARCHAR, frozen_until DATE)",
    "CREATE TABLE IF NOT EXISTS figures (run INTEGER, scheme VARCHAR, saving VARCHAR, organisation VARCHAR, period VARCHAR, starts DATE, "
    "ends DATE, pence BIGINT, sort VARCHAR, status VARCHAR)",
    "CREATE TABLE IF NOT EXISTS positions (run INTEGER, scheme VARCHAR, saving VARCHAR, sort VARCHAR, organisation VARCHAR, "
    "reference VARCHAR, project VARCHAR, pod VARCHAR, to_date DATE, plan_year BIGINT, plan_to_date BIGINT, claimed_to_date BIGINT, "
    "delivered_to_date BIGINT, forecast BIGINT, forecast_basis VARCHAR)",
)


@dataclass(frozen=True)
class TrackedRun:
    """A run in the store, by the order in which it was added. `frozen_until`: months that end by then are final in it."""

    number: int
    label: str
    span: str
    frozen_until: date | None


@dataclass(frozen=True)
class TrackedFigure:
    """One saving of one organisation in one period, as one run had it."""

    run: int
    scheme: str
    saving: str
    organisation: str
    period: str
    starts: date
    ends: date
    pence: int | None
    sort: str
    status: str


@dataclass(frozen=True)
class TrackedPosition:
    """Where one claim stood at one organisation when a run was added: plan and claim from the ledger, delivery from the engine."""

    run: int
    scheme: str
    saving: str
    sort: str
    organisation: str
    reference: str
    project: str
    pod: str
    to_date: date
    plan_year: int | None
    plan_to_date: int | None
    claimed_to_date: int | None
    delivered_to_date: int | None
    forecast: int | None
    forecast_basis: str


@dataclass(frozen=True)
class Track:
    """All that a store holds, in order."""

    runs: tuple[TrackedRun, ...]
    figures: tuple[TrackedFigure, ...]
    positions: tuple[TrackedPosition, ...]


def identity_of(run: RunFolder, ledger: Path | None) -> str:
    """Return what tells a run from every other: its figures, its record and the ledger it was added with."""
    digest = hashlib.sha256()
    for name in FILES:
        digest.update((run.folder / name).read_bytes())
    digest.update(ledger.read_bytes() if ledger is not None else b"")
    return digest.hexdigest()


def add_run(
    store: Path,
    identity: str,
    label: str,
    span: str,
    frozen_until: date | None,
    figures: Sequence[TrackedFigure],
    positions: Sequence[TrackedPosition],
) -> tuple[int, bool]:
    """Add a run in one transaction, and return its number and whether it is new; `run` of what is given is replaced by it."""
    with _opened(store, writing=True) as connection:
        found = connection.execute("SELECT number FROM runs WHERE identity = ?", [identity]).fetchone()
        if found is not None:
            return int(found[0]), False
        connection.execute("BEGIN")
        number = int((connection.execute("SELECT coalesce(max(number), 0) + 1 FROM runs").fetchone() or (1,))[0])
        connection.execute("INSERT INTO runs VALUES (?, ?, ?, ?, ?)", [number, identity, label, span, frozen_until])
        _insert(connection, "figures", [(number, *astuple(one)[1:]) for one in figures])
        _insert(connection, "positions", [(number, *astuple(one)[1:]) for one in positions])
        connection.execute("COMMIT")
        return number, True


def read_track(store: Path) -> Track:
    """Return all that a store holds. Raises Rejected with not-a-store when the file is none."""
    with _opened(store, writing=False) as connection:
        runs = connection.execute("SELECT number, label, span, frozen_until FROM runs ORDER BY number").fetchall()
        kept = {}
        for table, kind in (("figures", TrackedFigure), ("positions", TrackedPosition)):
            columns = ", ".join(field.name for field in fields(kind))
            kept[table] = connection.execute(f"SELECT {columns} FROM {table} ORDER BY ALL").fetchall()
        return Track(
            tuple(TrackedRun(*row) for row in runs),
            tuple(TrackedFigure(*row) for row in kept["figures"]),
            tuple(TrackedPosition(*row) for row in kept["positions"]),
        )


def _insert(connection: DuckDBPyConnection, table: str, rows: Sequence[tuple[object, ...]]) -> None:
    """Insert rows many at a time: one statement for each would take minutes for a year of runs."""
    for start in range(0, len(rows), 500):
        some = rows[start : start + 500]
        marks = ", ".join(f"({', '.join('?' for _ in row)})" for row in some)
        connection.execute(f"INSERT INTO {table} VALUES {marks}", [value for row in some for value in row])


@contextmanager
def _opened(store: Path, writing: bool) -> Iterator[DuckDBPyConnection]:
    import duckdb

    is_new = not store.exists()
    if is_new and not writing:
        raise Rejected([_not_a_store(store, "no file of this name")])
    try:
        connection = duckdb.connect(store.as_posix(), read_only=not writing, config={"threads": 1})
    except duckdb.IOException:
        raise Rejected([_not_a_store(store, "a file that is no store, or one that another program has open")]) from None
    try:
        tables = {name for (name,) in connection.execute("SELECT table_name FROM information_schema.tables").fetchall()}
        if tables and _MARK not in tables:
            raise Rejected([_not_a_store(store, "a database of something else")])
        if writing and _MARK not in tables:
            connection.execute("BEGIN")
            for statement in _TABLES:
                connection.execute(statement)
            connection.execute("COMMIT")
        yield connection
    finally:
        connection.close()


def _not_a_store(store: Path, found: str) -> Issue:
    fix = "name the file that `improving-value track add` made, or a new one to add to"
    return Issue("not-a-store", Location(str(store)), found, "a file of runs", fix)
