"""What an author wrote stays what was written: nothing is typed by surprise, and every place is known."""

from __future__ import annotations

import time
from decimal import Decimal
from pathlib import Path

import pytest

from improving_value.kernel.issues import Location, Rejected
from improving_value.spec.expression_places import is_expression
from improving_value.spec.load import load_dataset, load_schemes, read_scheme
from improving_value.spec.parameters_file import entries_of
from improving_value.spec.yaml_source import LARGEST_FILE, read_yaml, read_yaml_text

SCHEME = """\
scheme: dosing
title: Dosing
theme: medicines
sub_themes: [reduce_waste]
status: draft
authored_by: hub pharmacist
period: quarter
next_review: 2027-11-01
sources:
  guide: {title: Guide, page: 9}
chapter:
  summary: Doses
  who_should_consider: [hospitals]
  aim: [less waste]
parameters:
  limit: {value: 1.50, unit: g/kg, basis: published, source: guide}
  codes: {value: [NO, 010, 7], unit: list, basis: published, source: guide}
units:
  course:
    from: infusions
    columns:
      half: 0.50
      always: true
      banded: {bands: dose_g, cuts: [1, 2.5], labels: [low, mid, high], limit_in: lower}
examples:
  - example: codes
    parameters:
      price: [{product: 010, value: 34.00}, {product: NO, value: 36.50}]
    given:
      infusions:
        - {specialty: 010, region: NO, ratio: 1:30, old_code: 5E3, version: 1.10, given_on: 2017-04-03, page: 9}
    expect: {eligible: 1}
"""


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("true", True),
        ("false", False),
        ("null", None),
        ("", None),
        ("0", Decimal("0")),
        ("-12.50", Decimal("-12.50")),
        ("34.00", Decimal("34.00")),
        *((text, text) for text in ("True", "yes", "NO", "on", "~", "010", "08", "0x1F", "0o17", "1_000", "1,000", "5E3", "1e400")),
        *((text, text) for text in ("1:30", ".5", "1.", "+5", ".inf", ".nan", "2017-04-01", "2017-04-01 10:00", "<<", "=")),
    ],
)
def test_only_plain_numbers_and_three_words_are_typed(written: str, expected: object) -> None:
    found = read_yaml_text(f"key: {written}\n", "x.yaml").data["key"]
    assert found == expected
    assert str(found) == str(expected)
    assert type(found) is type(expected)


@pytest.mark.parametrize("written", ["'5'", '"5"', "'true'", "|\n  5"])
def test_quoted_is_text(written: str) -> None:
    assert read_yaml_text(f"key: {written}\n", "x.yaml").data["key"].strip() in ("5", "true")


def test_a_code_given_as_it_is_stays_as_it_is() -> None:
    source = read_yaml_text(SCHEME, "dosing.yaml", is_expression)
    scheme = read_scheme(source)
    row = scheme.examples[0].given["infusions"][0]
    assert [row[key] for key in ("specialty", "region", "ratio", "old_code", "given_on")] == ["010", "NO", "1:30", "5E3", "2017-04-03"]
    assert str(row["version"]) == "1.10"
    assert scheme.parameters["codes"].value == ["NO", "010", Decimal(7)]
    assert str(scheme.parameters["limit"].value) == "1.50"
    entries = entries_of(source, ("examples", 0, "parameters"))
    assert [row.keys for row in entries["price"].rows] == [{"product": "010"}, {"product": "NO"}]


def test_an_expression_may_be_a_bare_number() -> None:
    columns = read_scheme(read_yaml_text(SCHEME, "dosing.yaml", is_expression)).units["course"].columns
    assert columns["half"] == "0.50"
    assert columns["always"] == "true"
    assert columns["banded"].cuts == ["1", "2.5"]  # type: ignore[union-attr]


WHERE = ("units", "course", "keep")


@pytest.mark.parametrize(
    ("written", "part", "line", "column"),
    [
        ("keep: dose > limit", "limit", 3, 18),
        ("keep: 'dose > limit'", "limit", 3, 19),
        ("keep: 'a == ''b'' and c'", "c", 3, 27),
        ('keep: "a == \\"b\\" and c"', "c", 3, 27),
        ("keep: |\n      dose\n      > limit", "limit", 5, 9),
        ("keep: |\n      dose\n\n        > limit", "limit", 6, 11),
        ("keep: dose\n      > limit", "limit", 4, 9),
        ("keep: naïve > limit", "limit", 3, 19),
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_place_in_an_expression_is_a_place_in_the_file(written: str, part: str, line: int, column: int, newline: str) -> None:
    text = f"units:\n  course:\n    {written}\n    from: x\n".replace("\n", newline)
    source = read_yaml_text(text, "x.yaml", is_expression)
    held = source.data["units"]["course"]["keep"]
    start = held.rindex(part)
    assert source.locate(WHERE, start, start + len(part)) == Location("x.yaml", line, column, len(part))
    assert source.excerpt(line)[column - 1 :].startswith(part)


def test_the_end_of_an_expression_has_a_place_too() -> None:
    source = read_yaml_text("units:\n  course:\n    keep: dose >\n", "x.yaml", is_expression)
    assert source.locate(WHERE, 6, 6) == Location("x.yaml", 3, 17, 1)


def test_a_mapping_stands_where_its_key_does_and_what_is_not_there_where_its_parent_does() -> None:
    source = read_yaml_text("units:\n  course:\n    from: x\n", "x.yaml")
    assert source.locate(("units", "course")) == Location("x.yaml", 2, 3, 6)
    assert source.locate(("units", "course", "eligible", 0, "when")) == Location("x.yaml", 2, 3, 6)
    assert source.key(("units", "course", "from")) == Location("x.yaml", 3, 5, 4)


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "large.yaml"
    path.write_text("a: " + "x" * LARGEST_FILE)
    with pytest.raises(Rejected) as fault:
        read_yaml(path)
    assert [issue.code for issue in fault.value.issues] == ["file-too-large"]


def test_a_file_that_is_not_there_is_an_issue(tmp_path: Path) -> None:
    with pytest.raises(Rejected) as fault:
        load_dataset(tmp_path / "nothing.yaml")
    assert [issue.code for issue in fault.value.issues] == ["missing-file"]


def test_one_scheme_at_fault_does_not_hide_the_others(tmp_path: Path) -> None:
    (tmp_path / "dosing.yaml").write_text(SCHEME, encoding="utf-8")
    (tmp_path / "other.yaml").write_text(SCHEME, encoding="utf-8")
    (tmp_path / "dosing.yml").write_text(SCHEME, encoding="utf-8")
    found = load_schemes(tmp_path)
    assert [loaded.scheme.scheme for loaded in found.schemes] == ["dosing"]
    assert [path.name for path, _ in found.rejected] == ["dosing.yml", "other.yaml"]


def test_a_scheme_is_read_fast() -> None:
    text = SCHEME + "".join(
        f"  - example: case {n}\n    given: {{infusions: [{{dose_g: {n}, region: NO}}]}}\n    expect: {{eligible: 1}}\n" for n in range(60)
    )
    started = time.perf_counter()
    read_scheme(read_yaml_text(text, "dosing.yaml", is_expression))
    assert time.perf_counter() - started < 0.5  # a tenth of a second and less when nothing else runs
