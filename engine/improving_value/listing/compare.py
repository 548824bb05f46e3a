"""What `compare` prints: what changed, whom it moves, what it does to KPIs and pounds, and where the review is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from improving_value.ending import write_json
from improving_value.listing.run import counted

if TYPE_CHECKING:
    from improving_value.compare.model import Change, Comparison, Wording

LONGEST = 110
"""Characters of a wording on the terminal; the review has it whole."""


def finish_comparison(comparison: Comparison, out: Path | None, as_json: bool) -> int:
    """Say what was found and where it is written. Returns 1 when the versions differ in meaning or in a figure."""
    code = 1 if comparison.is_different else 0
    folder = None if out is None else out / "internal"
    if as_json:
        from improving_value.report.review_files import record_of

        write_json({**record_of(comparison), "different": comparison.is_different, "folder": None if folder is None else str(folder)})
        return code
    for part in (_meaning, _units, _kpis, _pounds):
        for line in part(comparison):
            print(line)
    if folder is not None:
        print(f"\nUnits:  {folder / 'units_changed.csv'}")
        print(f"Review: {(folder / 'compare.html').resolve()}")
    return code


def _meaning(comparison: Comparison) -> Iterator[str]:
    from improving_value.report.review import change_heading, meaning_text, order_text

    yield f"{comparison.new.scheme.scheme}, {comparison.new.span.label}: {meaning_text(comparison)}"
    for change in comparison.changes:
        yield f"  {change_heading(change)}"
        yield from _details(change)
    if comparison.renamed or comparison.texts:
        yield f"  and in words only: {counted(len(comparison.renamed), 'new name')}, {counted(len(comparison.texts), 'text')}"
    if order_text(comparison):
        yield "  turned on in the order " + ", ".join(step.label for step in comparison.steps)


def _details(change: Change) -> Iterator[str]:
    for detail in change.details:
        old, new = _said(detail.old), _said(detail.new)
        if change.how == "changed":
            yield f"     {detail.label}: {old} → {new}"
        else:
            yield f"     {detail.label}: {new if detail.old is None else old}"


def _said(wording: Wording | None) -> str:
    return _cut("not there" if wording is None else wording.words)


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1].rstrip() + "…"


def _units(comparison: Comparison) -> Iterator[str]:
    from improving_value.report.review_figures import difference_text
    from improving_value.report.review_units import decided_text, movement_text

    yield "\nUnits that come out otherwise"
    for movement in comparison.movements:
        pounds = f" ({difference_text(movement.pence)})" if movement.pence is not None else ""
        yield f"  {movement.units:>6,}  {movement.unit}: {movement.respect}: {movement_text(movement)}{pounds}"
        yield f"          change {decided_text(comparison, movement)}" + (f": {_cut(movement.why)}" if movement.why else "")
    for unit in comparison.withheld:
        yield f"          {unit}: withheld, because it rests on a confidential value"
    if not comparison.movements:
        yield "    none" if not comparison.withheld else "    none that may be listed"


def _kpis(comparison: Comparison) -> Iterator[str]:
    from improving_value.report.content.cells import kpi_text
    from improving_value.report.review_figures import differing, kpi_difference

    yield "\nKPIs, all organisations"
    pairs = differing(comparison.kpis)
    for pair in pairs:
        old, new = ("not there" if row is None else kpi_text(row) for row in (pair.old, pair.new))
        category = f" [{pair.row.category}]" if pair.row.category else ""
        scenario = "" if pair.row.scenario == "default" else f" @{pair.row.scenario}"
        verdicts = [row.verdict.replace("_", " ") for row in (pair.old, pair.new) if row is not None]
        verdict = f", {verdicts[0]} → {verdicts[1]}" if len(set(verdicts)) == 2 else ""
        yield f"  {pair.name}{category}{scenario}: {old} → {new} ({kpi_difference(pair.old, pair.new)}{verdict})"
    if not pairs:
        yield "    no change"


def _pounds(comparison: Comparison) -> Iterator[str]:
    from improving_value.report.review_figures import amount_cell, difference_text

    yield "\nPounds, all organisations: old, what each change does, new"
    shown = [bridge for bridge in comparison.bridges if bridge.level == "all" and bridge.differs]
    for bridge in shown:
        scenario = "" if bridge.scenario == "default" else f" @{bridge.scenario}"
        steps = [f"{difference_text(part.pence)} (change {comparison.steps[part.step].label})" for part in bridge.parts if part.pence != 0]
        parts = "  ".join([amount_cell(bridge.old).text, *steps])
        yield f"  {bridge.name}{scenario}: {parts}  = {amount_cell(bridge.new).text}"
    if not shown:
        yield "    no change"
