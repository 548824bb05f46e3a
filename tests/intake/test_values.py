"""One written value to one typed value, and bulk reading that agrees with it."""

from __future__ import annotations

import sys
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import product

import duckdb
import pytest

from improving_value.datasets import clock
from improving_value.datasets.clock import LocalTime
from improving_value.datasets.csv_scan import Scan
from improving_value.datasets.spelling import plain_test, plainly_written
from improving_value.datasets.values import fold, read_value
from improving_value.spec.dictionary import Dataset, DictionaryColumn
from intake.folders import read


def column(kind: str, **more: object) -> DictionaryColumn:
    return DictionaryColumn.model_validate({"type": kind, "title": "a column", **more})


COLUMNS = {
    "code": column("code"),
    "listed_code": column("code", values=["A", "b"]),
    "name": column("name"),
    "listed_name": column("name", values=["ITP", "Yes  please"]),
    "text": column("text"),
    "boolean": column("boolean"),
    "integer": column("integer", minimum=-5, maximum=100),
    "whole": column("decimal"),
    "decimal": column("decimal", places=2),
    "positive": column("decimal", places=3, above=0, maximum=400),
    "date": column("date"),
    "datetime": column("datetime"),
}

AWKWARD = [
    "", " ", "\u00a0", "\t x \t", "A", "a", "b", "itp", " ITP ", "yes  PLEASE", "yes\u00a0please", "İstanbul ΣΑΣ", "d'Arcy \"x\"", "NULL", "~", "~~a ",
    "yes", "NO", "Y", "n", "TRUE", "false", "1", "0", "2", "00", "-0", "0.0", "-0.00", "12.0", "12.5", "12.50", "12.505", "12.500", "1,234", "1,234.56",
    "1 234.56", "12,34", "1,5", "1,234,567.8", "£12", "£ 12.5", "Â£12", "-£5", "£-5", "- £5", "(5)", "(£1,234.50)", "£(5)", "( 5 )", "(-5)", "5-", "+5", "--5", ".5", "5.", ".", "-",
    "1e5", "1E-3", "TBC", "n/a", "nan", "inf", "0x10", "1_000", "٣", "100", "101", "-5", "-6", "400", "400.001", "0.001", "9223372036854775807", "9223372036854775808", "999999999999999999",
    "9999999999999999.99", "99999999999999999.99", "-9999999999999999.99", "000000000000000000000000012.30", "12.30000000000000000000000000000", "1234567890123456789012345678901234567890",
    "2017-04-03", "2017/4/3", "2017-4-3", "03/04/2017", "3/4/2017", "3-4-2017", "03-Apr-2017", "3-APR-2017", "03-Xyz-2017", "31/02/2017", "2016-02-29", "2017-02-29", "29/02/2016", "04/13/2017",
    "2017-04-03 00:00", "2017-04-03T00:00:00.000", "03/04/2017 00:00:00", "2017-04-03 00:01", "20170403", "43000", "0017-04-03", "9999-12-31", "1799-12-31", "1800-01-01", "2017-04-03x", "2017-13-01", "0/1/2017",
    "2017-04-03 14:30", "2017-04-03T14:30:15", "2017-04-03 14:30:15.5", "2017-04-03 14:30:15.123456", "2017-04-03 14:30:15.1234567", "03/04/2017 14:30", "3/4/2017 9:05", "3-OCT-2017T9:05", "2017-04-03 24:00",
    "2017-04-03 23:59:60", "2017-04-03 9:5", "2017-04-03T14:30Z", "2017-04-03 14:30+01:00", "2017-02-31 10:00", "1989-12-31 23:59", "1990-01-01 00:00", "2040-12-31 23:59:59", "2041-01-01 00:00",
    "2017-03-26 00:59:59", "2017-03-26 01:00", "2017-03-26 01:59:59.9", "2017-03-26 02:00", "2017-10-29 00:59", "2017-10-29 01:00", "2017-10-29 01:59:59", "2017-10-29 02:00", "26/03/2017 01:30", "2017-04-03  14:30",
]  # fmt: skip


def texts_of(one: DictionaryColumn, plain_only: bool) -> list[str]:
    """Return the awkward texts of a column; of a file written plainly, those that are, and nothing for the others."""
    return [text if not plain_only or plain_test(one)(text) else "" for text in AWKWARD]


