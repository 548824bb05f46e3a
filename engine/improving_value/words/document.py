"""A document as parts that say nothing of how they are printed: headings, paragraphs, lists and tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Item:
    """One line of a list: what it is about, what it says, the number it is referred to by, and what stands below it."""

    text: str
    lead: str = ""
    ref: str = ""
    parts: tuple[Item, ...] = ()


@dataclass(frozen=True)
class Heading:
    """A heading of level 1 to 4."""

    level: int
    text: str


@dataclass(frozen=True)
class Paragraph:
    """Running text."""

    text: str
    lead: str = ""


@dataclass(frozen=True)
class Bullets:
    """A list, numbered where the order counts."""

    items: tuple[Item, ...]
    numbered: bool = False


@dataclass(frozen=True)
class Table:
    """A table; the cells of `anchors` are what references lead to."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    anchors: bool = False


Block = Heading | Paragraph | Bullets | Table


def sentence(text: str) -> str:
    """Return text as a sentence: a capital in front, a full stop behind."""
    text = text.strip()
    shown = text[:1].upper() + text[1:]
    return shown if shown.endswith((".", ":", "?", "!")) else f"{shown}."


def all_text(blocks: Sequence[Block]) -> Iterator[str]:
    """Yield every text of a document, in order."""
    for block in blocks:
        match block:
            case Heading(_, text):
                yield text
            case Paragraph(text, lead):
                yield from (lead, text)
            case Bullets(items):
                for item in items:
                    yield from _item_text(item)
            case Table(heads, rows):
                yield from heads
                yield from (cell for row in rows for cell in row)


def _item_text(item: Item) -> Iterator[str]:
    yield from (item.lead, item.text)
    for part in item.parts:
        yield from _item_text(part)
