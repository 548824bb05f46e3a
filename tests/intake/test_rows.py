"""Rows: what is set aside, what counts once, what a row is called, and that the order of rows makes no difference."""

from __future__ import annotations

import hashlib
import random
from decimal import Decimal

import duckdb

from improving_value.datasets.examples import typed_examples
from improving_value.datasets.keys import content_keys
from intake.folders import GOOD, HEADING, SUPPLIES, issues, read, rows

PLAIN = {"without": ("ready_at", "gone_at")}
KEYLESS = SUPPLIES.model_copy(update={"key": []})


def test_a_row_without_a_required_value_is_set_aside_and_listed(tmp_path):
    connection, intake = read(tmp_path, **PLAIN, supplies__csv=GOOD + "L3,,P3,2017-04-05,Drug,1\nL4,R1A,P4,31/02/2017,Drug,TBC\n")
    assert rows(connection, columns="row_key") == [("L1",), ("L2",)]
    assert issues(connection) == [
        (4, "provider_code", "missing-required-value"),
        (5, "amount", "not-a-number"),
        (5, "supply_date", "missing-required-value"),
        (5, "supply_date", "not-a-date"),
    ]
    quality = intake.quality[0]
    assert (quality.rows_read, quality.rows_used, quality.rows_set_aside) == (4, 2, 2)
    assert quality.issues == (
        ("missing-required-value", "provider_code", 1),
        ("missing-required-value", "supply_date", 1),
        ("not-a-date", "supply_date", 1),
        ("not-a-number", "amount", 1),
    )
    assert quality.sha256 == hashlib.sha256((tmp_path / "supplies.csv").read_bytes()).hexdigest()


def test_a_copy_counts_once_and_different_rows_with_one_key_are_all_set_aside(tmp_path):
    content = GOOD + "L1,R1A,P1,03/04/2017,drug  a,10.5\nL2,R1A,P2,2017-04-04,Drug B,21\nL3,R1A,P3,2017-04-05,Drug,1\n"
    connection, intake = read(tmp_path, **PLAIN, supplies__csv=content)
    assert rows(connection, columns="row_key") == [("L1",), ("L3",)]
    assert issues(connection) == [(3, "", "duplicate-key-different-row"), (4, "", "duplicate-row"), (5, "", "duplicate-key-different-row")]
    quality = intake.quality[0]
    assert (quality.rows_read, quality.rows_used, quality.rows_set_aside, quality.duplicates) == (5, 2, 2, 1)


def test_rows_without_a_key_are_named_by_content_and_none_is_lost(tmp_path):
    same = "R1A,P1,2017-04-03,Drug A,10.50\n"
    connection, intake = read(
        tmp_path,
        KEYLESS,
        without=("line_id", "ready_at", "gone_at"),
        supplies__csv="provider_code,patient_id,supply_date,drug,amount\n" + 3 * same + "R1A,P2,2017-04-03,,\n",
    )
    keys = [key for (key,) in rows(connection, columns="row_key")]
    typed, _ = typed_examples(
        KEYLESS, [{"provider_code": "R1A", "patient_id": "P1", "supply_date": "2017-04-03", "drug": "Drug A", "amount": "10.50"}] * 3
    )
    columns = ("provider_code", "patient_id", "supply_date", "drug", "amount")
    assert len(keys) == 4
    assert set(content_keys(typed, columns)) < set(keys)
    assert intake.quality[0].duplicates == 0


def test_a_row_that_lacks_its_key_is_named_by_its_content(tmp_path):
    connection, _ = read(tmp_path, **PLAIN, supplies__csv=HEADING + 2 * ",R1A,P1,2017-04-03,Drug A,1\n" + "L9,R1A,P1,2017-04-03,Drug A,1\n")
    keys = [key for (key,) in rows(connection, columns="row_key")]
    assert sorted(key[-2:] for key in keys) == ["-1", "-2", "L9"]
    assert len({key[:-2] for key in keys if key != "L9"}) == 1