def bulk(tmp_path, kind: str, plain_only: bool = False) -> dict[str, list[tuple[object, object, object]]]:
    """Return, for each column, the value, the UTC and the fault that bulk reading gives each awkward text."""
    dataset = Dataset.model_validate(
        {
            "dataset": "awkward",
            "title": "t",
            "feed": "f",
            "grain": "g",
            "key": ["number"],
            "columns": {"number": column("integer"), **COLUMNS},
        }
    )
    path = (tmp_path / f"awkward.{kind}").as_posix()
    writer = duckdb.connect()
    writer.execute(f"CREATE TABLE texts (number INTEGER, {', '.join(f'{name} VARCHAR' for name in COLUMNS)})")
    rows = zip(range(len(AWKWARD)), *(texts_of(one, plain_only) for one in COLUMNS.values()), strict=True)
    writer.executemany(f"INSERT INTO texts VALUES (?{', ?' * len(COLUMNS)})", list(rows))
    writer.execute(f"COPY (FROM texts ORDER BY number) TO '{path}' (FORMAT {kind})")
    connection, _ = read(tmp_path, dataset)
    found = {}
    for name, one in COLUMNS.items():
        utc = f"{name}__utc" if one.type == "datetime" else "NULL"
        found[name] = connection.execute(
            f"SELECT awkward.{name}, {utc}, issue.code FROM awkward LEFT JOIN (FROM data_issues WHERE column_name = '{name}') AS issue ON issue.row = number + 2 ORDER BY number"
        ).fetchall()
    return found


@pytest.mark.parametrize(("kind", "plain_only"), [("csv", False), ("csv", True), ("parquet", False)])
def test_bulk_reading_agrees_with_reading_one_value(tmp_path, kind, plain_only):
    found = bulk(tmp_path, kind, plain_only)
    for (name, one), number in product(COLUMNS.items(), range(len(AWKWARD))):
        text = texts_of(one, plain_only)[number]
        expected = read_value(text, one)
        value, utc = (expected.value.local, expected.value.utc) if isinstance(expected.value, LocalTime) else (expected.value, None)
        assert found[name][number] == (value, utc, expected.fault), (name, text)
        assert str(found[name][number][0]) == str(value), (name, text)


def test_only_a_column_of_which_every_text_is_plain_is_read_as_plain(tmp_path):
    columns = {"seen": column("date"), "grams": column("decimal", places=1), "drug": column("name")}
    places = {name: place for place, name in enumerate(columns)}

    def plain(*rows: str) -> set[str]:
        path = tmp_path / "file.csv"
        path.write_text("\n".join(["seen,grams,drug", *rows, ""]), encoding="utf-8")
        return set(plainly_written(path, Scan(tuple(columns), True, None), places, columns))

    assert plain("2017-04-03,1.5,Drug A", ",,", "2017-02-31,-70,a") == {"seen", "grams", "drug"}
    assert plain("2017-04-03,1.5,Drug A", "03/04/2017,1.5,a") == {"grams", "drug"}
    assert plain("2017-04-03,1.55,Drug A", "2017-04-03,1.5,Drug  A") == {"seen"}
    assert plain("2017-04-03,1.5,Drug A", '2017-04-03,1.5,"a') == set()


TYPED = {
    "1::INTEGER": 1, "101::BIGINT": 101, "18446744073709551615::UBIGINT": 18446744073709551615, "12.5::DECIMAL(9, 1)": Decimal("12.5"), "12.345::DECIMAL(9, 3)": Decimal("12.345"),
    "70.1::DOUBLE": 70.1, "0.1::DOUBLE + 0.2::DOUBLE": 0.1 + 0.2, "70.123::DOUBLE": 70.123, "'nan'::DOUBLE": float("nan"), "'inf'::DOUBLE": float("inf"), "123::DOUBLE": 123.0, "1e30::DOUBLE": 1e30,
    "true": True, "DATE '2017-04-03'": date(2017, 4, 3), "TIMESTAMP '2017-04-03 00:00:00'": datetime(2017, 4, 3), "TIMESTAMP '2017-03-26 01:30:00'": datetime(2017, 3, 26, 1, 30),
    "TIMESTAMP '2017-10-29 01:30:00'": datetime(2017, 10, 29, 1, 30), "TIMESTAMP_NS '2017-07-01 10:00:00.5'": datetime(2017, 7, 1, 10, 0, 0, 500000), "NULL::INTEGER": None,
}  # fmt: skip


