"""Scheme files that other systems took in silence: misplaced keys, wrong words, figures of nothing, and files that spoil."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from improving_value.check.scheme import check_scheme
from improving_value.examples.running import ExampleReader
from improving_value.kernel.issues import Rejected
from improving_value.spec.load import load_scheme
from regressions.small import TEXT, changed, dictionary, files, issues_of, line, written


@pytest.mark.parametrize(
    ("before", "after", "code"),
    [
        ("  price: {unit", "price: {unit", "unknown-key"),
        ("better: lower}\n", "better: lower, trget: limit}\n", "unknown-key"),
        ("recurrent: true\n    payer: commissioner\n", "recurrent: true\n    payer: commissioner\n    period: year\n", "unknown-key"),
    ],
    ids=["misindented", "misspelt", "misplaced"],
)
def test_a_key_out_of_place_is_an_error(before: str, after: str, code: str, tmp_path: Path) -> None:
    check_scheme(load_scheme(written(tmp_path)), dictionary(), {})  # nothing else is wrong with it
    issues = issues_of(tmp_path, changed((before, after)))
    assert code in [issue.code for issue in issues]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("theme: medicines", "theme: medicine"),
        ("[reduce_waste]", "[reduce_wast]"),
        ("status: published", "status: publised"),
        ("domain: quality", "domain: qualty"),
        ("state: opportunity", "state: oportunity"),
    ],
)
def test_a_word_that_is_not_on_the_list_is_an_error_and_not_dropped(before: str, after: str, tmp_path: Path) -> None:
    (issue,) = issues_of(tmp_path, changed((before, after)))
    assert after.split(" ")[-1].strip("[]") in f"{issue.found} {issue.excerpt}"
    assert before.split(" ")[-1].strip("[]") in f"{issue.expected} {issue.fix}"


def test_a_saving_in_another_unit_than_its_numbers_is_an_error(tmp_path: Path) -> None:
    """Packs are a line's; a saving of patients cannot use them."""
    text = changed(("    title: Packs over the limit\n    of: line", "    title: Packs over the limit\n    of: patient"))
    (issue,) = issues_of(tmp_path, text)
    assert (issue.code, "packs" in issue.found) == ("unknown-name", True)


@pytest.mark.parametrize("formula", ["nothing_of_the_kind / spend_of_all", "limit / limit", "baseline.spend / limit"])
def test_a_figure_with_no_inputs_is_an_error(formula: str, tmp_path: Path) -> None:
    text = changed(("of: line, share: over, domain", f"is: {formula}, unit: ratio, domain"))
    assert issues_of(tmp_path, text)


def test_a_saving_made_of_prices_alone_is_an_error(tmp_path: Path) -> None:
    """It would give every provider with any activity the same money, whatever it did."""
    text = changed(("    of: line\n    each: max(0, packs - limit) * price", "    total: limit * least"))
    assert issues_of(tmp_path, text)


def test_a_number_is_not_compared_with_text(tmp_path: Path) -> None:
    """As text, 9.5 would come after 10."""
    issues = issues_of(tmp_path, changed(("over: packs > limit", "over: packs > '10'")))
    assert "packs > '10'" in issues[0].excerpt


def test_a_file_that_is_valid_today_is_valid_tomorrow(tmp_path: Path) -> None:
    """A review long past is shown, not enforced; and the figures of a run do not know what day it is."""
    text = changed(("period: quarter\n", "period: quarter\nnext_review: 2001-01-01\n"))
    check_scheme(load_scheme(written(tmp_path, text)), dictionary(), {})
    first, second = (
        files(tmp_path, [line(1), line(2, packs=3)], text=text, today=today) for today in (date(2017, 7, 1), date(2099, 12, 31))
    )
    for name in ("counts.csv", "kpis.csv", "savings.csv", "costs.csv", "run.json"):
        assert (first / name).read_bytes() == (second / name).read_bytes()


@pytest.mark.parametrize("name", ["windows", "places", "parameter_price"])
def test_a_dataset_called_like_a_table_of_the_engines_is_an_error(name: str, tmp_path: Path) -> None:
    """In columns the two would be one table."""
    invoices = dictionary()["invoices"]
    own = {**dictionary(), name: invoices.model_copy(update={"dataset": name})}
    with pytest.raises(Rejected) as found:
        check_scheme(load_scheme(written(tmp_path, changed(("from: invoices", f"from: {name}")))), own, {})
    assert f"a dataset `{name}`, which is a name of the engine's own" in [issue.found for issue in found.value.issues]


def test_an_example_row_that_intake_would_set_aside_is_an_error(tmp_path: Path) -> None:
    """The columns take it that such a row never arrives; the rows would have made a unit of it that cannot be decided."""
    given = "\nexamples:\n  - example: one\n    period: 2017/18 Q2\n    given:\n      invoices:\n        - {drug: a, packs: 3}\n    expect: {}\n"
    reader = ExampleReader(load_scheme(written(tmp_path, TEXT + given)), dictionary())
    (issue,) = reader.differences(0)
    assert (issue.code, issue.found) == (
        "example-row",
        "a row without `supply_date`, which intake would set aside (`missing-required-value`)",
    )
