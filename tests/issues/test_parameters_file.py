"""Local values: read with their places, typed by unit, one for each key and day."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from improving_value.kernel.issues import Issue, Location, Rejected
from improving_value.kernel.parameters import ParameterRow
from improving_value.kernel.render import render_issue
from improving_value.spec.models import Parameter, Scheme
from improving_value.spec.parameters_file import (
    ParameterEntry,
    baseline_in_force,
    entries_of,
    load_parameters,
    template,
    unknown_entries,
    values_in_force,
)
from improving_value.spec.yaml_source import read_yaml_text

HERE = Location("schemes/dosing.yaml", 12, 3)


def parameter(**given: Any) -> Parameter:
    return Parameter.model_validate({"unit": "GBP/g", "basis": "local", **given})


def entry(text: str, name: str = "price") -> ParameterEntry:
    return entries_of(read_yaml_text(text, "local.yaml"), ())[name]


def in_force(text: str, **given: Any) -> tuple[ParameterRow, ...]:
    return values_in_force("price", parameter(**given), entry(text), HERE).rows


def issues_of(text: str, **given: Any) -> tuple[Issue, ...]:
    with pytest.raises(Rejected) as fault:
        in_force(text, **given)
    return fault.value.issues


@pytest.mark.parametrize(
    ("unit", "written", "value"),
    [
        ("GBP/g", "34.00", Decimal("34.00")),
        ("GBP/g", "'34.00'", Decimal("34.00")),
        ("date", "2017-04-01", date(2017, 4, 1)),
        ("time", "07:00", 7 * 3600),
        ("time", "24:00", 24 * 3600),
        ("yes/no", "true", True),
        ("yes/no", "no", False),
        ("text", "NO", "NO"),
        ("text", "010", "010"),
        ("text", "10", "10"),
        ("list", "[010, NO, 7]", ("010", "NO", "7")),
        ("list", "NO", ("NO",)),
    ],
)
def test_the_unit_says_what_a_value_is(unit: str, written: str, value: object) -> None:
    (row,) = in_force(f"price: {written}\n", unit=unit)
    assert row.value == value
    assert type(row.value) is type(value)


@pytest.mark.parametrize(
    ("unit", "written", "code", "fix"),
    [
        ("day", "010", "not-a-number", "write `10`"),
        ("day", "1_000", "not-a-number", "write `1000`"),
        ("day", "'1,000'", "not-a-number", "write `1000`"),
        ("day", "5E3", "not-a-number", "write `5000`"),
        ("day", "NO", "not-a-number", "write it in digits, for example `12.5`"),
        ("day", "true", "not-a-number", "write it in digits, for example `12.5`"),
        ("share", "80%", "not-a-number", "write `0.8`"),
        ("share", "80", "out-of-range", "write `0.8`"),
        ("date", "1/4/2017", "not-a-date", "write `2017-04-01`"),
        ("date", "2017-02-30", "not-a-date", "write it as in `2017-04-01`"),
        ("time", "25:00", "not-a-time", "write it as in `07:00`"),
        ("time", "7", "not-a-time", "write it as in `07:00`"),
        ("yes/no", "Y", "not-true-or-false-value", "write `true`, without quotes"),
        ("yes/no", "1", "not-true-or-false-value", "write `true` or `false`"),
    ],
)
def test_a_value_that_does_not_fit_says_what_to_write(unit: str, written: str, code: str, fix: str) -> None:
    (issue,) = issues_of(f"price: {written}\n", unit=unit)
    assert (issue.code, issue.fix) == (code, fix)


def test_a_row_ends_where_the_next_of_its_key_begins() -> None:
    rows = in_force(
        """\
price:
  values:
    - {product: b, value: 3, from: 2017-04-01, until: 2017-07-01}
    - {product: a, value: 2, from: 2018-04-01, source: letter, illustrative: true}
    - {product: a, value: 1, from: 2017-04-01}
    - {value: 9}
  source: contract
