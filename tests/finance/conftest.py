"""The built-in year, reconciled once with the planted ledger."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from improving_value.finance.reconcile import Reconciliation
from improving_value.reconciliation import Agreement, reconcile

ROOT = Path(__file__).parents[2]
LEDGER = ROOT / "fixtures" / "ledger"


@dataclass(frozen=True)
class Reconciled:
    """The planted ledger beside the run, and where its files are."""

    found: Reconciliation
    folder: Path


@pytest.fixture(scope="session")
def planted(built_in_year: Path, tmp_path_factory: pytest.TempPathFactory) -> Reconciled:
    """The ledger with everything planted, reconciled to a tolerance of one pound."""
    out = tmp_path_factory.mktemp("planted")
    asked = Agreement(built_in_year, LEDGER / "ledger.csv", out, 100, earlier_ledger=LEDGER / "earlier_ledger.csv")
    return Reconciled(reconcile(asked), out / "internal")
