"""Every language test runs on rows and on columns."""

from __future__ import annotations

import pytest

from language.engines import ENGINES, Engine
from language.harness import Evaluate, Stage


@pytest.fixture(params=sorted(ENGINES))
def engine(request: pytest.FixtureRequest) -> Engine:
    return ENGINES[request.param]


@pytest.fixture
def evaluate(engine: Engine) -> Evaluate:
    """Gives the value of an expression over a table drawn as text."""
    return Evaluate(engine)


@pytest.fixture
def stage(engine: Engine) -> Stage:
    """Gives the units of a scheme over tables drawn as text."""
    return Stage(engine)
