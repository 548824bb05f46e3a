"""One message and the lines it speaks of: the lines as its author would leave them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from improving_value.kernel.issues import Issue
from improving_value.spec.shapes import homes_of

_TOLD = re.compile(r"write `(?P<text>[^`]+)`")
_AS_IN = re.compile(r"write it as in `(?P<text>[^`]+)`")
_ADD = re.compile(r"add `(?P<key>\w+): (?P<value>[^`]*)`")
_CLOSE = re.compile(r"add `(?P<brackets>\)+)`")
_COLUMN = re.compile(r"begin it in column (?P<column>\d+)")
_KEY = re.compile(r"^ *(?:- +)*(?P<key>[\w.]+) *:")
_DEFINED = re.compile(r"^ *(?:- +)*\{?(?P<key>[a-z][a-z0-9_]*): *(?P<value>[a-z][a-z0-9_]*)?")


_LAST = frozenset(
    {
        "claim-not-fixed",
        "claim-not-reproduced",
        "claim-reproduced",
        "claim-without-formula",
        "not-checked",
        "number-without-date",
        "number-without-page",
        "number-without-unit",
        "page-outside-source",
        "left-to-do",
        "review-gone-by",
        "scenario-without-effect",
        "source-without-date",
        "unit-not-as-declared",
        "units-differ",
        "unused-parameter",
    }
)
"""Nothing is hidden behind these, so nothing is mended."""


_OF_THE_WHOLE = frozenset({"bands-do-not-fit"})
"""Said of one key, but the keys beside it make no sense without it."""


@dataclass(frozen=True)
class Edit:
    """Lines [start, end), counted from 0, and what stands there instead."""

    start: int
    end: int
    lines: tuple[str, ...]
    taken_out: bool = False


def edit_for(issue: Issue, lines: Sequence[str]) -> Edit:
    """Return what a message asks for; where it leaves the author a choice, what it speaks of is taken out."""
    number = issue.where.line - 1
    line, at = lines[number], issue.where.column - 1
    end = at + issue.where.length
    if issue.code in _LAST:
        return Edit(number, number + 1, (line,))
    told, column = _TOLD.match(issue.fix) or _AS_IN.match(issue.fix), _COLUMN.match(issue.fix)
    if issue.code == "tab-in-yaml":
        return _all_tabs(lines)
    if issue.code == "duplicate-id":
        return Edit(number, number + 1, (f"{line[:end]}_again{line[end:]}",))
    if issue.code == "leading-quote" and line[at:end][-1:] == line[at]:
        quote = line[at]
        inner = line[at + 1 : end - 1].replace(quote, quote * 2 if quote == "'" else '\\"')
        return Edit(number, number + 1, (line[:at] + quote + inner + quote + line[end:],))
    if issue.code == "number-in-formula":
        return Edit(number, number + 1, (f"{line[:at]}0{line[end:]}",))
    if _CLOSE.match(issue.fix):
        return Edit(number, number + 1, (line.rstrip() + issue.fix.split("`")[1],))
    if _ADD.match(issue.fix):
        return _added(issue, lines)
    if column is not None:
        return Edit(number, number + 1, (" " * (int(column["column"]) - 1) + line.lstrip(),))
    if told is not None and issue.code == "yaml-syntax":
        key = _KEY.match(line)
        return Edit(number, number + 1, (line[: key.start("key") if key else at] + told["text"],))
    if told is not None and line[at:end] != told["text"]:
        return Edit(number, number + 1, (line[:at] + told["text"] + line[end:],))
    return _taken_out(_above(number, lines) if issue.code in _OF_THE_WHOLE else number, lines)


def names_on(lines: Sequence[str]) -> set[str]:
    """Return every name on some lines: nobody can be blamed for using what was taken out."""
    found = {name for line in lines for key in [_DEFINED.match(line)] if key for name in (key["key"], key["value"]) if name}
    return {name for name in found if not homes_of(name)}


def _all_tabs(lines: Sequence[str]) -> Edit:
    """Return the lines from the first tab to the last, each indented as the key above it."""
    touched = [number for number, line in enumerate(lines) if "\t" in line]
    found = list(lines)
    for number in touched:
        above = next((key for line in reversed(found[:number]) if (key := _KEY.match(line))), None)
        indent = above.start("key") if above else 0
        text = lines[number].replace("\t", " ")
        found[number] = " " * indent + text.lstrip() if lines[number].lstrip(" ").startswith("\t") else text
    # Only the lines that hold a tab count as mended; so one of them is dealt with at a time.
    first = touched[0]
    return Edit(first, first + 1, (found[first],))


def _added(issue: Issue, lines: Sequence[str]) -> Edit:
    """Return the lines with the key that is missing, in braces or on a line of its own."""
    number, at = issue.where.line - 1, issue.where.column - 1
    told = _ADD.match(issue.fix)
    if told is None:
        return _taken_out(number, lines)
    line, pair = lines[number], f"{told['key']}: {_quoted(told['value'])}"
    brace = line.find("{", at - 1 if at else 0)
    if brace >= 0:
        return Edit(number, number + 1, (f"{line[: brace + 1]}{pair}, {line[brace + 1 :]}",))
    below = next((later for later in lines[number + 1 :] if later.strip()), "")
    holds = line.rstrip().endswith(":") and len(below) - len(below.lstrip()) > at
    key = _KEY.match(line)
    indent = len(below) - len(below.lstrip()) if holds else key.start("key") if key else at
    return Edit(number, number + 1, (line, " " * indent + pair))


def _quoted(value: str) -> str:
    return f"'{value}'" if value == "…" else value


def end_of_block(number: int, lines: Sequence[str]) -> int:
    """Return the line after a line and all that is indented under it."""
    indent = len(lines[number]) - len(lines[number].lstrip())
    end = number + 1
    while end < len(lines) and (not lines[end].strip() or len(lines[end]) - len(lines[end].lstrip()) > indent):
        end += 1
    return end


def _above(number: int, lines: Sequence[str]) -> int:
    """Return the line of the key that a line stands under."""
    indent = len(lines[number]) - len(lines[number].lstrip())
    return next((at for at in range(number, -1, -1) if lines[at].strip() and len(lines[at]) - len(lines[at].lstrip()) < indent), number)


def _taken_out(number: int, lines: Sequence[str]) -> Edit:
    """Return a line and all that is indented under it as nothing."""
    end = end_of_block(number, lines)
    return Edit(number, end, ("",) * (end - number), taken_out=True)
