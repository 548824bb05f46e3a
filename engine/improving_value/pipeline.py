"""A run, step by step: read this first."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from improving_value.check.absent import without
from improving_value.check.model import CheckedScheme
from improving_value.check.scheme import check_scheme
from improving_value.kernel.issues import Issue, Location, Rejected, in_order
from improving_value.kernel.names import nearest
from improving_value.kernel.periods import Period, PeriodError, read_period
from improving_value.spec.dictionary import Dataset
from improving_value.spec.load import LoadedScheme, load_schemes
from improving_value.spec.parameter_entries import ParameterEntry
from improving_value.spec.parameters_file import load_parameters

if TYPE_CHECKING:
    from improving_value.assess.assessment import Assessment, NotRun, SchemeAssessment

Progress = Callable[[str], None]
Entries = Mapping[str, Mapping[str, ParameterEntry]]


@dataclass(frozen=True)
class Library:
    """The schemes and the data dictionary that a run draws on."""

    schemes: tuple[LoadedScheme, ...]
    rejected: tuple[tuple[Path, tuple[Issue, ...]], ...]
    dictionary: Mapping[str, Dataset]


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


def scheme_folders(schemes: Sequence[Path]) -> list[Path]:
    """Return the folders of schemes: those given, or the built-in one."""
    from improving_value.datasets.dictionary import builtin_root

    return list(schemes) or [builtin_root() / "schemes"]


def open_dictionary(datasets: Sequence[Path]) -> Mapping[str, Dataset]:
    """Return the data dictionary: the built-in entries, and those of other folders."""
    from improving_value.datasets.dictionary import builtin_folder, load_dictionary

    return load_dictionary([builtin_folder(), *datasets])


def read_library(schemes: Sequence[Path], datasets: Sequence[Path]) -> Library:
    """Return the schemes of some folders (the built-in ones by default), and the dictionary."""
    loaded = [load_schemes(folder) for folder in scheme_folders(schemes)]
    return Library(
        tuple(one for each in loaded for one in each.schemes),
        tuple(one for each in loaded for one in each.rejected),
        open_dictionary(datasets),
    )


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
    checked, not_run = check_all(library, entries, request.only)
    timings.lap("schemes")
    if not checked:
        raise Rejected(in_order([issue for one in not_run for issue in one.issues]) or [_nothing_to_run(request)])
    with all_or_nothing(request.out) as folder, TemporaryDirectory(prefix=".working-", dir=request.out) as work:
        assessment = _run_in(request, checked, not_run, entries, library.dictionary, folder, Path(work), timings, progress)
    return assessment


def _nothing_to_run(request: Request) -> Issue:
    return Issue(
        "scheme-not-run", Location("--scheme"), "no scheme to run", "at least one published scheme", "`improving-value menu` lists them"
    )


def check_all(library: Library, entries: Entries, only: Sequence[str]) -> tuple[list[CheckedScheme], list[NotRun]]:
    """Return the schemes that may run, checked, and those that may not with the reasons."""
    from improving_value.assess.assessment import NotRun

    checked: list[CheckedScheme] = []
    not_run = [NotRun(path.stem, path.stem, issues) for path, issues in library.rejected if not only or path.stem in only]
    known = {loaded.scheme.scheme for loaded in library.schemes} | {path.stem for path, _ in library.rejected}
    for name in only:
        if name not in known:
            not_run.append(
                NotRun(
                    name,
                    name,
                    (
                        Issue(
                            "unknown-scheme",
                            Location("--scheme"),
                            f"`{name}`, which is not a scheme",
                            "the id of a scheme",
                            f"write `{close}`" if (close := nearest(name, sorted(known))) else "`improving-value menu` lists them",
                        ),
                    ),
                )
            )
    for loaded in library.schemes:
        scheme = loaded.scheme
        if only and scheme.scheme not in only:
            continue
        if scheme.status != "published":
            if only:
                where = loaded.source.locate(("status",))
                issue = Issue(
                    "draft-scheme",
                    where,
                    f"a scheme that is {scheme.status.replace('_', ' ')}",
                    "a published scheme",
                    "have it checked and published first",
                    "error",
                    loaded.source.excerpt(where.line),
                )
                not_run.append(NotRun(scheme.scheme, scheme.title, (issue,)))
            continue
        try:
            checked.append(check_scheme(loaded, library.dictionary, entries.get(scheme.scheme, {})))
        except Rejected as rejected:
            not_run.append(NotRun(scheme.scheme, scheme.title, rejected.issues))
    return checked, not_run


def _run_in(
    request: Request,
    checked: list[CheckedScheme],
    not_run: list[NotRun],
    entries: Entries,
    dictionary: Mapping[str, Dataset],
    folder: Path,
    work: Path,
    timings: Timings,
    progress: Progress,
) -> Assessment:
    from improving_value.assess.chapter import assess_scheme
    from improving_value.report.canvas import load_in_background
    from improving_value.report.tables import write_json
    from improving_value.report.writing import write_run
    from improving_value.run.session import read_activity, short_histories, unlisted_providers
    from improving_value.run.store import open_store
    from improving_value.run_record import assemble

    runnable, lacking = split_by_data(checked, request.data)
    not_run = [*not_run, *lacking]
    if not runnable:
        raise Rejected(in_order([issue for one in not_run for issue in one.issues]))
    load_in_background()
    with open_store(work, request.memory) as store:
        progress("reading data")
        activity = read_activity(store, request.data, work, runnable, dictionary, request.span, request.baseline)
        timings.lap("reading data")
        chapters: list[SchemeAssessment] = []
        (folder / "units").mkdir()
        for scheme in (without(one, activity.intake.absent) for one in runnable):
            progress(f"running {scheme.scheme.title}")
            try:
                results = activity.results(scheme, folder / "units")
            except Rejected as rejected:
                not_run.append(_not_run(scheme, rejected.issues))
                continue
            invented = illustrative_names(entries.get(scheme.scheme.scheme, {}))
            chapters.append(
                assess_scheme(
                    scheme,
                    results,
                    request.span,
                    request.baseline,
                    invented,
                    (*short_histories(scheme, activity), *unlisted_providers(scheme, activity)),
                )
            )
            timings.lap(scheme.scheme.scheme)
        if not chapters:
            raise Rejected(in_order([issue for one in not_run for issue in one.issues]))
        progress("writing the report")
        assessment = assemble(request, chapters, not_run, activity)
        write_run(assessment, store.data_issues(), folder, request.today)
    timings.lap("writing")
    write_json(folder / "timings.json", timings.seconds)
    return assessment


def split_by_data(checked: Sequence[CheckedScheme], folder: Path) -> tuple[list[CheckedScheme], list[NotRun]]:
    """Return the schemes whose data is there, and the others with what they lack."""
    from improving_value.run.session import missing_datasets

    runnable, lacking = [], []
    for scheme in checked:
        issues = missing_datasets(scheme, folder)
        if issues:
            lacking.append(_not_run(scheme, issues))
        else:
            runnable.append(scheme)
    return runnable, lacking


def _not_run(scheme: CheckedScheme, issues: Sequence[Issue]) -> NotRun:
    from improving_value.assess.assessment import NotRun

    return NotRun(scheme.scheme.scheme, scheme.scheme.title, tuple(issues))


def illustrative_names(entries: Mapping[str, ParameterEntry]) -> frozenset[str]:
    """Return the parameters with a value that somebody invented."""
    return frozenset(name for name, entry in entries.items() if any(row.illustrative for row in entry.rows))
