"""A report on every provider of the country stays one that can be sent and read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from browser.chrome import opened
from browser.pages import three_hundred
from browser.tables import tables_of
from once import Maker
from report.sample import sample

pytestmark = pytest.mark.browser

MOST_BYTES = 15_000_000
ALL_SCHEMES = 20


def test_three_hundred_providers_fit(page_of: Callable[[Maker], Path]) -> None:
    """The sample has four schemes: its share of what twenty may take."""
    assert page_of(three_hundred).stat().st_size < MOST_BYTES * len(sample().schemes) / ALL_SCHEMES


def test_each_of_three_hundred_stands_in_the_tables_of_kpis_and_savings(page_of: Callable[[Maker], Path]) -> None:
    tables = {table.id: table for table in tables_of(page_of(three_hundred))}
    for kind in ("kpis-by-organisation-1", "savings-by-organisation", "main-kpi"):
        rows = [row for row in tables[f"scheme-itp_immunoglobulin_dosing-{kind}"].rows if row.heading.note.startswith("R")]
        assert len(rows) == 300, kind
    by_period = tables["scheme-itp_immunoglobulin_dosing-main-kpi-by-period"]
    assert {row.group for row in by_period.rows} == {"", "Regions", "Hubs"}


def test_charts_of_three_hundred_are_no_taller_than_a_screen(browser: Browser, page_of: Callable[[Maker], Path]) -> None:
    with opened(browser, page_of(three_hundred), 320) as shown:
        assert shown.page.evaluate("document.documentElement.scrollWidth") == 320
        shown.page.set_viewport_size({"width": 1280, "height": 900})
        heights = shown.page.evaluate("[...document.querySelectorAll('svg.chart')].map(e => e.getBoundingClientRect().height)")
        assert heights
        assert max(heights) < 900
