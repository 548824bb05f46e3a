"""Where numbers come from: pages, dates, and figures of the guide that are worked out again."""

from __future__ import annotations

from pathlib import Path

import pytest

from improving_value.check.birthplaces import is_date
from improving_value.check.scheme import check_scheme
from improving_value.datasets.dictionary import builtin_folder, load_dictionary
from improving_value.kernel.issues import Issue
from improving_value.spec.chapter import Source
from improving_value.spec.citation import citation, date_words
from improving_value.spec.load import load_scheme
from issues.scheme_of_doses import DOSES, changed, issues_of, written

SINGLE = "single: {value: 1, unit: g/kg, basis: assumption, source: here}"
HERE = "sources: {here: {title: A test}}"
CODES = (
    "claim-not-fixed",
    "claim-not-reproduced",
    "claim-reproduced",
    "claim-without-formula",
    "not-a-date",
    "number-in-formula",
    "number-without-date",
    "number-without-page",
    "page-outside-source",
    "source-without-date",
    "unit-not-as-declared",
)


def found(folder: Path, text: str) -> list[Issue]:
    """Return the issues of evidence: the scheme has a gap between its alternatives besides."""
    return [issue for issue in issues_of(folder, text) if issue.code in CODES]


def said(folder: Path, text: str) -> list[tuple[str, int, int, str]]:
    return [(issue.code, issue.where.line, issue.where.column, issue.severity) for issue in found(folder, text)]


def published(source: str, more: str = "", document: str = "title: A test") -> str:
    text = changed(DOSES, SINGLE, f"single: {{value: 1, unit: g/kg, basis: published, source: {source}{more}}}")
    return changed(text, HERE, f"sources: {{here: {{{document}}}}}")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (published("here"), [("source-without-date", 8, 11, "warning"), ("number-without-page", 11, 60, "warning")]),
        (published("here", document="title: A test, page: 3, as_at: 2017"), []),
        (published("here", document="title: A test, page: 3, undated: it prints none"), []),
        (published("here", document="title: A test, url: https://example.org, as_at: 2017-06"), []),
        (published("'here, page 3'", document="title: A test, pages: 1-3, as_at: 2017/18"), []),
        (
            published("'here, page 4'", document="title: A test, pages: 1-3, as_at: 2017/18 Q1"),
            [("page-outside-source", 11, 60, "warning")],
        ),
        (published("here", document="title: A test, page: 3, as_at: soon"), [("not-a-date", 8, 49, "error")]),
        (published("A habit"), [("number-without-date", 11, 60, "warning")]),
        (published("A habit", ", as_at: 2017-06-30"), []),
        (published("A habit", ", undated: a habit"), []),
        (DOSES, []),
    ],
)
def test_a_number_of_a_document_has_its_page_and_its_date(tmp_path: Path, text: str, expected: list[tuple[str, int, int, str]]) -> None:
    assert said(tmp_path, text) == expected


def test_each_value_with_its_own_day_has_a_date(tmp_path: Path) -> None:
    values = "single: {unit: g/kg, basis: external, source: A habit, dated: true, values: [{from: 2017-04-01, value: 1}]}"
    assert said(tmp_path, changed(DOSES, SINGLE, values)) == []


@pytest.mark.parametrize(
    ("old", "new", "line", "column"),
    [
        ("    better: higher\n  - kpi: at_double", "    better: higher\n    target: 0.80\n  - kpi: at_double", 35, 13),
        ("within: window of first", "within: 7 of first", 18, 54),
        ("dose_per_kg <= single", "dose_per_kg <= 1.5", 32, 27),
    ],
    ids=["target", "window", "limit"],
)
def test_no_number_is_typed_where_it_has_no_source(tmp_path: Path, old: str, new: str, line: int, column: int) -> None:
    assert said(tmp_path, changed(DOSES, old, new)) == [("number-in-formula", line, column, "error")]


def claiming(lines: str) -> str:
    return (
        DOSES + "reproduces:\n  - claim: As stated\n    source: 'here, page 1'\n" + "".join(f"    {line}\n" for line in lines.splitlines())
    )


