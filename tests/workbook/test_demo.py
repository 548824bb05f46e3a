"""The demo's workbook: its rules, its figures beside the run's files, and what LibreOffice makes of it."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from workbook.lint import broken_patterns, faults_of, names_used
from workbook.reading import LAST_SHEETS, OWN_SHEETS, Shown, formulas_of, is_same, recalculated, shown_in, values_of


@pytest.fixture(scope="module")
def formulas(demo: Path) -> Workbook:
    return load_workbook(demo / "menu.xlsx")


@pytest.fixture(scope="module")
def values(demo: Path) -> Workbook:
    return values_of(demo / "menu.xlsx")


def test_the_sheets_are_those_that_were_asked_for(formulas: Workbook, demo: Path) -> None:
    schemes = {row["scheme"] for row in _rows(demo / "counts.csv")}
    assert formulas.sheetnames[:3] == ["Read me", "Summary", "Assumptions"]
    assert formulas.sheetnames[-len(LAST_SHEETS) :] == LAST_SHEETS
    assert set(formulas.sheetnames) - set(OWN_SHEETS) == schemes


def test_the_rules_are_kept(formulas: Workbook) -> None:
    assert list(faults_of(formulas)) == []


def test_nearly_all_formulas_are_short(formulas: Workbook) -> None:
    lengths = Counter(len(text) > 120 for _, _, text in formulas_of(formulas))
    assert lengths[True] < 0.05 * lengths[False]


def test_a_block_has_one_pattern(formulas: Workbook) -> None:
    assert list(broken_patterns(formulas)) == []


def test_names_are_of_values_and_used(formulas: Workbook) -> None:
    assert set(formulas.defined_names) == names_used(formulas)
    for name in formulas.defined_names.values():
        (place,) = list(name.destinations)
        assert place[0] == "Assumptions"
        assert ":" not in place[1], "names are of single values"


def test_only_live_assumptions_can_be_typed_over(formulas: Workbook) -> None:
    sheet = formulas["Assumptions"]
    validated = {str(place) for one in sheet.data_validations.dataValidation for place in one.sqref.ranges}
    open_cells = {cell.coordinate for row in sheet.iter_rows() for cell in row if not cell.protection.locked}
    live = {f"G{row[0].row}" for row in sheet.iter_rows(min_row=8) if row[11].value == "live"}
    assert open_cells == live
    assert len(live) > 100
    assert validated <= live
    texts = {f"G{row[0].row}" for row in sheet.iter_rows(min_row=8) if isinstance(row[6].value, str)}
    assert live - validated <= texts


def test_every_amount_is_the_run_s(values: Workbook, demo: Path) -> None:
    titles = _titles(demo)
    engine = {}
    for row in _rows(demo / "savings.csv"):
        if row["scenario"] == "default":
            engine[row["scheme"], titles[row["scheme"], row["saving"]], row["level"], row["organisation"], row["period"]] = row
    shown = [one for one in shown_in(values) if (one.scheme, one.figure) in {key[:2] for key in engine}]
    assert len({(one.scheme, one.figure) for one in shown}) == len({key[:2] for key in engine})
    for one in shown:
        row = _engine_row(engine, one)
        assert one.amount == (float(row["gross_gbp"]) if row["gross_gbp"] else None), one
        assert one.status == row["status"].replace("_", " "), one


def _engine_row(engine: dict[tuple[str, ...], dict[str, str]], one: Shown) -> dict[str, str]:
    if not one.organisation:
        return engine[one.scheme, one.figure, "all", "all", "2017/18"]
    levels = ("provider", "commissioner", "all")
    organisation = "all" if one.organisation == "All together" else one.organisation
    return next(engine[key] for level in levels if (key := (one.scheme, one.figure, level, organisation, one.period)) in engine)


def _titles(demo: Path) -> dict[tuple[str, str], str]:
    from improving_value.library import read_library

    return {(one.scheme.scheme, saving.saving): saving.title for one in read_library((), ()).schemes for saving in one.scheme.savings}


def test_no_formula_is_refused(values: Workbook) -> None:
    """Over the built-in year no value of the engine's stands where a formula was found that does not come to it."""
    said = [str(cell.value) for row in values["Read me"].iter_rows() for cell in row if "its formula is not" in str(cell.value)]
    assert said == []


def test_the_summary_adds_like_with_like_only(values: Workbook) -> None:
    rows = [row for row in values["Summary"].iter_rows(min_row=13, values_only=True)]
    kinds = Counter((row[3], row[2]) for row in rows if row[9] and row[2])
    told = [row for row in rows if row[0] and row[2] and not row[9] and row[0] != "Class"]
    assert {(row[0], row[2]) for row in told} == set(kinds)
    assert not any(isinstance(row[0], str) and "total" in row[0].casefold() for row in rows)


def test_libreoffice_comes_to_the_same(demo: Path, values: Workbook, formulas: Workbook, tmp_path: Path) -> None:
    (copy,) = recalculated([demo / "menu.xlsx"], tmp_path)
    again = values_of(copy)
    different = []
    for sheet, place, text in formulas_of(formulas):
        here, there = values[sheet][place].value, again[sheet][place].value
        is_nothing = there is None and sheet != "Ledger"  # where no row is pasted, an empty text
        if not is_same(here, there) or is_nothing or str(there).startswith("#"):
            different.append(f"{sheet}!{place}: {here!r} is {there!r} there: {text}")
    assert different == []
    assert again["Checks"]["C3"].value == "All checks pass"


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
