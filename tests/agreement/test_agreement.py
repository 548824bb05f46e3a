"""Row by row and in columns, a scheme comes to the same: to the last bit and the last penny."""

from __future__ import annotations

from random import Random

import pytest
from comparing import Tally, compare_columns, compare_scheme
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st
from random_sight import Sight
from strategies import expressions

from improving_value.expression import nodes
from improving_value.expression.functions import SCALAR_FUNCTIONS
from improving_value.expression.functions_of_rows import AGGREGATES, WINDOWS

SCHEMES = 9
NODES = {kind.__name__ for kind in nodes.Node.__args__}
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
    assert tally.expressions > 800
    assert tally.values > 6_000


@seed(2017)
@settings(max_examples=20, deadline=None, database=None, suppress_health_check=list(HealthCheck))
@given(built=st.lists(expressions(depth=3), min_size=6, max_size=6), data=st.integers(0, 999))
def test_expressions_come_to_the_same(built: list[tuple[str, Sight, str]], data: int) -> None:
    """Expressions one by one, so that what differs is shrunk to something a person can read."""
    rows = [text for _, sight, text in built if sight.inside is None]
    gathered = [text for _, sight, text in built if sight.inside is not None]
    assert compare_columns(rows, gathered, data) == []


@pytest.mark.parametrize("seed", ["1.27", "1.39"])
def test_schemes_that_once_differed(seed: str, tally: Tally) -> None:
    """A match that reads another in a compared year; a fact about units of every period."""
    assert compare_scheme(Random(seed), tally) == []
