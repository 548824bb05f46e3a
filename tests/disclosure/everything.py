"""What the attack knows beside the files: whose organisations are, what KPIs count, and which figures are nobody's."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from compile.schemes import ROOT, checked
from disclosure.attack import Attack
from disclosure.funnels import read_funnels
from disclosure.product import OUTCOMES, Product
from improving_value.check.model import CheckedScheme, CheckedUnit
from improving_value.check.people import peopled
from improving_value.expression.nodes import Name, Namespaced, Node, walk


def attack(schemes: Iterable[str], *products: Product, told: bool = True) -> Attack:
    with (ROOT / "fixtures" / "activity" / "organisations.csv").open(encoding="utf-8", newline="") as file:
        above = {row["provider_code"]: (row["hub"], row["region"]) for row in csv.DictReader(file)}
    counted, known, things = {}, set(), set()
    for name in schemes:
        scheme = peopled(checked(name))
        counted |= {(name, kpi.kpi): f"{kpi.of}.{kpi.over}" for kpi in scheme.scheme.kpis}
        known |= {(name, figure) for figure in _figures(scheme, lambda unit: not unit.of_people)}
        things |= {(name, figure) for figure in _figures(scheme, _is_no_persons)}
    return Attack(products, above, counted, known, things, told=told)


def _is_no_persons(unit: CheckedUnit) -> bool:
    """Say whether units are nobody's, or each is a whole organisation's: that there is one of it is known."""
    return not unit.of_people or (unit.people is not None and unit.group is not None and len(unit.group.by) == 1)


def _figures(scheme: CheckedScheme, is_one: Callable[[CheckedUnit], bool]) -> Iterator[str]:
    """Yield the figures that rest on some units only: those that `is_one` picks."""
    for unit in scheme.units.values():
        if is_one(unit):
            yield from (f"{unit.name}.{column}" for column in ("in_scope", *OUTCOMES))
    for kpi in scheme.kpis:
        parts = {"numerator": kpi.numerator, "denominator": kpi.denominator, "value": kpi.value}
        units = {part: [*_units(scheme, node)] for part, node in parts.items() if node is not None}
        units |= {"skipped": [scheme.cells[kpi.skipped].unit]} if kpi.skipped is not None else {}
        yield from (f"{kpi.kpi.kpi}@{kpi.scenario}.{part}" for part, of in units.items() if all(is_one(scheme.units[unit]) for unit in of))


def _units(scheme: CheckedScheme, node: Node) -> Iterator[str]:
    for part in walk(node):
        if isinstance(part, Namespaced) or (isinstance(part, Name) and part.kind == "measure"):
            yield from _units(scheme, scheme.measures[part.name].value)
        elif isinstance(part, Name) and part.kind == "cell":
            yield scheme.cells[part.name].unit


def read(folder: Path, name: str, nearest: int = 5) -> Product:
    product = Product(name, folder / "shareable", folder / "internal", nearest)
    product.read()
    read_funnels(product)
    return product
