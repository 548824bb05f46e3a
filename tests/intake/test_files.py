"""Files that cannot be used are refused, all at once, with a message that says what to do."""

from __future__ import annotations

import duckdb
import pytest

from improving_value.datasets.csv_scan import scan
from improving_value.datasets.files import find
from improving_value.datasets.intake import read_folder
from improving_value.kernel.issues import Rejected
from intake.folders import GOOD, HEADING, SUPPLIES, issues, read, refusal, rows


def says(text: str) -> str:
    """Return a message as written here, one line to each part, without the margin."""
    return "\n".join(line.removeprefix("    ") for line in text.strip("\n").splitlines())


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (
            "",
            """
    supplies.csv: error[empty-file]
      found     nothing in the file
      expected  a row of headings, then the rows
      fix       export the file again""",
        ),
        (
            ",,\nL1,R1A\n",
            """
    supplies.csv:1: error[empty-file]
      found     a first row with nothing in it
      expected  a row of headings
      fix       delete the rows above the headings""",
        ),
        (
            "line_id,provider,patient_id,supply_date\nL1,R1A,P1,2017-04-03\n",
            """
    supplies.csv, row 1, column `provider_code`: error[missing-column]
      found     no heading `provider_code` (or `org_code`, `ODS code`)
      expected  Provider, which every row must have
      fix       rename the heading `provider` to `provider_code`, if that is what it holds""",
        ),
        (
            "line_id,ods-code,patient_id\nL1,R1A,P1\n",
            """
    supplies.csv, row 1, column `supply_date`: error[missing-column]
      found     no heading `supply_date`
      expected  Day of supply, which every row must have
      fix       add the column to the extract: Day of supply""",
        ),
        (
            HEADING.replace("drug", "Patient ID"),
            """
    supplies.csv, row 1, column `patient_id`: error[ambiguous-column]
      found     `patient_id` and `Patient ID`, which are both `patient_id`
      expected  one column with this heading
      fix       leave one of them out of the file""",
        ),
        (
            (GOOD + "L3,R1A,P3,2017-04-05,Dépôt,1\n").encode("latin-1"),
            """
    supplies.csv:4: error[not-utf8]
      found     a letter that is not UTF-8, as when a file is saved as plain CSV or ANSI
      expected  text in UTF-8
      fix       save the file again as `CSV UTF-8 (comma delimited)`""",
        ),
        (
            GOOD.encode("utf-16"),
            """
    supplies.csv:1: error[not-utf8]
      found     text in UTF-16
      expected  text in UTF-8
      fix       save the file again as `CSV UTF-8 (comma delimited)`""",
        ),
        (
            GOOD.replace("Drug B", "Drug\0B"),
            """
    supplies.csv:3: error[not-utf8]
      found     a zero byte, which no text has
      expected  text in UTF-8
      fix       save the file again as `CSV UTF-8 (comma delimited)`""",
        ),
        (
            GOOD.replace(",", ";"),
            """
    supplies.csv:1: error[file-not-readable]
      found     headings separated by semicolons
      expected  headings separated by commas
      fix       save the file again as `CSV UTF-8 (comma delimited)`""",
        ),
        (
            b"PK\x03\x04rest of a workbook",
            """
    supplies.csv: error[file-not-readable]
      found     an Excel workbook with the name of a CSV file
      expected  text with commas
      fix       open it in Excel and save it as CSV UTF-8 (comma delimited)""",
        ),
    ],
)
def test_a_file_that_cannot_be_used(tmp_path, content, message):
    assert refusal(tmp_path, supplies__csv=content) == says(message)


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (GOOD.replace("Drug A", '"Drug A'), 2),
        (GOOD + 'L3,R1A,P3,2017-04-05,"Drug\nC,1\nL4,R1A,P4,2017-04-05,Drug D,1\n', 4),
        (GOOD.replace("Drug A", '"Drug A').replace("Drug B", '"Drug B"'), 2),
        (GOOD.replace("Drug B", '"Drug "B""'), 3),
        (HEADING.replace("drug", '"drug') + "x\n", 1),
    ],
)
def test_a_quoted_value_that_never_ends_is_named_by_the_line_where_it_begins(tmp_path, content, line):
    assert refusal(tmp_path, supplies__csv=content) == says(f"""
    supplies.csv:{line}: error[unclosed-quote]
      found     a value in quotes that begins on this line and does not end at a comma or the end of a line
      expected  a closing `"`, and `""` for a quote inside the value
      fix       close the quote, or take it away""")


@pytest.mark.parametrize(
    ("name", "fix"),
    [
        ("supplies__xlsx", "open `supplies.xlsx` and save the sheet as CSV UTF-8 (comma delimited)"),
        ("suplies__csv", "rename `suplies.csv` to `supplies.csv`, if that is what it holds"),
        ("other__csv", "put the extract into the folder under this name"),
    ],
)
def test_a_missing_file(tmp_path, name, fix):
    assert refusal(tmp_path, **{name: GOOD}) == says(f"""
    supplies.csv: error[missing-file]
      found     no `supplies.csv` and no `supplies.parquet` in the data folder
      expected  Supplies: one supply to one patient
      fix       {fix}""")


