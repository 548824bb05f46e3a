"""An issue is a value: where, what was found, what was expected, how to mend it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, order=True)
class Location:
    """A place in a file, counted from 1. A line of 0 means the file as a whole.

    `length` is how many characters the fault covers. For data, `line` is the row as a spreadsheet counts it (the
    heading is row 1) and `name` is the column.
    """

    file: str
    line: int = 0
    column: int = 0
    length: int = 1
    name: str = ""


@dataclass(frozen=True)
class Issue:
    """One fault. Fragments in lower case, no full stop, code in backticks; never a value that may be a patient's."""

    code: str
    where: Location
    found: str
    expected: str
    fix: str
    severity: Severity = "error"
    excerpt: str = field(default="", compare=False)


class Rejected(Exception):
    """A step could not give its product; the issues say why. Only the pipeline and the command line catch it."""

    def __init__(self, issues: tuple[Issue, ...] | list[Issue]) -> None:
        super().__init__(f"{len(issues)} issues")
        self.issues = tuple(issues)


def in_order(issues: list[Issue]) -> tuple[Issue, ...]:
    """Return issues by file, line and column, each once."""
    return tuple(sorted(dict.fromkeys(issues), key=lambda issue: (issue.where, issue.code)))
