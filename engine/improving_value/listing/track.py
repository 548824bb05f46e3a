"""What `track` prints: which runs are kept, what each delivered, and what was restated."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from improving_value.ending import write_json
from improving_value.listing.reconcile import money_text
from improving_value.listing.run import counted


def track_add(run: Path, store: Path, label: str, frozen_until: date | None, ledger: Path | None) -> int:
    """Add a run to the store, and say whether it was new."""
    from improving_value.finance.run_folder import read_run
    from improving_value.finance.tracking import track_run

    number, is_new = track_run(store, read_run(run), label, frozen_until, ledger)
    print(f"Run {number} added to {store}." if is_new else f"This run is in {store} already, as run {number}: nothing was added.")
    return 0


def track_show(store: Path, as_json: bool) -> int:
    """Print each run with what it delivered, and how much later runs restated."""
    from improving_value.finance.tracking import deliveries, restatements
    from improving_value.finance.tracking_store import read_track
    from improving_value.report.reconciliation_files import gbp, last_day

    track = read_track(store)
    delivered, restated = deliveries(track), restatements(track)
    if as_json:
        write_json(
            {
                "runs": [
                    {
                        "number": run.number,
                        "label": run.label,
                        "span": run.span,
                        "frozen_until": run.frozen_until,
                        "amounts": {one.sort: gbp(one.pence) for one in delivered if one.run == run.number},
                        "restated": sum(one.run == run.number for one in restated),
                        "restated_after_freeze": sum(one.run == run.number and one.is_after_freeze for one in restated),
                    }
                    for run in track.runs
                ]
            }
        )
        return 0
    for run in track.runs:
        frozen = f", final up to {last_day(run.frozen_until)}" if run.frozen_until else ""
        print(f"Run {run.number}: {run.label} ({run.span}{frozen})")
        for one in delivered:
            if one.run == run.number:
                lacking = f"; {counted(one.not_known, 'figure')} not known" if one.not_known else ""
                print(f"  {one.sort:<42}{'£' + money_text(one.pence):>18}{lacking}")
        for said, is_after in (("before freeze", False), ("after freeze", True)):
            some = [one for one in restated if one.run == run.number and one.is_after_freeze == is_after]
            for sort in sorted({one.sort for one in some}):
                own = [one for one in some if one.sort == sort]
                pence = sum(one.difference or 0 for one in own)
                print(f"  restated {said}: {sort}, {counted(len(own), 'figure')}, £{money_text(pence)}")
    print(
        f"\n{counted(len(track.runs), 'run')}. `improving-value track export --store {store} --out FOLDER` writes the tables finance loads."
    )
    return 0


def track_export(store: Path, out: Path) -> int:
    """Write the year's tables, all or nothing."""
    from improving_value.finance.tracking_store import read_track
    from improving_value.report.folder import all_or_nothing
    from improving_value.report.tracking_files import MARK, write_export

    track = read_track(store)
    with all_or_nothing(out, MARK) as folder:
        write_export(track, folder)
    print(f"{counted(len(track.runs), 'run')} exported.")
    print(f"QIPP:     {out / 'internal' / 'qipp.csv'}")
    print(f"Workbook: {(out / 'internal' / 'tracking.xlsx').resolve()}")
    return 0
