"""Feeds held against each other and line by line, and what fails put to the providers: the steps in order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from improving_value.check.model import CheckedScheme
from improving_value.kernel.issues import Issue, Location, Rejected, in_order
from improving_value.kernel.periods import Period
from improving_value.library import check_all, read_library, split_by_data
from improving_value.spec.parameters_file import load_parameters

if TYPE_CHECKING:
    from improving_value.assess.assessment import NotRun
    from improving_value.finance.challenges import Challenges, Finding
    from improving_value.run.session import Activity

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Asked:
    """What somebody wants tested. Without `tests`, the built-in files."""

    data: Path
    span: Period
    out: Path | None = None
    tests: tuple[Path, ...] = ()
    only: tuple[str, ...] = ()
    parameters: Path | None = None
    datasets: tuple[Path, ...] = ()
    today: date = date(1970, 1, 1)
    memory: str = "1.5GB"


def builtin_tests() -> Path:
    """Return the folder of the tests that come with the engine."""
    from improving_value.datasets.dictionary import builtin_root

    return builtin_root() / "schemas" / "challenges"


def challenge(asked: Asked, progress: Progress = lambda _: None) -> tuple[Challenges, list[NotRun]]:
    """Test, and write the lists when a folder is given; also return what could not be run. Raises Rejected when nothing could."""
    from improving_value.report.challenge_files import MARK, write_challenges
    from improving_value.report.folder import all_or_nothing
    from improving_value.run.session import read_activity
    from improving_value.run.store import open_store

    progress("reading tests")
    library = read_library(asked.tests or (builtin_tests(),), asked.datasets)
    entries = load_parameters(asked.parameters) if asked.parameters else {}
    checked, others = check_all(library, entries, asked.only)
    runnable, lacking = split_by_data(checked, asked.data)
    others += lacking
    if not runnable:
        raise Rejected(in_order([issue for one in others for issue in one.issues]) or [_nothing()])
    with TemporaryDirectory(prefix="improving-value-") as work, open_store(Path(work), asked.memory) as store:
        progress("reading data")
        activity = read_activity(store, asked.data, Path(work), runnable, library.dictionary, asked.span, None)
        progress("testing")
        found = _tested(activity, runnable, Path(work))
        names = activity.organisations.names
    if not found.tests:
        raise Rejected(in_order([issue for one in others for issue in one.issues]) or [_nothing_sent(asked.data)])
    if asked.out is not None:
        progress("writing the challenges")
        with all_or_nothing(asked.out, MARK) as folder:
            write_challenges(found, names, folder, asked.today, [(one.scheme.scheme, one.sha256) for one in runnable])
    return found, others


def _nothing() -> Issue:
    return Issue("scheme-not-run", Location("--tests"), "no test to run", "at least one published file of tests", "name its file or folder")


def _nothing_sent(folder: Path) -> Issue:
    found = "none of the files that the tests need"
    return Issue(
        "missing-dataset", Location(str(folder)), found, "the feeds of a contract", "`improving-value data` lists them with their columns"
    )


def _tested(activity: Activity, schemes: Sequence[CheckedScheme], work: Path) -> Challenges:
    """Run every file of tests over the activity and return what fails."""
    from improving_value.check.absent import without
    from improving_value.finance.challenge_tests import needs_of, tests_of
    from improving_value.finance.challenges import findings_of, put_together
    from improving_value.run.engines.unit_files import open_units, units_by_period

    findings: list[Finding] = []
    tests = []
    tested: dict[tuple[str, str], int] = {}
    left_out: list[tuple[str, tuple[str, ...]]] = []
    for scheme in schemes:
        there = without(scheme, activity.intake.absent)
        folder = work / there.scheme.scheme
        folder.mkdir()
        activity.results(there, folder)
        pieces = {window.period.label for window in activity.calendar(there).windows if window.role == "piece"}
        for test in tests_of(there):
            path = folder / f"{test.scheme}.{test.unit}.parquet"
            absent = tuple(name for name in needs_of(scheme, test.unit) if name in activity.intake.absent)
            if absent or not path.is_file():  # without a file, the whole unit is withheld
                left_out.append((test.title, absent))
                continue
            numbers = units_by_period(activity.store.connection, path)
            units = open_units(activity.store.connection, path)
            tests.append(test)
            tested[test.scheme, test.unit] = sum(number for period, number in numbers.items() if period in pieces)
            findings += findings_of(test, (unit for unit in units if unit["period"] in pieces))
    return put_together(activity.span.label, tests, tested, findings, left_out)
