"""A folder of data files to typed tables, or to the reasons why not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from improving_value.datasets import clock, intake_rows
from improving_value.datasets.columns_sql import literal
from improving_value.datasets.csv_scan import scan
from improving_value.datasets.files import DataFile, find, fingerprint
from improving_value.datasets.headings import columns_read, matched, not_sent
from improving_value.datasets.intake_csv import mended_source, plain_source
from improving_value.datasets.intake_parquet import parquet_source
from improving_value.datasets.intake_rows import ISSUES, Settled
from improving_value.datasets.intake_sql import TableSql, empty_table, table_sql
from improving_value.datasets.intake_view import make_view
from improving_value.datasets.quality import Intake, Quality
from improving_value.kernel.issues import Issue, Location, Rejected, in_order
from improving_value.spec.dictionary import Dataset, DictionaryColumn

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Wanted = Mapping[str, tuple[Dataset, frozenset[str]]]


def read_folder(
    connection: DuckDBPyConnection, folder: Path, wanted: Wanted, workdir: Path, optional: frozenset[str] = frozenset()
) -> Intake:
    """Read every wanted dataset into a table, or a view of a large file, of its own name, and list every fault of the data in `data_issues`.

    Shape: `row_key`, then one typed column for each that is wanted, required or leaned on; a date-time has its instant
    beside it as NAME__utc. Raises Rejected with the faults of all files that cannot be used at all.
    """
    intake_rows.make_issue_table(connection)
    for statement in clock.lists_sql():
        connection.execute(statement)
    faults: list[Issue] = []
    warnings: list[Issue] = []
    quality: list[Quality] = []
    absent: list[str] = []
    not_in_file: dict[str, tuple[str, ...]] = {}
    found: list[_Found] = []
    for name, (dataset, columns_wanted) in sorted(wanted.items()):
        try:
            found.append(_Found(dataset, columns_read(dataset, columns_wanted), find(folder, dataset, name in optional)))
        except Rejected as rejected:
            faults.extend(rejected.issues)

    with _rows_as_in_the_file(connection):
        for one in found:
            name = one.dataset.dataset
            try:
                result = _read(connection, one, workdir)
            except Rejected as rejected:
                faults.extend(rejected.issues)
                continue
            if result.quality is None:
                absent.append(name)
            else:
                quality.append(result.quality)
            warnings.extend(result.warnings)
            if result.lacking:
                not_in_file[name] = result.lacking
    if faults:
        raise Rejected(in_order(faults))
    return Intake(_with_issues(connection, quality), in_order(warnings), tuple(absent), not_in_file)


@dataclass(frozen=True)
class _Found:
    """A dataset, the columns to be read, and its file if there is one."""

    dataset: Dataset
    columns: Mapping[str, DictionaryColumn]
    file: DataFile | None


@dataclass(frozen=True)
class _Read:
    """What came of one dataset; no quality when nobody sent it."""

    quality: Quality | None
    warnings: tuple[Issue, ...]
    lacking: tuple[str, ...] = ()


def _read(connection: DuckDBPyConnection, one: _Found, workdir: Path) -> _Read:
    if one.file is None:
        connection.execute(empty_table(one.dataset, one.columns))
        return _Read(None, (_absent(one.dataset),))
    quality, places = _read_file(connection, one.file, one.columns, workdir)
    lacking = tuple(column for column in one.columns if column not in places)
    return _Read(quality, tuple(not_sent(one.file, one.columns, places)), lacking)


def _absent(dataset: Dataset) -> Issue:
    name = f"{dataset.dataset}.csv"
    return Issue(
        "missing-file",
        Location(name),
        f"no `{name}`, which may be left out",
        dataset.title,
        "send the file to have what needs it worked out",
        "warning",
    )


def _read_file(
    connection: DuckDBPyConnection, file: DataFile, columns: Mapping[str, DictionaryColumn], workdir: Path
) -> tuple[Quality, dict[str, int]]:
    """Make the table of one file; return what was found in it, and where its columns stand."""
    if file.kind == "parquet":
        source, places = parquet_source(connection, file, columns)
        with _damage_refused(file):
            if (settled := make_view(connection, file, columns, source)) is not None:
                return _quality(file, settled), places
            made = table_sql(file.dataset, columns, source)
            connection.execute(made.create)
        ragged: tuple[int, ...] = ()
    else:
        made, places, ragged = _make_from_csv(connection, file, columns, workdir)
    intake_rows.list_ragged(connection, made.table, file.shown, ragged)
    return _quality(file, intake_rows.settle(connection, made, file.shown), len(ragged)), places


def _quality(file: DataFile, settled: Settled, ragged: int = 0) -> Quality:
    """Return what was found in a file but for its issues, which are counted for all files at once."""
    return Quality(
        dataset=file.dataset.dataset,
        file=file.shown,
        sha256=fingerprint(file.parts),
        rows_read=settled.arrived + ragged,
        rows_used=settled.arrived - settled.set_aside - settled.duplicates,
        rows_set_aside=settled.set_aside + ragged,
        duplicates=settled.duplicates,
        issues=(),
    )


def _with_issues(connection: DuckDBPyConnection, quality: Sequence[Quality]) -> tuple[Quality, ...]:
    """Return what was found in each file with the number of its issues by code and column."""
    found: dict[str, list[tuple[str, str, int]]] = {}
    query = f"SELECT dataset, code, column_name, count(*) FROM {ISSUES} GROUP BY ALL ORDER BY ALL"
    for dataset, *issue in connection.execute(query).fetchall():
        found.setdefault(dataset, []).append(tuple(issue))
    return tuple(replace(one, issues=tuple(found.get(one.dataset, ()))) for one in quality)


@contextmanager
def _damage_refused(file: DataFile) -> Iterator[None]:
    import duckdb

    try:
        yield
    except duckdb.Error as error:
        # A broken page comes as input that is not valid, a broken header of a page as an error of no class.
        if not isinstance(error, duckdb.InvalidInputException) and type(error) is not duckdb.Error:
            raise
        raise Rejected(
            [
                Issue(
                    "file-not-readable",
                    file.at(),
                    "a Parquet file that breaks off or is damaged",
                    "a whole Parquet file",
                    "export it again",
                )
            ]
        ) from None


def _make_from_csv(
    connection: DuckDBPyConnection, file: DataFile, columns: Mapping[str, DictionaryColumn], workdir: Path
) -> tuple[TableSql, dict[str, int], tuple[int, ...]]:
    """Make a CSV file's table in bulk; when the file turns out not to be plain, once more row by row."""
    import duckdb

    seen = scan(file)
    places = matched(file, seen.headings, columns)
    if seen.is_plain:
        source = plain_source(file, seen, places, columns)
        made = table_sql(file.dataset, columns, source)
        try:
            made_of = connection.execute(made.create).fetchone()
            if seen.rows is None or made_of == (seen.rows,):
                return made, places, source.ragged
        except duckdb.InvalidInputException:
            # A row is not as the others; reading row by row finds out which, and how much can be saved.
            pass
    source = mended_source(file, len(seen.headings), places, columns, workdir)
    made = table_sql(file.dataset, columns, source)
    connection.execute(made.create)
    return made, places, source.ragged


@contextmanager
def _rows_as_in_the_file(connection: DuckDBPyConnection) -> Iterator[None]:
    """Make tables whose rows stand as in their files, whatever the connection was told about order.

    The closest ways of packing text are left out: they halve the file and double the time, for a table that lives one run.
    The settings are of the whole database, so they are changed once and not for every file.
    """
    settings = {"preserve_insertion_order": True, "disabled_compression_methods": "zstd,fsst,dict_fsst"}
    kept = {name: connection.execute("SELECT current_setting(?)", [name]).fetchone() for name in settings}
    for name, value in settings.items():
        connection.execute(f"SET {name} = {literal(str(value))}")
    try:
        yield
    finally:
        for name, before in kept.items():
            connection.execute(f"SET {name} = {literal(str(before[0] if before else ''))}")
