"""From a headline to the invoice lines, and from a ledger row to the rule that did not count it: in five steps, as the README prints them."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.finance_steps import PAGE, followed, prepare, quoted, section, steps


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, built_in_year: Path) -> Path:
    made = tmp_path_factory.mktemp("finance")
    prepare(made, built_in_year)
    return made


def test_every_command_prints_what_the_page_says_and_every_line_quoted_is_there(folder: Path) -> None:
    text = section(PAGE.read_text(encoding="utf-8"))
    assert followed(text, folder) == text, "run `python tests/cli/finance_steps.py`, and read what changed"
    lines = quoted(text)
    assert len(lines) >= 6
    for file, line in lines:
        assert line in (folder / file).read_text(encoding="utf-8").splitlines(), (file, line)


def test_each_way_takes_five_steps() -> None:
    assert steps(section(PAGE.read_text(encoding="utf-8"))) == [[1, 2, 3, 4, 5]] * 2


def test_the_row_quoted_is_the_row_it_is_called() -> None:
    ledger = PAGE.parent / "fixtures" / "ledger" / "ledger.csv"
    rows = [line for file, line in quoted(section(PAGE.read_text(encoding="utf-8"))) if file.endswith("/ledger.csv")]
    assert [ledger.read_text(encoding="utf-8").splitlines()[111]] == rows
