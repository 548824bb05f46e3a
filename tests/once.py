"""What several tests need and takes long to make: made by the first of their processes that asks, waited for by the others."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

Maker = Callable[[Path], Path]
"""Makes something in a folder, and returns where it is."""


def shared_folder(factory: pytest.TempPathFactory) -> Path:
    """Return the folder that the tests' processes share."""
    base = factory.getbasetemp()
    root = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "shared"
    root.mkdir(exist_ok=True)
    return root


def made_once(maker: Maker, root: Path) -> Path:
    """Return what a maker makes, under its name."""
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
