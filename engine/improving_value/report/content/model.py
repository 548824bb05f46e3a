"""What a page is made of: tables, cells and marks, with nothing of HTML in them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from markupsafe import Markup

LONGEST_NAME = 120
"""A name longer than this is cut on the page, so that one bad row of a table cannot swallow the rest."""

_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2060-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)


def plain(text: str) -> str:
    """Return text without control characters and marks that turn the direction of what follows."""
    # Nearly all text is printable, which is quicker to see than what is not; all that is taken out is not.
    return text if text.isprintable() else _UNPRINTABLE.sub("", text)


def shortened(text: str, longest: int = LONGEST_NAME) -> str:
    """Return a name that fits; three dots say that it was cut."""
    text = " ".join(plain(text).split())
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


@dataclass(frozen=True)
class Cell:
    """One cell. `mark` is better, worse, interpret, none or empty; `word` says the same in words; `bar` is a length from 0 to 100."""

    text: str
    note: str = ""
    mark: str = ""
    word: str = ""
    illustrative: bool = False
    quiet: bool = False
    bar: str = ""
    numeric: bool = True


@dataclass(frozen=True)
class Column:
    """A heading; `note` stands under it in small type."""

    text: str
    note: str = ""
    numeric: bool = True
    illustrative: bool = False


@dataclass(frozen=True)
class Row:
    """A row and its heading."""

    heading: str
    cells: tuple[Cell, ...]
    note: str = ""
    illustrative: bool = False


@dataclass(frozen=True)
class RowGroup:
    """Rows under one heading; without a heading, just rows."""

    heading: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Table:
    """A table. `wide` ones scroll inside a named region instead of widening the page."""

    id: str
    caption: str
    corner: str
    columns: tuple[Column, ...]
    groups: tuple[RowGroup, ...]
    note: str = ""
    wide: bool = True

    @property
    def is_empty(self) -> bool:
        return not any(group.rows for group in self.groups)


@dataclass(frozen=True)
class Chart:
    """A drawing with its title and its description; the same numbers always stand in a table beside it."""

    svg: Markup
    title: str
    description: str


@dataclass(frozen=True)
class Panel:
    """A drawing beside the table of its numbers; `heading` says whose it is, when there are several."""

    heading: str
    chart: Chart
    table: Table


@dataclass(frozen=True)
class Picture:
    """A chart that the scheme asks for: what to know first, then a panel for each organisation drawn."""

    title: str
    words: tuple[str, ...]
    panels: tuple[Panel, ...]


@dataclass(frozen=True)
class Passage:
    """A heading of the chapter with its paragraphs; without one they follow the heading above."""

    heading: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True)
class Sentence:
    """A generated sentence; `illustrative` when a number in it rests on an illustrative value."""

    text: str
    illustrative: bool = False
    warning: bool = False


@dataclass(frozen=True)
class Funnel:
    """Who was counted, for one sort of unit."""

    unit: str
    sentence: str
    steps: Table | None
    unknown: Table | None


@dataclass(frozen=True)
class Fact:
    """A term and what it is."""

    term: str
    text: str
    illustrative: bool = False


@dataclass(frozen=True)
class Formula:
    """How one saving is worked out."""

    title: str
    formula: str
    words: str
    numbers: str
    illustrative: bool
    definitions: tuple[str, ...] = field(default=())
    scenarios: tuple[Fact, ...] = field(default=())
    sources: tuple[Fact, ...] = field(default=())
