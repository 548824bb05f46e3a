"""Examples stand on either side of every limit, a step away at most."""

from __future__ import annotations

from pathlib import Path

import pytest

from improving_value.check.scheme import check_scheme
from improving_value.examples.running import ExampleReader, failed_examples
from improving_value.kernel.issues import Issue
from improving_value.spec.load import load_scheme
from issues.scheme_of_doses import DELAYS, changed, dictionary, written

TEXT = changed(DELAYS, "share: delay < day", "share: not long")
PUBLISHED = changed(TEXT, "status: draft\nauthored_by: Tester\n", "status: published\nauthored_by: Tester\nchecked_by: Another\n")


def missing(folder: Path, text: str, *left_at: str) -> list[Issue]:
    """Return what is said of a scheme with one example: patients ready at 08:00 on 3 April who left at these times."""
    rows = "".join(f"\n        - {{destination: ward, ready_at: 2017-04-03T08:00, discharge_at: {left}}}" for left in left_at)
    example = f"examples:\n  - example: delays\n    given:\n      cc_periods:{rows}\n    expect: {{stay.eligible: {len(left_at)}}}\n"
    loaded = load_scheme(written(folder, text + (example if left_at else "")))
    return failed_examples(ExampleReader(loaded, dictionary()), check_scheme(loaded, dictionary(), {}).limits)


def test_a_day_and_an_hour_more_prove_a_limit_of_24_hours(tmp_path: Path) -> None:
    assert missing(tmp_path, PUBLISHED, "2017-04-04T08:00", "2017-04-04T09:00") == []


@pytest.mark.parametrize(
    ("left_at", "said"),
    [
        (("2017-04-04T09:00",), "no example fails it"),
        (("2017-04-04T08:00",), "no example meets it"),
        (("2017-04-04T08:00", "2017-04-04T09:01"), "no example meets it"),
        (("2017-04-05T08:00",), "no example meets it and none fails it"),
    ],
    ids=["not at the limit", "not beyond it", "a minute too far", "neither"],
)
def test_a_limit_that_is_not_proved_is_an_error_where_it_stands(left_at: tuple[str, ...], said: str, tmp_path: Path) -> None:
    (issue,) = missing(tmp_path, PUBLISHED, *left_at)
    assert (issue.code, issue.severity) == ("limit-without-example", "error")
    assert issue.found.endswith(said)
    assert "long: delay > day" in issue.excerpt


def test_without_examples_that_is_said_and_no_limit(tmp_path: Path) -> None:
    (issue,) = missing(tmp_path, PUBLISHED)
    assert (issue.code, issue.severity) == ("no-examples", "error")


def test_a_draft_is_only_warned(tmp_path: Path) -> None:
    (issue,) = missing(tmp_path, TEXT, "2017-04-04T09:00")
    assert issue.severity == "warning"


def test_a_confidential_limit_is_not_said(tmp_path: Path) -> None:
    text = changed(PUBLISHED, "day: {value: 24,", "day: {sensitive: true, value: 24,")
    (issue,) = missing(tmp_path, text, "2017-04-04T09:00")
    assert "24" not in issue.found
    assert "`delay > day`" in issue.found
