"""An issue as text for people and as a record for programs: the one place where issues are put into words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from improving_value.kernel.issues import Issue, Location

WIDEST_EXCERPT = 120
"""Longer lines are cut to this many characters around the fault."""

_UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]")
_COLOURS = {"error": "\x1b[31m", "warning": "\x1b[33m"}
_BOLD, _DIM, _PLAIN = "\x1b[1m", "\x1b[2m", "\x1b[0m"


def render_issue(issue: Issue, plain: bool = True) -> str:
    """Return an issue as lines of text, without a newline at the end; with `plain=False`, in colour for a terminal."""
    colour, bold, dim, end = ("", "", "", "") if plain else (_COLOURS[issue.severity], _BOLD, _DIM, _PLAIN)
    lines = [f"{bold}{place(issue.where)}:{end} {colour}{issue.severity}[{issue.code}]{end}"]
    if issue.excerpt.strip() and issue.where.line > 0:
        number = f"{issue.where.line:>5}"
        source, caret = _excerpt(issue.excerpt, issue.where.column, issue.where.length)
        lines.append(f"{dim}{number} |{end} {source}".rstrip())
        if caret:
            lines.append(f"{dim}{' ' * len(number)} |{end} {colour}{caret}{end}")
    for heading, said in (("found", issue.found), ("expected", issue.expected), ("fix", issue.fix)):
        if said:
            lines.append(f"  {dim}{heading:<8}{end}  {safe(said)}")
    return "\n".join(lines)


def render_issues(issues: Sequence[Issue], limit: int = 20, plain: bool = True) -> str:
    """Return issues one after another, a blank line between; past the limit, only how many more there are."""
    shown = [render_issue(issue, plain) for issue in issues[:limit]]
    if len(issues) > limit:
        shown.append(f"... and {len(issues) - limit} more")
    return "\n\n".join(shown)


def issue_as_json(issue: Issue) -> dict[str, str | int]:
    """Return an issue as a flat record, ready for JSON; places count from 1, and 0 means none."""
    return {
        "code": issue.code,
        "severity": issue.severity,
        "file": issue.where.file,
        "line": issue.where.line,
        "column": issue.where.column,
        "length": issue.where.length,
        "name": issue.where.name,
        "found": issue.found,
        "expected": issue.expected,
        "fix": issue.fix,
    }


def place(where: Location) -> str:
    """Return where it is: `file:line:column`, which editors can open; for data, the file, the row and the column."""
    file = safe(where.file)
    if where.name:
        row = f", row {where.line}" if where.line else ""
        return f"{file}{row}, column `{safe(where.name)}`"
    if not where.line:
        return file
    return f"{file}:{where.line}:{where.column}" if where.column else f"{file}:{where.line}"


def safe(text: str) -> str:
    """Return text in which nothing can move the cursor, colour the terminal or turn the direction of writing."""
    return _UNSAFE.sub(lambda found: " " if found.group() in "\t\n\r" else "·", text)


def _excerpt(line: str, column: int, length: int) -> tuple[str, str]:
    """Return the line as shown, and the carets that stand under the fault."""
    start = min(max(column - 1, 0), len(line))
    end = max(min(start + max(length, 1), len(line)), start)
    cut = 0
    if len(line) > WIDEST_EXCERPT:
        cut = max(0, min(start - WIDEST_EXCERPT // 2, len(line) - WIDEST_EXCERPT))
    shown = safe(line[cut : cut + WIDEST_EXCERPT])
    before, after = ("… " if cut else ""), (" …" if cut + WIDEST_EXCERPT < len(line) else "")
    if column < 1:
        return before + shown + after, ""
    fault = shown[start - cut : max(end - cut, start - cut)]
    caret = " " * _width(before + shown[: start - cut]) + "^" * max(_width(fault), 1)
    return before + shown + after, caret


def _width(text: str) -> int:
    """Return how many cells a text takes on a terminal."""
    return sum(0 if unicodedata.combining(sign) else 1 + (unicodedata.east_asian_width(sign) in "WF") for sign in text)