@pytest.mark.parametrize(("sql", "value"), TYPED.items())
def test_typed_parquet_columns_agree_with_reading_one_value(tmp_path, sql, value):
    kinds = {
        name: one
        for name, one in COLUMNS.items()
        if not (isinstance(value, datetime | float) and one.type in ("code", "name", "text") and value != 123.0)
    }
    dataset = Dataset.model_validate({"dataset": "awkward", "title": "t", "feed": "f", "grain": "g", "columns": kinds})
    duckdb.execute(
        f"COPY (SELECT {', '.join(f'{sql} AS {name}' for name in kinds)}) TO '{(tmp_path / 'awkward.parquet').as_posix()}' (FORMAT parquet)"
    )
    connection, _ = read(tmp_path, dataset)
    faults = dict(connection.execute("SELECT column_name, code FROM data_issues").fetchall())
    for name, one in kinds.items():
        expected = read_value(value, one)
        local = expected.value.local if isinstance(expected.value, LocalTime) else expected.value
        assert connection.execute(f"SELECT {name} FROM awkward").fetchall() == [(local,)], name
        assert faults.get(name) == expected.fault, name


def test_an_instant_in_parquet_is_known_in_the_hour_that_happens_twice(tmp_path):
    dataset = Dataset.model_validate(
        {"dataset": "awkward", "title": "t", "feed": "f", "grain": "g", "columns": {"moment": column("datetime")}}
    )
    path = (tmp_path / "awkward.parquet").as_posix()
    duckdb.execute(
        f"COPY (SELECT unnest(['2017-10-29 00:30+00', '2017-10-29 01:30+00', '2017-07-01 12:00+00'])::TIMESTAMPTZ AS moment) TO '{path}' (FORMAT parquet)"
    )
    connection, intake = read(tmp_path, dataset)
    night = datetime(2017, 10, 29)
    assert connection.execute("SELECT moment, moment__utc FROM awkward ORDER BY moment__utc").fetchall() == [
        (datetime(2017, 7, 1, 13), datetime(2017, 7, 1, 12)),
        (night + timedelta(hours=1.5), night + timedelta(hours=0.5)),
        (night + timedelta(hours=1.5), night + timedelta(hours=1.5)),
    ]
    assert intake.quality[0].issues == ()


def test_lower_case_is_the_same_letter_by_letter_in_both():
    letters = [chr(code) for code in range(0x21, sys.maxunicode + 1) if chr(code).isalpha() and chr(code).lower() != chr(code)]
    lowered = duckdb.execute("SELECT lower(unnest(?::VARCHAR[]))", [letters]).fetchall()
    differ = [letter for letter, (lower,) in zip(letters, lowered, strict=True) if fold(letter) != lower and ord(letter) < 0x2C00]
    assert differ == []


def test_sql_reads_the_clock_as_python_does():
    moments = [
        datetime(year, month, 25) + timedelta(minutes=30 * n)
        for year in (1990, 1999, 2017, 2040)
        for month in (3, 10)
        for n in range(7 * 48)
    ]
    connection = duckdb.connect()
    for statement in clock.lists_sql():
        connection.execute(statement)
    connection.execute("CREATE TABLE moments (moment TIMESTAMP)")
    connection.executemany("INSERT INTO moments VALUES (?)", [(moment,) for moment in moments])
    found = connection.execute(
        f"SELECT {clock.utc_sql('moment')}, {clock.is_ambiguous_sql('moment')} FROM moments ORDER BY moment"
    ).fetchall()
    assert len(found) == len(moments)
    for moment, (utc, ambiguous) in zip(sorted(moments), found, strict=True):
        read_one = clock.to_utc(moment)
        if isinstance(read_one, str):
            assert utc is None
        else:
            assert (utc, ambiguous) == (read_one.utc, read_one.ambiguous)
            assert clock.from_utc(read_one.utc) == LocalTime(moment, read_one.utc)
