"""One process's share of a run: the data that some schemes need, read, and those schemes run over it."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from improving_value.assess.assessment import NotRun, SchemeAssessment
from improving_value.check.absent import without
from improving_value.check.model import CheckedScheme
from improving_value.check.people import peopled
from improving_value.datasets.organisations import Organisations
from improving_value.datasets.quality import Intake
from improving_value.kernel.issues import Issue, Rejected, in_order
from improving_value.library import not_run
from improving_value.spec.dictionary import Dataset

if TYPE_CHECKING:
    from improving_value.pipeline import Request
    from improving_value.run.session import Activity

FEW_ROWS = 1_000_000
"""Rows of all datasets up to which statements are planned plainly: with few, planning takes longer than work."""

CLAIMS_FILE = "claims.parquet"
"""In a share's own folder: what its savings claim."""

Progress = Callable[[str], None]
DataIssue = tuple[str, str, int, str, str]
"""Dataset, file, row, column, code; never a value."""


@dataclass(frozen=True)
class Share:
    """What a process is to do: schemes, with the names of their illustrative values, and where its files go.

    `beside` are the schemes of the other process; `work` is a folder of this one's own.
    """

    request: Request
    schemes: tuple[CheckedScheme, ...]
    beside: tuple[CheckedScheme, ...]
    illustrative: Mapping[str, frozenset[str]]
    dictionary: Mapping[str, Dataset]
    units: Path
    work: Path


@dataclass(frozen=True)
class Done:
    """What came of a share."""

    chapters: tuple[SchemeAssessment, ...]
    not_run: tuple[NotRun, ...]
    intake: Intake
    organisations: Organisations
    data_issues: tuple[DataIssue, ...]
    seconds: Mapping[str, float]
    terms: tuple[Mapping[str, Any], ...] = ()


Refused = tuple[Issue, ...]
"""Why no data could be read, or no memory was left."""


def warm_up() -> None:
    """Load what a share needs, in a process that waits for one."""
    import improving_value.assess.chapter
    import improving_value.run.session
    import improving_value.run.store  # noqa: F401


def do_silently(share: Share) -> Done | Refused:
    """Do a share in a process that nobody looks at."""
    return do(share, lambda _: None)


def do(share: Share, progress: Progress) -> Done | Refused:
    """Read a share's data and run its schemes, one by one."""
    from improving_value.run.session import read_activity
    from improving_value.run.store import half_of, open_store

    request = share.request
    began = time.perf_counter()
    try:
        with open_store(share.work, half_of(request.memory) if share.beside else request.memory) as store:
            if share.beside:  # little data, and another process that wants a processor
                store.connection.execute("SET threads = 1")
                store.plan_plainly()
            progress("reading data")
            activity = read_activity(
                store, request.data, share.work, share.schemes, share.dictionary, request.span, request.baseline, share.beside
            )
            read = time.perf_counter()
            if activity.rows <= FEW_ROWS:
                store.plan_plainly()
            terms = activity.payment_terms
            store.make_room_for_claims()
            found = [_chapter(scheme, activity, share, progress) for scheme in share.schemes]
            store.write_claims(share.work / CLAIMS_FILE)
            ran = time.perf_counter()
            return Done(
                tuple(one for one in found if isinstance(one, SchemeAssessment)),
                tuple(one for one in found if isinstance(one, NotRun)),
                activity.intake,
                activity.organisations,
                tuple(store.data_issues()),
                {"reading data": read - began, "running schemes": ran - read},
                terms,
            )
    except Rejected as rejected:
        return tuple(rejected.issues)


def _chapter(checked: CheckedScheme, activity: Activity, share: Share, progress: Progress) -> SchemeAssessment | NotRun:
    """Run one scheme."""
    from improving_value.assess.chapter import assess_scheme
    from improving_value.run.session import short_histories, unlisted_providers

    scheme = without(checked, activity.intake.absent)
    if share.request.counts_people:
        scheme = peopled(scheme)
    progress(f"running {scheme.scheme.title}")
    try:
        results = activity.results(scheme, share.units, with_claims=True)
    except Rejected as rejected:
        return not_run(scheme, rejected.issues)
    notes = (*short_histories(scheme, activity), *unlisted_providers(scheme, activity))
    invented = share.illustrative[scheme.scheme.scheme]
    return assess_scheme(scheme, results, share.request.span, share.request.baseline, invented, notes, share.request.counts_people)


def in_two(schemes: Sequence[CheckedScheme]) -> tuple[tuple[CheckedScheme, ...], ...]:
    """Return schemes in two shares that take about as long, each in the order given; the first process has the drawings to load besides."""
    halves: tuple[list[int], list[int]] = [], []
    work = [sum(map(_work, schemes)) // 16, 0]
    for index in sorted(range(len(schemes)), key=lambda index: (-_work(schemes[index]), index)):
        lesser = 0 if work[0] <= work[1] else 1
        halves[lesser].append(index)
        work[lesser] += _work(schemes[index])
    return tuple(tuple(schemes[index] for index in sorted(half)) for half in halves)


def _work(checked: CheckedScheme) -> int:
    """Return about how long a scheme takes to run, in no unit: what is planned is its columns and its cells."""
    columns = sum(3 + len(unit.row_columns) + len(unit.columns) for unit in checked.units.values())
    return columns + len(checked.cells)


def together(results: Sequence[Done | Refused], order: Sequence[str]) -> Done:
    """Return several shares as one, its chapters in the order of the schemes.

    A dataset that two have read is the same in both. Raises Rejected with the faults of all when one was refused.
    """
    if refused := list(dict.fromkeys(issue for one in results if isinstance(one, tuple) for issue in one)):
        raise Rejected(in_order(refused))
    shares = [one for one in results if isinstance(one, Done)]
    if len(shares) == 1:
        return shares[0]
    quality = {found.dataset: found for one in shares for found in one.intake.quality}
    intake = Intake(
        tuple(quality[name] for name in sorted(quality)),
        in_order(list(dict.fromkeys(issue for one in shares for issue in one.intake.warnings))),
        tuple(sorted({name for one in shares for name in one.intake.absent})),
        {name: found for one in shares for name, found in one.intake.not_in_file.items()},
    )
    return replace(
        shares[0],
        chapters=tuple(sorted((part for one in shares for part in one.chapters), key=lambda part: order.index(part.scheme.scheme))),
        not_run=tuple(sorted((part for one in shares for part in one.not_run), key=lambda part: order.index(part.scheme))),
        intake=intake,
        data_issues=_of_each_dataset_once(shares),
        seconds={step: max(one.seconds[step] for one in shares) for step in shares[0].seconds},
    )


def _of_each_dataset_once(shares: Sequence[Done]) -> tuple[DataIssue, ...]:
    reader = {found.dataset: number for number, one in enumerate(shares) for found in one.intake.quality}
    return tuple(sorted(issue for number, one in enumerate(shares) for issue in one.data_issues if reader[issue[0]] == number))
