"""`check` runs a scheme's examples in columns too, and says where they come out otherwise than on rows."""

from __future__ import annotations

from pathlib import Path

import pytest

from improving_value.compile.plan import Plan
from improving_value.examples import columns as examples_columns
from improving_value.listing.check import check_schemes
from improving_value.run.in_memory import InMemory
from improving_value.run.results import Results
from improving_value.run.rows_activity import Tables
from prove.small import ALL, scheme_with


def test_examples_that_are_the_same_in_columns(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert check_schemes((str(scheme_with(tmp_path, *ALL)),), (), (), None, True, False, both=True) == 0
    assert "examples checked on both engines: nothing wrong." in capsys.readouterr().out


def test_on_rows_alone_nothing_is_run_in_columns(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(examples_columns, "different_in_columns")
    assert check_schemes((str(scheme_with(tmp_path, *ALL)),), (), (), None, True, False, both=False) == 0
    assert "examples checked: nothing wrong." in capsys.readouterr().out


def test_an_engine_that_loses_a_row_is_found_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = InMemory.run

    def without_a_row(self: InMemory, plan: Plan, tables: Tables) -> Results:
        return whole(self, plan, {name: rows[1:] for name, rows in tables.items()})

    monkeypatch.setattr(InMemory, "run", without_a_row)
    assert check_schemes((str(scheme_with(tmp_path, *ALL)),), (), (), None, True, False) == 1
    printed = capsys.readouterr()
    assert printed.err.count("error[engines-differ]") == 2, "each but the one whose only row is out of scope anyway"
    assert "in columns: " in printed.err
    assert ", as on rows" in printed.err
