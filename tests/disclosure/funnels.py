"""What the page says and no file: how many units each rule turned away, and how many could not be decided and why."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from browser.tables import SeenTable, tables_of
from disclosure.product import LEVEL, PERIOD, SCHEME, WHAT, Key, Product, at_most_and_least

KINDS = {"funnel": "not_eligible", "undetermined": "undetermined"}
_ENDS = ("In scope", "Eligible", "Decided by every rule")


def read_funnels(product: Product) -> None:
    """Add the numbers of rules to those of the files; a star is one or more, since noughts of rules are shown, or the rule is not."""
    told = dict(_numbers(product, product.internal / "menu.html"))
    for key, text in _numbers(product, product.shareable / "menu.html"):
        true = int(told.get(key, "0"))
        low, high = (1, 7) if text == "*" else at_most_and_least(int(text), product.nearest)
        if true > high:
            low, high = 1, 10**7
        product.true[key], product.scale[key], product.bounds[key] = true, 1, (low, high)
        product.stars |= {key} if text == "*" else set()


def rules_of_outcomes(product: Product) -> Iterator[tuple[list[tuple[Key, int]], int, int]]:
    """Yield that those a unit's rules turned away are those not eligible, and likewise those not decided."""
    rules: dict[Key, list[Key]] = {}
    for key in product.true:
        unit, outcome, rule = (*key[WHAT].split(".", 2), "")[:3]
        if rule:
            rules.setdefault((*key[:WHAT], f"{unit}.{outcome}", *key[WHAT + 1 :]), []).append(key)
    for whole, parts in rules.items():
        if whole in product.true and product.true[whole] == sum(product.true[part] for part in parts):
            yield [(whole, 1), *((part, -1) for part in parts)], 0, 0


def _numbers(product: Product, page: Path) -> Iterator[tuple[Key, str]]:
    """Yield the number of each rule of each unit, everywhere together, in the whole span."""
    wholes = {
        (key[SCHEME], key[WHAT]): key for key in product.true if key[LEVEL] == "all" and (".." in key[PERIOD] or " " not in key[PERIOD])
    }
    for table in tables_of(page):
        found = re.fullmatch(r"scheme-(\w+)-(\w+)-(funnel|undetermined)", table.id)
        what = None if found is None else (found[1], f"{found[2]}.{KINDS[found[3]]}")
        if found and what in wholes:
            key = wholes[what]
            for heading, text in _rows(table, found[3]):
                yield (*key[:WHAT], f"{key[WHAT]}.{heading}", *key[WHAT + 1 :]), text


def _rows(table: SeenTable, kind: str) -> Iterable[tuple[str, str]]:
    for row in table.rows:
        text = row.cells[0 if kind == "funnel" else 1].text.replace(",", "")
        why = "" if kind == "funnel" else row.cells[0].text
        if row.heading.text not in _ENDS and text:
            yield f"{row.heading.text} {why}".strip(), "*" if text.startswith("*") else text
