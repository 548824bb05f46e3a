"""A faulty scheme read to its end: what a message says to write is written in a copy, so that the faults behind it are seen too.

The copy is never run: it only shows what else is wrong. Nothing is said of a line that was mended but its first fault.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

from improving_value.kernel.issues import Issue, Rejected, in_order
from improving_value.spec.expression_places import is_expression
from improving_value.spec.load import LoadedScheme, read_scheme
from improving_value.spec.mending_lines import Edit, edit_for, end_of_block, names_on
from improving_value.spec.yaml_source import read_yaml_text

_MOST_ROUNDS = 100


@dataclass
class MendedCopy:
    """The lines of a copy; `origin` is the line of the file each was, or 0. `lost` are the names on lines `taken` out."""

    file: str
    lines: list[str]
    origin: list[int]
    mended: set[int] = field(default_factory=set)
    taken: set[int] = field(default_factory=set)
    lost: set[str] = field(default_factory=set)
    found: list[Issue] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "\n".join(self.lines)

    def note(self, issues: Iterable[Issue]) -> None:
        """Keep the issues of lines that nobody has touched, at their places in the file."""
        for issue in (one for one in issues if one.where.file == self.file):
            line = self.origin[issue.where.line - 1] if 0 < issue.where.line <= len(self.origin) else 0
            if line and line not in self.mended and not self._explained(issue):
                self.found.append(replace(issue, where=replace(issue.where, line=line)))

    def _explained(self, issue: Issue) -> bool:
        """Say whether an issue only follows from what was taken out: it speaks of it, or misses it."""
        if any(f"`{name}`" in issue.found for name in self.lost):
            return True
        misses = issue.code in ("missing-key", "empty-value", "claim-without-formula") or issue.code.endswith("-form")
        first = issue.where.line - 1
        return misses and not self.taken.isdisjoint(self.origin[first : end_of_block(first, self.lines)])

    def mend(self, issues: Sequence[Issue]) -> bool:
        """Do what the messages say, from the end backwards; say whether anything changed."""
        before = list(self.lines)
        for issue in sorted(issues, key=lambda one: (one.where.line, one.where.column), reverse=True):
            if issue.where.file == self.file and 0 < issue.where.line <= len(self.lines):
                self._put(edit_for(issue, self.lines))
        return self.lines != before

    def _put(self, edit: Edit) -> None:
        start, end = edit.start, edit.end
        self.mended |= set(self.origin[start:end])
        if edit.taken_out:
            self.lost |= names_on(self.lines[start:end])
            self.taken |= set(self.origin[start:end])
        self.origin[start:end] = self.origin[start:end] + [0] * (len(edit.lines) - (end - start))
        self.lines[start:end] = edit.lines


def read_to_the_end(text: str, file: str, check: Callable[[LoadedScheme], Sequence[Issue]]) -> tuple[Issue, ...]:
    """Return every issue of a scheme's text: those of its writing, and those that `check` finds once they are mended."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    copy = MendedCopy(file, lines, list(range(1, len(lines) + 1)))
    for _ in range(_MOST_ROUNDS):
        try:
            source = read_yaml_text(copy.text, file, is_expression)
            issues = tuple(check(LoadedScheme(read_scheme(source), source, "")))
        except Rejected as rejected:
            issues = in_order(list(rejected.issues))
        copy.note(issues)
        if not copy.mend(issues):
            break
    return in_order(copy.found)