def test_shuffled_rows_give_the_same_tables(tmp_path):
    lines = [f"L{n % 40},R1A,P{n % 7},2017-04-{n % 30 + 1:02d},Drug {n % 3},{n % 5}.25" for n in range(120)] + [
        "L1,R1A,P1,x,y,z",
        ",R1A,P1,2017-04-01,,",
    ] * 2
    found = []
    for seed in range(3):
        random.Random(seed).shuffle(lines)
        folder = tmp_path / str(seed)
        folder.mkdir()
        connection, intake = read(folder, **PLAIN, supplies__csv=HEADING + "\n".join(lines))
        found.append((rows(connection), intake.quality[0].issues, intake.quality[0].rows_used))
    assert found[0] == found[1] == found[2]


def test_a_value_after_the_one_it_may_not_follow_is_missing(tmp_path):
    times = [
        ("2017-04-03 10:00", "2017-04-03 09:59"),
        ("2017-04-03 10:00", "2017-04-03 10:00"),
        ("2017-04-03 10:00", ""),
        # 01:30 by the clock is read as its first occurrence, 00:30 in UTC.
        ("2017-10-29 01:30", "2017-10-29 02:00"),
    ]
    content = "line_id,provider_code,patient_id,supply_date,ready_at,gone_at\n" + "".join(
        f"L{n},R1A,P1,2017-04-03,{ready},{gone}\n" for n, (ready, gone) in enumerate(times)
    )
    connection, _ = read(tmp_path, without=("drug", "amount"), supplies__csv=content)
    assert [ready is None for (_, ready) in rows(connection, columns="row_key, ready_at__utc")] == [True, False, False, False]
    assert issues(connection) == [(2, "ready_at", "not-after"), (5, "ready_at", "hour-happened-twice")]


def test_parquet_parts_are_one_dataset_and_issues_name_the_part(tmp_path):
    (tmp_path / "Supplies").mkdir()
    writer = duckdb.connect()
    for part, day in ((1, "2017-04-03"), (2, "2017-02-31")):
        writer.execute(
            f"COPY (SELECT 'L{part}' AS line_id, 'R1A' AS provider_code, 'P1' AS patient_id, '{day}' AS supply_date, {part}.5 AS amount)"
            f" TO '{(tmp_path / 'Supplies' / f'part{part}.parquet').as_posix()}' (FORMAT parquet)"
        )
    connection, intake = read(tmp_path, without=("drug", "ready_at", "gone_at"))
    assert rows(connection, columns="row_key, amount") == [("L1", duckdb.execute("SELECT 1.50::DECIMAL(18, 2)").fetchall()[0][0])]
    assert connection.execute("SELECT DISTINCT file, row FROM data_issues").fetchall() == [("Supplies/part2.parquet", 2)]
    assert intake.quality[0].file == "Supplies"


def test_an_example_row_stands_for_many():
    written = [
        {"line_id": "L", "patient_id": "P1", "supply_date": "2017-04-03", "drug": "Drug A", "times": 3},
        {"supply_date": "2017-04-04", "times": Decimal(2)},  # as the YAML reader gives it
    ]
    typed, faults = typed_examples(SUPPLIES, written)
    assert faults == []
    assert [(row["row_key"], row["patient_id"]) for row in typed] == [
        ("L-1", "P1"),
        ("L-2", "P1"),
        ("L-3", "P1"),
        ("example-2-1", "example-2-1"),
        ("example-2-2", "example-2-2"),
    ]
    for wrong in (0, Decimal("1.5"), "3", True):
        assert typed_examples(SUPPLIES, [{**written[0], "times": wrong}])[1] == [(0, "times", "not-a-whole-number")]
    assert typed_examples(SUPPLIES, [{**written[0], "amount": "x"}])[1] == [(0, "amount", "not-a-number")]


def test_a_row_given_many_times_is_typed_like_rows_written_out():
    row = {"provider_code": "R1A", "supply_date": "2017-04-03", "drug": "Drug  A", "amount": "10.50"}
    copies, _ = typed_examples(SUPPLIES, [{**row, "line_id": "L", "times": 3}])
    written, _ = typed_examples(SUPPLIES, [{**row, "line_id": f"L-{n}", "patient_id": f"example-1-{n}"} for n in (1, 2, 3)])
    assert copies == written
