"""Where every value of a YAML file stands: from a path, or a place inside an expression, to a line and a column."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from improving_value.kernel.issues import Issue, Location, Severity

KeyPath = tuple[str | int, ...]
"""Keys and indexes from the top of the file, as in ("units", "course", "eligible", 0, "when")."""

_BREAK = re.compile(r"\r\n|\r|\n")
_ESCAPE = re.compile(r"\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|.)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Position:
    """Where a key and its value stand. `start` and `end` are offsets of the value in the text.

    `style` is how the value is written: one of `' " | >`, `{` and `[` in braces and brackets, or nothing.
    """

    key: Location | None
    value: Location
    start: int
    end: int
    style: str
    in_flow: bool
    held: str | None
    """The text held, when the value is a single one."""


@dataclass(frozen=True)
class Fault:
    """An issue of the text, and the path below which nothing can be trusted."""

    path: KeyPath
    issue: Issue


@dataclass(frozen=True)
class YamlSource:
    """A YAML file as read: its text, its values, and where each stands."""

    file: str
    text: str
    data: Any
    positions: Mapping[KeyPath, Position]
    faults: tuple[Fault, ...] = ()
    sha256: str = ""

    @cached_property
    def lines(self) -> tuple[str, ...]:
        return tuple(_BREAK.split(self.text))

    @cached_property
    def line_starts(self) -> tuple[int, ...]:
        return (0, *(found.end() for found in _BREAK.finditer(self.text)))

    def excerpt(self, line: int) -> str:
        """Return a line of the file, counted from 1; nothing when there is no such line."""
        return self.lines[line - 1] if 0 < line <= len(self.lines) else ""

    def has(self, path: KeyPath) -> bool:
        return path in self.positions

    def locate(self, path: KeyPath, start: int = 0, end: int | None = None) -> Location:
        """Return where a value stands, or the characters [start, end) of its text.

        A mapping or list stands where its key does. A path that is not in the file is taken to be its nearest parent.
        """
        while path and path not in self.positions:
            path = path[:-1]
        position = self.positions.get(path)
        if position is None:
            return Location(self.file)
        if position.held is None or (start == 0 and end is None):
            return position.value if position.held else position.key or position.value
        places = _places(self.text, position)
        if not places:
            return position.value
        first = places[min(start, len(places) - 1)]
        last = places[min(max((end or start + 1) - 1, start), len(places) - 1)]
        at = self.at(first)
        line_end = self.line_starts[at.line - 1] + len(self.excerpt(at.line))
        past = 1 if start >= len(places) else 0
        return Location(self.file, at.line, at.column + past, max(min(last + 1, line_end) - first, 1))

    def data_at(self, path: KeyPath) -> Any:
        """Return the value at a path, or None when there is none."""
        value = self.data
        for part in path:
            if not holds(value, part):
                return None
            value = value[part]
        return value

    def texts(self, leave: str = "") -> Iterator[tuple[KeyPath, str]]:
        """Yield every value that is text, in the order written, except below a key at the top."""
        parts = self.data.items() if isinstance(self.data, dict) else ()
        yield from (found for key, below in parts if key != leave for found in _texts(below, (key,)))

    def key(self, path: KeyPath) -> Location:
        """Return where a key stands; for an item of a list, where the item begins."""
        position = self.positions.get(path)
        return (position.key or position.value) if position else self.locate(path)

    def at(self, offset: int, length: int = 1) -> Location:
        """Return the place of an offset of the text."""
        line = _line_of(self.line_starts, offset)
        return Location(self.file, line, offset - self.line_starts[line - 1] + 1, length)

    def issue(self, code: str, where: Location, found: str, expected: str, fix: str, severity: Severity = "error") -> Issue:
        """Return an issue that shows the line of this file."""
        return Issue(code, where, found, expected, fix, severity, self.excerpt(where.line))


def holds(value: Any, part: str | int) -> bool:
    """Say whether a mapping has a key, or a list an index."""
    if isinstance(value, dict):
        return part in value
    return isinstance(value, list) and isinstance(part, int) and part < len(value)


def _texts(value: Any, path: KeyPath) -> Iterator[tuple[KeyPath, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, (dict, list)):
        for part, below in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _texts(below, (*path, part))


def _line_of(starts: tuple[int, ...], offset: int) -> int:
    low, high = 0, len(starts)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if starts[middle] <= offset else (low, middle)
    return low + 1


def _places(text: str, position: Position) -> list[int]:
    """Return, for each character held, its offset in the file.

    Exact for plain, quoted and `|` text; after an escape or a fold, the nearest place that shows the same character.
    """
    held = position.held or ""
    if position.style == "|":
        return _literal_places(text, position.start, held)
    if position.style == ">":
        return []
    quoted = position.style in ("'", '"')
    at, end = position.start + quoted, position.end - quoted
    places = []
    for sign in held:
        while at < end and text[at] != sign and text[at].isspace() and not sign.isspace():
            at += 1
        places.append(min(at, max(end - 1, position.start)))
        escape = _ESCAPE.match(text, at) if position.style == '"' else None
        if escape:
            at = escape.end()
        elif at < end and (text[at] == sign or text[at].isspace()):
            at += 2 if position.style == "'" and text[at : at + 2] == "''" else 1
    return places


def _literal_places(text: str, start: int, held: str) -> list[int]:
    first = _BREAK.search(text, start)
    if first is None:
        return []
    places: list[int] = []
    at = first.end()
    for line in held.split("\n"):
        found = _BREAK.search(text, at)
        stop = found.start() if found else len(text)
        indent = max(stop - len(line), at)
        places.extend(range(indent, indent + len(line)))
        places.append(stop)
        at = found.end() if found else stop
    return places[: len(held)]
