"""Lines of YAML that do not fit together: colons, dashes and indentation."""

from __future__ import annotations

import re

from improving_value.kernel.issues import Issue
from improving_value.spec.yaml_trip import Trip

_KEY = re.compile(r"^ *(?:- +)*(?P<key>[\w.]+) *:(?: |$)")
_GLUED = re.compile(r"(?P<key>[a-z][a-z0-9_]*):(?P<value>[^\s:].*)$")
_TWO_COLONS = re.compile(r"^ *(?:- +)*(?P<key>[\w.]+): +(?P<value>[^'\"|>\[{].*: .*|[^'\"|>\[{].*:)$")


def colon(trip: Trip) -> Issue | None:
    if "mapping values" not in trip.problem:
        return None
    found = _TWO_COLONS.match(trip.line)
    if found:
        value = found["value"].replace("'", "''")
        return trip.issue(
            "yaml-syntax",
            f"a second `:` in the value of `{found['key']}`",
            "text with `: ` in it in quotes",
            f"write `{found['key']}: '{value}'`",
        )
    key = _KEY.match(trip.line)
    name = f"`{key['key']}`" if key else "a key"
    return trip.issue(
        "yaml-syntax",
        f"{name}, indented as if it belonged to the value above",
        "keys of one mapping in the same column",
        "begin it in the same column as the key above",
        *_span(trip, key),
    )


def dash(trip: Trip) -> Issue | None:
    if "sequence entries" not in trip.problem:
        return None
    return trip.issue(
        "yaml-syntax",
        "a `-` after a key, on the same line",
        "each item of a list on a line of its own",
        "begin the list on the next line; or, when `-` belongs to the text, put the text in quotes",
    )


def block_text(trip: Trip) -> Issue | None:
    if "block scalar" not in trip.doing or trip.began is None:
        return None
    sign = trip.source.text[trip.began]
    return trip.issue(
        "yaml-syntax",
        f"text on the same line as `{sign}`",
        f"nothing after `{sign}`",
        "write the text on the next line, indented; or put it in quotes",
        trip.began,
    )


def no_colon(trip: Trip) -> Issue | None:
    if "simple key" not in trip.doing or trip.began is None:
        return None
    where = trip.source.at(trip.began)
    said = trip.source.excerpt(where.line)[where.column - 1 :]
    glued = _GLUED.match(said)
    if glued:
        found, fix = f"`{glued['key']}:` with no space after it", f"write `{glued['key']}: {glued['value']}`"
        return trip.issue("yaml-syntax", found, "a space after each `:`", fix, trip.began, len(said))
    return trip.issue(
        "yaml-syntax",
        "a line with no `:`",
        "`key: value`",
        "write the key before it; or, when it carries on the text above, indent it further than the key above",
        trip.began,
        len(said),
    )


def misaligned(trip: Trip) -> Issue | None:
    if "block mapping" not in trip.doing and "block collection" not in trip.doing:
        return None
    if trip.line[trip.where.column - 1 :].startswith("- "):
        return trip.issue(
            "yaml-syntax",
            "an item of a list where a key is expected",
            "`key: value`",
            "write the key of the list on the line above its first item, or indent the item further",
        )
    key = _KEY.match(trip.line)
    if not key:
        return None
    expected = "keys of one mapping in the same column" if "mapping" in trip.doing else "a list in which every item begins with `-`"
    name, at = key["key"], trip.where.column
    above = _columns_above(trip)
    fix = (
        f"begin it in column {above}"
        if above and above != at
        else "indent it under the item it belongs to, or begin it in the column of the key that holds the list"
    )
    return trip.issue("yaml-syntax", f"`{name}` in column {at}, which does not fit the lines above it", expected, fix, *_span(trip, key))


def _columns_above(trip: Trip) -> int | None:
    """Return the column of the line above that is nearest to this line's, when it is told by the line above alone."""
    for number in range(trip.where.line - 1, 0, -1):
        line = trip.source.excerpt(number)
        key = _KEY.match(line)
        if key:
            return key.start("key") + 1
    return None


def _span(trip: Trip, key: re.Match[str] | None) -> tuple[int, int]:
    if not key:
        return trip.stopped, 1
    return trip.source.line_starts[trip.where.line - 1] + key.start("key"), len(key["key"])