def test_a_folder_that_is_not_there(tmp_path):
    with pytest.raises(Rejected) as refused:
        read_folder(duckdb.connect(), tmp_path / "none", {"supplies": (SUPPLIES, frozenset())}, tmp_path)
    assert [issue.found for issue in refused.value.issues] == ["no such folder"]


def test_two_files_for_one_dataset(tmp_path):
    assert refusal(tmp_path, supplies__csv=GOOD, supplies__parquet=b"PAR1") == says("""
    supplies.csv: error[two-files]
      found     `supplies.csv` and `supplies.parquet` for one dataset
      expected  one file for `supplies`
      fix       keep the one that counts, and move the other away""")


@pytest.mark.parametrize("content", [b"not at all", b"PAR1 and then nothing PAR1"])
def test_a_file_that_is_no_parquet(tmp_path, content):
    assert "error[file-not-readable]" in refusal(tmp_path, supplies__parquet=content)


def test_an_optional_dataset_without_a_file_is_an_empty_table_and_a_warning(tmp_path):
    connection, intake = read(tmp_path, optional=True)
    assert rows(connection) == []
    assert intake.absent == ("supplies",)
    assert [(issue.code, issue.severity) for issue in intake.warnings] == [("missing-file", "warning")]


def test_a_byte_order_mark_and_any_case_and_spaces_in_headings_are_accepted(tmp_path):
    heading = "\ufeffLine ID,ODS code, Patient-Id ,SUPPLY_DATE,Drug,amount,ready_at,gone_at\n"
    connection, intake = read(tmp_path, SUPPLIES__csv=heading + "L1,R1A,P1,2017-04-03,Drug A,1,,\n")
    assert rows(connection, columns="row_key, provider_code, patient_id") == [("L1", "R1A", "P1")]
    assert intake.warnings == ()


def test_a_wanted_column_that_is_not_sent_is_missing_throughout_with_a_warning(tmp_path):
    connection, intake = read(tmp_path, supplies__csv=GOOD)
    assert rows(connection, columns="DISTINCT ready_at, ready_at__utc") == [(None, None)]
    assert intake.not_in_file == {"supplies": ("ready_at", "gone_at")}
    assert [(issue.code, issue.where.name, issue.severity) for issue in intake.warnings] == [
        ("missing-column", "gone_at", "warning"),
        ("missing-column", "ready_at", "warning"),
    ]


@pytest.mark.parametrize("quote", ["", '"'])
def test_ragged_rows_are_set_aside_and_blank_rows_passed_over_with_the_right_row_numbers(tmp_path, quote):
    content = (
        GOOD.replace("Drug A", f"{quote}Drug A{quote}") + "\nL3,R1A\n,,,,,\nL4,R1A,P4,2017-04-05,Drug,1,2\nL5,R1A,P5,2017-04-31,Drug,1,\n"
    )
    connection, intake = read(tmp_path, without=("ready_at", "gone_at"), supplies__csv=content)
    assert issues(connection) == [
        (5, "", "ragged-row"),
        (7, "", "ragged-row"),
        (8, "supply_date", "missing-required-value"),
        (8, "supply_date", "not-a-date"),
    ]
    quality = intake.quality[0]
    assert (quality.rows_read, quality.rows_used, quality.rows_set_aside, quality.duplicates) == (5, 2, 3, 0)


def test_line_ends_inside_quotes_do_not_shift_rows(tmp_path):
    content = HEADING.replace("\n", "\r\n") + 'L1,R1A,P1,2017-04-03,"Drug\r\n  A",1\r\nL2,R1A,P2,2017-04-04,Drug B,TBC\r\n'
    connection, _ = read(tmp_path, without=("ready_at", "gone_at"), supplies__csv=content)
    assert rows(connection, columns="drug, amount") == [("drug a", 1), ("drug b", None)]
    assert issues(connection) == [(3, "amount", "not-a-number")]


def test_all_files_that_cannot_be_used_are_named_at_once(tmp_path):
    (tmp_path / "first.csv").write_bytes(b"")
    wanted = {name: (SUPPLIES.model_copy(update={"dataset": name}), frozenset()) for name in ("second", "first")}
    with pytest.raises(Rejected) as refused:
        read_folder(duckdb.connect(), tmp_path, wanted, tmp_path)
    assert [(issue.where.file, issue.code) for issue in refused.value.issues] == [
        ("first.csv", "empty-file"),
        ("second.csv", "missing-file"),
    ]


@pytest.mark.parametrize(
    ("content", "is_plain"),
    [
        (GOOD, True),
        (GOOD.rstrip("\n"), True),
        (GOOD.replace("Drug A", '"Drug\r\nA"'), True),
        (GOOD + "\n", False),
        (GOOD + ",,,", False),
        (GOOD.replace("Drug A", '5" tube'), False),
    ],
)
def test_only_files_that_bulk_reading_counts_rightly_are_plain(tmp_path, content, is_plain):
    (tmp_path / "supplies.csv").write_bytes(content.encode())
    file = find(tmp_path, SUPPLIES, is_optional=False)
    assert file is not None
    assert scan(file).is_plain is is_plain
