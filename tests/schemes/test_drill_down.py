"""The way down from every figure to the rows it came from adds up, to the penny and to the unit."""

from __future__ import annotations

import csv
import itertools
from collections import defaultdict
from functools import cache
from pathlib import Path

import pytest

from improving_value.check.confidential import confidential_units
from improving_value.check.scheme import check_scheme
from schemes.running import ROOT, dictionary, published
from schemes.twins.plain import above, day, last_day, organisation, windows
from schemes.whole_run import Line, WholeRun, pence

SPAN = "2017/18"
NOT_LISTED = "not listed"
SCHEMES = [loaded.scheme for loaded in published()]
EACH = [(scheme.scheme, saving.saving) for scheme in SCHEMES for saving in scheme.savings if saving.each is not None]
SAVINGS = [(scheme.scheme, saving.saving) for scheme in SCHEMES for saving in scheme.savings]
UNITS = [(scheme.scheme, name) for scheme in SCHEMES for name, unit in scheme.units.items() if not unit.step]
LENGTH = {scheme.scheme: scheme.period for scheme in SCHEMES}
UNIT_OF = {(scheme.scheme, saving.saving): saving.of for scheme in SCHEMES for saving in scheme.savings}
CONFIDENTIAL = [
    (loaded.scheme.scheme, saving.saving)
    for loaded in published()
    if any(parameter.sensitive for parameter in loaded.scheme.parameters.values())
    for saving in loaded.scheme.savings
    if saving.each is not None
    and saving.of is not None
    and confidential_units(check_scheme(loaded, dictionary(), {}))[saving.of].hides(f"{saving.saving}_pence")
]
"""Savings whose pounds rest on a confidential price: they are reported, and written on no unit."""


def amount(line: Line) -> int:
    return pence(line["gross_gbp"]) if line["gross_gbp"] else 0


def scenarios(run: WholeRun, scheme: str, saving: str) -> list[str]:
    return list(dict.fromkeys(line["scenario"] for line in run.lines("savings", scheme=scheme, saving=saving)))


@pytest.mark.parametrize(("scheme", "saving"), CONFIDENTIAL)
def test_confidential_pounds_stand_on_no_unit(scheme: str, saving: str, whole_run: WholeRun) -> None:
    unit = UNIT_OF[scheme, saving]
    assert unit is not None
    written = [str(name) for (name,) in whole_run.query(f"SELECT name FROM parquet_schema('{whole_run.units(scheme, unit)}')")]
    assert [name for name in written if name.startswith(f"{saving}_") and name.endswith("_pence")] == []
    assert any(line["gross_gbp"] for line in whole_run.lines("savings", scheme=scheme, saving=saving))


@pytest.mark.parametrize(("scheme", "saving"), [pair for pair in EACH if pair not in CONFIDENTIAL])
def test_pence_of_the_units_are_the_provider_s_saving(scheme: str, saving: str, whole_run: WholeRun) -> None:
    unit = UNIT_OF[scheme, saving]
    assert unit is not None
    ends = {label: last_day(end) for label, (_, end) in windows(LENGTH[scheme]).items()}
    dated = _date_column(scheme, unit)
    for scenario in scenarios(whole_run, scheme, saving):
        column = f"{saving}_pence" if scenario == "default" else f"{saving}__{scenario}_pence"
        found: dict[tuple[str, str], int] = defaultdict(int)
        query = f"""SELECT {_provider_column(scheme, unit)}, period, {dated}, "{column}" FROM '{whole_run.units(scheme, unit)}' WHERE "{column}" IS NOT NULL"""
        for provider, period, on, part in whole_run.query(query):
            assert isinstance(part, int)
            if period == SPAN and len(ends) > 1:
                continue  # a unit of the whole span is not one more: the span's line adds up the pieces
            who = NOT_LISTED if provider is None else str(provider)
            found[organisation(who, day(str(on)) or ends[str(period)]), str(period)] += part
        lines = whole_run.lines("savings", scheme=scheme, saving=saving, scenario=scenario, level=home(scheme, unit))
        pieces = [line for line in lines if line["period"] in {period for _, period in found}]
        assert {(line["organisation"], line["period"]): amount(line) for line in pieces if amount(line)} == {
            key: part for key, part in found.items() if part
        }


def home(scheme: str, unit: str) -> str:
    """Return whose units they are: a provider's or a commissioner's."""
    return "provider" if next(one for one in SCHEMES if one.scheme == scheme).units[unit].commissioner is None else "commissioner"


def _provider_column(scheme: str, unit: str) -> str:
    found = next(one for one in SCHEMES if one.scheme == scheme).units[unit]
    return found.commissioner or found.provider


def _date_column(scheme: str, unit: str) -> str:
    """Return the column that dates a unit; NULL for one that belongs to a period as a whole."""
    found = next(one for one in SCHEMES if one.scheme == scheme).units[unit]
    if found.each_period or (found.group is not None and "period" in found.group.by):
        return "NULL"
    if found.date is None and found.from_ not in dictionary():
        return _date_column(scheme, found.from_)
    return found.date or dictionary()[found.from_].date or "NULL"


