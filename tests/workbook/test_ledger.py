"""A ledger pasted into the workbook: its sums are those of `reconcile`, whatever the cells hold, and nothing of it is lost."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from improving_value.finance.ledger import read_ledger
from improving_value.finance.reconcile import Reconciliation, reconcile
from improving_value.finance.run_folder import read_run
from improving_value.pipeline import demo_request, run
from workbook.reading import formulas_of, recalculated, values_of

ROOT = Path(__file__).parents[2]
HEADS, FIRST = 7, 8
CLASS = {
    "matched": "Matched, £",
    "over_claimed": "Over-claimed, £",
    "under_claimed": "Under-claimed, £",
    "claimed_no_activity": "Claimed with no eligible activity, £",
    "eligible_not_claimed": "Eligible and not claimed, £",
    "not_calculable": "Not calculable, £",
}
KIND = {
    "cash releasing commissioner": "Cash-releasing for the commissioner",
    "cash releasing provider": "Cash-releasing for the provider",
    "capacity releasing": "Capacity-releasing",
    "cost avoidance": "Cost avoidance",
}
HOSTILE = '=HYPERLINK("http://x","y")'
Row = dict[str, Any]


def paste(book: Path, rows: Sequence[Row], into: Path, *changes: tuple[str, str, Any]) -> Path:
    """Write rows on the sheet as somebody would paste them, and other values into more cells."""
    copy = load_workbook(book)
    sheet = copy["Ledger"]
    column = {cell.value: int(cell.column or 0) for cell in sheet[HEADS]}
    for number, row in enumerate(rows, start=FIRST):
        for name, value in row.items():
            cell = sheet.cell(number, column[name], value)
            if isinstance(value, str):
                cell.data_type = "s"  # pasted as values
    for sheet_name, place, value in changes:
        copy[sheet_name][place] = value
    copy.save(into)
    return into


def table(book: Workbook, sheet: str, head: int = HEADS) -> list[dict[str, Any]]:
    rows: list[Any] = list(book[sheet].iter_rows(min_row=head, values_only=True))
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]


def kinds_of(book: Workbook) -> dict[str, dict[str, int]]:
    """Return the totals of each kind of money, in pence."""
    found = {}
    for row in table(book, "Reconciliation totals"):
        if row["Kind of money"] is None:
            break
        found[row["Kind of money"]] = {name: round(100 * value) for name, value in row.items() if isinstance(value, (int, float))}
    return found


def went(book: Workbook) -> dict[str, tuple[int, int]]:
    """Return how many rows went where, and their pence."""
    rows: list[Any] = list(book["Reconciliation totals"].iter_rows(values_only=True))
    at = next(number for number, row in enumerate(rows) if row[0] == "What became of it")
    return {row[0]: (row[1], round(100 * row[2])) for row in rows[at + 1 :] if row[0]}


def said_by_reconcile(found: Reconciliation) -> dict[str, dict[str, int]]:
    """Return what `reconcile` says of each sort of money, by the classes of its comparisons and what the ledger has twice."""
    said: dict[str, dict[str, int]] = {}
    for item in found.items:
        class_, _, state = item.cell.claim.sort.partition(", ")
        mine = said.setdefault(f"{KIND[class_]}, {state}" if state else class_, Counter())
        mine[CLASS[item.class_]] += item.difference - item.copied_pence
        mine["Rows twice, £"] += item.copied_pence
        mine["Ledger, £"] += item.ledger_pence
        mine["Engine, £"] += item.cell.engine or 0
        mine["Ledger less engine, £"] += item.difference if item.cell.engine is not None or item.ledger_pence else 0
    return said


def agree(book: Workbook, found: Reconciliation) -> None:
    """Compare every total of every kind, both ways."""
    sheet, engine = kinds_of(book), said_by_reconcile(found)
    assert set(engine) <= set(sheet)
    for kind, totals in sheet.items():
        wanted = engine.get(kind, {})
        for name in (*CLASS.values(), "Rows twice, £", "Ledger, £", "Engine, £", "Ledger less engine, £"):
            assert totals[name] == wanted.get(name, 0), (kind, name)


def checks_of(book: Workbook) -> dict[str, str]:
    return {str(row[1]): str(row[5]) for row in book["Checks"].iter_rows(min_row=8, values_only=True) if row[0] == "Ledger"}


def has_errors(book: Workbook) -> list[str]:
    return [f"{sheet.title}!{cell.coordinate}" for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "e"]


@dataclass(frozen=True)
class Pasted:
    """The planted ledger, pasted into the demo's workbook and worked out anew; and the same reconciled by the engine."""

    book: Workbook
    found: Reconciliation


