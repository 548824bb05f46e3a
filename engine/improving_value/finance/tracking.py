"""What a year of runs tells: what was forecast when, what was delivered, and which months came out otherwise later."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path

from improving_value.finance.claiming import sort_of
from improving_value.finance.ledger import Ledger, read_ledger
from improving_value.finance.positions import Position, forecast, positions
from improving_value.finance.reconcile import reconcile
from improving_value.finance.run_folder import RunFolder
from improving_value.finance.tracking_store import Track, TrackedFigure, TrackedPosition, TrackedRun, add_run, identity_of

LEDGERS = "the ledger's"
BY_RULE = "by rule"


@dataclass(frozen=True)
class Restatement:
    """A period that one run had otherwise than the run before it. Pence: None where a run had no amount."""

    run: int
    scheme: str
    saving: str
    sort: str
    organisation: str
    period: str
    before: int | None
    after: int | None
    is_after_freeze: bool

    @property
    def difference(self) -> int | None:
        return None if self.before is None or self.after is None else self.after - self.before


@dataclass(frozen=True)
class Delivery:
    """What one run said of one sort of money: delivered and forecast, over its whole span."""

    run: int
    sort: str
    pence: int
    not_known: int
    """How many figures had no amount; they are not in the sum."""


@dataclass(frozen=True)
class QippLine:
    """A line of the report that finance loads: plan, actual and variance to date, and again for the forecast."""

    position: TrackedPosition
    to_date: tuple[int | None, int | None]
    whole_year: tuple[int | None, int | None]

    @staticmethod
    def variance(pair: tuple[int | None, int | None]) -> int | None:
        """Actual less plan."""
        plan, actual = pair
        return None if plan is None or actual is None else actual - plan

    @staticmethod
    def share(pair: tuple[int | None, int | None]) -> float | None:
        """The variance as a share of the plan."""
        variance = QippLine.variance(pair)
        return None if variance is None or not pair[0] else variance / pair[0]


def track_run(store: Path, run: RunFolder, label: str, frozen_until: date | None, ledger_file: Path | None) -> tuple[int, bool]:
    """Add a run, with its ledger if there is one. Returns its number, and False where it was there already."""
    ledger = Ledger("", (), (), ()) if ledger_file is None else read_ledger(ledger_file)
    stand = positions(reconcile(ledger, run, 0))
    figures = [
        TrackedFigure(
            0,
            one.scheme,
            one.saving,
            one.organisation,
            one.period.label,
            one.period.start,
            one.period.end,
            one.pence,
            sort_of(one),
            one.status,
        )
        for one in run.figures
    ]
    identity = identity_of(run, ledger_file)
    return add_run(store, identity, label or run.span.label, run.span.label, frozen_until, figures, [_tracked(one) for one in stand])


def _tracked(one: Position) -> TrackedPosition:
    said = one.forecast_ledger is not None
    expected = (
        one.forecast_ledger if said else forecast(one.engine_to_date, one.plan_to_date, one.plan_year, one.months_to_date, one.months_live)
    )
    return TrackedPosition(
        0, one.scheme, one.saving, one.sort, one.organisation, one.reference or f"{one.scheme}/{one.organisation}", one.project, one.pod,
        one.to_date, one.plan_year, one.plan_to_date, one.ledger_to_date, one.engine_to_date, expected, LEDGERS if said else BY_RULE,
    )  # fmt: skip


def restatements(track: Track) -> tuple[Restatement, ...]:
    """Return every figure that a run had otherwise than the run before it, in order."""
    by_run: dict[int, dict[tuple[str, str, str, str], TrackedFigure]] = {run.number: {} for run in track.runs}
    for one in track.figures:
        by_run[one.run][one.scheme, one.saving, one.organisation, one.period] = one
    return tuple(
        found for before, after in pairwise(track.runs) for found in _restated(before, after, by_run[before.number], by_run[after.number])
    )


Figures = Mapping[tuple[str, str, str, str], TrackedFigure]


def _restated(before: TrackedRun, after: TrackedRun, then: Figures, now: Figures) -> Iterator[Restatement]:
    reported = [{(one.scheme, one.period) for one in figures.values()} for figures in (then, now)]
    for key in sorted(then.keys() | now.keys()):
        old, new = then.get(key), now.get(key)
        one = new or old
        if one is None or any((one.scheme, one.period) not in some for some in reported):
            continue  # what a run did not report yet, it cannot have had otherwise
        was, is_ = (old.pence if old else 0), (new.pence if new else 0)
        if was != is_:
            frozen = before.frozen_until is not None and one.ends <= before.frozen_until
            yield Restatement(after.number, one.scheme, one.saving, one.sort, one.organisation, one.period, was, is_, frozen)


def deliveries(track: Track) -> tuple[Delivery, ...]:
    """Return, for each run, what each sort of money came to over its span."""
    found: dict[tuple[int, str], list[int | None]] = {}
    for one in track.figures:
        found.setdefault((one.run, one.sort), []).append(one.pence)
    return tuple(
        Delivery(run, sort, sum(pence for pence in amounts if pence is not None), amounts.count(None))
        for (run, sort), amounts in sorted(found.items())
    )


def qipp(track: Track) -> tuple[QippLine, ...]:
    """Return the lines of the latest run."""
    if not track.runs:
        return ()
    latest = track.runs[-1].number
    return tuple(
        QippLine(one, (one.plan_to_date, one.delivered_to_date), (one.plan_year, one.forecast))
        for one in track.positions
        if one.run == latest
    )