""",
        by=["product"],
    )
    assert rows == (
        ParameterRow((None,), None, None, Decimal(9), "contract"),
        ParameterRow(("a",), date(2017, 4, 1), date(2018, 4, 1), Decimal(1), "contract"),
        ParameterRow(("a",), date(2018, 4, 1), None, Decimal(2), "letter"),
        ParameterRow(("b",), date(2017, 4, 1), date(2017, 7, 1), Decimal(3), "contract"),
    )


def test_two_values_for_one_key_and_day_name_both_lines() -> None:
    (issue,) = issues_of(
        "price:\n  - {product: a, value: 1, from: 2017-04-01}\n  - {product: a, value: 2, from: 2017-04-01}\n", by=["product"]
    )
    assert render_issue(issue) == (
        "local.yaml:3:25: error[two-values-on-one-day]\n"
        "    3 |   - {product: a, value: 2, from: 2017-04-01}\n"
        "      |                         ^\n"
        "  found     a second value of `price` on 2017-04-01 (the first is on line 2)\n"
        "  expected  one value for a key on any day\n"
        "  fix       delete one of the two, or correct `from` or the key"
    )


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ("[{product: a, value: 1}, {product: a, value: 2}]", "two-values-on-one-day"),
        ("[{value: 1, from: 2017-04-01, until: 2017-06-01}, {value: 2, from: 2017-05-01}]", "two-values-on-one-day"),
        ("[{value: 1, from: 2017-04-01, until: 2017-04-01}]", "not-after"),
        ("[{prodct: a, value: 1}]", "parameter-wrong-keys"),
        ("[{value: 0.01}]", "out-of-range"),
        ("[{value: 1001}]", "out-of-range"),
    ],
)
def test_what_cannot_all_be_true_is_an_issue(rows: str, code: str) -> None:
    (issue,) = issues_of(f"price: {rows}\n", by=["product"], minimum=Decimal("0.1"), maximum=Decimal(1000))
    assert issue.code == code


def test_a_row_gives_all_its_keys_or_none() -> None:
    (issue,) = issues_of("price: [{product: a, value: 1}]\n", by=["product", "provider_code"])
    assert issue.fix == "add `provider_code: …`"


def test_a_confidential_price_is_never_shown() -> None:
    (issue,) = issues_of("price: 12.3.4\n", sensitive=True)
    assert "12.3.4" not in render_issue(issue)


def test_a_local_parameter_has_no_value_in_the_scheme() -> None:
    with pytest.raises(Rejected) as fault:
        values_in_force("price", parameter(value=Decimal(1)), None, HERE)
    assert [issue.code for issue in fault.value.issues] == ["parameter-twice"]


def test_a_local_parameter_nobody_supplied_has_no_rows() -> None:
    assert values_in_force("price", parameter(), None, HERE).rows == ()


def test_the_values_of_the_scheme_hold_when_none_is_supplied() -> None:
    source = read_yaml_text("parameters:\n  price:\n    values:\n      - {value: 1, from: 2017-13-01}\n", "dosing.yaml")
    given = parameter(basis="published", values=[{"value": Decimal(1), "from": "2017-13-01"}])
    with pytest.raises(Rejected) as fault:
        values_in_force("price", given, None, source)
    assert [(issue.code, issue.where.line) for issue in fault.value.issues] == [("not-a-date", 4)]
    given = parameter(
        basis="published", source="guide", by=["product"], values=[{"value": Decimal(1), "from": "2017-04-01", "product": "a"}]
    )
    assert values_in_force("price", given, None, source).rows == (ParameterRow(("a",), date(2017, 4, 1), None, Decimal(1), "guide"),)


def test_a_baseline_may_be_given_for_each_provider() -> None:
    found = baseline_in_force(
        "mean_dose", "g/kg", entry("baseline.mean_dose:\n  - {provider_code: R01, value: 1.2}\n", "baseline.mean_dose"), HERE
    )
    assert found.at(("R01",), None) == Decimal("1.2")
    assert found.at(("R02",), None) is None


SCHEME = {
    "scheme": "dosing",
    "title": "Dosing",
    "theme": "medicines",
    "sub_themes": ["reduce_waste"],
    "status": "draft",
    "authored_by": "hub pharmacist",
    "period": "quarter",
    "sources": {},
    "chapter": {"summary": "Doses", "who_should_consider": ["hospitals"], "aim": ["less"]},
    "parameters": {
        "price": {"unit": "GBP/g", "basis": "local", "by": ["product"], "dated": True, "say": "Price paid", "ask": "chief pharmacist"},
        "limit": {"unit": "g/kg", "basis": "published", "value": Decimal(1)},
    },
    "units": {"course": {"from": "infusions"}},
    "measures": [{"measure": "mean_dose", "of": "course", "is": "sum(dose)", "unit": "g/kg", "baseline": "local"}],
}

TEMPLATE = """\

# Dosing
dosing:
  # Price paid (GBP/g)
  # ask: chief pharmacist
  # unlocks: opportunity_all
  price:
    - value:
      product:
      from:
      source:
  # value of the measure mean_dose, in the baseline period; only needed when the data do not reach back to it (g/kg)
  baseline.mean_dose:
    - value:
      provider_code:
      source:
"""


def test_the_template_says_what_is_needed_and_supplies_nothing(tmp_path: Any) -> None:
    text = template([Scheme.model_validate(SCHEME)], {("dosing", "price"): ["opportunity_all"]})
    assert text.endswith(TEMPLATE)
    path = tmp_path / "local.yaml"
    path.write_text(text, encoding="utf-8")
    assert load_parameters(path) == {"dosing": {}}


def test_a_name_nobody_has_is_an_issue(tmp_path: Any) -> None:
    path = tmp_path / "local.yaml"
    path.write_text("dosing: {prise: 1, baseline.mean_dose: 2}\ndosng: {price: 3}\n", encoding="utf-8")
    found = list(unknown_entries(load_parameters(path), [Scheme.model_validate(SCHEME)]))
    assert [(issue.code, issue.fix) for issue in found] == [("unknown-parameter", "write `price`"), ("unknown-scheme", "write `dosing`")]


def test_a_list_is_given_to_a_list_only() -> None:
    (issue,) = issues_of("price: {value: [1, 2]}\n")
    assert (issue.code, issue.expected, issue.fix) == (
        "not-single-value",
        "one value of GBP/g",
        "write one; for several, the scheme says `unit: list`",
    )
    assert [row.value for row in in_force("price: [a, b]\n", unit="list")] == [("a", "b")]
    listed = {"unit": "day", "basis": "assumption", "source": "a choice", "value": [Decimal(1)]}
    assert [row.value for row in in_force("price: {value: [7, 14]}\n", **listed)] == [(Decimal(7), Decimal(14))]
