"""Row by row and in columns, a scheme comes to the same: to the last bit and the last penny."""

from __future__ import annotations

from random import Random

import pytest
from comparing import Tally, compare_scheme
from hypothesis import HealthCheck, Phase, given, seed, settings
from strategies import RANDOMS

from improving_value.expression import nodes
from improving_value.expression.functions import AGGREGATES, SCALAR_FUNCTIONS, WINDOWS

SCHEMES = 12
NODES = {kind.__name__ for kind in nodes.Node.__args__}  # type: ignore[attr-defined]
FUNCTIONS = {*SCALAR_FUNCTIONS, *WINDOWS, *(f"{name} of rows" for name in AGGREGATES), "known", "where=", "facts"}


@pytest.fixture(scope="module")
def tally() -> Tally:
    return Tally()


@pytest.mark.parametrize("number", range(SCHEMES))
def test_schemes_come_to_the_same(number: int, tally: Tally) -> None:
    """Each scheme holds about a hundred expressions: columns, rules, matches, facts, groups, savings and figures."""
    assert compare_scheme(Random(f"agreement {number}"), tally) == []


def test_everything_has_been_compared(tally: Tally) -> None:
    """Every node class and every function was met, each with its values on some rows."""
    if tally.schemes < SCHEMES:
        pytest.skip("needs all the schemes above")
    assert NODES - set(tally.nodes) == set()
    assert FUNCTIONS - set(tally.functions) == set()
    assert tally.expressions > 1_000
    assert tally.values > 8_000


@seed(2017)
@settings(max_examples=5, deadline=None, database=None, phases=(Phase.generate,), suppress_health_check=list(HealthCheck))
@given(random=RANDOMS)
def test_small_schemes_come_to_the_same(random: Random) -> None:
    """The same with few and shallow expressions, chosen by hypothesis: add `Phase.shrink` to have a difference made small."""
    assert compare_scheme(random, Tally(), columns=4, depth=2) == []
