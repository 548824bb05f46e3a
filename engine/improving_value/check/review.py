"""How far has a scheme come? What is in review is whole; what is published was checked by another role than the one that wrote it."""

from __future__ import annotations

import re
from datetime import date

from improving_value.check.reading import Reading
from improving_value.kernel.issues import Issue
from improving_value.spec.load import LoadedScheme
from improving_value.spec.models import Scheme
from improving_value.spec.sketch_lines import left_to_do

WHOLE = ("in_review", "published")
"""States in which nothing may be left to do, and examples prove what is said."""

_HOLDS_A_PLACE = re.compile(
    r"(?:to[ -]?do|tb[acd]|fixme|xx+|\?+|…|\.\.\.|lorem ipsum|to be (?:added|agreed|confirmed|decided|done|written))\b.*|[?…]+|\.{3}",
    re.IGNORECASE | re.DOTALL,
)


def check_review(reading: Reading) -> None:
    """Note what is left to do in a scheme that is in review or published, and a published one that only its author has checked."""
    scheme = reading.scheme
    if scheme.status in WHOLE:
        _placeholders(reading)
    if scheme.status != "published":
        return
    fix = "add `checked_by: …`, the role that checked it; or write `status: in_review` until then"
    if scheme.checked_by is None:
        reading.note("not-checked", ("status",), "`published`, without `checked_by`", "the role of whoever checked it", fix)
    elif scheme.checked_by.strip().casefold() == scheme.authored_by.strip().casefold():
        fix = "name the role of another who has checked it; or write `status: in_review` until then"
        reading.note("not-checked", ("checked_by",), "the same role that wrote it", "a role other than `authored_by`", fix)


def _placeholders(reading: Reading) -> None:
    """Note comments of the scaffold that say what is left to do, and words that only hold a place."""
    source, status = reading.loaded.source, reading.scheme.status.replace("_", " ")
    expected, fix = f"nothing left to do in a scheme that is {status}", "do it, and delete the comment; or write `status: draft` until then"
    for line, what in left_to_do(source.text):
        column = source.excerpt(line).index("#")
        where = source.at(source.line_starts[line - 1] + column, len(source.excerpt(line)) - column)
        reading.issues.append(source.issue("left-to-do", where, f"a comment that says what is left to do: {what}", expected, fix))
    for path, held in source.texts(leave="examples"):
        if _HOLDS_A_PLACE.fullmatch(held.strip()):
            expected = f"what is meant, in a scheme that is {status}"
            reading.note(
                "left-to-do",
                path,
                f"`{held.strip()}`, which holds a place",
                expected,
                "write it; or write `status: draft` until then",
            )


def is_due(scheme: Scheme, today: date) -> bool:
    """Say whether the day by which a scheme is looked at again has gone by. What is archived is not looked at again."""
    return scheme.next_review is not None and scheme.next_review < today and scheme.status != "archived"


def review_gone_by(loaded: LoadedScheme, today: date) -> list[Issue]:
    """Return a warning when the day of review has gone by; it is never an error, so that what was right yesterday is not wrong today."""
    if not is_due(loaded.scheme, today):
        return []
    where = loaded.source.locate(("next_review",))
    found = f"a review that was due on {loaded.scheme.next_review}"
    fix = "look through the scheme, then set the day of the next review"
    return [loaded.source.issue("review-gone-by", where, found, "a day still to come", fix, "warning")]
