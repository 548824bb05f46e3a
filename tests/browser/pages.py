"""The pages that the engine writes, each by the one that makes it: a new sort of page is one line here, and keeps every promise."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from cli.terminal import improving_value
from compare.versions import LIMIT, PRICE, SCHEME, text, write_rows
from improving_value.report.page import render_page
from report.sample import sample

TODAY = "2018-05-14"
DEMO = "internal/menu.html"


def demo(folder: Path) -> Path:
    """Make the report on all the built-in schemes over the built-in data."""
    ran = improving_value("demo", "--out", str(folder), "--today", TODAY, folder=folder)
    assert ran.code in (0, 1), ran.err
    return folder / DEMO


def by_hand(folder: Path) -> Path:
    """Make the report on the sample of tests/report: four schemes, what did not run, faults in the data."""
    path = folder / "menu.html"
    path.write_text(render_page(sample(), TODAY), encoding="utf-8")
    return path


def nothing(folder: Path) -> Path:
    """Make the report of a run in which no scheme could be worked out."""
    path = folder / "menu.html"
    path.write_text(render_page(replace(sample(), schemes=(), quality=(), warnings=(), run_record={}), TODAY), encoding="utf-8")
    return path


def review(folder: Path) -> Path:
    """Make the page that compares two versions of a scheme."""
    write_rows(folder)
    (folder / "parameters.yaml").write_text(PRICE, encoding="utf-8")
    (folder / "new.yaml").write_text(text(LIMIT), encoding="utf-8")
    given = ("--data", "activity", "--period", "2017/18 Q1", "--parameters", "parameters.yaml", "--today", TODAY, "--out", "out")
    ran = improving_value("compare", SCHEME, "new.yaml", *given, folder=folder)
    assert ran.code == 1, ran.err
    return folder / "out" / "internal" / "compare.html"


def words(folder: Path) -> Path:
    """Make a scheme in plain English."""
    ran = improving_value("words", SCHEME, "--out", "words.html", folder=folder)
    assert ran.code == 0, ran.err
    return folder / "words.html"


Maker = Callable[[Path], Path]
EVERY: tuple[Maker, ...] = (demo, by_hand, nothing, review, words)


def made_once(maker: Maker, root: Path) -> Path:
    """Return the page of a maker, made by the first of the tests' processes that asks, and waited for by the others."""
    folder, done = root / maker.__name__, root / f"{maker.__name__}.made"
    try:
        folder.mkdir()
    except FileExistsError:
        for _ in range(3000):
            if done.exists():
                return Path(done.read_text(encoding="utf-8"))
            time.sleep(0.1)
        raise
    path = maker(folder)
    unfinished = root / f"{maker.__name__}.unfinished"
    unfinished.write_text(str(path), encoding="utf-8")
    unfinished.rename(done)
    return path
