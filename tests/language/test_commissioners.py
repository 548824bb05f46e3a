"""Commissioners: what is bought for a population is counted by commissioner, not by provider."""

from __future__ import annotations

from improving_value.assess.chapter import assess_scheme
from improving_value.kernel.periods import read_period
from improving_value.run.results import Results as Found
from language.harness import Stage

POPULATION = """
units:
  population:
    from: populations
    commissioner: ccg
    date: day
  spell:
    from: spells
    date: day
measures:
  - {measure: people, of: population, unit: people, is: sum(number)}
  - {measure: spells, of: spell, unit: spell, is: count()}
savings:
  - {saving: a_pound_a_head, title: A pound a head, total: people, state: forecast, class: cost_avoidance, recurrent: true, payer: commissioner}
  - {saving: a_pound_each, title: A pound a spell, total: spells, state: forecast, class: cost_avoidance, recurrent: true, payer: commissioner}
  - {saving: both, title: Both, total: people + spells, state: forecast, class: cost_avoidance, recurrent: true, payer: commissioner}
costs:
  - {cost: once, value: 2, basis: assumption, by: all}
kpis:
  - {kpi: rate, title: Rate, is: people, domain: efficiency, better: interpret}
"""
PEOPLE = """
ccg:code  day:date    number:integer
C1        2017-04-03  7
C2        2017-04-03  5
"""
SPELLS = """
day:date
2017-04-03
2017-04-03
"""


def test_a_unit_of_a_commissioner(stage: Stage) -> None:
    """`commissioner: ccg` counts units by that code and for all, and at no provider, hub or region; without a code they are `not listed`."""
    results = stage(POPULATION, populations=PEOPLE + "- 2017-04-03 3\n", spells=SPELLS)
    assert results.measured("people", "commissioner") == {"C1 2017/18": 7, "C2 2017/18": 5, "not listed 2017/18": 3}
    assert results.measured("people") == {"2017/18": 15}
    assert results.measured("people", "provider") == {}
    assert results.measured("spells", "provider") == {"P1 2017/18": 2}


def test_the_lines_of_a_saving(stage: Stage) -> None:
    """A saving over units of commissioners has a line for each, one over units of both sorts has one for everybody, and `by: all` says so."""
    results = stage(POPULATION, populations=PEOPLE, spells=SPELLS)
    span = read_period("2017/18")
    chapter = assess_scheme(results.ran.checked, Found("s", results.ran.calendar, results.ran.cells), span, None, frozenset())
    lines = {(row.saving, row.level, row.organisation): row.gross_pence for row in chapter.savings}
    assert lines == {
        ("a_pound_a_head", "commissioner", "C1"): 700,
        ("a_pound_a_head", "commissioner", "C2"): 500,
        ("a_pound_a_head", "all", "all"): 1200,
        ("a_pound_each", "provider", "P1"): 200,
        ("a_pound_each", "hub", "hub"): 200,
        ("a_pound_each", "region", "region"): 200,
        ("a_pound_each", "all", "all"): 200,
        ("both", "all", "all"): 1400,
    }
    assert {(row.level, row.cost_pence) for row in chapter.costs} == {("all", 200)}
    assert {row.level for row in chapter.kpis} == {"commissioner", "all"}
