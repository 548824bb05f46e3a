"""Limits on one number or date, taken together: gaps, overlaps, and what can never come to anything."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from improving_value.examples.running import ExampleReader, failed_examples
from improving_value.spec.load import load_scheme
from issues.scheme_of_doses import DELAYS, DOSES, changed, dictionary, issues_of, written


def codes(folder: Path, text: str) -> list[tuple[str, str]]:
    return [(issue.code, issue.severity) for issue in issues_of(folder, text)]


def pasted(text: str, fix: str) -> str:
    """Return a scheme with the example of a message under `examples`, as the message has it."""
    found = re.search(r"`(- \{example: .*\})`$", fix)
    assert found, fix
    return f"{text}examples:\n  {found.group(1)}\n"


@pytest.mark.parametrize(
    ("text", "where"),
    [(DOSES, "`dose_per_kg` above 1 and below 2"), (DELAYS, "`delay` at 24")],
    ids=["doses of 1 and 2 g/kg", "24 hours"],
)
def test_a_gap_is_shown_with_an_example_that_holds(text: str, where: str, tmp_path: Path) -> None:
    (issue,) = issues_of(tmp_path, text)
    assert (issue.code, issue.severity) == ("alternatives-leave-gap", "warning")
    assert where in issue.found
    assert [
        one
        for one in failed_examples(ExampleReader(load_scheme(written(tmp_path, pasted(text, issue.fix))), dictionary()))
        if one.severity == "error"
    ] == []


@pytest.mark.parametrize(
    ("text", "before", "after"),
    [
        (DOSES, "dose_per_kg == double", "dose_per_kg > single and dose_per_kg <= double"),
        (DELAYS, "share: delay < day", "share: delay <= day"),
        (DELAYS, "share: delay < day", "share: not long"),
        (DELAYS, "when: delay >= 0", "when: delay >= 0 and delay != day"),
    ],
    ids=["the middle takes all between", "the limit taken", "the opposite", "nobody there is eligible"],
)
def test_what_meets_at_its_limits_leaves_no_gap(text: str, before: str, after: str, tmp_path: Path) -> None:
    assert codes(tmp_path, changed(text, before, after)) == []


def test_a_limit_in_both_alternatives_is_shown_with_an_example_that_holds(tmp_path: Path) -> None:
    text = changed(changed(DELAYS, "share: delay < day", "share: delay <= day"), "long: delay > day", "long: delay >= day")
    (issue,) = issues_of(tmp_path, text)
    assert (issue.code, issue.severity) == ("alternatives-overlap", "warning")
    assert "`delay` at 24" in issue.found
    assert failed_examples(ExampleReader(load_scheme(written(tmp_path, pasted(text, issue.fix))), dictionary())) == []


def test_one_within_the_other_is_no_overlap(tmp_path: Path) -> None:
    text = changed(DELAYS, "share: delay < day", "share: delay > 2 * day")
    assert (
        codes(
            tmp_path,
            text.replace("2 * day", "two_days").replace(
                "parameters:\n", "parameters:\n  two_days: {value: 48, unit: hour, basis: assumption, source: here}\n"
            ),
        )
        == []
    )


CLASSES = """\
      label:
        classify:
          - label: long
            when: delay > {first}
          - label: short
            when: delay {second}
        otherwise: other
"""


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("day", "< day", [("alternatives-leave-gap", "warning")]),
        ("week", "< day", []),
        ("day", "<= day", [("never-reached", "error")]),
        ("day", "> week", [("never-reached", "error")]),
        ("day", "== 0", [("alternatives-leave-gap", "warning")]),
    ],
    ids=["the limit alone is left", "the middle is left", "nothing is left", "taken before", "a middle and an end are left"],
)
def test_labels(first: str, second: str, expected: list[tuple[str, str]], tmp_path: Path) -> None:
    text = changed(DELAYS, "share: delay < day", "share: label == 'long'").replace(
        "    date: discharged\n", CLASSES.format(first=first, second=second) + "    date: discharged\n"
    )
    if "week" in first + second:
        text = text.replace("parameters:\n", "parameters:\n  week: {value: 168, unit: hour, basis: assumption, source: here}\n")
    assert codes(tmp_path, text) == expected


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("when: delay >= 0", "when: delay > day and delay < day", "never-true"),
        ("when: delay >= 0", "when: is_missing(delay) and delay > day", "never-true"),
        ("when: delay >= 0", "when: delay < day", "never-true"),
        (
            "each: delay * hour_price",
            "each: 0 if delay <= day else delay * hour_price if delay > day else hour_price * day",
            "never-reached",
        ),
        (
            "        say: Both times recorded\n",
            "        say: Both times recorded\n      - {rule: again, when: delay >= 0, say: Twice}\n",
            "never-decides",
        ),
        ("share: delay < day", "share: delay < 0", "never-true"),
    ],
    ids=["a contradiction", "missing and known", "rules against a saving", "a branch", "a rule twice", "rules against a KPI"],
)
def test_what_can_never_come_to_anything_is_an_error(before: str, after: str, expected: str, tmp_path: Path) -> None:
    found = codes(tmp_path, changed(DELAYS, before, after))
    assert (expected, "error") in found


def test_whole_days_leave_nothing_between_one_and_the_next(tmp_path: Path) -> None:
    """No day lies between the first and the second of June."""
    dates = "  first: {value: 2017-06-01, unit: date, basis: assumption, source: here}\n  second: {value: 2017-06-02, unit: date, basis: assumption, source: here}\n"
    text = changed(DELAYS, "parameters:\n", f"parameters:\n{dates}")
    never = changed(text, "when: delay >= 0", "when: delay >= 0 and discharged > first and discharged < second")
    assert ("never-true", "error") in codes(tmp_path, never)
    whole = changed(changed(text, "share: long", "share: discharged <= first"), "share: delay < day", "share: discharged >= second")
    assert codes(tmp_path, whole) == []


def test_bands_whose_cuts_do_not_rise(tmp_path: Path) -> None:
    text = changed(
        DOSES,
        "    date: start_date\n",
        "      band: {bands: dose_per_kg, cuts: [double, single], labels: [a, b, c], limit_in: lower}\n    date: start_date\n",
    )
    assert ("never-reached", "error") in codes(tmp_path, text)


def test_a_switch_is_no_branch_that_is_never_taken(tmp_path: Path) -> None:
    """A parameter compared with a number is there to be changed."""
    text = changed(DELAYS, "each: delay * hour_price", "each: delay * hour_price if day > 0 else 0")
    assert [code for code, _ in codes(tmp_path, text)] == ["alternatives-leave-gap"]
