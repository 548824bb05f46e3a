"""A ledger of claimed savings beside a run that is already there: the steps in order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from improving_value.finance.reconcile import Reconciliation

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Agreement:
    """What somebody wants reconciled. `tolerance` is in pence, for each item."""

    run: Path
    ledger: Path
    out: Path
    tolerance: int
    earlier_run: Path | None = None
    earlier_ledger: Path | None = None


def reconcile(asked: Agreement, progress: Progress = lambda _: None, writes: bool = True) -> Reconciliation:
    """Reconcile, and write the result, all or nothing, unless it is only asked for. Raises Rejected with every fault of the ledger or the run."""
    from improving_value.finance.ledger import read_ledger
    from improving_value.finance.reconcile import Earlier, reconcile
    from improving_value.finance.run_folder import read_run
    from improving_value.report.folder import all_or_nothing
    from improving_value.report.reconciliation_files import MARK, write_reconciliation

    progress("reading the run")
    run = read_run(asked.run)
    progress("reading the ledger")
    ledger = read_ledger(asked.ledger)
    earlier = Earlier(
        None if asked.earlier_run is None else read_run(asked.earlier_run),
        None if asked.earlier_ledger is None else read_ledger(asked.earlier_ledger),
    )
    progress("comparing")
    found = reconcile(ledger, run, asked.tolerance, earlier)
    if not writes:
        return found
    progress("writing")
    with all_or_nothing(asked.out, MARK) as folder:
        write_reconciliation(found, folder)
    return found
