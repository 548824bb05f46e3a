"""What every page keeps to, seen in Chromium: nothing leaves it, all of it can be reached and read, on any screen and on paper."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from browser.checks import (
    A4_ACROSS,
    UNSEEN,
    heads_left_behind,
    leaves_or_complains,
    marks_of_colour_only,
    out_of_reach,
    past_the_sides,
)
from browser.chrome import ONE_OF_EACH, Opened, opened
from report.reading import read

pytestmark = pytest.mark.browser


def test_nothing_leaves_it_and_nothing_is_complained_of(shown: Opened, path: Path) -> None:
    assert shown.asked == [path.as_uri()]
    assert leaves_or_complains(shown, path) == []


def test_axe_finds_nothing(shown: Opened) -> None:
    assert shown.violations("rules: {'color-contrast': {enabled: false}}") == []


def test_every_sort_of_text_stands_out_from_its_ground(browser: Browser, path: Path) -> None:
    """One element of each sort is looked at: the style sheet gives the others the same colours."""
    with opened(browser, path) as shown:
        assert shown.page.evaluate(ONE_OF_EACH) > 10
        assert shown.violations("runOnly: ['color-contrast']") == []


def test_the_keyboard_reaches_everything_and_shows_where_it_is(shown: Opened) -> None:
    shown.page.add_style_tag(
        content=".chapter { contain: layout }"
    )  # one chapter's layout at a time: a third of the time, and no other look
    assert out_of_reach(shown.page) == []


def test_it_does_not_scroll_sideways_on_a_narrow_screen_or_magnified(browser: Browser, path: Path) -> None:
    with opened(browser, path, 320, 256, device_scale_factor=4) as shown:  # 1280 by 1024 at 400 %
        assert past_the_sides(shown.page, 320) == []


@pytest.mark.parametrize("width", [768, 1280])
def test_it_does_not_scroll_sideways(shown: Opened, width: int) -> None:
    shown.page.set_viewport_size({"width": width, "height": 900})
    assert past_the_sides(shown.page, width) == []


def test_it_fits_the_paper(shown: Opened) -> None:
    shown.page.set_viewport_size({"width": A4_ACROSS, "height": 900})
    shown.page.emulate_media(media="print")
    try:
        assert past_the_sides(shown.page, A4_ACROSS) == []
    finally:
        shown.page.emulate_media(media="screen")


def test_a_long_table_has_its_heads_on_each_page_of_paper(browser: Browser, path: Path) -> None:
    with opened(browser, path) as shown:
        assert heads_left_behind(shown.page) == []


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
    assert marks_of_colour_only(shown.page) == []
