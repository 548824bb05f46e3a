"""Arguments of the commands for finance in, exit code out."""

from __future__ import annotations

import sys
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Annotated

import typer

from improving_value.cli_bridge import bridge
from improving_value.cli_challenge import challenge
from improving_value.cli_options import AsJson

RunFolder = Annotated[Path, typer.Argument(help="The folder that was the --out of `improving-value run`.", metavar="RUN")]


def add_finance_commands(app: typer.Typer) -> None:
    """Add the commands of those who agree and follow the money."""
    app.command()(reconcile)
    app.command()(bridge)
    app.command()(challenge)


def reconcile(
    run: RunFolder,
    ledger: Annotated[Path, typer.Option("--ledger", help="The ledger of claimed savings: CSV or Excel.")],
    out: Annotated[Path, typer.Option("--out", help="Folder for the results; they go into its `internal` folder.")] = Path(
        "reconciliation"
    ),
    tolerance: Annotated[str, typer.Option("--tolerance", help="Pounds by which an item may differ and still be matched.")] = "1.00",
    earlier_ledger: Annotated[
        Path | None, typer.Option("--earlier-ledger", help="The ledger as it was before, to tell restatements by.")
    ] = None,
    earlier_run: Annotated[Path | None, typer.Option("--earlier-run", help="A run over an earlier submission, likewise.")] = None,
    json: AsJson = False,
) -> None:
    """Set a ledger of claimed savings beside a run: what is matched, over- and under-claimed, not claimed, claimed twice, and why.

    Ends with 0 when everything is matched, with 1 when there are differences.
    """
    from improving_value import reconciliation
    from improving_value.listing import require
    from improving_value.listing_reconcile import finish_reconciliation
    from improving_value.listing_run import progress_display

    require((ledger,), "--ledger", "file")
    require((earlier_ledger,), "--earlier-ledger", "file")
    asked = reconciliation.Agreement(run, ledger, out, _pence(tolerance), earlier_run, earlier_ledger)
    with progress_display() as progress:
        found = reconciliation.reconcile(asked, progress)
    sys.exit(finish_reconciliation(found, asked, json))


def _pence(written: str) -> int:
    """Return an amount of pounds, nought or more, as pence."""
    try:
        pence = Decimal(written.removeprefix("£")) * 100
        if pence >= 0 and pence == int(pence):
            return int(pence)
    except (InvalidOperation, ValueError, OverflowError):
        pass
    raise typer.BadParameter("write pounds, such as 1.00 or 0.01", param_hint="--tolerance")
