"""Arguments of the commands for finance in, exit code out."""

from __future__ import annotations

import sys
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Annotated

import typer

from improving_value.cli.bridge import bridge
from improving_value.cli.challenge import challenge
from improving_value.cli.options import AsJson

RunFolder = Annotated[Path, typer.Argument(help="The folder that was the --out of `improving-value run`.", metavar="RUN")]


Store = Annotated[Path, typer.Option("--store", help="The file the runs are kept in; made when it is not there.")]

track = typer.Typer(
    help="Keep a year of runs in one file: what was forecast when, what was delivered, what was restated.", rich_markup_mode=None
)


def add_finance_commands(app: typer.Typer) -> None:
    """Add the commands of those who agree and follow the money."""
    app.command()(reconcile)
    app.add_typer(track, name="track", no_args_is_help=True)
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
    item: Annotated[str | None, typer.Option("--item", help="Only say what is behind this comparison, such as R0012.")] = None,
    row: Annotated[int | None, typer.Option("--row", help="Only say what became of this row of the ledger.")] = None,
    json: AsJson = False,
) -> None:
    """Set a ledger of claimed savings beside a run: what is matched, over- and under-claimed, not claimed, claimed twice, and why.

    Ends with 0 when everything is matched, with 1 when there are differences.
    """
    from improving_value import reconciliation
    from improving_value.listing.common import require
    from improving_value.listing.reconcile import finish_reconciliation
    from improving_value.listing.run import progress_display

    require((ledger,), "--ledger", "file")
    require((earlier_ledger,), "--earlier-ledger", "file")
    asked = reconciliation.Agreement(run, ledger, out, _pence(tolerance), earlier_run, earlier_ledger)
    one_alone = item is not None or row is not None
    with progress_display() as progress:
        found = reconciliation.reconcile(asked, progress, writes=not one_alone)
    if one_alone:
        from improving_value.listing.comparison import show_comparison

        sys.exit(show_comparison(found, asked, item, row))
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


@track.command("add")
def track_add(
    run: RunFolder,
    store: Store,
    label: Annotated[str, typer.Option("--label", help="What to call the run, such as month 6; its period if left out.")] = "",
    frozen_to: Annotated[str | None, typer.Option("--frozen-to", help="The last month that is final in it, such as 2017/18 M05.")] = None,
    ledger: Annotated[Path | None, typer.Option("--ledger", help="The ledger of that month, for plans and forecasts.")] = None,
) -> None:
    """Add a run to the file; the same run a second time changes nothing."""
    from improving_value.listing.common import require
    from improving_value.listing.track import track_add
    from improving_value.pipeline import period_or_reject

    require((ledger,), "--ledger", "file")
    frozen = None if frozen_to is None else period_or_reject(frozen_to, "--frozen-to").end
    sys.exit(track_add(run, store, label, frozen, ledger))


@track.command("show")
def track_show(store: Store, json: AsJson = False) -> None:
    """Say which runs the file holds, what each came to, and what was restated before and after freeze."""
    from improving_value.listing.track import track_show

    sys.exit(track_show(store, json))


@track.command("export")
def track_export(
    store: Store,
    out: Annotated[Path, typer.Option("--out", help="Folder for the tables; they go into its `internal` folder.")] = Path("tracking"),
) -> None:
    """Write the QIPP lines of the latest run, every forecast and every restatement, as CSV and as a workbook."""
    from improving_value.listing.track import track_export

    sys.exit(track_export(store, out))
