"""Matches: the ladder of tests that pairs a row with another dataset's, checked rung by rung."""

from __future__ import annotations

import re
from collections.abc import Mapping

from improving_value.check.columns import check_pairs
from improving_value.check.model import CheckedMatch, MatchTest
from improving_value.check.reading import Path, Reading
from improving_value.check.types import dataset_types
from improving_value.expression.scope import Scope
from improving_value.expression.types import BOOLEAN, TEXT, Type
from improving_value.kernel.names import nearest
from improving_value.spec.models import Match, Unit

_SAME = re.compile(r"^\s*same\s+([a-z][a-z0-9_]*)\s*$")


def read_matches(reading: Reading, unit: Unit, path: Path, types: dict[str, Type]) -> tuple[CheckedMatch, ...]:
    """Return the checked matches of a unit, and add the columns they give to `types`."""
    found = []
    for name, match in unit.match.items():
        checked = _match(reading, name, match, (*path, "match", name), types)
        if checked is not None:
            found.append(checked)
            types |= {f"{name}_found": BOOLEAN, f"{name}_reason": TEXT}
    return tuple(found)


def _match(reading: Reading, name: str, match: Match, path: Path, types: Mapping[str, Type]) -> CheckedMatch | None:
    dataset = reading.dictionary.get(match.in_)
    if dataset is None:
        close = nearest(match.in_, sorted(reading.dictionary))
        reading.note(
            "unknown-dataset",
            (*path, "in"),
            f"`{match.in_}`, which is not a dataset",
            "a dataset of the data dictionary",
            f"write `{close}`" if close else "add it to `schemas/datasets`",
        )
        return None
    theirs = dataset_types(dataset)
    scope = reading.scope(types, theirs=theirs)
    keep = None if match.keep is None else reading.condition(match.keep, (*path, "keep"), reading.scope(theirs))
    tests = []
    for index, test in enumerate(match.tests):
        place = (*path, "tests", index)
        if len(test) != 1:
            reading.note(
                "match-test",
                place,
                f"{len(test)} reasons in one test",
                "one `reason: test` each",
                "start a new line with `-` for each test",
            )
            continue
        reason, text = next(iter(test.items()))
        checked = _test(reading, reason, text, (*place, reason), scope, theirs)
        if checked is not None:
            tests.append(checked)
    if tests and tests[0].same is None:
        reading.note(
            "match-test",
            (*path, "tests", 0),
            "a first test that compares no column with its namesake",
            "`same <column>` as the first test, so that not every row is compared with every other",
            "put `same patient_id`, or the like, first",
        )
    return CheckedMatch(name, match.in_, keep, tuple(tests)) if tests else None


def _test(reading: Reading, reason: str, text: str, path: Path, scope: Scope, theirs: Mapping[str, Type]) -> MatchTest | None:
    same = _SAME.match(text)
    if same is None:
        node = reading.condition(text, path, scope)
        return None if node is None else MatchTest(reason, None, node)
    column = same.group(1)
    fine = check_pairs(reading, [column], path, {name: kind for name, kind in scope.columns.items()}, theirs)
    return MatchTest(reason, column, None) if fine else None
