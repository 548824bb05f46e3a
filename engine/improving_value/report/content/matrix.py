"""The matrix of the menu: which schemes stand under which theme and which sub-theme."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from improving_value.report.content.index import Figures
from improving_value.report.content.model import shortened
from improving_value.report.content.words import SUB_THEMES, THEMES


@dataclass(frozen=True)
class Entry:
    """A scheme in a place of the matrix."""

    anchor: str
    title: str


@dataclass(frozen=True)
class SubTheme:
    """A sub-theme, and its schemes under each theme in turn."""

    title: str
    places: tuple[tuple[Entry, ...], ...]


@dataclass(frozen=True)
class Matrix:
    """All sub-themes by all themes; an empty place is one that no scheme of the run takes."""

    themes: tuple[str, ...]
    rows: tuple[SubTheme, ...]


def matrix(schemes: Sequence[Figures]) -> Matrix:
    """Return the sub-themes by theme. A scheme stands under one theme and under each of its sub-themes."""
    return Matrix(
        themes=tuple(THEMES.values()),
        rows=tuple(
            SubTheme(title, tuple(_entries(schemes, theme, sub_theme) for theme in THEMES)) for sub_theme, title in SUB_THEMES.items()
        ),
    )


def _entries(schemes: Sequence[Figures], theme: str, sub_theme: str) -> tuple[Entry, ...]:
    return tuple(
        Entry(figures.anchor, shortened(figures.scheme.scheme.title))
        for figures in schemes
        if figures.scheme.scheme.theme == theme and sub_theme in figures.scheme.scheme.sub_themes
    )
