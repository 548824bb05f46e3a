"""Labels: checked like every other name, and used wherever a name would stand."""

from __future__ import annotations

from pathlib import Path

import pytest

from improving_value.expression.english import a, be, denied, lower_first, plural
from improving_value.kernel.issues import Issue, Rejected
from words.chapters import GIVEN, checked, words_of

EVERYTHING = GIVEN / "everything.yaml"
LABEL = "      forms: number of earlier forms\n"


def with_labels(folder: Path, labels: str) -> Path:
    path = folder / EVERYTHING.name
    path.write_text(EVERYTHING.read_text(encoding="utf-8").replace(LABEL, labels), encoding="utf-8")
    return path


def issues(path: Path) -> tuple[Issue, ...]:
    with pytest.raises(Rejected) as raised:
        checked(path)
    return raised.value.issues


def test_a_label_for_nothing_is_an_issue(tmp_path: Path) -> None:
    (issue,) = issues(with_labels(tmp_path, "      form: number of earlier forms\n"))
    assert (issue.code, issue.fix) == ("unknown-name", "write `forms`")
    assert issue.where.line == EVERYTHING.read_text(encoding="utf-8").splitlines().index(LABEL.rstrip("\n")) + 1


def test_two_columns_are_not_called_the_same(tmp_path: Path) -> None:
    (issue,) = issues(with_labels(tmp_path, "      forms: Number of forms\n      size: number of forms\n"))
    assert issue.code == "name-used-twice"


def test_a_column_without_a_label_is_called_by_its_name(tmp_path: Path) -> None:
    assert "**Number of earlier forms:**" in words_of(EVERYTHING)
    assert "**Packs so far:**" in words_of(EVERYTHING)
    assert "**Forms:**" in words_of(with_labels(tmp_path, "      size: size of the line\n"))


def test_a_column_may_be_called_like_a_key_of_expressions(tmp_path: Path) -> None:
    """A label is text wherever it stands: `is` and `share` are columns here, not expressions."""
    text = EVERYTHING.read_text(encoding="utf-8").replace("      forms:\n", "      share: packs * 12\n      forms:\n")
    path = tmp_path / EVERYTHING.name
    path.write_text(text.replace(LABEL, f"{LABEL}      share: 'share: of it'\n"), encoding="utf-8")
    assert "**Share: of it:** The number of packs times 12." in words_of(path)


@pytest.mark.parametrize(
    ("one", "several"),
    [
        ("course of treatment", "courses of treatment"),
        ("baby's first admission to a unit", "baby's first admissions to a unit"),
        ("therapy", "therapies"),
        ("new diagnosis of cancer", "new diagnoses of cancer"),
        ("person under care", "people under care"),
        ("dose given", "doses given"),
        ("branch", "branches"),
        ("day", "days"),
    ],
)
def test_plurals(one: str, several: str) -> None:
    assert plural(one) == several


def test_the_rest_of_the_grammar() -> None:
    assert [a(noun) for noun in ("issue", "unit", "unplanned stay", "course")] == ["an issue", "a unit", "an unplanned stay", "a course"]
    assert [be(words) for words in ("the days of the stay", "the length of the days", "the diagnosis", "the day 12 months (validity) after it")] == [
        "are", "is", "is", "is",
    ]  # fmt: skip
    assert denied("the drug was given") == "the drug was not given"
    assert denied("every drug was given") == "it is not the case that every drug was given"
    assert denied("it pays for itself") == "it is not the case that it pays for itself"
    assert [lower_first(text) for text in ("Age", "A delay", "NHS list", "X ray")] == ["age", "a delay", "NHS list", "X ray"]
