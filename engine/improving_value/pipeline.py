"""A run, step by step: read this first."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from improving_value.assess.assessment import Assessment, NotRun, SchemeAssessment
from improving_value.check.absent import without
from improving_value.check.model import CheckedScheme
from improving_value.kernel.issues import Issue, Location, Rejected, in_order
from improving_value.kernel.periods import Period, PeriodError, read_period
from improving_value.kernel.side_by_side import side_by_side
from improving_value.library import Entries, check_all, illustrative_names, not_run, read_library, split_by_data
from improving_value.spec.dictionary import Dataset
from improving_value.spec.parameters_file import load_parameters

if TYPE_CHECKING:
    from improving_value.run.session import Activity

Progress = Callable[[str], None]

FEW_ROWS = 1_000_000
"""Rows of all datasets up to which two schemes run at a time, planned plainly: with few, planning takes longer than work, and memory is no matter."""


@dataclass(frozen=True)
class Request:
    """What somebody asks for."""

    data: Path
    span: Period
    out: Path
    baseline: Period | None = None
    only: tuple[str, ...] = ()
    parameters: Path | None = None
    schemes: tuple[Path, ...] = ()
    datasets: tuple[Path, ...] = ()
    today: date = date(1970, 1, 1)
    memory: str = "1.5GB"


@dataclass
class Timings:
    """Seconds by step; kept apart from the record so that two runs have the same record."""

    seconds: dict[str, float] = field(default_factory=dict)
    _since: float = field(default_factory=time.perf_counter)

    def lap(self, step: str) -> None:
        now = time.perf_counter()
        self.seconds[step] = round(now - self._since, 3)
        self._since = now


def is_amount_of_memory(text: str) -> bool:
    """Say whether a text is an amount of memory, such as 1.5GB."""
    from improving_value.run.store import is_amount

    return is_amount(text)


def demo_request(out: Path, today: date) -> Request:
    """Return the run over the built-in data: the latest full year against the one before."""
    from improving_value.datasets.dictionary import builtin_root

    fixtures = builtin_root() / "fixtures"
    return Request(
        fixtures / "activity", read_period("2017/18"), out, read_period("2016/17"), parameters=fixtures / "parameters.yaml", today=today
    )


def period_or_reject(text: str, option: str) -> Period:
    """Return a period; Rejected says which option was not understood."""
    try:
        return read_period(text)
    except PeriodError as error:
        raise Rejected(
            [
                Issue(
                    "period-not-understood",
                    Location(option),
                    str(error),
                    "a financial year, quarter or month",
                    "write, for example, `2017/18 Q1`",
                )
            ]
        ) from None


def run(request: Request, progress: Progress = lambda _: None) -> Assessment:
    """Do a whole run and write it, all or nothing. Raises Rejected when nothing can be run or written."""
    from improving_value.report.folder import all_or_nothing

    timings = Timings()
    progress("reading schemes")
    library = read_library(request.schemes, request.datasets)
    entries = load_parameters(request.parameters) if request.parameters else {}
    checked, others = check_all(library, entries, request.only)
    timings.lap("schemes")
    if not checked:
        raise _rejected(others)
    runnable, lacking = split_by_data(checked, request.data)
    others += lacking
    if not runnable:
        raise _rejected(others)
    with all_or_nothing(request.out) as folder, TemporaryDirectory(prefix=".working-", dir=request.out) as work:
        return _Run(request, entries, folder, Path(work), timings, progress).of(runnable, others, library.dictionary)


def _rejected(others: Sequence[NotRun]) -> Rejected:
    nothing = Issue(
        "scheme-not-run", Location("--scheme"), "no scheme to run", "at least one published scheme", "`improving-value menu` lists them"
    )
    return Rejected(in_order([issue for one in others for issue in one.issues]) or [nothing])


@dataclass(frozen=True)
class _Run:
    """A run under way: what was asked for, and where its results and its working files go."""

    request: Request
    entries: Entries
    folder: Path
    work: Path
    timings: Timings
    progress: Progress

    def of(self, schemes: Sequence[CheckedScheme], others: Sequence[NotRun], dictionary: Mapping[str, Dataset]) -> Assessment:
        """Run schemes and write everything. Raises Rejected when none of them can be run."""
        from improving_value.report.canvas import load_in_background
        from improving_value.report.tables import write_json
        from improving_value.report.writing import write_run
        from improving_value.run.session import read_activity
        from improving_value.run.store import open_store
        from improving_value.run_record import assemble

        request = self.request
        load_in_background()
        with open_store(self.work, request.memory) as store:
            self.progress("reading data")
            activity = read_activity(store, request.data, self.work, schemes, dictionary, request.span, request.baseline)
            self.timings.lap("reading data")
            (self.folder / "units").mkdir()
            at_once = 1
            if activity.rows <= FEW_ROWS:
                at_once = 2
                store.plan_plainly()
            found = side_by_side(lambda scheme: self._chapter(scheme, activity), schemes, at_once)
            self.timings.lap("running schemes")
            chapters = [one for one in found if isinstance(one, SchemeAssessment)]
            others = [*others, *(one for one in found if isinstance(one, NotRun))]
            if not chapters:
                raise _rejected(others)
            self.progress("writing the report")
            assessment = assemble(request, chapters, others, activity)
            write_run(assessment, store.data_issues(), self.folder, request.today)
        self.timings.lap("writing")
        write_json(self.folder / "timings.json", self.timings.seconds)
        return assessment

    def _chapter(self, checked: CheckedScheme, activity: Activity) -> SchemeAssessment | NotRun:
        """Run one scheme."""
        from improving_value.assess.chapter import assess_scheme
        from improving_value.run.session import short_histories, unlisted_providers

        scheme = without(checked, activity.intake.absent)
        self.progress(f"running {scheme.scheme.title}")
        with activity.beside() as beside:
            try:
                results = beside.results(scheme, self.folder / "units")
            except Rejected as rejected:
                return not_run(scheme, rejected.issues)
            notes = (*short_histories(scheme, beside), *unlisted_providers(scheme, beside))
        invented = illustrative_names(self.entries.get(scheme.scheme.scheme, {}))
        return assess_scheme(scheme, results, self.request.span, self.request.baseline, invented, notes)