@pytest.fixture(scope="module")
def planted(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Pasted:
    folder = tmp_path_factory.mktemp("planted")
    file = ROOT / "fixtures" / "ledger" / "ledger.csv"
    with file.open(encoding="utf-8", newline="") as lines:
        rows = [{name: _cell(name, text) for name, text in row.items() if text} for row in csv.DictReader(lines)]
    (copy,) = recalculated([paste(demo / "menu.xlsx", rows, folder / "pasted.xlsx")], folder)
    return Pasted(values_of(copy), reconcile(read_ledger(file), read_run(demo), 100))


def _cell(name: str, text: str) -> Any:
    return float(text) if name in ("actual_gross", "plan_gross", "month") else text


def test_nothing_pasted_is_said_plainly(demo: Path) -> None:
    book = values_of(demo / "menu.xlsx")
    for sheet in ("Ledger", "Reconciliation totals", "Reconciliation"):
        assert book[sheet]["A5"].value == "Nothing is pasted on the sheet Ledger yet, so nothing is compared."
    assert {row["What it is"] for row in table(book, "Reconciliation")} == {"nothing to compare"}
    assert not any(value for totals in kinds_of(book).values() for value in totals.values())
    assert set(went(book).values()) == {(0, 0)}
    assert set(checks_of(book).values()) == {"pass"}
    assert has_errors(book) == []


def test_the_engine_s_side_is_read_where_it_is_worked_out(demo: Path) -> None:
    formulas, values = load_workbook(demo / "menu.xlsx"), values_of(demo / "menu.xlsx")
    figures = {(one.scheme, one.organisation, one.period.start): one.pence for one in read_run(demo).figures}
    rows = list(zip(table(formulas, "Reconciliation"), table(values, "Reconciliation"), strict=True))
    assert {row["scheme_id"] for row, _ in rows} == {scheme for scheme, *_ in figures}
    assert len(rows) == len(read_run(demo).figures)
    for formula, value in rows:
        assert formula["Engine, £"].startswith(f"='{formula['scheme_id']}'!")
        place = (value["scheme_id"], value["Organisation"], value["Begins"].date())
        assert place in figures
        assert (value["Engine, £"] == "missing") or isinstance(value["Engine, £"], (int, float))


def test_every_class_total_is_what_reconcile_says(planted: Pasted) -> None:
    agree(planted.book, planted.found)
    counted = Counter(item.class_ for item in planted.found.items)
    lines = Counter(row["What it is"] for row in table(planted.book, "Reconciliation"))
    assert lines["matched"] == counted["matched"] > 800
    assert lines["eligible and not claimed"] == counted["eligible_not_claimed"] > 10


def test_every_row_of_the_ledger_is_on_one_line(planted: Pasted) -> None:
    rows, pence = (sum(part) for part in zip(*went(planted.book).values(), strict=True))
    assert rows == len(planted.found.ledger.rows)
    assert pence == sum(row.claimed or 0 for row in planted.found.ledger.rows)
    assert went(planted.book)["no such scheme or saving here"] == (1, 980000)
    assert set(checks_of(planted.book).values()) == {"pass"}
    assert planted.book["Checks"]["C3"].value == "All checks pass"
    assert has_errors(planted.book) == []


def test_the_residual_is_what_nothing_explains(planted: Pasted) -> None:
    for kind, totals in kinds_of(planted.book).items():
        unexplained = sum(totals[CLASS[name]] for name in ("over_claimed", "under_claimed", "claimed_no_activity"))
        assert totals["Residual, £"] == unexplained, kind
        assert totals["Explained, £"] == totals["Ledger less engine, £"] - unexplained
    assert any(totals["Residual, £"] for totals in kinds_of(planted.book).values())


SMALL = ("acc_delayed_discharges", "chemo_dose_standardisation", "spinal_surgery_pathway")


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run of a scheme by month, one by quarter with two savings, and a commissioner's by year."""
    out = tmp_path_factory.mktemp("small")
    run(replace(demo_request(out, date(2018, 5, 14)), only=SMALL, workbook=True))
    return out / "internal"


def _claim(scheme: str, month: Any, amount: Any, **others: Any) -> Row:
    return {"scheme_id": scheme, "provider_ods": "RZ1", "month": month, "actual_gross": amount, **others}


def test_months_and_amounts_may_be_written_in_many_ways(small: Path, tmp_path: Path) -> None:
    acc, chemo, spinal = SMALL
    commissioner = next(one.organisation for one in read_run(small).figures if one.scheme == spinal)
    assert len(commissioner) == 3
    rows: list[Row] = [
        _claim(acc, "2017/18 M01", 100.0),
        _claim(acc, 2, 200.0, financial_year="2017/18"),
        _claim(acc, "3", "300.50", financial_year="2017-18"),
        _claim(acc, datetime(2017, 7, 19), 400.0),
        _claim(acc, "2017-08-01", 500.0),
        _claim(acc, 6, 12.345, financial_year=201718),
        _claim(acc, "Oct 2017", -7.0),
        _claim(chemo, "2017/18 Q1", 10.0, saving="waste_saving"),
        _claim(chemo, 5, 11.0, saving="price_saving", financial_year="2017/18"),
        {
            "scheme_id": spinal,
            "saving": "gross",
            "commissioner_ods": f"{commissioner}00",
            "month": 1,
            "financial_year": "2017/18",
            "actual_gross": 5.0,
        },
        _claim(acc, "2017/18 M01", 100.0),
        _claim(acc, 12, 1.0, financial_year="2017/18", data_status="flex", unique_ref="A"),
        _claim(acc, 12, 2.0, financial_year="2017/18", data_status="freeze", unique_ref="A"),
        _claim("no_such_scheme", 1, 3.0, financial_year="2017/18"),
        _claim(acc, 1, 4.0, financial_year="2018/19"),
        _claim(acc, 1, 6.0, financial_year="2017/18") | {"provider_ods": "RZQ"},
    ]
    pasted = paste(small / "menu.xlsx", rows, tmp_path / "pasted.xlsx")
    (copy,) = recalculated([pasted], tmp_path)
    book = values_of(copy)
    assert has_errors(book) == []
    found = reconcile(read_ledger(copy), read_run(small), 100)  # the sheet is a ledger, too
    assert len(found.ledger.rows) == len(rows)
    assert len(found.outside) == 1
    agree(book, found)
    named = [row for row in table(book, "Reconciliation") if row["Claim expected"] == "if claimed"]
    assert [row["Organisation"] for row in named if row["Rows"]] == [commissioner]
    assert {row["What it is"] for row in named} >= {"under-claimed", "eligible and not claimed"}
    assert went(book) == {
        "the amount is no number": (0, 0),
        "no month of this run": (1, 400),
        "the same row again": (1, 10000),
        "flex beside its freeze": (1, 100),
        "no such scheme or saving here": (1, 300),
        "nothing of the engine's there": (1, 600),
        "compared": (len(rows) - 5, 10000 + 20000 + 30050 + 40000 + 50000 + 1235 - 700 + 2100 + 200 + 500),
    }


def test_what_cannot_be_read_is_counted_and_fails_a_check(small: Path, tmp_path: Path) -> None:
    acc, chemo, _ = SMALL
    rows = [
        _claim(acc, "2017/18 M01", "about 40", project_name=HOSTILE),
        _claim(HOSTILE, "2017/18 M01", 5.0),
        _claim("*", "*", 6.0),
        _claim(acc, "*", 7.0),
        _claim(acc, "2017/18 M01", 8.0) | {"provider_ods": "R*"},
        _claim(chemo, "2017/18 M01", 9.0),
        _claim(acc, "2017/18 M01", 10.0),
        _claim(acc, "2017/18 Q1", 11.0),
    ]
    file = paste(small / "menu.xlsx", rows, tmp_path / "awkward.xlsx", ("Ledger", "A9000", "too far down"))
    (copy,) = recalculated([file], tmp_path)
    book = values_of(copy)
    assert has_errors(book) == []
    formulas = load_workbook(copy)
    assert not any("HYPERLINK" in text for _, _, text in formulas_of(formulas))
    assert not any(cell.hyperlink for row in formulas["Ledger"].iter_rows(min_row=FIRST) for cell in row)
    assert went(book) == {
        "the amount is no number": (1, 0),
        "no month of this run": (2, 1300),
        "the same row again": (0, 0),
        "flex beside its freeze": (0, 0),
        "no such scheme or saving here": (2, 1400),
        "nothing of the engine's there": (2, 1900),
        "compared": (1, 1000),
    }
    failed = [name for name, result in checks_of(book).items() if result != "pass"]
    assert [name.split(" ")[0] for name in failed] == ["rows", "cells"]
    assert book["Checks"]["C3"].value == "CHECK: see the sheet Checks"


def test_an_assumption_an_explanation_and_the_tolerance_move_it(small: Path, tmp_path: Path) -> None:
    """Three lines of one month: RZ1's price is doubled, RZ2's difference explained, and RZ3's is below the tolerance that is typed."""
    before = values_of(small / "menu.xlsx")
    at = {
        row["Organisation"]: (number, row)
        for number, row in enumerate(table(before, "Reconciliation"))
        if (row["scheme_id"], row["Period"]) == (SMALL[0], "2017/18 M01")
    }
    claimed = {"RZ1": 90_000.0, "RZ2": 90_000.0, "RZ3": at["RZ3"][1]["Engine, £"] + 500.0}
    price = next(row for row in table(before, "Assumptions") if (row["Parameter"], row["For"]) == ("icc_bed_day", "RZ1"))
    places = {row[0].value: row[6] for row in load_workbook(small / "menu.xlsx")["Assumptions"].iter_rows(min_row=8)}
    rows = [_claim(SMALL[0], "2017/18 M01", amount) | {"provider_ods": code} for code, amount in claimed.items()]
    changes = (
        ("Assumptions", places[price["Ref"]].coordinate, 2 * price["Value"]),
        ("Reconciliation", f"S{FIRST + at['RZ2'][0]}", "timing"),
        ("Reconciliation", "C6", 1_000),
    )
    (copy,) = recalculated([paste(small / "menu.xlsx", rows, tmp_path / "pasted.xlsx", *changes)], tmp_path)
    after = table(values_of(copy), "Reconciliation")
    priced, explained, tolerated = (after[at[code][0]] for code in claimed)
    assert priced["Engine, £"] > at["RZ1"][1]["Engine, £"]
    assert priced["Ledger less engine, £"] == pytest.approx(90_000.0 - priced["Engine, £"])
    assert priced["Residual, £"] == priced["Ledger less engine, £"] > 0
    assert explained["Engine, £"] == at["RZ2"][1]["Engine, £"]
    assert explained["Ledger less engine, £"] == pytest.approx(90_000.0 - explained["Engine, £"])
    assert (priced["What it is"], explained["What it is"], tolerated["What it is"]) == ("over-claimed", "over-claimed", "matched")
    assert explained["Residual, £"] == 0
    assert (tolerated["Ledger less engine, £"], tolerated["Residual, £"]) == (pytest.approx(500.0), 0)
