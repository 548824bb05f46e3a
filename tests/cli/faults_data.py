"""Faults of the activity data: files that cannot be read, and rows that do not fit."""

from __future__ import annotations

from pathlib import Path

from cli.faults import CSV, Fault, in_data
from cli.terminal import DATA, RUN


def _remove(folder: Path) -> None:
    (folder / CSV).unlink()


def _misname(folder: Path) -> None:
    (folder / CSV).rename(folder / "activity" / "cc_period.csv")


def fine(folder: Path) -> None:
    """Leave everything as it was given: the fault is in the command."""


def _holding(name: str, title: str, content: bytes, code: int) -> Fault:
    """Return a file with other content altogether."""

    def do(folder: Path) -> None:
        (folder / CSV).write_bytes(content)

    return Fault(name, title, do, RUN, code)


def _bytes(name: str, title: str, old: bytes, new: bytes, code: int) -> Fault:
    """Return a file in which some bytes are others."""

    def do(folder: Path) -> None:
        before = (folder / CSV).read_bytes()
        assert old in before
        (folder / CSV).write_bytes(before.replace(old, new, 1))

    return Fault(name, title, do, RUN, code)


HEADINGS = b"cc_period_id,provider_code,patient_id,age,ready_at,discharge_at,destination\n"
ELSEWHERE = ("run", "--schemes", "schemes", "--data", "activty", "--period", "2017/18 Q1", "--out", "results")

FILES = (
    Fault("data_folder_missing", "A folder that does not exist", fine, ELSEWHERE, 3),
    Fault("data_missing_file", "A file that was not sent", _remove, RUN, 3),
    Fault("data_other_name", "A file under another name", _misname, RUN, 3),
    _bytes("data_missing_column", "A column that every row must have is not there", b"provider_code", b"trust", 3),
    _bytes("data_column_left_out", "A column that may be left out is not there", b"ready_at", b"something", 0),
    _holding("data_empty_file", "An empty file", b"", 3),
    _holding("data_headings_only", "Headings and no rows", HEADINGS, 1),
    _bytes("data_bom", "A byte order mark: read as if it were not there", b"cc_period_id", b"\xef\xbb\xbfcc_period_id", 0),
    _bytes("data_latin1", "Latin-1 bytes", b"NHS0003", b"NHS0003\xe9", 3),
    _holding("data_utf16", "UTF-16, which Excel calls Unicode text", HEADINGS.decode().encode("utf-16"), 3),
    _bytes("data_unclosed_quote", "A quoted value that never ends", b"RX2,NHS0004", b'"RX2,NHS0004', 3),
    _holding("data_semicolons", "Semicolons in place of commas", HEADINGS.replace(b",", b";"), 3),
    _holding("data_workbook", "A workbook named as a CSV file", b"PK\x03\x04" + bytes(100), 3),
)

ROWS = (
    in_data("row_text_in_number", "Text in a number", "NHS0001,61", "NHS0001,sixty-one", 1),
    in_data("row_out_of_range", "An age of 610", "NHS0001,61", "NHS0001,610", 1),
    in_data("row_impossible_date", "31/02/2017", "2017-04-10T09:00", "31/02/2017 09:00", 1),
    in_data("row_discharge_before_ready", "A discharge before the patient was ready", "2017-05-01T10:00", "2017-05-03T10:00", 1),
    in_data("row_hour_that_was_not", "An hour that did not exist", "2017-04-03T09:00", "2017-03-26T01:30", 1),
    in_data("row_hour_twice", "An hour that happened twice", "2017-04-03T09:00", "2016-10-30T01:30", 1),
    in_data("row_duplicate_key", "Two different rows with one key", "S2,RX1,NHS0002", "S1,RX1,NHS0002", 1),
    in_data(
        "row_duplicate",
        "The same row twice",
        "S5,RX2,NHS0005,52,,2017-06-01T11:00,ward\n",
        "S5,RX2,NHS0005,52,,2017-06-01T11:00,ward\n" * 2,
        1,
    ),
    in_data("row_comma_too_many", "A comma too many", "RX2,NHS0004", "RX2,,NHS0004", 1),
    in_data("row_no_provider", "No provider", "S4,RX2", "S4,", 1),
    in_data("row_unknown_code", "A code that is not in the list", "2017-04-03T21:00,ward", "2017-04-03T21:00,NHS0001", 1),
    in_data("row_unknown_provider", "A provider that the organisations table lacks", "S4,RX2", "S4,RX9", 0, RUN),
    in_data("row_in_a_run", "Rows that cannot be used, in a run", "S4,RX2", "S4,", 0, RUN),
    Fault("row_none", "Data without a fault", fine, DATA, 0),
)
