"""Every example of every published scheme holds, row by row and in columns."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import pytest
from duckdb import DuckDBPyConnection

from improving_value.check.scheme import check_scheme
from improving_value.datasets.clock import LocalTime
from improving_value.examples.running import ExampleReader
from improving_value.examples.values import Shown
from improving_value.kernel.render import render_issues
from improving_value.run.session import read_activity
from improving_value.run.store import open_store
from improving_value.spec.parameters_file import entries_of
from schemes.running import Cells, dictionary, in_columns, published, reader_of, shown

EXAMPLES = [(loaded.scheme.scheme, index) for loaded in published() for index in range(len(loaded.scheme.examples))]
NAMES = [f"{scheme}-{reader_of(scheme).loaded.scheme.examples[index].example}" for scheme, index in EXAMPLES]
SCHEMES = [loaded.scheme.scheme for loaded in published()]


def differences(slow: Cells, fast: Cells) -> list[str]:
    """Return every cell that is not the same, to the last bit and of the same sort."""
    found = []
    for cell in sorted({*slow, *fast}):
        mine, theirs = slow.get(cell, {}), fast.get(cell, {})
        for key in sorted({*mine, *theirs}):
            if key not in mine or key not in theirs or repr(mine[key]) != repr(theirs[key]):
                found.append(f"{cell} {key}: {mine.get(key, 'no such key')!r} on rows, {theirs.get(key, 'no such key')!r} in columns")
    return found


@pytest.mark.parametrize(("scheme", "index"), EXAMPLES, ids=NAMES)
def test_an_example_holds_on_rows(scheme: str, index: int) -> None:
    issues = reader_of(scheme).differences(index)
    assert not issues, render_issues(issues)


@pytest.mark.parametrize(("scheme", "index"), EXAMPLES, ids=NAMES)
def test_an_example_is_the_same_in_columns(scheme: str, index: int, connection: DuckDBPyConnection) -> None:
    seen = shown(scheme, index)
    assert differences(seen.results.cells, in_columns(connection, seen)) == []


@pytest.mark.parametrize("scheme", SCHEMES)
def test_other_values_change_nothing_but_values(scheme: str) -> None:
    """An example's local values are put into the scheme as it was checked once; checking it with them gives the same."""
    reader = ExampleReader(reader_of(scheme).loaded, dictionary())
    sets: dict[str, int] = {}
    for index, example in enumerate(reader.loaded.scheme.examples):
        sets.setdefault(repr(sorted(example.parameters.items())), index)  # the same values of a later example name another line
    for index in sets.values():
        entries = entries_of(reader.loaded.source, ("examples", index, "parameters"))
        anew = check_scheme(reader.loaded, dictionary(), entries, units_known=True)
        assert reader.checked(index) == replace(anew, warnings=reader.checked(index).warnings)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_first_example_is_the_same_when_its_rows_come_from_files(scheme: str, tmp_path: Path) -> None:
    seen = shown(scheme, 0)
    write_files(seen, tmp_path)
    calendar = seen.results.calendar
    with open_store(tmp_path, "1.5GB") as store:
        activity = read_activity(store, tmp_path, tmp_path, [seen.checked], dictionary(), seen.chapter.span, seen.chapter.baseline)
        assert all(found.rows_set_aside == 0 and found.duplicates == 0 for found in activity.intake.quality)
        assert activity.calendar(seen.checked) == calendar
        cells = activity.results(seen.checked, None).cells
    assert differences(seen.results.cells, cells) == []


def write_files(seen: Shown, folder: Path) -> None:
    """Write an example's rows as the files of a run, and an organisations table that places every provider alike."""
    for name in seen.checked.datasets:
        dataset = dictionary()[name]
        columns = list(dataset.columns)
        # An example's rows may have no name of their own; a file's rows get the key that the example's have.
        keyed = [{**row, **{part: row["row_key"] for part in dataset.key if row[part] is None}} for row in seen.tables.get(name, [])]
        _write(folder / f"{name}.csv", columns, [[_text(row[column]) for column in columns] for row in keyed])
    providers = sorted({place.provider for place in seen.results.calendar.places})
    _write(folder / "organisations.csv", ["provider_code", "hub", "region"], [[code, "hub", "region"] for code in providers])


def _write(path: Path, headings: list[str], rows: list[list[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([headings, *rows])


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, LocalTime):
        return value.local.isoformat(timespec="minutes")
    return str(value).lower() if isinstance(value, bool) else str(value)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_scheme_proves_itself(scheme: str) -> None:
    """Each KPI, measure and saving of a published scheme is expected by some example."""
    found = reader_of(scheme).loaded.scheme
    expected = {name.split(".")[0].split("[")[0].split("@")[0] for example in found.examples for name in example.expect}
    wanted = [kpi.kpi for kpi in found.kpis] + [saving.saving for saving in found.savings]
    assert [name for name in wanted if name not in expected] == []