LAST = len(DOSES.splitlines()) + 3
"""The line of a claim's source."""


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("value: 3\nunit: g/kg\nformula: single + double", None),
        ("value: 3.0\nunit: g/kg\nformula: single + double", None),
        ("value: 4\nunit: g/kg\nnearest: 2\nformula: single + double", None),
        ("value: 0.67\nunit: ratio\nformula: double / (single + double)", None),
        ("value: 3\nunit: g/kg\nwhy_not: It does not say how", None),
        ("value: 4\nunit: g/kg\nformula: single + double\nwhy_not: It does not say how", None),
        ("value: 4\nunit: g/kg\nformula: single + double", ("claim-not-reproduced", 1, 12)),
        ("value: 5.1\nunit: g/kg\nnearest: 2\nformula: single + double + double - single", ("claim-not-reproduced", 1, 12)),
        ("value: 0.666\nunit: ratio\nformula: double / (single + double)", ("claim-not-reproduced", 1, 12)),
        ("value: 3\nunit: g/kg\nformula: single * single / (single - single)", ("claim-not-reproduced", 1, 12)),
        ("value: 3\nunit: g/kg\nformula: single + double\nwhy_not: It does not say how", ("claim-reproduced", 4, 14)),
        ("value: 3\nunit: g/kg", ("claim-without-formula", -1, 5)),
        ("value: 3\nunit: g\nformula: single + double", ("unit-not-as-declared", 2, 11)),
        ("value: 3\nunit: g/kg\nformula: single + 2", ("number-in-formula", 3, 23)),
    ],
)
def test_a_stated_figure_is_worked_out_again(tmp_path: Path, lines: str, expected: tuple[str, int, int] | None) -> None:
    errors = [
        (issue.code, issue.where.line - LAST, issue.where.column) for issue in found(tmp_path, claiming(lines)) if issue.severity == "error"
    ]
    assert errors == ([] if expected is None else [expected])


def test_what_it_comes_to_is_said(tmp_path: Path) -> None:
    (issue,) = [one for one in found(tmp_path, claiming("value: 70\nunit: share\nformula: double / single")) if one.severity == "error"]
    assert (issue.found, issue.expected) == ("a formula that comes to 200.0%", "7,000.0%, as the source states")


@pytest.mark.parametrize(
    ("parameter", "words"),
    [
        ("unit: g/kg, basis: local, ask: Somebody", "a local value"),
        ("unit: g/kg, basis: assumption, source: here, dated: true, values: [{from: 2017-04-01, value: 1}]", "several values, or none"),
        ("value: 1, unit: g/kg, basis: assumption, source: here, sensitive: true", "a confidential value"),
    ],
)
def test_a_stated_figure_rests_on_values_of_the_scheme_itself(tmp_path: Path, parameter: str, words: str) -> None:
    text = changed(claiming("value: 3\nunit: g/kg\nformula: double + other"), "  double:", f"  other: {{{parameter}}}\n  double:")
    errors = [issue for issue in found(tmp_path, text) if issue.severity == "error"]
    assert [(issue.code, issue.found, issue.where.column) for issue in errors] == [("claim-not-fixed", f"`other`, which has {words}", 23)]


def test_a_parameters_file_changes_no_claim(tmp_path: Path) -> None:
    from improving_value.spec.parameters_file import load_parameters

    file = tmp_path / "parameters.yaml"
    file.write_text("small:\n  double: 5\n", encoding="utf-8")
    loaded = load_scheme(written(tmp_path, claiming("value: 3\nunit: g/kg\nformula: single + double")))
    checked = check_scheme(loaded, load_dictionary([builtin_folder()]), load_parameters(file)["small"])
    assert checked.values["double"].supplied
    assert [one.comes_to_words for one in checked.claims] == ["3 g/kg"]


def test_a_parameter_that_only_a_claim_uses_is_used(tmp_path: Path) -> None:
    text = changed(
        claiming("value: 3\nunit: g/kg\nformula: other"),
        "  double:",
        "  other: {value: 3, unit: g/kg, basis: assumption, source: here}\n  double:",
    )
    assert "unused-parameter" not in [issue.code for issue in issues_of(tmp_path, text)]


@pytest.mark.parametrize("text", ["2017", "2017-06", "2017-06-30", "2017/18", "2017/18 Q1"])
def test_dates_that_a_number_can_have(text: str) -> None:
    assert is_date(text)


@pytest.mark.parametrize("text", ["", "17", "2017-13", "2017-06-32", "June 2017", "2017/19"])
def test_words_that_are_no_date(text: str) -> None:
    assert not is_date(text)


def test_what_a_source_refers_to() -> None:
    sources = {"guide": Source(title="Guide", pages="9-11"), "map": Source(title="Map", page=2)}
    assert citation("guide, pages 9 and 10: in words", sources).pages == (9, 10)
    assert citation("guide, pages 9-12", sources).pages_outside == (12,)
    assert citation("map", sources).has_page
    assert not citation("guide", sources).has_page
    assert citation("The guide, page 9", sources).document is None
    assert citation("guides, page 9", sources).document is None


def test_a_number_has_the_date_of_its_document_unless_it_has_its_own() -> None:
    sources = {"guide": Source(title="Guide", as_at="2018")}
    assert date_words(None, None, "guide, page 9", sources) == "as at 2018"
    assert date_words("2015/16", None, "guide, page 9", sources) == "as at 2015/16"
    assert date_words(None, "a definition", "guide, page 9", sources) == "undated: a definition"
    assert date_words(None, None, "A habit", sources) == ""
