"""A run in which some schemes failed: the report says which, why and what to do, and counts nothing of theirs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from browser.chrome import Opened, opened
from browser.pages import some_failed
from browser.tables import tables_of
from once import Maker

pytestmark = pytest.mark.browser

LEFT_OUT = ("unclosed", "Mistyped from critical care", "Multiple sclerosis disease modifying therapies (MS)")
NOTHING = """() => [...document.querySelectorAll("section,dl,ul,ol,dd,dt,li,p,td,th,h2,h3,h4,h5,figure,tbody")]
  .filter(e => !e.textContent.trim() && !e.querySelector("svg")).map(e => (e.closest("table")?.caption.innerText || "") + e.outerHTML.slice(0, 120))"""


@pytest.fixture(scope="module")
def shown(browser: Browser, page_of: Callable[[Maker], Path]) -> Iterator[Opened]:
    with opened(browser, page_of(some_failed)) as page:
        yield page


def test_it_says_which_did_not_run_why_and_what_to_do(shown: Opened) -> None:
    warning = shown.page.locator(".warning", has_text="Not in this report")
    for title in LEFT_OUT:
        assert title in warning.inner_text()
    warning.get_by_role("link").click()
    assert shown.page.url.endswith("#not-run")
    said = {
        each.locator("dt").inner_text().partition("\n")[0]: each.inner_text()
        for each in shown.page.locator("#not-run ~ dl.gaps > div").all()
    }
    assert set(said) == set(LEFT_OUT)
    unclosed, mistyped, waiting = (said[title] for title in LEFT_OUT)
    assert "Its file has 1 fault, for whoever keeps the scheme to mend" in unclosed
    assert "To mend it: write “]” where it ends" in unclosed
    assert "mistyped.yaml, line 40. Found: “longest_wiat”, which is not defined here." in mistyped
    assert "To mend it: write “longest_wait”." in mistyped
    assert "Data it needs were not sent. Put them into the data folder, and run again." in waiting
    assert "No “dmt_history” (first supply of a disease-modifying therapy)" in waiting
    assert "a file “dmt_history.csv” or “dmt_history.parquet”" in waiting


def test_what_did_not_run_is_counted_nowhere(shown: Opened, page_of: Callable[[Maker], Path]) -> None:
    tables = {table.id: table for table in tables_of(page_of(some_failed))}
    ran = ["Late discharges from critical care", "Immunoglobulin – dosing regimens for immune thrombocytopenic purpura (ITP)"]
    assert [row.heading.text.partition(" 1 warning")[0] for row in tables["menu-caption"].rows] == ran
    assert sorted(row.heading.text for row in tables["record-schemes"].rows) == sorted(ran)
    totals = [[cell.text for cell in row.cells] for row in tables["totals-table"].rows]
    assert sum(int(lines) for _, lines, *_ in totals) == 1 + 3
    first = shown.page.locator(".matters li").first.inner_text()
    assert first == "2 schemes were worked out for 2017/18 Q1 on the activity of 2 providers; 3 schemes did not run."


def test_a_column_that_was_not_sent_is_named_with_its_file(shown: Opened) -> None:
    warnings = shown.page.locator(".warning", has_text="Warnings").inner_text()
    assert "ig_infusions.csv: no heading “adverse_reactions”, so it is missing on every row" in warnings
    assert "`" not in shown.page.locator("main").inner_text()


def test_a_scheme_without_activity_leaves_nothing_empty(shown: Opened) -> None:
    assert [
        each for each in shown.page.evaluate(NOTHING) if "from scope to eligible" not in each
    ] == []  # before the first rule, nobody has left
    assert shown.page.locator("dt:text-is('In numbers') + dd").all_inner_texts()[:3] == ["no activity"] * 3
    kpis = shown.page.locator("#scheme-itp_immunoglobulin_dosing-kpis").locator("xpath=..").inner_text()
    assert "80.0% (published)" in " ".join(kpis.split())
    text = shown.page.locator("main").inner_text()
    for broken in ("None", "nan", "NaN", "undefined", "null"):
        assert broken not in text.split(), broken
