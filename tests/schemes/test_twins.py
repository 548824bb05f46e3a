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


def is_undecided(twin: Figures, organisation: str, period: str) -> bool:
    """Say whether there are units of some kind there of which none could be told to be eligible, for want of a record.

    A twin's sum over them is nought, and a run has no figure. A span's line adds up those of its pieces, and everybody's those of each.
    """
    return any(
        eligible == 0 and undetermined > 0
        for (_, whose, when), (_, eligible, _, undetermined) in twin.counts.items()
        if (whose == organisation or organisation == "all") and when.startswith(period)
    )


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
        if line["value"] == "" and line["verdict"] == "insufficient" and is_undecided(twin, *place(line)):
            continue
        if line["kpi"] in {name for name, *_ in twin.values}:
            right = is_number(line["value"], twin.values.get(key, 0))
        else:
            numerator, denominator = twin.ratios.get(key, (0, 0))
            value = factor[line["kpi"]] * Fraction(numerator) / Fraction(denominator) if denominator else None
            parts = ((line["numerator"], numerator), (line["denominator"], denominator))
            # Of a period with no units at all a twin's sum is nought, and a run's is missing: either way there is no value.
            nothing = value is None and line["value"] == ""
            right = is_number(line["value"], value) and all(
                is_number(text, wanted) or (nothing and text == "" and wanted == 0) for text, wanted in parts
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
    undecided = {key for key, amount in found.items() if amount is None and not wanted.get(key) and is_undecided(twins(scheme), *key[2:])}
    # A line that no unit earns is £0 in the run, and not in a twin.
    wrong = {key: (amount, wanted.get(key)) for key, amount in found.items() if key not in undecided and amount != wanted.get(key, 0)}
    assert wrong == {}
    assert [key for key in wanted if key not in found] == []
