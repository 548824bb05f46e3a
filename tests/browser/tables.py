"""The tables of a page as a reader sees them: headings, rows and cells, with the small type apart."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

APART = {"note", "verdict", "tag", "label", "unseen"}
"""Classes of what stands in a cell beside its figure."""


@dataclass
class Seen:
    """A cell or a heading: its figure or words, what stands beside it in small type, and whether it is a column of numbers."""

    text: str = ""
    beside: dict[str, str] = field(default_factory=dict)
    numeric: bool = False

    @property
    def note(self) -> str:
        return self.beside.get("note", "")


@dataclass
class SeenRow:
    """A row under the heading of its group."""

    group: str
    heading: Seen
    cells: list[Seen]


@dataclass
class SeenTable:
    """A table by the id of its caption."""

    id: str = ""
    caption: str = ""
    columns: list[Seen] = field(default_factory=list)
    rows: list[SeenRow] = field(default_factory=list)


class _Tables(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tables: list[SeenTable] = []
        self.classes: list[str] = []
        self.inside: Seen | None = None
        self.group = ""
        self.place = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = {name: value or "" for name, value in attrs}
        if tag == "table":
            self.tables.append(SeenTable())
        elif tag == "caption":
            self.tables[-1].id = named["id"]
        elif tag == "tbody":
            self.group = ""
        elif tag in ("th", "td"):
            self.inside, self.place = Seen(numeric="n" in named.get("class", "").split()), named.get("scope", "cell")
        if tag in ("caption", "span", "th", "td"):
            self.classes.append(named.get("class", ""))

    def handle_endtag(self, tag: str) -> None:
        if tag in ("caption", "span", "th", "td"):
            self.classes.pop()
        if tag not in ("th", "td") or self.inside is None:
            return
        seen, self.inside = self.inside, None
        seen.text = " ".join(seen.text.split())
        if self.place == "col":
            self.tables[-1].columns.append(seen)
        elif self.place == "rowgroup":
            self.group = seen.text
        elif self.place == "row":
            self.tables[-1].rows.append(SeenRow(self.group, seen, []))
        else:
            self.tables[-1].rows[-1].cells.append(seen)

    def handle_data(self, data: str) -> None:
        if self.inside is not None:
            apart = next((name for classes in self.classes for name in classes.split() if name in APART), "")
            if apart:
                self.inside.beside[apart] = (self.inside.beside.get(apart, "") + " " + data).strip()
            else:
                self.inside.text += data
        elif self.tables and self.classes:
            self.tables[-1].caption += data


def tables_of(path: Path) -> list[SeenTable]:
    reader = _Tables()
    reader.feed(path.read_text(encoding="utf-8"))
    return [table for table in reader.tables if table.id]


@dataclass(frozen=True)
class Drawn:
    """What is written in a chart, words along an axis left out: in order, as an eye goes along its rows."""

    chart: str
    words: tuple[str, ...]

    @property
    def numbers(self) -> list[str]:
        return [word for word in self.words if re.fullmatch(r"[−£]*\d[\d,.]*%?", word)]

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """Return each name with what is written on its row, of a chart that has a row for each."""
        rows = [word for word in self.words if not word.startswith("Target ")]
        return list(zip(rows[::2], rows[1::2], strict=True))


def drawings(path: Path) -> Iterator[Drawn]:
    """Yield the charts of a page in which something is written."""
    for found in re.finditer(r'<svg [^>]*class="(?:chart|strip)".*?</svg>', path.read_text(encoding="utf-8"), re.DOTALL):
        chart = found.group()
        (identity,) = re.findall(r'<title id="([^"]*)-title"', chart)
        words = re.findall(r"<text\b[^>]*>([^<]*)<", re.sub(r'<g class="tick">.*?</g>', "", chart, flags=re.DOTALL))
        if words:
            yield Drawn(identity, tuple(unescape(word) for word in words))
