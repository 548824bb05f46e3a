"""Every fault that input can have, as somebody meets it: its exact message, its exit code, and nothing left behind."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cli.documented import DOCUMENT, EVERY, document, without_page
from cli.faults import Fault, as_printed
from cli.terminal import PATIENTS, files, given
from improving_value.kernel.catalogue import CODES
from issues.every_code import CASES, Case

COUNTED_ANYWAY = {
    "data_column_left_out",
    "data_headings_only",
    "data_bom",
    "row_unknown_provider",
    "row_in_a_run",
    "out_other_period",
    "out_no_parameters",
}
"""Faults with which a run goes on, and says so."""

PRIVATE = (*PATIENTS, "sixty-one", "610", "31/02/2017", "2016-10-30", "2017-03-26")


@pytest.mark.parametrize("fault", EVERY, ids=lambda fault: fault.name)
def test_a_fault_has_its_message(fault: Fault, tmp_path: Path) -> None:
    fault.do(given(tmp_path))
    before = {name: (tmp_path / name).read_bytes() for name in files(tmp_path)}
    ran = fault.run(tmp_path)
    printed = as_printed(fault.command, ran, tmp_path)
    assert printed == fault.expected().read_text(encoding="utf-8")
    assert ran.code == fault.code
    assert not [value for value in PRIVATE if value in printed], "a value of the data stands in a message"
    assert "Traceback" not in printed
    if fault.name not in COUNTED_ANYWAY:
        assert {name: (tmp_path / name).read_bytes() for name in files(tmp_path)} == before, "something was written"
        assert sorted(entry.name for entry in tmp_path.iterdir()) == sorted({name.partition("/")[0] for name in before} | _empty(tmp_path))


def _empty(folder: Path) -> set[str]:
    """The one folder that is empty because the fault is that it is."""
    return {"nothing"} & {entry.name for entry in folder.iterdir()}


def test_the_document_of_errors_is_fresh() -> None:
    assert DOCUMENT.read_text(encoding="utf-8") == document(), "write it again: python tests/cli/write_errors.py"


def test_every_code_has_its_page_with_a_message() -> None:
    assert without_page() == []
    assert [code for code in CODES if f"\n### `{code}`\n" not in DOCUMENT.read_text(encoding="utf-8")] == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.code)
def test_a_page_shows_its_code(case: Case) -> None:
    shown = DOCUMENT.read_text(encoding="utf-8").partition(f"\n### `{case.code}`\n")[2].partition("\n### ")[0]
    assert re.search(rf"\b(?:error|warning)\[{case.said_as or case.code}\]", shown)
    assert "\n  fix " in shown


def test_names_are_used_once() -> None:
    names = [fault.name for fault in EVERY]
    assert len(names) == len(set(names))
    assert sorted(path.stem for path in EVERY[0].expected().parent.glob("*.txt")) == sorted(names)
