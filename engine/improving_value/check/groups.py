"""How rows make a unit: equal keys, and episodes among them."""

from __future__ import annotations

import re
from collections.abc import Mapping

from improving_value.check.model import CheckedGroup
from improving_value.check.reading import Path, Reading
from improving_value.expression.types import DATE, Type
from improving_value.kernel.names import nearest
from improving_value.spec.models import Group

_WITHIN = re.compile(r"^(?P<days>.+?)\s+of\s+first\s*$", re.DOTALL)


def read_group(reading: Reading, group: Group, path: Path, types: Mapping[str, Type]) -> CheckedGroup | None:
    """Return a checked group, or None after noting what is wrong."""
    by_period = "period" in group.by
    by = tuple(name for name in group.by if name != "period")
    fine = True
    for name in (*by, *([group.on] if group.on else [])):
        if name not in types:
            close = nearest(name, sorted(types))
            reading.note(
                "unknown-name",
                (*path, "by" if name in by else "on"),
                f"`{name}`, which these rows do not have",
                "a column of the rows",
                f"write `{close}`" if close else "name one of their columns",
            )
            fine = False
    spans = [text for text in (group.within, group.gap_under) if text is not None]
    if bool(spans) != (group.on is not None) or len(spans) > 1:
        reading.note(
            "group-episodes",
            path,
            "episodes half described",
            "`on` with either `within` or `gap_under`",
            "give a date in `on`, and one of `within: N of first` and `gap_under: N`",
        )
        return None
    if group.on is not None and group.on in types and types[group.on] != DATE:
        reading.note(
            "types-differ",
            (*path, "on"),
            f"`{group.on}`, a {types[group.on].word}",
            "a date",
            "use a date column, or `date_of` a date-time under `rows`",
        )
        fine = False
    within = gap = None
    constants = reading.scope({})
    if group.within is not None:
        found = _WITHIN.match(group.within)
        if found is None:
            reading.note(
                "group-episodes",
                (*path, "within"),
                f"`{group.within}`",
                "`<days> of first`",
                "write, for example, `course_window of first`",
            )
            return None
        within = reading.number(found.group("days"), (*path, "within"), constants)
    if group.gap_under is not None:
        gap = reading.number(group.gap_under, (*path, "gap_under"), constants)
    return CheckedGroup(by, by_period, group.on, within, gap) if fine else None
