"""Small runs: the same bytes twice, hostile text that stays text, confidential prices, and lines that do not fit."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from confidential.priced import NAME, TEXT, told_in_text, write_inputs
from improving_value.kernel.periods import read_period
from improving_value.pipeline import Request, run
from improving_value.report.workbook import lines
from improving_value.report.workbook.cells import serial
from workbook.lint import faults_of
from workbook.reading import formulas_of, recalculated, shown_in, values_of

OPEN = TEXT.replace(", sensitive: true", "")
HOSTILE = '=HYPERLINK("http://x","y")'


@pytest.fixture
def made(tmp_path: Path) -> Callable[[str], Request]:
    def make(text: str) -> Request:
        write_inputs(tmp_path, text)
        return Request(
            tmp_path / "data",
            read_period("2017/18 Q2"),
            tmp_path / "out",
            parameters=tmp_path / "parameters.yaml",
            schemes=(tmp_path / "schemes",),
            today=date(2018, 5, 1),
            workbook=True,
        )

    return make


def _book(asked: Request) -> Path:
    run(asked)
    return asked.out / "internal" / "menu.xlsx"


def test_two_runs_give_the_same_bytes(made: Callable[[str], Request], tmp_path: Path) -> None:
    first = made(OPEN)
    again = replace(first, out=tmp_path / "again")
    assert _book(first).read_bytes() == _book(again).read_bytes()


def test_text_that_looks_like_a_formula_stays_text(made: Callable[[str], Request]) -> None:
    asked = made(OPEN.replace("title: Lines above an agreed price", f"title: '{HOSTILE}'"))
    for file in ("invoices.csv", "organisations.csv"):
        path = asked.data / file
        quoted = '"' + HOSTILE.replace('"', '""') + '"'
        path.write_text(path.read_text(encoding="utf-8").replace("X01", quoted), encoding="utf-8")
    book = load_workbook(_book(asked))
    texts = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "s"]
    assert any(HOSTILE in text for text in texts)
    assert not any("HYPERLINK" in text for _, _, text in formulas_of(book))
    assert list(faults_of(book)) == []


def test_a_formula_that_is_not_the_engine_s_is_said(made: Callable[[str], Request], monkeypatch: pytest.MonkeyPatch) -> None:
    """Planted: every formula of a line is taken for a wrong one. The engine's value stands there, and the first sheet says so."""
    said = "its formula is not what the engine works out"
    asked = made(OPEN)
    assert not any(said in str(cell.value) for row in load_workbook(_book(asked))["Read me"].iter_rows() for cell in row)
    monkeypatch.setattr(lines, "wrong_in", lambda _, savings, by_formula: [saving for saving in savings if saving in by_formula])
    book = load_workbook(_book(asked))
    assert any(said in str(cell.value) for row in book["Read me"].iter_rows() for cell in row)
    assert {row[8].value for row in book["Summary"].iter_rows(min_row=13, max_row=13)} == {"needs a rerun"}


def test_a_confidential_price_is_not_in_the_workbook(made: Callable[[str], Request]) -> None:
    def told(text: str) -> bool:
        with zipfile.ZipFile(_book(made(text))) as parts:
            cells = [parts.read(name).decode() for name in parts.namelist() if name.endswith(".xml") and "style" not in name]
        return any(told_in_text(part.replace("<", " ").replace(">", " ")) for part in cells)

    assert not told(TEXT)
    assert told(OPEN), "the search finds it where it may stand"


def test_lines_that_do_not_fit_go_beside_the_workbook(made: Callable[[str], Request], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "MOST_LINES", 10)
    asked = made(OPEN)
    book = _book(asked)
    beside = (book.parent / "lines" / f"{NAME}.line.csv").read_text(encoding="utf-8").splitlines()
    assert beside[0] == "line,organisation,period,date,excess_paid_gbp"
    assert len(beside) == 70
    read = load_workbook(book)
    assert any(f"lines/{NAME}.line.csv" in str(row[0].value) for row in read["Read me"].iter_rows())
    marks = {row[15].value: row[11].value for row in read["Assumptions"].iter_rows(min_row=8) if row[0].value}
    assert marks["agreed"] == "needs a rerun"


def test_an_emptied_price_is_missing_and_never_nought(made: Callable[[str], Request], tmp_path: Path) -> None:
    path = _book(made(OPEN))
    book = load_workbook(path)
    sheet = book["Assumptions"]
    emptied = [row[6] for row in sheet.iter_rows(min_row=8) if row[15].value == "fee"]
    assert [cell.protection.locked for cell in emptied] == [False]
    for cell in emptied:
        cell.value = None
    changed = tmp_path / "emptied.xlsx"
    book.save(changed)
    (copy,) = recalculated([changed], tmp_path)
    fees = [one for one in shown_in(values_of(copy)) if one.figure == "Fees not charged"]
    assert fees
    assert {(one.amount, one.status) for one in fees} == {(None, "not calculable")}


def test_days_are_counted_as_spreadsheets_count_them() -> None:
    assert serial(date(2018, 4, 1)) == 43191
