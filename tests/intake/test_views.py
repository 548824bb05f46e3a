"""A large Parquet file becomes a view, and what is in it and found in it is what the table would say."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import pytest

from improving_value.datasets import intake_view
from improving_value.spec.dictionary import Dataset
from intake.folders import SUPPLIES, read, refusal

VISITS = Dataset.model_validate(
    {
        "dataset": "visits",
        "title": "Visits",
        "feed": "a made-up feed",
        "grain": "one visit",
        "key": ["site", "number"],
        "columns": {
            "site": {"type": "code", "title": "Site"},
            "number": {"type": "integer", "title": "Number"},
            "person": {"type": "code", "title": "Person", "required": True},
            "began": {"type": "date", "title": "First day", "not_after": "ended"},
            "ended": {"type": "date", "title": "Last day"},
            "reason": {"type": "name", "title": "Reason", "values": ["Check-up", "New  patient"]},
            "class": {"type": "code", "title": "Class", "values": ["A", "b"]},
            "note": {"type": "text", "title": "Note"},
            "urgent": {"type": "boolean", "title": "Urgent"},
            "cost": {"type": "decimal", "title": "Cost", "places": 2, "above": 0, "maximum": 400},
            "length": {"type": "integer", "title": "Length", "minimum": 0},
        },
    }
)

SENT = """
    SELECT 'S' || n % 3 AS site, n::{integer} AS number, 'P' || n % 7 AS person, DATE '2017-04-01' + n % 40 AS began, (DATE '2017-04-01' + n % 40 + n % 3)::{moment} AS ended,
           ['Check-up', 'NEW PATIENT', NULL][n % 3 + 1] AS reason, ['A', 'b', NULL][n % 3 + 1] AS class, 'Note ' || n AS note, n % 2 = 0 AS urgent,
           (n + 0.25)::{number} AS cost, n % 50 AS length
    FROM (SELECT n::INTEGER AS n FROM range(300) AS numbers(n))
