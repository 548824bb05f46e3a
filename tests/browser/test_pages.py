"""What every page keeps to, seen in Chromium: nothing leaves it, all of it can be reached and read, on any screen and on paper."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from pypdf import PdfReader

from browser.chrome import ONE_OF_EACH, Opened, opened
from report.reading import read

pytestmark = pytest.mark.browser

A4_ACROSS = 1032
"""Pixels between the margins of A4 on its side, as the pages are printed: (297 - 2 x 12) mm at 96 to the inch."""
REACHABLE = "a[href], [tabindex='0'], summary, button"
LISTEN = """() => {
  window.reached = [];
  document.addEventListener("focusin", event => {
    const at = event.target, style = getComputedStyle(at), box = at.getClientRects()[0];
    const top = document.elementFromPoint((Math.max(box.left, 0) + Math.min(box.right, innerWidth)) / 2, Math.max(box.top, 0) + 3);
    const seen = box.bottom > 0 && box.top < innerHeight && !!top && at.contains(top);
    window.reached.push({seen, marked: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2, what: at.cloneNode().outerHTML});
  });
}"""
OUTER = "which => [...document.querySelectorAll(which)].map(e => e.cloneNode().outerHTML)"
WIDER = """limit => [...document.body.querySelectorAll("*")]
  .filter(e => e.getBoundingClientRect().right > limit + 1 && !e.closest(".scroll") && !e.closest("svg"))
  .slice(0, 5).map(e => e.tagName + "." + e.className + "#" + e.id + ": " + e.textContent.slice(0, 60))"""
UNSEEN = """() => [...document.querySelectorAll("h1,h2,h3,h4,h5,p,li,dt,dd,th,td")]
  .filter(e => e.textContent.trim() && !e.checkVisibility({opacityProperty: true, visibilityProperty: true})).map(e => e.outerHTML.slice(0, 120))"""
LONGEST = """() => {
  const longest = [...document.querySelectorAll("table:not(.menu)")].sort((a, b) => b.rows.length - a.rows.length)[0];
  if (!longest) return 0;
  const body = longest.tBodies[longest.tBodies.length - 1], rows = [...body.rows];
  while (longest.rows.length < 100) rows.forEach(row => body.append(row.cloneNode(true)));
  document.body.replaceChildren(longest.closest(".scroll, .fits") || longest);
  return longest.rows.length;
}"""


def test_nothing_leaves_it_and_nothing_is_complained_of(shown: Opened, path: Path) -> None:
    assert shown.asked == [path.as_uri()]
    assert shown.said == []


def test_axe_finds_nothing(shown: Opened) -> None:
    assert shown.violations("rules: {'color-contrast': {enabled: false}}") == []


def test_every_sort_of_text_stands_out_from_its_ground(browser: Browser, path: Path) -> None:
    """One element of each sort is looked at: the style sheet gives the others the same colours."""
    with opened(browser, path) as shown:
        assert shown.page.evaluate(ONE_OF_EACH) > 10
        assert shown.violations("runOnly: ['color-contrast']") == []


def test_the_keyboard_reaches_everything_and_shows_where_it_is(shown: Opened) -> None:
    page = shown.page
    page.add_style_tag(content=".chapter { contain: layout }")  # one chapter's layout at a time: a third of the time, and no other look
    number = page.locator(REACHABLE).count()
    page.evaluate(LISTEN)
    for _ in range(number):
        page.keyboard.press("Tab")
    reached = page.evaluate("window.reached")
    assert len(reached) == number
    assert sorted(each["what"] for each in reached) == sorted(page.evaluate(OUTER, REACHABLE))
    assert [each["what"] for each in reached if not (each["seen"] and each["marked"])] == []


def test_it_does_not_scroll_sideways_on_a_narrow_screen_or_magnified(browser: Browser, path: Path) -> None:
    with opened(browser, path, 320, 256, device_scale_factor=4) as shown:  # 1280 by 1024 at 400 %
        if shown.page.evaluate("document.documentElement.scrollWidth") > 320:
            assert shown.page.evaluate(WIDER, 320) == []
            raise AssertionError("something scrolls sideways")


@pytest.mark.parametrize("width", [768, 1280])
def test_it_does_not_scroll_sideways(shown: Opened, width: int) -> None:
    shown.page.set_viewport_size({"width": width, "height": 900})
    assert shown.page.evaluate("document.documentElement.scrollWidth") <= width


def test_it_fits_the_paper(shown: Opened) -> None:
    shown.page.set_viewport_size({"width": A4_ACROSS, "height": 900})
    shown.page.emulate_media(media="print")
    try:
        assert shown.page.evaluate("document.documentElement.scrollWidth") <= A4_ACROSS
    finally:
        shown.page.emulate_media(media="screen")


def test_a_long_table_has_its_heads_on_each_page_of_paper(browser: Browser, path: Path) -> None:
    with opened(browser, path) as shown:
        rows = shown.page.evaluate(LONGEST)
        if not rows:
            return  # a page without a table
        heads = [text for text in shown.page.locator("thead th").all_inner_texts() if text.strip()]
        pages = PdfReader(io.BytesIO(shown.page.pdf(prefer_css_page_size=True))).pages
        assert len(pages) > 1
        for page in pages:
            words = _squeezed(page.extract_text())
            assert [head for head in heads if _squeezed(head) not in words] == []


def test_without_javascript_all_of_it_is_there(browser: Browser, path: Path, shown: Opened) -> None:
    with opened(browser, path, java_script_enabled=False) as quiet:
        shown.page.set_viewport_size({"width": 1280, "height": 900})
        assert quiet.page.inner_text("body") == shown.page.inner_text("body")
        assert quiet.page.evaluate(UNSEEN) == []


def test_it_says_what_it_is(shown: Opened) -> None:
    page = shown.page
    assert page.locator("h1").count() == 1
    assert page.locator("html").get_attribute("lang") == "en-GB"
    assert len(page.title()) > 10
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map(e => e.id)")
    assert len(ids) == len(set(ids))


def test_each_drawing_has_its_name_and_real_text(path: Path) -> None:
    reading = read(path.read_text(encoding="utf-8"))
    charts = [svg for svg in reading.all("svg") if svg.get("role") == "img"]
    words = [tag for (tag, _), above in zip(reading.elements, reading.inside, strict=True) if tag == "text" and "svg" in above]
    assert len(reading.all("desc")) == len(charts)
    assert bool(words) == bool([svg for svg in charts if svg.get("class") == "chart"])


def test_a_mark_is_a_shape_and_a_word(shown: Opened) -> None:
    found = shown.page.evaluate(
        "[...document.querySelectorAll('.verdict')].map(e => [e.querySelector('use')?.getAttribute('href') || '', e.textContent.trim()])"
    )
    shapes: dict[str, set[str]] = {}
    for shape, word in found:
        assert word
        shapes.setdefault(word, set()).add(shape)
    assert [word for word, each in shapes.items() if len(each) > 1] == []
    better, worse = ({word for word, each in shapes.items() if f"#mark-{kind}" in each} for kind in ("better", "worse"))
    assert not better & worse


def _squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)
