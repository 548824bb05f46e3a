"""A module can be read in one sitting."""

from __future__ import annotations

from pathlib import Path
from statistics import median

PACKAGE = Path(__file__).parents[2] / "engine" / "improving_value"
LONGEST, MIDDLE = 250, 150


def _lines() -> dict[str, int]:
    paths = sorted(PACKAGE.rglob("*.py"))
    return {path.relative_to(PACKAGE).as_posix(): len(path.read_text(encoding="utf-8").splitlines()) for path in paths}


def test_no_module_is_too_long() -> None:
    assert {name: lines for name, lines in _lines().items() if lines > LONGEST} == {}


def test_most_modules_are_short() -> None:
    assert median(lines for lines in _lines().values() if lines) < MIDDLE