"""


def write(folder: Path, select: str, dataset: Dataset) -> Path:
    path = folder / f"{dataset.dataset}.parquet"
    duckdb.execute(f"COPY ({select}) TO '{path.as_posix()}' (FORMAT parquet, ROW_GROUP_SIZE 2048)")
    return path


def as_found(folder: Path, dataset: Dataset) -> tuple[str, list[Any]]:
    """Return whether a dataset is a table or a view, and all that can be asked of it."""
    connection, intake = read(folder, dataset)
    ((kind,),) = connection.execute("SELECT table_type FROM information_schema.tables WHERE table_name = ?", [dataset.dataset]).fetchall()
    quality = [(one.rows_read, one.rows_used, one.rows_set_aside, one.duplicates, one.issues, one.sha256) for one in intake.quality]
    return kind, [
        connection.execute(f"DESCRIBE {dataset.dataset}").fetchall(),
        connection.execute(f"FROM {dataset.dataset} ORDER BY ALL").fetchall(),
        connection.execute("FROM data_issues ORDER BY ALL").fetchall(),
        quality,
        intake.warnings,
    ]


def both(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, select: str) -> list[Any]:
    """Return what view and table agree on."""
    write(tmp_path, select, VISITS)
    kind, table = as_found(tmp_path, VISITS)
    assert kind == "BASE TABLE"
    monkeypatch.setattr(intake_view, "FEWEST_ROWS", 0)
    kind, view = as_found(tmp_path, VISITS)
    assert kind == "VIEW"
    assert view == table
    return view


@pytest.mark.parametrize("number", ["DECIMAL(8, 2)", "DOUBLE", "FLOAT", "DECIMAL(4, 1)", "INTEGER"])
@pytest.mark.parametrize(("integer", "moment"), [("INTEGER", "DATE"), ("DOUBLE", "TIMESTAMP"), ("UBIGINT", "TIMESTAMP_NS")])
def test_a_clean_file_whatever_its_types(tmp_path, monkeypatch, number, integer, moment):
    *_, quality, warnings = both(tmp_path, monkeypatch, SENT.format(integer=integer, moment=moment, number=number))
    assert [one[:2] for one in quality] == [(300, 300)]
    assert warnings == ()


CHANGES = {
    "copies": ("SELECT * FROM sent UNION ALL SELECT * FROM sent WHERE number % 50 = 7 UNION ALL SELECT * FROM sent WHERE number = 57", {"duplicate-row"}),
    "different copies": ("SELECT * FROM sent UNION ALL SELECT * REPLACE (cost + 1 AS cost) FROM sent WHERE number % 50 = 7", {"duplicate-key-different-row"}),
    "copies written otherwise": ("SELECT * FROM sent UNION ALL SELECT * REPLACE (' ' || site AS site, upper(reason) AS reason) FROM sent WHERE number < 9", {"duplicate-row"}),
    "both": ("SELECT * FROM sent UNION ALL SELECT * FROM sent WHERE number < 9 UNION ALL SELECT * REPLACE (NULL AS note) FROM sent WHERE number < 5", {"duplicate-row", "duplicate-key-different-row"}),
    "missing required": ("SELECT * REPLACE (CASE WHEN number % 9 THEN person END AS person) FROM sent", {"missing-required-value"}),
    "missing required and copies": (
        "SELECT * FROM sent UNION ALL SELECT * REPLACE (CASE WHEN number % 9 THEN person ELSE ' ' END AS person) FROM sent WHERE number % 3 = 0",
        {"missing-required-value", "duplicate-row"},
    ),
    "missing required and key": ("SELECT * FROM sent UNION ALL SELECT * REPLACE (NULL AS person, NULL AS site) FROM sent WHERE number < 3", {"missing-required-value"}),
    "out of range": ("SELECT * REPLACE (cost * 3 - 60 AS cost, length - 2 AS length) FROM sent", {"out-of-range"}),
    "late": ("SELECT * REPLACE (began + 2 AS began) FROM sent", {"not-after"}),
    "no such day": ("SELECT * REPLACE (DATE '1700-01-01' AS began) FROM sent", {"not-a-date"}),
    "unknown code": ("SELECT * REPLACE ('a' AS class, reason || CASE WHEN number % 5 THEN '' ELSE '!' END AS reason) FROM sent", {"unknown-code"}),
    "a number for a code": ("SELECT * REPLACE (number AS person, NULL AS class) FROM sent", set()),
    "a wanted column not sent": ("SELECT * EXCLUDE (note, urgent) FROM sent", set()),
    "a key with the separator": ("SELECT * REPLACE (site || '|' || number AS site) FROM sent", set()),
    "no rows": ("SELECT * FROM sent WHERE false", set()),
}  # fmt: skip


@pytest.mark.parametrize(("select", "codes"), CHANGES.values(), ids=CHANGES)
def test_view_and_table_agree(tmp_path, monkeypatch, select, codes):
    sent = SENT.format(integer="INTEGER", moment="DATE", number="DECIMAL(8, 2)")
    found = both(tmp_path, monkeypatch, f"WITH sent AS ({sent}) {select}")
    assert {row[-1] for row in found[2]} - {"out-of-range"} == codes - {"out-of-range"}


TEXTS = [
    "",
    " ",
    "\u00a0",
    "\ufeffx",
    "x\u00a0",
    "\t x \t",
    "A",
    "a ",
    "b",
    "new patient",
    " NEW  Patient",
    "new\u00a0patient",
    "new\npatient",
    "Ä",
    "İstanbul ΣΑΣ",
    'd\'Arcy "x"',
    "~",
    "~~a ",
    "a~",
    "\x7f",
    "a\x01",
    "é\r",
]


@pytest.mark.parametrize("name", ["site", "person", "reason", "class", "note"])
@pytest.mark.parametrize("text", TEXTS)
def test_one_awkward_text_among_tidy_ones(tmp_path, monkeypatch, name, text):
    sent = SENT.format(integer="INTEGER", moment="DATE", number="DECIMAL(8, 2)")
    if name == "site" and not text.strip(" \u00a0"):
        pytest.skip("a row without its key needs a table")
    written = text.replace("'", "''")
    both(
        tmp_path,
        monkeypatch,
        f"WITH sent AS ({sent}) SELECT * REPLACE (CASE WHEN number = 150 THEN '{written}' ELSE {name} END AS {name}) FROM sent",
    )


@pytest.mark.parametrize(
    ("dataset", "select"),
    [
        (VISITS, "SELECT * REPLACE (CASE WHEN number % 9 THEN number END AS number) FROM sent"),
        (VISITS, "SELECT * REPLACE (CAST(cost AS VARCHAR) AS cost) FROM sent"),
        (VISITS.model_copy(update={"key": []}), "SELECT * FROM sent"),
        (
            SUPPLIES,
            "SELECT 'L' || number AS line_id, site AS provider_code, person AS patient_id, began AS supply_date, TIMESTAMP '2017-04-01 10:00:00' AS ready_at FROM sent",
        ),
    ],
    ids=["rows without a key", "a number in text", "no key", "a date-time"],
)
def test_what_is_dear_to_read_again_stays_a_table(tmp_path, monkeypatch, dataset, select):
    monkeypatch.setattr(intake_view, "FEWEST_ROWS", 0)
    sent = SENT.format(integer="INTEGER", moment="DATE", number="DECIMAL(8, 2)")
    write(tmp_path, f"WITH sent AS ({sent}) {select}", dataset)
    kind, found = as_found(tmp_path, dataset)
    assert kind == "BASE TABLE"
    assert found[3][0][0] == 300


@pytest.mark.parametrize(
    "select", ["SELECT * FROM sent UNION ALL FROM sent", "SELECT * REPLACE (NULLIF(person, 'P1') AS person) FROM sent"]
)
def test_many_rows_to_leave_out_make_a_table(tmp_path, monkeypatch, select):
    monkeypatch.setattr(intake_view, "FEWEST_ROWS", 0)
    monkeypatch.setattr(intake_view, "MOST_LEFT_OUT", 10)
    sent = SENT.format(integer="INTEGER", moment="DATE", number="DECIMAL(8, 2)")
    write(tmp_path, f"WITH sent AS ({sent}) {select}", VISITS)
    kind, found = as_found(tmp_path, VISITS)
    assert kind == "BASE TABLE"
    assert len(found[2]) == len(set(found[2])) > 10


def test_shuffled_rows_give_the_same_view(tmp_path, monkeypatch):
    monkeypatch.setattr(intake_view, "FEWEST_ROWS", 0)
    sent = SENT.format(integer="INTEGER", moment="DATE", number="DECIMAL(8, 2)")
    found = []
    for seed in ("number", "hash(number)", "-number"):
        write(tmp_path, f"WITH sent AS ({sent}) SELECT * FROM (FROM sent UNION ALL FROM sent WHERE number < 20) ORDER BY {seed}", VISITS)
        kind, one = as_found(tmp_path, VISITS)
        found.append((kind, one[1], one[3][0][:5]))
    assert found[0] == found[1] == found[2]
    assert found[0][0] == "VIEW"


def test_a_damaged_page_is_refused_as_it_is_for_a_table(tmp_path, monkeypatch):
    sent = SENT.format(integer="INTEGER", moment="DATE", number="DECIMAL(8, 2)")
    path = write(tmp_path, sent, VISITS)
    whole = path.read_bytes()
    pages = duckdb.execute(f"SELECT data_page_offset, total_compressed_size FROM parquet_metadata('{path.as_posix()}')").fetchall()
    answers: dict[int, list[str]] = {}
    for fewest in (intake_view.FEWEST_ROWS, 0):
        monkeypatch.setattr(intake_view, "FEWEST_ROWS", fewest)
        for offset, size in pages:
            middle = offset + size // 2
            path.write_bytes(whole[:middle] + b"\xff" * 12 + whole[middle + 12 :])
            answers.setdefault(fewest, []).append(answer(tmp_path))
    first, second = answers.values()
    assert first == second
    assert len(first) == len(VISITS.columns)
    assert any("file-not-readable" in one for one in first)


def answer(folder: Path) -> str:
    try:
        return refusal(folder, dataset=VISITS)
    except AssertionError:
        return "read"
