"""The CSV files beside a page, and which of their rows each cell of a table is of."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from browser.cells import Row, is_count, is_kpi, is_money, is_rounded_step, is_step, is_target
from browser.tables import Seen, SeenRow, SeenTable

SPAN = "2017/18"
LEVELS = {"": "all", "Regions": "region", "Hubs": "hub", "Commissioners": "commissioner", "Providers": "provider"}


@dataclass
class Files:
    """The CSV files of a run by what tells a row from the others, and the schemes' own titles."""

    kpis: dict[tuple[str, ...], Row]
    savings: dict[tuple[str, ...], Row]
    counts: dict[tuple[str, ...], Row]
    costs: dict[tuple[str, ...], Row]
    schemes: dict[str, dict[str, Any]]
    rounded: bool
    """Whether disclosure control has been at work: then numbers stand each on their own, and a star is a star."""


def read(page: Path, name: str, *key: str) -> dict[tuple[str, ...], Row]:
    with (page.parent / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return {tuple(row[column] for column in key): row for row in csv.DictReader(file)}


def pairs(table: SeenTable, kind: str, scheme: str, files: Files) -> Iterator[tuple[str, Seen, bool]]:
    """Yield each cell of a table, with whether it says what its row in the files says."""
    document = files.schemes[scheme]
    for row in table.rows:
        for number, cell in enumerate(row.cells):
            where = f"{row.group} / {row.heading.text} {row.heading.note} / {table.columns[number + 1].text}"
            if kind.endswith("-funnel"):
                found = files.counts[scheme, kind.removesuffix("-funnel"), "all", "all", SPAN]
                yield where, cell, (is_rounded_step if files.rounded else is_step)(table, row, number, found)
            elif kind.endswith("by-organisation") and kind.removesuffix("-by-organisation") in document["units"]:
                found = files.counts[scheme, kind.removesuffix("-by-organisation"), *_place(row, scheme, files.counts), SPAN]
                yield where, cell, is_count(cell, number, found)
            elif kind == "costs":
                cost = document["costs"][number]["cost"]
                yield where, cell, is_money(cell, files.costs.get((scheme, cost, *_place(row, scheme, files.costs), SPAN)), "cost_gbp")
            elif kind in ("savings", "savings-by-period", "scenarios", "savings-by-organisation"):
                if kind != "savings" or number == 0:
                    yield where, cell, is_money(cell, _saving(table, kind, scheme, row, number, files), "gross_gbp")
            elif kind == "kpis" and number == 1:
                yield where, cell, is_target(cell, _kpi(table, kind, scheme, row, 0, files))
            elif kind != "kpis" or number == 0:
                yield where, cell, is_kpi(cell, _kpi(table, kind, scheme, row, number, files), kind == "main-kpi" and number == 1)


def _place(row: SeenRow, scheme: str, rows: dict[tuple[str, ...], Row]) -> tuple[str, str]:
    """Return the level and the code of the organisation that a row is about."""
    level, code = LEVELS[row.group], row.heading.note
    if level == "all":
        return level, "all"
    return level, next(
        (known for known in _codes(rows, scheme, level) if known == code or (not code and known.lower() == row.heading.text.lower())), ""
    )


_asked: dict[tuple[int, str, str], set[str]] = {}
"""What was found by looking through all rows of a file, which every cell would ask for again."""


def _codes(rows: dict[tuple[str, ...], Row], scheme: str, level: str) -> set[str]:
    key = id(rows), scheme, level
    if key not in _asked:
        _asked[key] = {each["organisation"] for each in rows.values() if each["scheme"] == scheme and each["level"] == level}
    return _asked[key]


def _categories(rows: dict[tuple[str, ...], Row], scheme: str, name: str) -> set[str]:
    key = id(rows), scheme, f"kpi {name}"
    if key not in _asked:
        _asked[key] = {each[3] for each in rows if each[:2] == (scheme, name)}
    return _asked[key]


def _named(listed: list[dict[str, Any]], kind: str, title: str) -> str:
    """Return the id of the KPI or saving with a title, which may have been cut on the page."""
    found = [each[kind] for each in listed if " ".join(str(each.get("title") or each[kind]).split())[:119] == title.rstrip("…")[:119]]
    assert len(found) == 1, (title, found)
    return str(found[0])


def _kpi(table: SeenTable, kind: str, scheme: str, row: SeenRow, number: int, files: Files) -> Row | None:
    document, column = files.schemes[scheme], table.columns[number + 1]
    place, period, category, scenario = ("all", "all"), SPAN, "", "default"
    if kind in ("kpis", "kpis-by-period"):
        name = _named(document["kpis"], "kpi", row.heading.text)
        period = SPAN if kind == "kpis" else column.text
    elif kind == "kpi-scenarios":
        title, _, said = row.heading.text.partition(" – ")
        name = _named(document["kpis"], "kpi", title)
        changed = [each for each in document["scenarios"] if each.get("kpis")]
        scenario = ["default", *(each["scenario"] for each in changed)][number]
        if scenario != "default" and name not in changed[number - 1]["kpis"]:
            return {"unchanged": "not affected"}
        known = _categories(files.kpis, scheme, name)
        category = next((each for each in known if each and _spoken(each) == said.lower()), "")
    elif kind.endswith("-by-category"):
        name = kind.removesuffix("-by-category")
        (category,) = {each for each in _categories(files.kpis, scheme, name) if _spoken(each)[:59] == column.text.rstrip("…").lower()[:59]}
    elif kind.startswith("kpis-by-organisation"):
        name = _named(document["kpis"], "kpi", column.text)
    else:
        assert kind in ("main-kpi", "main-kpi-by-period"), kind
        name = next(each["kpi"] for each in document["kpis"] if not each.get("distribution") and not each.get("reported"))
        period = SPAN if kind == "main-kpi" else column.text
    if "by-organisation" in kind or "by-category" in kind or kind == "main-kpi-by-period":
        place = _place(row, scheme, files.kpis)
    elif kind == "main-kpi":
        level = {"Provider": "provider", "Commissioner": "commissioner"}[table.columns[0].text]
        place = _place(SeenRow(f"{level.capitalize()}s", row.heading, []), scheme, files.kpis)
    return files.kpis.get((scheme, name, scenario, category, *place, period))


def _spoken(category: str) -> str:
    return category.replace("_", " ").lower() if re.fullmatch(r"[a-z0-9_]+", category) else category.lower()


def _saving(table: SeenTable, kind: str, scheme: str, row: SeenRow, number: int, files: Files) -> Row | None:
    document, column = files.schemes[scheme], table.columns[number + 1]
    name = _named(document["savings"], "saving", column.text if kind == "savings-by-organisation" else row.heading.text)
    if kind == "savings-by-organisation":
        return files.savings.get((scheme, name, "default", *_place(row, scheme, files.savings), SPAN))
    if kind == "scenarios":
        told = [
            each["scenario"]
            for each in document["scenarios"]
            if any(key[0] == scheme and key[2] == each["scenario"] for key in files.savings)
        ]
        scenario = ["default", *told][number]
        if not any(key[:3] == (scheme, name, scenario) for key in files.savings):
            return {"unchanged": "not affected"}
        return files.savings.get((scheme, name, scenario, "all", "all", SPAN))
    return files.savings.get((scheme, name, "default", "all", "all", column.text if kind == "savings-by-period" else SPAN))
