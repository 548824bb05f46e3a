"""A ledger read strictly: whatever way a month or an amount is written, or every fault with its place."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook

from finance.small_run import AGREEING, HEAD, write_ledger
from improving_value.finance.ledger import read_ledger
from improving_value.finance.ledger_periods import PeriodFault, financial_year, period_of
from improving_value.kernel.issues import Rejected


@pytest.mark.parametrize(
    ("written", "label"),
    [
        ("1", "2017/18 M01"),
        ("M12", "2017/18 M12"),
        ("2017/18 M03", "2017/18 M03"),
        ("2017/18 Q2", "2017/18 Q2"),
        ("2017/18", "2017/18"),
        ("2017-04-01", "2017/18 M01"),
        ("31/03/2018", "2017/18 M12"),
        ("Apr-17", "2017/18 M01"),
        ("September 2017", "2017/18 M06"),
    ],
)
def test_a_month_in_every_way(written: str, label: str) -> None:
    assert period_of(written, 2017).label == label


@pytest.mark.parametrize("written", ["13", "0", "5.5", "2017", "soon", "31/02/2018", "2018/19 M01", "Apr-19", "April"])
def test_what_is_no_month_of_the_year(written: str) -> None:
    with pytest.raises(PeriodFault):
        period_of(written, 2017)


@pytest.mark.parametrize("written", ["201718", "2017/18", "2017-18", "2017 18", "2017-2018", "FY2017/18"])
def test_a_year_in_every_way(written: str) -> None:
    assert financial_year(written) == 2017


@pytest.mark.parametrize("written", ["2017", "215551", "2017/19", "2017-2019", "17/18"])
def test_what_is_no_year(written: str) -> None:
    with pytest.raises(PeriodFault):
        financial_year(written)


@pytest.mark.parametrize(
    ("written", "pence"),
    [("12.50", 1250), ('"1,234.56"', 123456), ("£9", 900), ("(12.50)", -1250), ("-0.01", -1), ("", None), ("0.005", 1), ("-0.005", -1)],
)
def test_an_amount_in_every_way(tmp_path: Path, written: str, pence: int | None) -> None:
    ledger = read_ledger(write_ledger(tmp_path, [f"alpha,RX1,2017/18 M01,{written}"]))
    assert ledger.rows[0].claimed == pence
    assert bool(ledger.notes) == (written in ("0.005", "-0.005"))


def test_every_fault_is_told_at_once_with_its_place(tmp_path: Path) -> None:
    head = f"{HEAD},data_status"
    rows = ["alpha,RX1,2017/18 M01,TBC,flex", ",RX1,2017/18 M01,1.00,flex", "alpha,,13,1.00,frozen", "alpha,RX1,2017/18 M02,1.00,freeze"]
    with pytest.raises(Rejected) as rejected:
        read_ledger(write_ledger(tmp_path, rows, head))
    found = [(issue.where.line, issue.where.name, issue.code) for issue in rejected.value.issues]
    assert found == [
        (2, "actual_gross", "not-a-number"),
        (3, "scheme_id", "missing-required-value"),
        (4, "data_status", "unknown-code"),
        (4, "month", "ledger-period"),
        (4, "provider_ods", "missing-required-value"),
    ]
    assert all("TBC" not in issue.found + issue.fix and "frozen" not in issue.found for issue in rejected.value.issues)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "not-a-ledger"),
        ("a,b\n1,2\n", "not-a-ledger"),
        (f"{HEAD}\n", "empty-file"),
        ("scheme_id,provider_ods,month\nalpha,RX1,2017/18 M01\n", "missing-column"),
        ("scheme_id,month,actual_gross\nalpha,2017/18 M01,1\n", "missing-column"),
        (f"{HEAD},month\nalpha,RX1,2017/18 M01,1,2\n", "ambiguous-column"),
        (f"{HEAD}\nalpha,RX1,2017/18 M01,1,left over\n", "ragged-row"),
        (f'{HEAD}\nalpha,"RX1,2017/18 M01,1\n', "not-a-ledger"),
    ],
)
def test_a_file_that_cannot_be_used(tmp_path: Path, text: str, code: str) -> None:
    path = tmp_path / "ledger.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(Rejected) as rejected:
        read_ledger(path)
    assert [issue.code for issue in rejected.value.issues] == [code]


def test_a_workbook_is_read_like_a_file(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Savings ledger of the hub"])
    sheet.append(["Scheme ID", "Provider ODS", "Month", "Actual gross", "remarks"])
    for row in AGREEING:
        scheme, provider, month, amount = row.split(",")
        sheet.append([scheme, provider, month, float(amount), "seen"])
    book.save(tmp_path / "ledger.xlsx")
    ledger = read_ledger(tmp_path / "ledger.xlsx")
    plain = read_ledger(write_ledger(tmp_path, AGREEING))
    assert [(row.scheme, row.provider, row.period, row.claimed) for row in ledger.rows] == [
        (row.scheme, row.provider, row.period, row.claimed) for row in plain.rows
    ]
    assert ledger.rows[0].number == 3
    assert ledger.notes == ("columns not used: remarks",)


def test_a_formula_without_a_value_is_not_read_as_nothing(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(HEAD.split(","))
    sheet.append(["alpha", "RX1", "2017/18 M01", "=1+1"])
    book.save(tmp_path / "ledger.xlsx")
    with pytest.raises(Rejected) as rejected:
        read_ledger(tmp_path / "ledger.xlsx")
    assert [(issue.code, issue.where.line, issue.where.name) for issue in rejected.value.issues] == [("ledger-formula", 2, "actual_gross")]
