"""Schemes as chapters in words: the published ones, and small ones written for a test."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from improving_value.check.model import CheckedScheme
from improving_value.check.scheme import check_scheme
from improving_value.datasets.dictionary import builtin_folder, load_dictionary
from improving_value.spec.dictionary import Dataset
from improving_value.spec.load import load_scheme
from improving_value.words.chapter import chapter
from improving_value.words.printing import markdown

ROOT = Path(__file__).parents[2]
GOLDEN = Path(__file__).parent / "golden"
GIVEN = Path(__file__).parent / "given"
SCHEMES = sorted((ROOT / "schemes").glob("*.yaml"))


@cache
def dictionary() -> Mapping[str, Dataset]:
    return load_dictionary([builtin_folder()])


def checked(path: Path) -> CheckedScheme:
    return check_scheme(load_scheme(path), dictionary(), {}, units_known=True)


def words_of(path: Path) -> str:
    """Return a scheme's chapter as Markdown."""
    return markdown(chapter(checked(path)))
