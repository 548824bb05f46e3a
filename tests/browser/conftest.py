"""One browser for all tests, each page made once, and opened once for all that leave it as it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from browser.chrome import Opened, chromium, opened
from browser.pages import EVERY
from once import Maker, made_once, shared_folder


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture(scope="session")
def page_of(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Maker], Path]:
    """Return what gives the page of a maker; the tests' processes share one folder."""
    root = shared_folder(tmp_path_factory)
    return lambda maker: made_once(maker, root)


@pytest.fixture(scope="session", params=EVERY, ids=lambda maker: maker.__name__)
def path(request: pytest.FixtureRequest, page_of: Callable[[Maker], Path]) -> Path:
    return page_of(request.param)


@pytest.fixture(scope="session")
def shown(browser: Browser, path: Path) -> Iterator[Opened]:
    with opened(browser, path) as page:
        yield page
