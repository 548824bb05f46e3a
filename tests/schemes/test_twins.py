"""One run over the fixtures gives the figures that plain pandas gives: counts, KPIs, and savings to the penny."""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from importlib import import_module
from pkgutil import iter_modules

import pytest

from schemes import twins as twins_of
from schemes.twins.plain import Figures
from schemes.whole_run import Line, WholeRun, pence

TWINS: dict[str, Callable[[], Figures]] = {
    found.name: import_module(f"{twins_of.__name__}.{found.name}").figures
    for found in iter_modules(twins_of.__path__)
    if found.name != "plain"
}
"""A module for each scheme, named after it."""
LEVELS = ("provider", "commissioner", "all")


@pytest.fixture(scope="session")
def twins() -> Callable[[str], Figures]:
    """Each twin's figures, worked out once."""
    made: dict[str, Figures] = {}

    def twin(scheme: str) -> Figures:
        if scheme not in made:
            made[scheme] = TWINS[scheme]()
        return made[scheme]

    return twin


def place(line: Line) -> tuple[str, str]:
    return line["organisation"], line["period"]


def is_number(text: str, wanted: object) -> bool:
    """Say whether a cell holds a number; nothing is wanted where nothing stands."""
    if wanted is None or text == "":
        return wanted is None and text == ""
    return math.isclose(float(text), float(wanted), rel_tol=1e-9, abs_tol=1e-9)  # type: ignore[arg-type]


@pytest.mark.parametrize("scheme", TWINS)
def test_counts_are_the_twin_s(scheme: str, whole_run: WholeRun, twins: Callable[[str], Figures]) -> None:
    lines = [line for line in whole_run.lines("counts", scheme=scheme) if line["level"] in LEVELS]
    found = {
        (line["unit"], *place(line)): tuple(int(line[name]) for name in ("in_scope", "eligible", "not_eligible", "undetermined"))
        for line in lines
    }
    assert found == twins(scheme).counts


@pytest.mark.parametrize("scheme", TWINS)
def test_kpis_are_the_twin_s(scheme: str, whole_run: WholeRun, twins: Callable[[str], Figures]) -> None:
    twin = twins(scheme)
    lines = [line for line in whole_run.lines("kpis", scheme=scheme, scenario="default") if line["level"] in LEVELS]
    factor = {line["kpi"]: 100 if line["unit"].endswith("per 100 courses") else 1 for line in lines}
    wrong = []
    for line in lines:
        key = (line["kpi"], line["category"], *place(line))
        if line["kpi"] in {name for name, *_ in twin.values}:
            right = is_number(line["value"], twin.values.get(key, 0))
        else:
            numerator, denominator = twin.ratios.get(key, (0, 0))
            value = factor[line["kpi"]] * Fraction(numerator) / Fraction(denominator) if denominator else None
            right = all(
                is_number(line[name], wanted) for name, wanted in (("numerator", numerator), ("denominator", denominator), ("value", value))
            )
        if not right:
            wrong.append((key, [line[name] for name in ("numerator", "denominator", "value")], twin.values.get(key, twin.ratios.get(key))))
    assert wrong == []
    told = {(line["kpi"], line["category"], *place(line)) for line in lines}
    assert sorted(key for key in (*twin.ratios, *twin.values) if key not in told) == []
    assert {line["kpi"] for line in lines} <= {key[0] for key in (*twin.ratios, *twin.values)}


@pytest.mark.parametrize("scheme", TWINS)
def test_savings_are_the_twin_s_to_the_penny(scheme: str, whole_run: WholeRun, twins: Callable[[str], Figures]) -> None:
    lines = [line for line in whole_run.lines("savings", scheme=scheme) if line["level"] in LEVELS]
    found = {(line["saving"], line["scenario"], *place(line)): pence(line["gross_gbp"]) if line["gross_gbp"] else None for line in lines}
    wanted = twins(scheme).pence
    # A line that no unit earns is £0 in the run, and not in a twin.
    wrong = {key: (amount, wanted.get(key)) for key, amount in found.items() if amount != wanted.get(key, 0)}
    assert wrong == {}
    assert [key for key in wanted if key not in found] == []
