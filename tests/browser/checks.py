"""What a page must not do, as questions to a browser: each returns what is wrong, and nothing when all is well."""

from __future__ import annotations

import io
import re
from pathlib import Path

from playwright.sync_api import Page
from pypdf import PdfReader

from browser.chrome import Opened

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
WIDER = """limit => [...document.body.querySelectorAll("*")].filter(e => {
  const box = e.getBoundingClientRect(), tucked = up => up && (up.getBoundingClientRect().width <= 1 || tucked(up.parentElement));
  return (box.right > limit + 1 || box.left < -1) && !e.closest("svg") && !(e.closest(".scroll") && !e.matches(".scroll")) && !tucked(e);
}).slice(0, 5).map(e => e.tagName + "." + e.className + "#" + e.id + ": " + e.textContent.slice(0, 60))"""
"""What reaches past the sides, also where nothing scrolls to it; what is in a region that scrolls by itself may,
and what is there for those who listen only."""
HEADLESS = """() => [...document.querySelectorAll("table")].filter(e => !e.tHead || !e.tHead.querySelector("th[scope=col]"))
  .map(e => "no heads: " + e.textContent.trim().slice(0, 60))"""
MARKS = """() => [...document.querySelectorAll(".verdict")].map(e => {
  const name = e.querySelector("use")?.getAttribute("href") || "", shape = name && document.querySelector(name);
  return [name, shape ? (shape.matches("path") ? shape : shape.querySelector("path") || shape).getAttribute("d") || shape.outerHTML : "", e.textContent.trim()];
})"""
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


def leaves_or_complains(shown: Opened, path: Path) -> list[str]:
    """Return what a page asked for beside itself, and what the browser said of it."""
    return [address for address in shown.asked if address != path.as_uri()] + shown.said


def out_of_reach(page: Page) -> list[str]:
    """Return what Tab does not reach, what it reaches that is no control of ours, and what does not show where it is."""
    expected = page.evaluate(OUTER, REACHABLE)
    page.evaluate(LISTEN)
    for _ in range(len(expected) + 1):  # held down: half the messages of so many presses
        page.keyboard.down("Tab")
    page.keyboard.up("Tab")
    reached = page.evaluate("window.reached")
    if len(reached) > len(expected) and reached[-1]["what"] == reached[0]["what"]:
        reached.pop()  # after the last comes the first again
    found = [each["what"] for each in reached]
    unmarked = [f"not shown: {each['what']}" for each in reached if not (each["seen"] and each["marked"])]
    lost = [f"not reached: {each}" for each in expected if each not in found]
    more = [f"reached too: {each}" for each in found if each not in expected]
    return lost + more + unmarked + ([] if len(found) == len(expected) else [f"{len(found)} reached of {len(expected)}"])


def past_the_sides(page: Page, width: int) -> list[str]:
    """Return what is wider than the screen, or scrolls it sideways."""
    across = page.evaluate("document.documentElement.scrollWidth")
    return [*page.evaluate(WIDER, width), *([f"{across} pixels across"] if across > width else [])]


def heads_left_behind(page: Page) -> list[str]:
    """Return the tables without heads, and each head of the longest table that is not on every page of paper."""
    if headless := page.evaluate(HEADLESS):
        return [str(each) for each in headless]
    if not page.evaluate(LONGEST):
        return []  # a page without a table
    heads = [text for text in page.locator("thead th").all_inner_texts() if text.strip()]
    sheets = [_squeezed(sheet.extract_text()) for sheet in PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages]
    assert len(sheets) > 1
    return [f"page {number}: {head}" for number, words in enumerate(sheets, 1) for head in heads if _squeezed(head) not in words]


def marks_of_colour_only(page: Page) -> list[str]:
    """Return the verdicts that have no shape or no word, and the words and shapes that could be taken for one another."""
    shapes: dict[str, set[str]] = {}
    names: dict[str, set[str]] = {}
    found = []
    for name, shape, word in page.evaluate(MARKS):
        found += [f"no word: {name}"] if not word else [f"no shape: {word}"] if not shape else []
        shapes.setdefault(word, set()).add(name)
        names.setdefault(shape, set()).add(name)
    found += [f"several shapes: {word}" for word, each in shapes.items() if len(each) > 1]
    return found + [f"one shape for {sorted(each)}" for each in names.values() if len(each) > 1]


def _squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)
