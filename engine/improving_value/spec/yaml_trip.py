"""Where a YAML parser stopped reading, and what it was doing."""

from __future__ import annotations

from dataclasses import dataclass

from improving_value.kernel.issues import Issue, Location
from improving_value.spec.positions import YamlSource


@dataclass(frozen=True)
class Trip:
    """Where the parser stopped, what it was doing, and where that began."""

    source: YamlSource
    doing: str
    problem: str
    began: int | None
    stopped: int

    @property
    def where(self) -> Location:
        return self.source.at(min(self.stopped, len(self.source.text)))

    @property
    def line(self) -> str:
        return self.source.excerpt(self.where.line)

    @property
    def before(self) -> str:
        return self.line[: self.where.column - 1]

    def issue(self, code: str, found: str, expected: str, fix: str, offset: int | None = None, length: int = 1) -> Issue:
        where = self.where if offset is None else self.source.at(offset, length)
        return self.source.issue(code, where, found, expected, fix)
