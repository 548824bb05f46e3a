"""A ladder of tests against the rows of another dataset: found or not, and the reason."""

from __future__ import annotations

from typing import NamedTuple

from improving_value.check.model import CheckedMatch, MatchTest
from improving_value.expression.evaluate_values import is_equal
from improving_value.run.rows_activity import Activity
from improving_value.run.rows_model import Record
from improving_value.run.rows_sight import Sight


class Candidate(NamedTuple):
    """A row that may match; `doubtful` when it is missing whether `keep` holds for it."""

    record: Record
    doubtful: bool


class Climb(NamedTuple):
    """How far a candidate came: the number of tests before the first false one, and whether one of them was missing."""

    depth: int
    doubtful: bool


def candidates(match: CheckedMatch, activity: Activity) -> list[Candidate]:
    """Return the rows of the other dataset for which `keep` is not false."""
    found = []
    for record in activity.records(match.dataset, is_unit=False):
        sight = Sight(activity.book, record.columns, record.day, None)
        kept = True if match.keep is None else sight.truth(match.keep)
        if kept is not False:
            found.append(Candidate(record, kept is None))
    return found


def matched(match: CheckedMatch, sight: Sight, among: list[Candidate]) -> tuple[bool | None, str | None]:
    """Return whether some candidate passes every test, and the reason when none does."""
    climbs = [_climb(match, sight, candidate) for candidate in among]
    top = len(match.tests)
    if any(climb == Climb(top, doubtful=False) for climb in climbs):
        return True, None
    deepest = max((climb.depth for climb in climbs), default=0)
    if deepest == top:
        return None, None
    return False, match.tests[deepest].reason


def _climb(match: CheckedMatch, sight: Sight, candidate: Candidate) -> Climb:
    doubtful = candidate.doubtful
    for depth, test in enumerate(match.tests):
        passed = _passes(test, sight, candidate.record)
        if passed is False:
            return Climb(depth, doubtful)
        doubtful = doubtful or passed is None
    return Climb(len(match.tests), doubtful)


def _passes(test: MatchTest, sight: Sight, candidate: Record) -> bool | None:
    if test.same is not None:
        return is_equal(sight.columns[test.same], candidate.columns[test.same]) is True  # missing equals nothing
    assert test.when is not None, "a test is a `same` or a condition"
    return sight.beside(candidate.columns).truth(test.when)
