"""What the tests of the schemes share: one database for the examples, and one run over the fixtures."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb
import pytest

from improving_value.kernel.periods import read_period
from improving_value.pipeline import Request, run
from schemes.running import ROOT
from schemes.whole_run import WholeRun


@pytest.fixture(scope="session")
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    """A database in memory, used by one example after another."""
    with duckdb.connect() as made:
        made.execute("SET TimeZone = 'UTC'")
        made.execute("SET threads = 1")
        yield made


@pytest.fixture(scope="session")
def whole_run(tmp_path_factory: pytest.TempPathFactory) -> WholeRun:
    """The published schemes over the fixtures: 2017/18 against 2016/17."""
    out: Path = tmp_path_factory.mktemp("whole_run")
    fixtures = ROOT / "fixtures"
    request = Request(
        fixtures / "activity",
        read_period("2017/18"),
        out,
        read_period("2016/17"),
        parameters=fixtures / "parameters.yaml",
        today=date(2018, 5, 1),
    )
    return WholeRun(out / "internal", run(request))
