"""Each question asked of the pages finds the fault it is there for: one is planted into a small page that has none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
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
from improving_value.report.page import environment, styles

pytestmark = pytest.mark.browser

POLICY = """<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">"""
MARK = '<span class="verdict"><svg class="mark" viewBox="-7 -7 14 14" aria-hidden="true"><use href="#mark-{}"/></svg>{}</span>'
TABLE = """<div class="scroll" role="group" aria-labelledby="t" tabindex="0"><table><caption id="t">Savings</caption>
<thead><tr><th scope="col">Place</th><th scope="col" class="n">Pounds</th></tr></thead>
<tbody><tr><th scope="row">North</th><td class="n">£1.00</td></tr></tbody></table></div>"""
BODY = f"""<main><h1>A page without a fault</h1><p id="here">Words.</p><a href="#here">A link</a>{TABLE}
<p>{MARK.format("better", "Met")} {MARK.format("worse", "Not met")}</p></main>"""

Check = Callable[[Opened, Path], list[str]]
AXE_RULES = "rules: {'color-contrast': {enabled: false}}"


def _axe(shown: Opened, _: Path) -> list[str]:
    return shown.violations(AXE_RULES)


def _contrast(shown: Opened, _: Path) -> list[str]:
    shown.page.evaluate(ONE_OF_EACH)
    return shown.violations("runOnly: ['color-contrast']")


def _keyboard(shown: Opened, _: Path) -> list[str]:
    return out_of_reach(shown.page)


def _narrow(shown: Opened, _: Path) -> list[str]:
    shown.page.set_viewport_size({"width": 320, "height": 256})
    return past_the_sides(shown.page, 320)


def _paper(shown: Opened, _: Path) -> list[str]:
    shown.page.set_viewport_size({"width": A4_ACROSS, "height": 900})
    shown.page.emulate_media(media="print")
    return past_the_sides(shown.page, A4_ACROSS)


def _heads(shown: Opened, _: Path) -> list[str]:
    return heads_left_behind(shown.page)


def _marks(shown: Opened, _: Path) -> list[str]:
    return marks_of_colour_only(shown.page)


def _hidden(shown: Opened, _: Path) -> list[str]:
    return [str(each) for each in shown.page.evaluate(UNSEEN)]


CHECKS: tuple[Check, ...] = (leaves_or_complains, _axe, _contrast, _keyboard, _narrow, _paper, _marks, _hidden, _heads)


@dataclass(frozen=True)
class Fault:
    """A text put in the place of another (at the end of the page, if of none), the check that must see it, and how it is told."""

    name: str
    check: Check
    told: str
    planted: str
    instead_of: str = "</main>"
    policy: str = POLICY


