"""Who answers for a provider on a day, and the dictionary that intake reads by."""

from __future__ import annotations

from datetime import date

import duckdb
import pytest

from improving_value.datasets.dictionary import builtin_folder, load_dictionary
from improving_value.datasets.examples import typed_examples
from improving_value.datasets.intake import read_folder
from improving_value.datasets.organisations import Organisation, Organisations, read_organisations
from improving_value.kernel.issues import Rejected

APRIL, JULY, OCTOBER = date(2017, 4, 1), date(2017, 7, 1), date(2017, 10, 1)

TABLE = Organisations(
    (
        Organisation("R1A", "Old trust", "H1", "Hub one", "Y1", "Region one", APRIL, JULY, "R2A"),
        Organisation("R2A", "Middle trust", "H1", "Hub one", "Y1", "Region one", APRIL, OCTOBER, "R3A"),
        Organisation("R3A", "New trust", "H1", "Hub one", "Y1", "Region one", None, OCTOBER),
        Organisation("R3A", "New trust, renamed", "H2", "Hub two", "Y1", "Region one", OCTOBER, None),
        Organisation("R4A", "Closed without a successor", "H1", None, "Y1", None, APRIL, JULY),
    )
)


@pytest.mark.parametrize(
    ("code", "day", "expected"),
    [
        ("R1A", APRIL, ("R1A", "H1", "Y1")),
        ("R1A", JULY, ("R2A", "H1", "Y1")),
        ("R1A", OCTOBER, ("R3A", "H2", "Y1")),
        ("R1A", date(2017, 3, 31), ("R1A", "not listed", "not listed")),
        ("R3A", date(2017, 9, 30), ("R3A", "H1", "Y1")),
        ("R4A", JULY, ("R4A", "not listed", "not listed")),
        ("R9Z", APRIL, ("R9Z", "not listed", "not listed")),
    ],
)
def test_a_closed_code_is_answered_for_by_its_successor(code, day, expected):
    assert TABLE.place(code, day) == expected


def test_codes_that_succeed_each_other_end():
    circle = Organisations((Organisation("A", valid_until=APRIL, successor="B"), Organisation("B", valid_until=APRIL, successor="A")))
    assert circle.place("A", JULY) == ("B", "not listed", "not listed")


def test_change_dates_names_and_overlaps():
    assert TABLE.change_dates() == (APRIL, JULY, OCTOBER)
    assert TABLE.names == {
        "H1": "Hub one",
        "H2": "Hub two",
        "R1A": "Old trust",
        "R2A": "Middle trust",
        "R3A": "New trust, renamed",
        "R4A": "Closed without a successor",
        "Y1": "Region one",
    }
    assert list(TABLE.overlaps()) == []
    twice = Organisations((Organisation("A", valid_from=APRIL), Organisation("A", valid_from=JULY), Organisation("B")))
    assert [(issue.code, issue.found) for issue in twice.overlaps()] == [
        ("two-values-on-one-day", "two rows for `A` that both hold on 2017-07-01")
    ]


def test_the_table_is_read_through_the_dictionary(tmp_path):
    dataset = load_dictionary([builtin_folder()])["organisations"]
    (tmp_path / "organisations.csv").write_text("ODS code,hub,valid_until,successor\nR1A,H1,2017-07-01,R2A\nR2A,H1,,\n", encoding="utf-8")
    connection = duckdb.connect()
    read_folder(connection, tmp_path, {"organisations": (dataset, frozenset(dataset.columns))}, tmp_path)
    assert read_organisations(connection).place("R1A", JULY) == ("R2A", "H1", "not listed")


def test_a_dataset_written_twice_is_refused(tmp_path):
    source = builtin_folder() / "organisations.yaml"
    (tmp_path / "organisations.yaml").write_bytes(source.read_bytes())
    with pytest.raises(Rejected) as refused:
        load_dictionary([builtin_folder(), tmp_path])
    assert [issue.code for issue in refused.value.issues] == ["duplicate-id"]


def test_example_rows_are_read_as_a_file_would_be():
    dataset = load_dictionary([builtin_folder()])["ig_infusions"]
    rows, faults = typed_examples(
        dataset,
        [
            {"indication": "ITP", "infusion_date": "2017-04-03", "grams": 70},
            {"indication": "ITP", "infusion_date": "2017-04-31", "gram": 70},
            {"infusion_id": "I1", "provider_code": "R1A"},
            {"infusion_id": "I1", "provider_code": "R2A"},
        ],
    )
    assert [(row["provider_code"], row["patient_id"]) for row in rows] == [("X01", "example-1"), ("X01", "example-2"), ("R1A", "example-3")]
    assert rows[0]["indication"] == "itp"
    assert rows[2]["row_key"] == "I1"
    assert faults == [(1, "gram", "unknown-column"), (1, "infusion_date", "not-a-date"), (3, "", "duplicate-key-different-row")]
