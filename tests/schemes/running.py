"""Examples of the published schemes, run row by row and in columns."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from duckdb import DuckDBPyConnection

from improving_value.check.model import CellValue
from improving_value.compile.plan import Plan, compile_scheme
from improving_value.datasets.dictionary import builtin_folder, load_dictionary
from improving_value.examples.running import ExampleReader
from improving_value.examples.values import Shown, value_of
from improving_value.run.engines.duckdb import DuckDBEngine
from improving_value.run.in_memory import as_held
from improving_value.run.results import CellKey
from improving_value.run.rows_activity import Tables
from improving_value.spec.dictionary import Dataset
from improving_value.spec.load import LoadedScheme, load_scheme

ROOT = Path(__file__).resolve().parents[2]
Cells = Mapping[str, Mapping[CellKey, CellValue]]


@cache
def dictionary() -> Mapping[str, Dataset]:
    return load_dictionary([builtin_folder()])


@cache
def published() -> tuple[LoadedScheme, ...]:
    """Return every published scheme of the repository, by name of file."""
    return tuple(
        load_scheme(path)
        for path in sorted((ROOT / "schemes").glob("*.yaml"))
        if "\nstatus: published\n" in path.read_text(encoding="utf-8")
    )


@cache
def reader_of(scheme: str) -> ExampleReader:
    """Return the reader of one published scheme; it is shared, so that a scheme is checked once."""
    return ExampleReader(next(one for one in published() if one.scheme.scheme == scheme), dictionary())


@cache
def shown(scheme: str, index: int) -> Shown:
    return reader_of(scheme).show(index)


def example_index(scheme: str, title: str) -> int:
    """Return the place of the only example whose title begins so."""
    found = [number for number, example in enumerate(reader_of(scheme).loaded.scheme.examples) if example.example.startswith(title)]
    assert len(found) == 1, f"{scheme}: {len(found)} examples begin with `{title}`"
    return found[0]


def value(scheme: str, title: str, name: str) -> object:
    """Return what an example gives for a name, as its `expect` would write it."""
    return value_of(shown(scheme, example_index(scheme, title)), name)


def changed(scheme: str, folder: Path, *changes: tuple[str, str]) -> ExampleReader:
    """Return the reader of a scheme whose text was changed; each text to change must stand in it exactly once."""
    text = (ROOT / "schemes" / f"{scheme}.yaml").read_text(encoding="utf-8")
    for before, after in changes:
        assert text.count(before) == 1, f"{text.count(before)} times: {before}"
        text = text.replace(before, after)
    path = folder / f"{scheme}.yaml"
    path.write_text(text, encoding="utf-8")
    return ExampleReader(load_scheme(path), dictionary())


def in_columns(connection: DuckDBPyConnection, seen: Shown) -> Cells:
    """Return the cells that the column engine makes of an example's rows."""
    plan = _plan(seen)
    connection.execute("BEGIN")
    fill(connection, plan, seen.tables)
    cells = DuckDBEngine(connection).run(plan).cells
    connection.execute("ROLLBACK")
    return cells


_PLANS: dict[str, tuple[Shown, Plan]] = {}


def _plan(seen: Shown) -> Plan:
    """Return the plan of an example; examples of one period and the same parameter values share it."""
    key = f"{seen.checked.scheme.scheme} {id(seen.checked)} {seen.results.calendar}"
    if key not in _PLANS:
        _PLANS[key] = (seen, compile_scheme(seen.checked, seen.results.calendar, "duckdb"))
    return _PLANS[key][1]


def fill(connection: DuckDBPyConnection, plan: Plan, tables: Tables) -> None:
    """Put rows into a connection's main schema as intake would."""
    for source in plan.sources:
        columns = ", ".join(f'"{name}" {kind}' for name, kind in source.columns)
        connection.execute(f'CREATE OR REPLACE TABLE main."{source.name}" ({columns})')
        held = [[as_held(name, row) for name, _ in source.columns] for row in tables.get(source.name, [])]
        if held:
            marks = ", ".join("?" for _ in source.columns)
            connection.executemany(f'INSERT INTO main."{source.name}" VALUES ({marks})', held)
