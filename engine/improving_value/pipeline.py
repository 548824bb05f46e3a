"""A run, step by step: read this first."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from improving_value.assess.assessment import Assessment, NotRun
from improving_value.check.absent import without
from improving_value.check.model import CheckedScheme
from improving_value.finance.model import Finance
from improving_value.finance.precedence import agreed_order, unknown_schemes
from improving_value.kernel.issues import Issue, Location, Rejected, in_order
from improving_value.kernel.periods import Period, PeriodError, read_period
from improving_value.kernel.processes import SecondProcess, has_room_for_two
from improving_value.library import Entries, check_all, illustrative_names, read_library, split_by_data
from improving_value.share import CLAIMS_FILE, FEW_ROWS, Done, Progress, Share, do, do_silently, in_two, together, warm_up
from improving_value.spec.dictionary import Dataset
from improving_value.spec.parameters_file import load_parameters
from improving_value.spec.precedence import LoadedPrecedence

if TYPE_CHECKING:
    from improving_value.report.standing import Earlier

MANY_SCHEMES = 6
SMALL = 64 << 20
"""Schemes from which, and bytes of data up to which, two processes run half of the schemes each: beginning one takes as long as
a scheme or two, and with much data memory matters more than time."""


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
    precedence: Path | None = None
    since: Path | None = None
    packs: tuple[str, ...] = ()
    shareable: bool = False
    workbook: bool = False

    @property
    def counts_people(self) -> bool:
        """Whether what is to be written depends on how few people a figure rests on."""
        return self.shareable or bool(self.packs)


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
        fixtures / "activity",
        read_period("2017/18"),
        out,
        read_period("2016/17"),
        parameters=fixtures / "parameters.yaml",
        today=today,
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
    from improving_value.report.standing import read_earlier

    timings = Timings()
    earlier = read_earlier(request.since) if request.since else None  # it may be the one whose place this run takes
    progress("reading schemes")
    agreed = agreed_order(request.precedence)
    library = read_library(request.schemes, request.datasets)
    doubts = unknown_schemes(agreed, [one.scheme.scheme for one in library.schemes]) if request.precedence else []
    with _beside(len(request.only or library.schemes), request.data) as beside:
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
            under_way = _Run(request, entries, folder, Path(work), timings, progress, agreed, doubts, earlier)
            try:
                return under_way.of(runnable, others, library.dictionary, beside if len(runnable) > 1 else None)
            finally:
                if beside is not None:
                    beside.end()  # before its folders go


@contextmanager
def _beside(schemes: int, data: Path) -> Iterator[SecondProcess | None]:
    """Give a second process, begun early enough to be ready; None when one is enough."""
    if schemes < MANY_SCHEMES or not has_room_for_two() or _bytes_in(data) > SMALL:
        yield None
        return
    second = SecondProcess(warm_up)
    try:
        yield second
    finally:
        second.end()


def _bytes_in(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


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
    agreed: LoadedPrecedence
    doubts: Sequence[Issue]
    earlier: Earlier | None

    def of(
        self, schemes: Sequence[CheckedScheme], others: Sequence[NotRun], dictionary: Mapping[str, Dataset], beside: SecondProcess | None
    ) -> Assessment:
        """Run schemes and write everything. Raises Rejected when none of them can be run."""
        from improving_value.report.pack import wanted_places
        from improving_value.report.tables import write_json
        from improving_value.report.writing import Products, write_products, write_run
        from improving_value.run_record import assemble

        (self.folder / "units").mkdir()
        done = self._done(schemes, dictionary, beside)
        if not done.chapters:
            raise _rejected([*others, *done.not_run])
        self.timings.seconds |= {step: round(seconds, 3) for step, seconds in done.seconds.items()}
        self.timings.lap("reading and running")
        self.progress("writing the report")
        assessment = assemble(self.request, done, [*others, *done.not_run])
        finance = self._finance(done, dictionary)
        warned = (*assessment.warnings, *(f"{issue.found}; {issue.fix}" for issue in self.doubts), *finance.warnings)
        record = {**assessment.run_record, "precedence": list(finance.overlap.order), "warnings": list(warned)}
        assessment = replace(assessment, warnings=warned, run_record=record)
        ran = tuple(without(scheme, done.intake.absent) for scheme in schemes)
        places = wanted_places(assessment, self.request.packs)
        asked = self.request
        products = Products(assessment, ran, self.folder, asked.today, self.earlier, places, asked.shareable, asked.workbook)
        others_done = beside.submit(write_products, products) if beside is not None and products.are_any else None
        write_run(assessment, done.data_issues, self.folder, self.request.today, self.earlier, finance)
        write_products(products) if others_done is None else others_done.result()
        self.timings.lap("writing")
        write_json(self.folder / "timings.json", self.timings.seconds)
        return assessment

    def _finance(self, done: Done, dictionary: Mapping[str, Dataset]) -> Finance:
        """Work out what schemes claim between them, and who keeps what."""
        from improving_value.finance.findings import finance_of
        from improving_value.run.store import open_store

        files = [path / CLAIMS_FILE for path in sorted(self.work.iterdir()) if path.is_dir()]
        with open_store(self.work, self.request.memory) as store:
            if sum(quality.rows_used for quality in done.intake.quality) <= FEW_ROWS:
                store.plan_plainly()
            return finance_of(store.connection, files, done.chapters, self.agreed, done.terms, dictionary, done.organisations.names)

    def _done(self, schemes: Sequence[CheckedScheme], dictionary: Mapping[str, Dataset], beside: SecondProcess | None) -> Done:
        """Read and run, in a second process beside this one when there is one."""
        from improving_value.report.canvas import load_in_background

        halves = (tuple(schemes),) if beside is None else in_two(schemes)
        shares = []
        for number, half in enumerate(halves):
            work = self.work / str(number)
            work.mkdir()
            others = tuple(one for other in halves if other is not half for one in other)
            names = {one.scheme.scheme: illustrative_names(self.entries.get(one.scheme.scheme, {})) for one in half}
            shares.append(Share(self.request, half, others, names, dictionary, self.folder / "units", work))
        load_in_background()
        if beside is None:
            return together([do(shares[0], self.progress)], [])
        other = beside.submit(do_silently, shares[1])
        return together([do(shares[0], self.progress), other.result()], [one.scheme.scheme for one in schemes])
