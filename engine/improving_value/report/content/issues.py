"""Faults in words; and the schemes that did not run because of them: which they are, why, and what would let them run."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from improving_value.assess.assessment import NotRun
from improving_value.kernel.issues import Issue
from improving_value.report.content.model import plain, shortened
from improving_value.report.content.words import sentence_case
from improving_value.report.numbers import counted

_QUOTED = re.compile("`([^`]*)`")
_MOST_FAULTS = 5
"""Faults of one scheme that a reader of the report is shown; whoever mends them asks `check`."""
_MOST_WORDS = 400
_WHY: Mapping[str, str] = {
    "missing-dataset": "Data it needs were not sent. Put them into the data folder, and run again.",
    "draft-scheme": "It is not published yet: no figure of it may be used.",
    "unknown-scheme": "It was asked for, and there is no scheme of this name.",
}


@dataclass(frozen=True)
class LeftOut:
    """A scheme that did not run: its title, its id if that says more, why in a sentence, and the faults."""

    title: str
    name: str
    why: str
    faults: tuple[str, ...]


def not_run(schemes: Sequence[NotRun]) -> tuple[LeftOut, ...]:
    """Return the schemes that did not run, in their order."""
    return tuple(
        LeftOut(
            shortened(one.title or one.scheme),
            shortened(one.scheme) if one.title not in ("", one.scheme) else "",
            _why(one.issues),
            _faults(one.issues),
        )
        for one in schemes
    )


def _why(issues: Sequence[Issue]) -> str:
    codes = {issue.code for issue in issues}
    if not codes:
        return "The reason is not recorded."
    if len(codes) == 1 and (known := _WHY.get(issues[0].code)):
        return known
    if all(issue.where.file.endswith((".yaml", ".yml")) for issue in issues):
        return f"Its file has {counted(len(issues), 'fault')}, for whoever keeps the scheme to mend; then run again."
    return "It could not be worked out; mend what follows, and run again."


def _faults(issues: Sequence[Issue]) -> tuple[str, ...]:
    found = [shortened(_fault(issue), _MOST_WORDS) for issue in issues if issue.code != "draft-scheme"]
    more = len(found) - _MOST_FAULTS
    return (*found[:_MOST_FAULTS], *((f"{counted(more, 'other')}: “improving-value check” lists them all.",) if more > 0 else ()))


def _fault(issue: Issue) -> str:
    """Return an issue in words; of a file that nobody sent, its name says all."""
    if issue.code == "missing-dataset":
        return f"{sentence_case(quoted(issue.found))}: {quoted(issue.expected)}."
    return issue_text(issue)


def issue_text(issue: Issue, *, placed: bool = True) -> str:
    """Return an issue in sentences: in which file (unless the reader is there already), what was found, what was expected, what to do."""
    place = PurePath(issue.where.file).name + (f", line {issue.where.line}" if issue.where.line else "")
    place += f", column {issue.where.name}" if issue.where.name else ""
    words = f"Found: {issue.found}. Expected: {issue.expected}. To mend it: {issue.fix}."
    return quoted(f"{place}. {words}" if placed else words)


def quoted(text: str) -> str:
    """Return the words of an issue with what it quotes in a page's quotation marks."""
    return plain(_QUOTED.sub("“\\1”", text))
