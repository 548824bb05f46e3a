"""Bridges to files: the page, the parts of every figure, the units put down to each, and the record."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from improving_value import __version__
from improving_value.assess.assessment import pounds
from improving_value.finance.bridge_runs import Bridged
from improving_value.finance.bridges import ORDER
from improving_value.report.bridge_page import render_bridges
from improving_value.report.tables import write_csv, write_json

MARK = "bridge.json"
"""Only a folder that has one is a bridge's to replace."""

COLUMNS = (
    "scheme", "figure", "class", "state", "organisation", "old_gbp", *(f"{kind}_gbp" for kind in ORDER), "new_gbp", "difference_gbp",
    *(f"{kind}_reverse_order_gbp" for kind in ORDER), "note",
)  # fmt: skip
UNITS = ("scheme", "figure", "organisation", "unit_key", "old_gbp", "new_gbp", "difference_gbp", "kind", "kind_reverse_order")


def write_bridges(found: Bridged, folder: Path, today: date) -> None:
    """Write the page, the two tables and the record into a folder."""
    (folder / "bridge.html").write_text(render_bridges(found, today.isoformat()), encoding="utf-8", newline="\n")
    write_csv(folder / "bridge.csv", COLUMNS, _rows(found))
    write_csv(folder / "bridge_units.csv", UNITS, _units(found))
    write_json(folder / MARK, record_of(found))


def record_of(found: Bridged) -> dict[str, object]:
    """Return what was bridged, what differs, and every figure of all organisations, without any unit."""
    return {
        "engine_version": __version__,
        "old": {"span": found.old.span.label, "engine_version": found.old.record["engine_version"]},
        "new": {"span": found.new.span.label, "engine_version": found.new.record["engine_version"]},
        "order": list(ORDER),
        "differs_in": {scheme: list(causes.names) for scheme, causes in found.causes.items()},
        "not_in_both": list(found.not_in_both),
        "bridges": [
            {
                "scheme": one.scheme,
                "figure": one.figure,
                "old_gbp": pounds(one.split.old),
                "parts_gbp": {kind: pounds(pence) for kind, pence in one.split.parts.items()},
                "reverse_order_gbp": {kind: pounds(pence) for kind, pence in one.split.reverse.items()},
                "new_gbp": pounds(one.split.new),
                "left_out": list(one.left_out),
            }
            for one in found.bridges
            if one.split is not None and one.organisation == "all"
        ],
    }


def _gbp(pence: int | None) -> str:
    return "" if pence is None else str(pounds(pence))


def _rows(found: Bridged) -> Iterator[tuple[str, ...]]:
    for one in found.bridges:
        head = (one.scheme, one.figure, one.class_, one.state, one.organisation)
        note = one.note or one.why_not or (f"without {', '.join(one.left_out)}" if one.left_out else "")
        if one.split is None:
            yield (*head, *("" for _ in COLUMNS[len(head) : -1]), note)
            continue
        ends = (_gbp(one.split.new), _gbp(one.split.new - one.split.old))
        forward, reverse = ([_gbp(parts[kind]) for kind in ORDER] for parts in (one.split.parts, one.split.reverse))
        yield (*head, _gbp(one.split.old), *forward, *ends, *reverse, note)


def _units(found: Bridged) -> Iterator[tuple[str, ...]]:
    for one in found.bridges:
        for change in one.split.changes if one.split is not None else ():
            difference = (change.new or 0) - (change.old or 0)
            pence = (_gbp(change.old), _gbp(change.new), _gbp(difference))
            yield (one.scheme, one.figure, one.organisation, change.key, *pence, change.kind, change.kind_reversed)
