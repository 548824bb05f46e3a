"""Each slip is refused where it was made, alone, and what its message says to write mends it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from faults_by_authors.slips import EVERY, HERE, Slip
from improving_value.check.scheme import check_scheme
from improving_value.examples.running import ExampleReader, failed_examples
from improving_value.kernel.issues import Issue, Rejected
from improving_value.library import open_dictionary
from improving_value.listing.check import check_schemes
from improving_value.spec.load import load_scheme

SOUND = Path(__file__).parent / "dose_checks.yaml"
DICTIONARY = open_dictionary(())


def spoilt(slip: Slip) -> tuple[str, int]:
    """Return the file with one slip, and the offset its message must point at."""
    text = SOUND.read_text(encoding="utf-8")
    assert text.count(slip.right) == 1, slip.right
    marked = text.replace(slip.right, slip.wrong)
    return marked.replace(HERE, ""), marked.index(HERE)


def issues_in(text: str, folder: Path) -> list[Issue]:
    """Return whatever `check` says of a file, its examples included."""
    path = folder / SOUND.name
    path.write_text(text, encoding="utf-8", newline="\n")
    try:
        loaded = load_scheme(path)
        checked = check_scheme(loaded, DICTIONARY, {})
    except Rejected as rejected:
        return list(rejected.issues)
    return [*checked.warnings, *failed_examples(ExampleReader(loaded, DICTIONARY))]


def followed(slip: Slip, text: str, at: int, issue: Issue) -> str:
    """Return the file after its author did what the fix says, to the letter."""
    if slip.mend:
        for old, new in slip.mend:
            assert text.count(old) == 1, old
            text = text.replace(old, new)
        return text
    told = re.match(r"write `([^`]+)`", issue.fix)
    assert told, f"the fix does not say what to write: {issue.fix}"
    return text[:at] + told[1] + text[at + issue.where.length :]


def test_there_are_forty() -> None:
    assert len(EVERY) == 40
    assert len({slip.name for slip in EVERY}) == 40


def test_without_a_slip_the_scheme_is_sound(tmp_path: Path) -> None:
    assert issues_in(SOUND.read_text(encoding="utf-8"), tmp_path) == []


@pytest.mark.parametrize("slip", EVERY, ids=lambda slip: slip.name)
def test_a_slip_is_found_and_mended(slip: Slip, tmp_path: Path) -> None:
    text, at = spoilt(slip)
    found = issues_in(text, tmp_path)
    assert [issue.code for issue in found] == [slip.code]
    where = found[0].where
    assert (where.line, where.column) == (text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at))
    assert issues_in(followed(slip, text, at, found[0]), tmp_path) == []


def test_all_forty_in_one_file_are_told_at_once_and_nothing_else(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = SOUND.read_text(encoding="utf-8")
    for slip in EVERY:
        assert text.count(slip.right) == 1, f"{slip.name} is made where another stands"
        text = text.replace(slip.right, slip.wrong)
    wanted = _marked(text)
    path = tmp_path / SOUND.name
    path.write_text(text.replace(HERE, ""), encoding="utf-8", newline="\n")
    assert check_schemes([str(path)], (), (), None, True, True) == 1
    told = json.loads(capsys.readouterr().out)["issues"]
    assert sorted((issue["line"], issue["column"]) for issue in told) == wanted
    assert sorted(issue["code"] for issue in told) == sorted(slip.code for slip in EVERY)


def _marked(text: str) -> list[tuple[int, int]]:
    """Return the line and column of everything that is marked."""
    return [
        (number, place.start() + 1 - before)
        for number, line in enumerate(text.split("\n"), 1)
        for before, place in enumerate(re.finditer(HERE, line))
    ]
