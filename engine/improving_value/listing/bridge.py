"""What `bridge` prints: what two runs differ in, and the way of every figure from one to the other."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from improving_value.ending import write_json

if TYPE_CHECKING:
    from collections.abc import Mapping

    from improving_value.finance.bridge_runs import Bridge, Bridged


def finish_bridge(found: Bridged, out: Path | None, as_json: bool) -> int:
    """Say why the figures differ. Returns 1 when one does, or cannot be bridged."""
    from improving_value.report.bridge_files import record_of
    from improving_value.report.bridge_page import what_matters

    folder = None if out is None else out / "internal"
    code = 1 if any(one.split is None or one.split.old != one.split.new for one in found.bridges) else 0
    if as_json:
        write_json({**record_of(found), "folder": None if folder is None else str(folder)})
        return code
    print(f"{found.old.span.label} to {found.new.span.label}")
    for line in what_matters(found):
        print(f"  {line}")
    for name in found.not_in_both:
        print(f"  {name} is in one of the runs only")
    print("\nAll organisations: old, what each kind makes, new")
    for one in found.bridges:
        if one.organisation == "all" and one.split is not None and (one.split.old != one.split.new or one.split.depends_on_order):
            _say(one)
    lacking = sum(1 for one in found.bridges if one.split is None)
    if lacking:
        print(f"\n{lacking} figures cannot be bridged, because one run or the other has no amount for them.")
    if folder is not None:
        print(f"\nParts: {folder / 'bridge.csv'}")
        print(f"Page:  {(folder / 'bridge.html').resolve()}")
    return code


def _say(one: Bridge) -> None:
    from improving_value.report.numbers import pounds

    assert one.split is not None
    print(f"  {one.scheme}.{one.figure}: {pounds(one.split.old)}{_parts(one.split.parts)}  = {pounds(one.split.new)}")
    if one.split.depends_on_order:
        print(f"      in the reverse order:{_parts(one.split.reverse)}")
    if one.left_out:
        print(f"      without {', '.join(one.left_out)}")


def _parts(parts: Mapping[str, int]) -> str:
    from improving_value.report.numbers import pounds

    return "".join(f"  {'+' if pence > 0 else ''}{pounds(pence)} ({kind})" for kind, pence in parts.items() if pence)
