"""The built-in year, run once, and reconciled once with the planted ledger."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from improving_value.finance.reconcile import Reconciliation
from improving_value.pipeline import demo_request, run
from improving_value.reconciliation import Agreement, reconcile

ROOT = Path(__file__).parents[2]
LEDGER = ROOT / "fixtures" / "ledger"


@dataclass(frozen=True)
class Reconciled:
    """The planted ledger beside the run, and where its files are."""

    found: Reconciliation
    folder: Path


@pytest.fixture(scope="session")
def built_in_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a run of every scheme over the built-in year."""
    out = tmp_path_factory.mktemp("built_in_run")
    run(demo_request(out, date(2018, 5, 1)))
    return out


@pytest.fixture(scope="session")
def planted(built_in_run: Path, tmp_path_factory: pytest.TempPathFactory) -> Reconciled:
    """The ledger with everything planted, reconciled to a tolerance of one pound."""
    out = tmp_path_factory.mktemp("planted")
    asked = Agreement(built_in_run, LEDGER / "ledger.csv", out, 100, earlier_ledger=LEDGER / "earlier_ledger.csv")
    return Reconciled(reconcile(asked), out / "internal")
