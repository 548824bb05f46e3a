"""Who keeps what, on the menu and in each chapter, is what the rows of who_keeps.csv come to: cell by cell."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path

import pytest
import yaml

from browser.pages import demo
from browser.tables import SeenTable, tables_of

SCHEMES = Path(__file__).parents[2] / "schemes"
PARTS = (
    "amount", "commissioner_cash", "provider_keeps", "capacity_released", "cost_avoided", "transfer_to_commissioner", "not_released", "system",
)  # fmt: skip
CLASSES = {
    "Cash-releasing for the commissioner": "cash_releasing_commissioner",
    "Cash-releasing for the provider": "cash_releasing_provider",
    "Capacity-releasing": "capacity_releasing",
    "Cost avoidance": "cost_avoidance",
}
Row = Mapping[str, str]
Rows = list[Row]


@pytest.fixture(scope="module")
def page(page_of: Callable[[Callable[[Path], Path]], Path]) -> Path:
    return page_of(demo)


@pytest.fixture(scope="module")
def kept(page: Path) -> Rows:
    with (page.parent / "who_keeps.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def documents() -> dict[str, dict[str, object]]:
    return {path.stem: yaml.safe_load(path.read_text(encoding="utf-8")) for path in SCHEMES.glob("*.yaml")}


def shown(rows: Rows) -> list[str]:
    """Return the cells of a line of the page: what all rows come to, what those come to that have terms, and what has none."""
    told = [row for row in rows if row["system_gbp"]]
    sums = [sum((Decimal(row[f"{part}_gbp"]) for row in (rows if part == "amount" else told)), Decimal()) for part in PARTS]
    open_ = sum((Decimal(row["amount_gbp"]) for row in rows if not row["system_gbp"]), Decimal())
    parts = [pounds(amount) for amount in sums[1:]] if told else ["not told"] * (len(PARTS) - 1)
    return [pounds(sums[0]), *parts, pounds(open_) if len(told) < len(rows) else ""]


def pounds(amount: Decimal) -> str:
    return f"{'−' if amount < 0 else ''}£{abs(amount):,.2f}"


def written(table: SeenTable) -> dict[tuple[str, str], list[str]]:
    return {(row.group, row.heading.text): [cell.text for cell in row.cells] for row in table.rows}


def titled(document: Mapping[str, object]) -> str:
    return " ".join(str(document["title"]).split())


def test_the_menu_is_what_the_rows_come_to(page: Path, kept: Rows, documents: dict[str, dict[str, object]]) -> None:
    counts = {(row["scheme"], row["saving"]) for row in _rows(page, "combined.csv") if row["combined"] == "true"}
    expected: dict[tuple[str, str], Rows] = defaultdict(list)
    for row in kept:
        if row["standing"] == "in_combination" and (row["scheme"], row["saving"]) in counts:
            class_ = next(title for title, name in CLASSES.items() if name == row["class"])
            expected[f"{class_}: {row['state']}", titled(documents[row["scheme"]])].append(row)
    (table,) = [table for table in tables_of(page) if table.id == "who-keeps"]
    assert written(table) == {place: shown(rows) for place, rows in expected.items()}


def test_each_chapter_is_what_its_rows_come_to(page: Path, kept: Rows, documents: dict[str, dict[str, object]]) -> None:
    known = _rows(SCHEMES.parent / "fixtures" / "activity" / "beside", "organisations.csv")
    names = {"not listed": "Not listed"} | {row["provider_code"]: row["name"] for row in known}
    tables = {table.id: table for table in tables_of(page)}
    compared = 0
    for scheme, document in documents.items():
        titles = {saving["saving"]: " ".join(saving["title"].split()) for saving in document["savings"]}  # type: ignore[attr-defined]
        expected: dict[tuple[str, str], Rows] = defaultdict(list)
        for row in kept:
            if row["standing"] == "alone" and row["scheme"] == scheme:
                expected[titles[row["saving"]], names.get(row["organisation"], row["organisation"])].append(row)
        table = tables[f"scheme-{scheme}-who-keeps"]
        assert written(table) == {place: shown(rows) for place, rows in expected.items()}, scheme
        compared += len(table.rows)
    assert compared > 150


def _rows(beside: Path, name: str) -> Rows:
    with (beside.parent / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