FAULTS = (
    Fault("request", leaves_or_complains, "http://127.0.0.1:1/x", '<img alt="" src="http://127.0.0.1:1/x">', policy=""),
    Fault("request that the policy stops", leaves_or_complains, "error", '<img alt="" src="http://127.0.0.1:1/x">'),
    Fault(
        "style sheet from elsewhere", leaves_or_complains, "http://127.0.0.1:1/", '<style>@import "http://127.0.0.1:1/";</style>', policy=""
    ),
    Fault("error in the console", leaves_or_complains, "error: broken", "<script>console.error('broken')</script>", policy=""),
    Fault("script that throws", leaves_or_complains, "error: broken", "<script>throw new Error('broken')</script>", policy=""),
    Fault("script that the policy stops", leaves_or_complains, "error", "<script>1</script>"),
    Fault("picture without words", _axe, "image-alt", '<img src="data:,">'),
    Fault("grey on white", _contrast, "color-contrast", '<p style="color:#aaa">Pale</p>'),
    Fault("link that Tab passes over", _keyboard, "not reached", '<a href="#here" tabindex="-1">Elsewhere</a>'),
    Fault("button out of use", _keyboard, "not reached", "<button disabled>Sort</button>"),
    Fault("control nobody counted", _keyboard, "reached too", '<input aria-label="Find">'),
    Fault(
        "region that scrolls without a name",
        _keyboard,
        "reached too",
        '<div style="width:9rem;overflow:auto"><p style="width:99rem">Wide</p></div>',
    ),
    Fault("focus that is not shown", _keyboard, "not shown", '<a href="#here" style="outline:0">Elsewhere</a>'),
    Fault("focus under a cover", _keyboard, "not shown", '<div style="position:fixed;inset:0;background:#fff">Wait</div>'),
    Fault("wide words", _narrow, "pixels across", '<p style="width:40rem">Wide</p>'),
    Fault("wide and fixed", _narrow, "DIV", '<div style="position:fixed;top:0;width:500px">Wide</div>'),
    Fault("wide and cut off", _narrow, "P.", '<div style="overflow:hidden"><p style="width:500px">Wide</p></div>'),
    Fault("past the left side", _narrow, "P.", '<p style="position:relative;left:-99px">Away</p>'),
    Fault("long word", _narrow, "pixels across", f'<p style="overflow-wrap:normal">{"W" * 99}</p>'),
    Fault("wider than paper", _paper, "pixels across", '<div style="width:1100px">Wide</div>'),
    Fault("table without heads", _heads, "no heads", "<tbody><tr><td>", "<thead><tr><th"),
    Fault("second table without heads", _heads, "no heads", "<table><tr><td>1</td></tr></table></main>"),
    Fault(
        "heads on the first sheet only",
        _heads,
        "page 2: Place",
        '<thead style="display:table-row-group">',
        "<thead>",
    ),
    Fault("verdict without a shape", _marks, "no shape: Met", '<span class="verdict">Met</span>'),
    Fault("verdict of a shape that is not there", _marks, "no shape: Late", MARK.format("late", "Late")),
    Fault("verdict without a word", _marks, "no word", MARK.format("better", "")),
    Fault("word of two shapes", _marks, "several shapes: Met", MARK.format("worse", "Met")),
    Fault(
        "shape in two colours",
        _marks,
        "one shape for",
        '<svg><path id="mark-red" fill="red" d="M-6 5L0 -6L6 5z"/></svg>' + MARK.format("red", "Bad"),
    ),
    Fault("words that are hidden", _hidden, "Secret", "<p hidden>Secret</p>"),
    Fault("words in what is folded away", _hidden, "Secret", "<details><summary>More</summary><p>Secret</p></details>"),
)


@pytest.fixture(scope="module")
def page() -> Callable[[str, str, str], str]:
    """Return what makes the small page: the engine's styles and shapes, with a text in the place of another."""
    shapes = environment().from_string('{% import "parts.html.jinja" as parts %}{{ parts.shapes() }}').render()

    def make(planted: str, instead_of: str, policy: str) -> str:
        assert BODY.count(instead_of) == 1
        body = BODY.replace(instead_of, planted)
        head = f'<meta charset="utf-8">{policy}<meta name="viewport" content="width=device-width"><title>A page</title>'
        return f'<!DOCTYPE html><html lang="en-GB"><head>{head}<style>{styles()}</style></head><body>{shapes}{body}</body></html>'

    return make


@pytest.fixture
def write(page: Callable[[str, str, str], str], tmp_path: Path) -> Callable[[str, str, str], Path]:
    def written(planted: str, instead_of: str = "</main>", policy: str = POLICY) -> Path:
        path = tmp_path / "page.html"
        path.write_text(page(planted, instead_of, policy), encoding="utf-8")
        return path

    return written


def test_the_small_page_has_no_fault(browser: Browser, write: Callable[..., Path]) -> None:
    path = write("</main>")
    for check in CHECKS:
        with opened(browser, path) as shown:
            assert check(shown, path) == [], check


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_planted_fault_is_found(fault: Fault, browser: Browser, write: Callable[..., Path]) -> None:
    path = write(fault.planted, fault.instead_of, fault.policy)
    with opened(browser, path) as shown:
        found = fault.check(shown, path)
    assert [each for each in found if fault.told in each], found


def test_every_question_has_a_fault() -> None:
    assert {fault.check for fault in FAULTS} == set(CHECKS)
