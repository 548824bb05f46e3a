"""The sample page, rendered once."""

from __future__ import annotations

import pytest

from improving_value.report.page import render_page
from report.reading import Reading, read
from report.sample import as_it_is, sample


@pytest.fixture(scope="session")
def page() -> str:
    return render_page(as_it_is(sample()), "2018-05-14")


@pytest.fixture(scope="session")
def reading(page: str) -> Reading:
    return read(page)
