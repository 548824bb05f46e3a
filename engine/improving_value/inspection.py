"""All that is wrong with a scheme's file at once: what its first faults hide is looked for in a mended copy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from improving_value.check.scheme import check_scheme
from improving_value.kernel.issues import Issue, Rejected, in_order
from improving_value.spec.dictionary import Dataset
from improving_value.spec.load import LoadedScheme
from improving_value.spec.mending import read_to_the_end
from improving_value.spec.parameter_entries import ParameterEntry

Entries = Mapping[str, Mapping[str, ParameterEntry]]

_NO_TEXT = frozenset({"missing-file", "file-not-readable", "file-too-large", "not-text", "empty-file"})
"""Where these are found there is nothing to look behind."""


def every_issue(found: Sequence[Issue], file: str, dictionary: Mapping[str, Dataset], entries: Entries) -> tuple[Issue, ...]:
    """Return the issues found first, and those that they hide; of several at one place the first stands for all."""
    if any(issue.code in _NO_TEXT for issue in found):
        return tuple(found)

    def check(loaded: LoadedScheme) -> Sequence[Issue]:
        try:
            return check_scheme(loaded, dictionary, entries.get(loaded.scheme.scheme, {})).warnings
        except Rejected as rejected:
            return rejected.issues

    text = Path(file).read_text(encoding="utf-8-sig")
    known = {(issue.where.file, issue.where.line, issue.where.column): issue for issue in reversed(in_order(list(found)))}
    behind = [
        issue
        for issue in read_to_the_end(text, file, check)
        if issue.severity == "error" and (issue.where.file, issue.where.line, issue.where.column) not in known
    ]
    return in_order([*found, *behind])
