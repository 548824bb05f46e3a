"""One comparison of a reconciliation on the terminal: both sides, what explains it, and what its lines came to, rule by rule."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from improving_value.kernel.issues import Issue, Location, Rejected
from improving_value.listing.reconcile import money_text, signed_text
from improving_value.listing.run import counted

if TYPE_CHECKING:
    from improving_value.finance.activity_lines import Line
    from improving_value.finance.reconcile import Item, Reconciliation
    from improving_value.reconciliation import Agreement


def show_comparison(found: Reconciliation, asked: Agreement, item: str | None, row: int | None) -> int:
    """Print the comparison of a number, or the one that a row of the ledger is in; 1 when it is not matched."""
    wanted = [one for one in found.items if one.number == item or any(row == other.number for other in one.cell.rows)]
    if not wanted:
        raise Rejected([_nothing(found, item, row)])
    for one in wanted:
        for line in _lines(found, one, asked):
            print(line)
    return int(any(part.class_ != "matched" for one in wanted for part in one.parts))


def _nothing(found: Reconciliation, item: str | None, row: int | None) -> Issue:
    said = f"comparison `{item}`" if item else f"row {row}"
    expected = f"a comparison from R0001 to {found.items[-1].number}, or a row of the ledger within {found.run.span.label}"
    return Issue("no-such-comparison", Location("--item" if item else "--row"), f"no {said}", expected, "look it up in reconciliation.csv")


def _lines(found: Reconciliation, item: Item, asked: Agreement) -> Iterator[str]:
    from improving_value.finance.kinds import CLASSES

    cell = item.cell
    title = next(one.title for one in CLASSES if one.class_ == item.class_)
    named = cell.claim.scheme + (f" {cell.claim.saving}" if cell.claim.saving else "")
    yield f"{item.number}: {named} at {cell.organisation}, {cell.period.label}: {title}"
    rows = ", ".join(f"row {row.number}" for row in cell.rows_claiming) or "no row"
    engine = f"not calculable: needs {cell.needs}" if cell.engine is None else f"£{money_text(cell.engine)}"
    yield f"  ledger £{money_text(item.ledger_pence)} ({rows}), engine {engine}, ledger minus engine {signed_text(item.difference)}"
    for part in item.parts:
        yield f"  {signed_text(part.pence)} {part.kind.title}: {part.said or part.kind.test}"
    for saving in cell.claim.savings:
        lines = found.lines.at(cell.claim.scheme, saving, cell.organisation, cell.period)
        yield from _by_rule(saving, lines)
    yield f"  each line with its key: {asked.out / 'internal' / 'reconciliation_lines.csv'}, comparison {item.number}"


def _by_rule(saving: str, lines: tuple[Line, ...]) -> Iterator[str]:
    """Yield how many lines each rule let through, left out or could not decide; never a line's key."""
    if not lines:
        yield f"  {saving}: no activity there"
        return
    each = any(line.pence is not None for line in lines)
    yield f"  {saving}, from {counted(len(lines), 'line')}" + ("" if each else " (worked out from all of them together):")
    groups: dict[tuple[str, str, str, str], list[Line]] = {}
    for line in lines:
        groups.setdefault((line.outcome, line.unit, line.rule, line.field), []).append(line)
    for (outcome, unit, rule, field), some in sorted(groups.items()):
        why = f": rule `{rule}`" + (f", `{field}` is missing" if field else "") if rule else ""
        pounds = f", £{money_text(sum(line.pence or 0 for line in some))}" if each and outcome == "eligible" else ""
        yield f"    {len(some):>5,} {unit} {outcome.replace('_', ' ')}{why}{pounds}"
