"""How far a scheme has come, as somebody meets it: what runs, what does not, and when a review was due."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cli.faults import SCHEME
from cli.terminal import CHECK, RUN, given, improving_value, spoil

ONE = (*RUN, "--scheme", "late_discharges", "--json", "--today", "2020-06-01")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return given(tmp_path)


def with_status(folder: Path, status: str) -> Path:
    spoil(folder / SCHEME, "status: published", f"status: {status}")
    return folder


@pytest.mark.parametrize("status", ["draft", "in_review", "archived"])
def test_only_what_is_published_runs_unnamed(status: str, folder: Path) -> None:
    ran = improving_value(*RUN, folder=with_status(folder, status))
    assert ran.code == 1
    assert "no scheme to run" in ran.err
    assert not (folder / "results" / "internal").exists()


@pytest.mark.parametrize("status", ["draft", "in_review"])
def test_what_is_not_published_yet_does_not_run_when_named_either(status: str, folder: Path) -> None:
    ran = improving_value(*ONE, folder=with_status(folder, status))
    assert ran.code == 1
    assert "draft-scheme" in ran.out + ran.err
    assert not (folder / "results" / "internal").exists()


def test_what_is_archived_runs_when_it_is_named_and_says_so(folder: Path) -> None:
    ran = improving_value(*ONE, folder=with_status(folder, "archived"))
    assert ran.code == 0
    assert "late_discharges is archived, and was run because it was named" in json.loads(ran.out)["warnings"]
    results = folder / "results" / "internal"
    assert json.loads((results / "run.json").read_text(encoding="utf-8"))["schemes"]["late_discharges"]["status"] == "archived"
    assert (results / "menu.html").read_text(encoding="utf-8").count("This scheme is archived; it was run because somebody named it.") == 2


@pytest.mark.parametrize(("today", "due"), [("2020-01-01", False), ("2020-01-02", True)])
def test_a_review_gone_by_is_said_everywhere_and_stops_nothing(today: str, due: bool, folder: Path) -> None:
    spoil(folder / SCHEME, "period: quarter\n", "period: quarter\nnext_review: 2020-01-01\n")
    ran = improving_value(*RUN, "--today", today, folder=folder)
    checked = improving_value(*CHECK, "--today", today, folder=folder)
    results = folder / "results" / "internal"
    assert (ran.code, checked.code) == (0, 0)
    assert ("late_discharges was due for review on 2020-01-01" in ran.out) is due
    assert ("warning[review-gone-by]" in checked.err) is due
    assert ("nothing wrong; 1 warning." in checked.out) is due
    record = json.loads((results / "run.json").read_text(encoding="utf-8"))
    assert record["reviews_gone_by"] == ({"late_discharges": "2020-01-01"} if due else {})
    shown = (results / "menu.html").read_text(encoding="utf-8").count("This scheme was due for review on 1 January 2020.")
    assert shown == (2 if due else 0), "in the menu and in the chapter"


def test_what_is_archived_is_not_looked_at_again(folder: Path) -> None:
    spoil(folder / SCHEME, "period: quarter\n", "period: quarter\nnext_review: 2020-01-01\n")
    ran = improving_value(*CHECK, "--today", "2020-01-02", folder=with_status(folder, "archived"))
    assert "review-gone-by" not in ran.err


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("\nkpis:", "\n# still to do: say what is measured\nkpis:", "left-to-do"),
        ("title: Stays that ended late", "title: To be agreed with the network", "left-to-do"),
        ("checked_by: Hub finance lead", "checked_by: '???'", "left-to-do"),
        ("\nexamples:", "\nnot_examples:", "unknown-key"),
    ],
)
def test_what_is_in_review_is_whole(old: str, new: str, code: str, folder: Path) -> None:
    spoil(folder / SCHEME, old, new)
    assert f"error[{code}]" in improving_value(*CHECK, folder=with_status(folder, "in_review")).err


def test_what_is_in_review_has_examples_and_may_lack_a_checker(folder: Path) -> None:
    spoil(folder / SCHEME, "checked_by: Hub finance lead\n", "")
    with_status(folder, "in_review")
    assert improving_value(*CHECK, folder=folder).code == 0
    text = (folder / SCHEME).read_text(encoding="utf-8")
    (folder / SCHEME).write_text(text.partition("\nexamples:")[0], encoding="utf-8")
    ran = improving_value(*CHECK, folder=folder)
    assert (ran.code, "error[no-examples]" in ran.err) == (1, True)


def test_a_draft_may_have_something_left_to_do(folder: Path) -> None:
    spoil(folder / SCHEME, "\nkpis:", "\n# still to do: say what is measured\nkpis:")
    spoil(folder / SCHEME, "title: Stays that ended late", "title: TBC")
    text = with_status(folder, "draft") / SCHEME
    text.write_text(text.read_text(encoding="utf-8").partition("\nexamples:")[0], encoding="utf-8")
    ran = improving_value(*CHECK, folder=folder)
    assert (ran.code, "error[" in ran.err, "left-to-do" in ran.err) == (0, False, False)


@pytest.mark.parametrize("words", ["Todd's list", "A toe amputation", "To be or not to be weighed", "tbcf", "Xanthoma"])
def test_words_that_hold_no_place(words: str, folder: Path) -> None:
    spoil(folder / SCHEME, "title: Stays that ended late", f'title: "{words}"')
    assert improving_value(*CHECK, folder=folder).code == 0
