"""The order of the tests, and the built-in year, run once for all of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from browser.pages import demo
from once import made_once, shared_folder

LONGEST_FIRST = ("spark", "workbook", "browser", "finance", "disclosure")
"""Rooms whose tests take long: what is begun last would keep one process busy while the other has nothing left to do."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    rooms = {room: place for place, room in enumerate(LONGEST_FIRST)}
    items.sort(key=lambda item: rooms.get(item.path.parent.name, len(rooms)))


@pytest.fixture(scope="session")
def built_in_year(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a run of every scheme over the built-in year, with the workbook and what may be passed on. It is for reading."""
    return made_once(demo, shared_folder(tmp_path_factory)).parents[1]
