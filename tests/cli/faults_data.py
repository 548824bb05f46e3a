"""Faults of the activity data: files that cannot be read, and rows that do not fit."""

from __future__ import annotations

from pathlib import Path

from cli.faults import CSV, Fault, in_data
from cli.terminal import RUN


def _remove(folder: Path) -> None:
    (folder / CSV).unlink()


def _misname(folder: Path) -> None:
    (folder / CSV).rename(folder / "activity" / "cc_period.csv")


def _write(content: bytes) -> Fault:
    raise NotImplementedError


def _rewritten(name: str, title: str, content: bytes | None, code: int, old: bytes = b"", new: bytes = b"", command: tuple[str, ...] = RUN) -> Fault:
    def do(folder: Path) -> None:
        before = (folder / CSV).read_bytes()
        (folder / CSV).write_bytes(before.replace(old, new, 1) if content is None else content)

    return Fault(name, title, do, command, code)


FILES = (
    Fault("missing_folder", "A folder that does not exist", lambda folder: None, ("run", "--schemes", "schemes", "--data", "activty", "--period", "2017/18 Q1", "--out", "results"), 3),
    Fault("missing_file", "A file that was not sent", _remove, RUN, 3),
    Fault("misnamed_file", "A file under another name", _misname, RUN, 3),
    _rewritten("missing_column", "A column that is not there", None, 3, b"provider_code", b"trust"),
    _rewritten("missing_wanted", "A column that may be left out", None, 0, b"ready_at", b"something_else"),
    _rewritten("empty_file", "An empty file", b"", 3),
    _rewritten("headings_only", "A file with headings and no rows", b"cc_period_id,provider_code,patient_id,ready_at,discharge_at,destination\n", 0),
    _rewritten("utf16", "A file saved as Unicode text", "cc_period_id,provider_code\nS1,RX1\n".encode("utf-16"), 3),
    _rewritten("bom", "A file with a byte order mark", None, 0, b"cc_period_id", b"\xef\xbb\xbfcc_period_id"),
    _rewritten("latin1", "A file saved with an old encoding", None, 3, b"NHS0003", b"NHS0003\xe9"),
    _rewritten("unclosed_quote", "A quoted value that never ends", None, 3, b"RX2,NHS0004", b'"RX2,NHS0004'),
    _rewritten("semicolons", "Semicolons for commas", b"cc_period_id;provider_code;patient_id\nS1;RX1;NHS0001\n", 3),
)

ROWS = (
    in_data("text_in_number", "Text in a number", "destination\nS1,RX1,NHS0001,2017-04-03T09:00,2017-04-03T21:00,ward\n", "destination,age\nS1,RX1,NHS0001,2017-04-03T09:00,2017-04-03T21:00,ward,sixty\n", 1),
    in_data("impossible_date", "31/02/2017", "2017-04-10T09:00", "31/02/2017", 1),
    in_data("discharge_before_ready", "A discharge before the decision", "2017-05-01T10:00", "2017-05-03T10:00", 1),
    in_data("hour_did_not_exist", "An hour that did not exist", "2017-04-03T09:00", "2017-03-26T01:30", 1),
    in_data("hour_twice", "An hour that happened twice", "2017-04-03T09:00", "2016-10-30T01:30", 1),
    in_data("duplicate_row", "The same row twice", "S2,RX1,NHS0002,2017-04-10T09:00,2017-04-10T12:00,ward\n", "S2,RX1,NHS0002,2017-04-10T09:00,2017-04-10T12:00,ward\n" * 2, 1),
    in_data("duplicate_key", "Two different rows with one key", "S2,RX1,NHS0002", "S1,RX1,NHS0002", 1),
    in_data("ragged", "A comma too many", "RX2,NHS0004", "RX2,,NHS0004", 1),
    in_data("unknown_code", "A code that is not in the list", "2017-04-03T21:00,ward", "2017-04-03T21:00,NHS0001", 1),
    in_data("rows_in_a_run", "Rows set aside, in a run", "S2,RX1,NHS0002", "S2,,NHS0002", 0, RUN),
)