@pytest.mark.parametrize(("scheme", "saving"), SAVINGS)
def test_higher_figures_are_sums_of_their_providers(scheme: str, saving: str, whole_run: WholeRun) -> None:
    ends = {label: last_day(end) for label, (_, end) in windows(LENGTH[scheme]).items()}
    for scenario in scenarios(whole_run, scheme, saving):
        lines = whole_run.lines("savings", scheme=scheme, saving=saving, scenario=scenario)
        found: dict[tuple[str, str, str], int] = defaultdict(int)
        for line in lines:
            if line["level"] == "provider" and (line["period"] != SPAN or LENGTH[scheme] == "year"):
                # A provider that closes or moves within the span belongs, period by period, where it then was.
                hub, region = above(line["organisation"], ends[line["period"]])
                for level, name in (("hub", hub), ("region", region), ("all", "all")):
                    for period in sorted({line["period"], SPAN}):
                        found[level, name, period] += amount(line)
            elif line["level"] == "commissioner" and (line["period"] != SPAN or LENGTH[scheme] == "year"):
                for period in sorted({line["period"], SPAN}):
                    found["all", "all", period] += amount(line)
        lowest = {"provider", "commissioner"} & {line["level"] for line in lines}
        higher = {(line["level"], line["organisation"], line["period"]): amount(line) for line in lines if line["level"] not in lowest}
        assert not lowest or higher == dict(found)


@pytest.mark.parametrize(("scheme", "saving"), SAVINGS)
def test_periods_add_up_to_the_span(scheme: str, saving: str, whole_run: WholeRun) -> None:
    lines = whole_run.lines("savings", scheme=scheme, saving=saving)
    pieces: dict[tuple[str, str, str], int] = defaultdict(int)
    for line in lines:
        if line["period"] != SPAN or LENGTH[scheme] == "year":
            pieces[line["scenario"], line["level"], line["organisation"]] += amount(line)
    assert {(line["scenario"], line["level"], line["organisation"]): amount(line) for line in lines if line["period"] == SPAN} == dict(
        pieces
    )


def test_outcomes_add_up_to_what_is_in_scope(whole_run: WholeRun) -> None:
    lines = whole_run.lines("counts")
    assert {line["scheme"] for line in lines} == {scheme.scheme for scheme in SCHEMES}
    for line in lines:
        assert int(line["in_scope"]) == sum(int(line[name]) for name in ("eligible", "not_eligible", "undetermined")), line


@pytest.mark.parametrize(("scheme", "unit"), UNITS)
def test_counts_add_up_over_providers(scheme: str, unit: str, whole_run: WholeRun) -> None:
    found: dict[tuple[str, str, str], int] = defaultdict(int)
    lines = whole_run.lines("counts", scheme=scheme, unit=unit)
    for line, outcome in itertools.product(lines, ("in_scope", "eligible", "not_eligible", "undetermined")):
        found[line["level"], line["period"], outcome] += int(line[outcome])
    for (level, period, outcome), number in found.items():
        assert number == found["all", period, outcome], (level, period, outcome)


@pytest.mark.parametrize("scheme", [one.scheme for one in SCHEMES if any(kpi.share is not None for kpi in one.kpis)])
def test_shares_are_pooled_from_units_at_every_level(scheme: str, whole_run: WholeRun) -> None:
    """Numerators and denominators add up over providers, hubs and regions alike: nothing is an average of averages."""
    shares = {kpi.kpi for one in SCHEMES if one.scheme == scheme for kpi in one.kpis if kpi.share is not None}
    found: dict[tuple[str, str, str], list[int]] = defaultdict(lambda: [0, 0])
    for line in whole_run.lines("kpis", scheme=scheme):
        if line["kpi"] in shares:
            for place, name in enumerate(("numerator", "denominator")):
                found[line["level"], line["kpi"], line["period"]][place] += int(line[name])
    levels = [{level for level, name, _ in found if name == kpi} for kpi in sorted(shares)]
    assert all(some in ({"provider", "hub", "region", "all"}, {"commissioner", "all"}) for some in levels)
    for (level, kpi, period), parts in found.items():
        assert parts == found["all", kpi, period], (level, kpi, period)


@pytest.mark.parametrize(("scheme", "unit"), UNITS)
def test_units_are_those_counted(scheme: str, unit: str, whole_run: WholeRun) -> None:
    counted = {line["period"]: line for line in whole_run.lines("counts", scheme=scheme, unit=unit, level="all")}
    query = f"SELECT period, outcome, count(*), count(DISTINCT unit_key) FROM '{whole_run.units(scheme, unit)}' GROUP BY ALL ORDER BY ALL"
    found = whole_run.query(query)
    for period, outcome, units, keys in found:
        assert (units, units) == (keys, int(counted[str(period)][str(outcome)]))
    assert {str(period) for period, *_ in found} >= set(counted) - {SPAN}


@cache
def row_keys(name: str) -> frozenset[str]:
    """Return the keys that the rows of an input file have, read plainly."""
    dataset = dictionary()[name]
    path: Path = ROOT / "fixtures" / "activity" / f"{name}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = [
            {("provider_code" if heading == "ODS code" else heading): text for heading, text in row.items()} for row in csv.DictReader(file)
        ]
    names = {part for part in dataset.key if dataset.columns[part].type == "name"}
    return frozenset("|".join(row[part].lower() if part in names else row[part] for part in dataset.key) for row in rows)


@pytest.mark.parametrize(("scheme", "unit"), UNITS)
def test_every_unit_leads_to_rows_of_the_files(scheme: str, unit: str, whole_run: WholeRun) -> None:
    units = {one.scheme: one.units for one in SCHEMES}[scheme]
    base = units[unit].from_
    while base in units:
        base = units[base].from_
    path = whole_run.units(scheme, unit)
    without = whole_run.query(f"SELECT count(*) FROM '{path}' WHERE len(source_keys) IS NULL OR len(source_keys) = 0")
    assert without == [(0,)]
    keys = {str(key) for (key,) in whole_run.query(f"SELECT DISTINCT unnest(source_keys) FROM '{path}'")}
    assert sorted(keys - row_keys(base)) == []
