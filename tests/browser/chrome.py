"""Chromium as the tests drive it: a page with everything it asked for and complained of, and axe to look it over."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

REQUIRED = os.environ.get("IMPROVING_VALUE_REQUIRE_ALL") == "1"

ONE_OF_EACH = """() => {
  const own = e => (e.getAttribute("style") || "").replace(/width:[^;]*/, "");
  const path = e => e === document.body ? "" : path(e.parentElement) + ">" + e.tagName + "." + (e.getAttribute("class") || "") + own(e);
  const seen = new Set(), kept = new Set([document.body]);
  for (const element of document.body.querySelectorAll("*")) {
    const sort = path(element);
    if (seen.has(sort)) continue;
    seen.add(sort);
    for (let up = element; up && !kept.has(up); up = up.parentElement) kept.add(up);
  }
  for (const element of [...document.body.querySelectorAll("*")]) if (!kept.has(element)) element.remove();
  return kept.size;
}"""
"""Leaves one element of each sort (its tag, class and style, and those above it): what the style sheet can tell apart."""


@dataclass
class Opened:
    """A page that was opened, and what it did by itself: addresses it asked for, complaints, dialogs."""

    page: Page
    asked: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    def violations(self, rules: str) -> list[str]:
        """Return what axe finds: `rules` is what it takes as its options."""
        self.page.evaluate(_axe())
        found = self.page.evaluate(f"axe.run(document, {{resultTypes: ['violations'], {rules}}})")
        return [f"{each['id']} ({len(each['nodes'])}): {each['nodes'][0]['html'][:200]}" for each in found["violations"]]


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start the browser of this machine; the test is passed over where there is none, unless everything is required."""
    found = shutil.which("chromium") or shutil.which("google-chrome")
    if found is None:
        _lacking("Chromium")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=found)
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def opened(browser: Browser, path: Path, width: int = 1280, height: int = 900, **more: Any) -> Iterator[Opened]:
    """Open a file, and listen from before its first byte."""
    context = browser.new_context(viewport={"width": width, "height": height}, **more)
    try:
        page = context.new_page()
        shown = Opened(page)
        page.on("request", lambda request: shown.asked.append(request.url))
        page.on("console", lambda message: shown.said.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: shown.said.append(f"error: {error}"))
        page.on("dialog", lambda dialog: (shown.said.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        page.goto(path.as_uri())
        yield shown
    finally:
        context.close()


@cache
def _axe() -> str:
    """Return axe-core's source, from where NODE_PATH says."""
    for folder in filter(None, os.environ.get("NODE_PATH", "").split(os.pathsep)):
        script = Path(folder) / "axe-core" / "axe.min.js"
        if script.exists():
            return script.read_text(encoding="utf-8")
    _lacking("axe-core: npm install axe-core, with NODE_PATH at its node_modules")
    raise AssertionError


def _lacking(what: str) -> None:
    assert not REQUIRED, f"{what} is required here, and not installed"
    pytest.skip(f"needs {what}")
