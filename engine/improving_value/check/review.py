"""Has somebody else looked? What is published was checked by another role than the one that wrote it."""

from __future__ import annotations

from improving_value.check.reading import Reading


def check_review(reading: Reading) -> None:
    """Note a published scheme that nobody, or only its author, has checked."""
    scheme = reading.scheme
    if scheme.status != "published":
        return
    fix = "add `checked_by: …`, the role that checked it; or write `status: in_review` until then"
    if scheme.checked_by is None:
        reading.note("not-checked", ("status",), "`published`, without `checked_by`", "the role of whoever checked it", fix)
    elif scheme.checked_by.strip().casefold() == scheme.authored_by.strip().casefold():
        fix = "name the role of another who has checked it; or write `status: in_review` until then"
        reading.note("not-checked", ("checked_by",), "the same role that wrote it", "a role other than `authored_by`", fix)
