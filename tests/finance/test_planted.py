"""A year with planted differences: each is found in the right class, of the right kind, with the right pounds, and nothing else is."""

from __future__ import annotations

import csv
import subprocess
import sys
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from finance.conftest import LEDGER, ROOT, Reconciled
from improving_value.finance.totals import totals

NAMED = ("scheme", "saving", "organisation", "period", "class", "kind", "difference_gbp")
TO_BE_PLANTED = {
    "missing month", "double claim", "price agreed late", "restated quarter", "credit note", "provider merger", "block contract", "sign error",
    "pence rounding", "duplicate", "no activity", "never claimed", "no cause",
}  # fmt: skip


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def named(rows: list[dict[str, str]]) -> Counter[tuple[str, ...]]:
    return Counter(tuple(row[name] for name in NAMED) for row in rows)


def test_each_is_found_and_nothing_else(planted: Reconciled) -> None:
    expected = rows_of(LEDGER / "planted.csv")
    found = [row for row in rows_of(planted.folder / "reconciliation.csv") if row["kind"] != "agrees"]
    assert named(found) - named(expected) == Counter()
    assert named(expected) - named(found) == Counter()
    assert {row["case"] for row in expected} >= TO_BE_PLANTED


def test_classes_and_kinds_add_up_to_ledger_minus_engine_by_the_files_alone(planted: Reconciled) -> None:
    """The two sides are taken from the ledger's rows and the run's figures, not from what was reconciled."""
    items = rows_of(planted.folder / "reconciliation.csv")
    ledger = sum(Decimal(row["actual_gross"]) for row in rows_of(LEDGER / "ledger.csv"))
    engine: dict[str, Decimal] = {}
    for one in planted.found.run.figures:
        engine[one.scheme, one.saving] = engine.get((one.scheme, one.saving), Decimal(0)) + Decimal(one.pence or 0) / 100  # type: ignore[index]
    compared = {(item.cell.claim.scheme, saving) for item in planted.found.items for saving in item.cell.claim.savings}
    difference = ledger - sum((engine[key] for key in compared), Decimal(0))  # type: ignore[index]
    assert sum(Decimal(row["difference_gbp"]) for row in items) == difference


def test_each_sort_of_money_adds_up_by_itself(planted: Reconciled) -> None:
    for total in totals(planted.found):
        assert sum(pence for _, pence in total.classes.values()) == total.difference
        assert sum(pence for _, pence in total.kinds.values()) == total.difference
    residual = {total.sort: total.residual for total in totals(planted.found) if total.residual}
    assert residual == {"cash releasing commissioner, realised": 77777 + 150000}


def test_every_comparison_has_its_lines(planted: Reconciled) -> None:
    counted = Counter(row["comparison"] for row in rows_of(planted.folder / "reconciliation_lines.csv"))
    items = rows_of(planted.folder / "reconciliation.csv")
    assert {row["comparison"]: int(row["lines"]) for row in items if row["lines"] != "0"} == dict(counted)


def test_the_lines_of_a_month_make_up_the_engine_s_figure(planted: Reconciled) -> None:
    lines: dict[str, Decimal] = {}
    for row in rows_of(planted.folder / "reconciliation_lines.csv"):
        lines[row["comparison"]] = lines.get(row["comparison"], Decimal(0)) + Decimal(row["saving_gbp"] or 0)
    each = {
        (scheme, saving) for scheme, source in planted.found.run.sources.items() for saving, one in source["savings"].items() if one["each"]
    }
    checked = 0
    for item in planted.found.items:
        if item.cell.engine is not None and all((item.cell.claim.scheme, saving) in each for saving in item.cell.claim.savings):
            if item.cell.claim.savings and not item.cell.is_partial:
                checked += 1
                assert lines.get(item.number, Decimal(0)) * 100 == item.cell.engine, item.number
    assert checked > 200


def test_the_ledger_is_what_its_script_makes_of_the_run(built_in_year: Path, tmp_path: Path) -> None:
    script = ROOT / "fixtures" / "make_ledger.py"
    subprocess.run([sys.executable, script, built_in_year / "internal", "--out", tmp_path], check=True)
    for name in ("ledger.csv", "earlier_ledger.csv", "planted.csv"):
        assert (tmp_path / name).read_bytes() == (LEDGER / name).read_bytes(), "run `make ledger`, and read what changed"


@pytest.mark.parametrize("name", ["reconciliation.csv", "positions.csv", "reconciliation_lines.csv"])
def test_no_cell_can_become_a_formula(planted: Reconciled, name: str) -> None:
    cells = [cell for row in rows_of(planted.folder / name) for cell in row.values()]
    assert [cell for cell in cells if cell[:1] in "=@+" and cell] == []
