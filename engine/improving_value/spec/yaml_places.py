"""Where the values of a file stand, put into lines and columns when somebody asks: most are never asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Protocol

from improving_value.kernel.issues import Location
from improving_value.spec.positions import KeyPath, Position, YamlSource


class Mark(Protocol):
    """What is read of a parser's mark, whichever parser it comes from."""

    index: int
    line: int
    column: int


Span = tuple[int, int, int, int]
"""The line and column where something starts and where it ends, counted from 0."""


def span_of(start: Mark, end: Mark) -> Span:
    return start.line, start.column, end.line, end.column


def location_of(source: YamlSource, span: Span) -> Location:
    """Return a place as an issue gives it; of what goes on over several lines, the part on the first."""
    line, column, last_line, last_column = span
    stop = last_column if last_line == line else len(source.excerpt(line + 1))
    return Location(source.file, line + 1, column + 1, max(stop - column, 1))


class Places(Mapping[KeyPath, Position]):
    """The position of every key and value of a file."""

    def __init__(self, source: YamlSource) -> None:
        self._source = source
        self._found: dict[KeyPath, tuple[Span | None, Span, int, int, str, bool, str | None]] = {}

    def put(self, path: KeyPath, key: Span | None, start: Mark, end: Mark, style: str, in_flow: bool, held: str | None) -> None:
        """Note where a value stands; one noted before is forgotten."""
        self._found[path] = key, span_of(start, end), start.index, end.index, style, in_flow, held

    def __getitem__(self, path: KeyPath) -> Position:
        key, value, start, end, style, in_flow, held = self._found[path]
        key_place = None if key is None else location_of(self._source, key)
        return Position(key_place, location_of(self._source, value), start, end, style, in_flow, held)

    def __contains__(self, path: object) -> bool:
        return path in self._found

    def __iter__(self) -> Iterator[KeyPath]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)
