"""What `reconcile` prints: the headline, each class with its items and pounds, what explains them, and what to do next."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from improving_value.ending import write_json
from improving_value.listing.run import counted

if TYPE_CHECKING:
    from improving_value.finance.reconcile import Reconciliation
    from improving_value.finance.totals import Total
    from improving_value.reconciliation import Agreement


def finish_reconciliation(found: Reconciliation, asked: Agreement, as_json: bool) -> int:
    """Say what came of a ledger. Returns 1 when anything is not matched: a difference is never success."""
    code = 0 if found.is_matched() else 1
    folder = asked.out / "internal"
    if as_json:
        from improving_value.report.reconciliation_files import record_of

        write_json({**record_of(found), "folder": str(folder)})
        return code
    for part in (_headline, _sorts, _positions):
        for line in part(found):
            print(line)
    print(f"\nItems:    {folder / 'reconciliation.csv'}")
    print(f"Lines:    {folder / 'reconciliation_lines.csv'}  (internal: a line's key may hold a patient's id)")
    print(f"Workbook: {(folder / 'reconciliation.xlsx').resolve()}")
    for line in _next(found, asked):
        print(line)
    return code


def _headline(found: Reconciliation) -> Iterator[str]:
    from improving_value.report.reconciliation_files import gbp

    schemes = len({item.cell.claim.scheme for item in found.items})
    rows = counted(len(found.ledger.rows), "ledger row")
    yield f"{found.run.span.label}: {rows} beside {counted(schemes, 'scheme')}, {counted(len(found.items), 'comparison')}, matched to £{gbp(found.tolerance)} each."
    if found.outside:
        pence = sum(row.claimed or 0 for row in found.outside)
        yield f"  not compared: {counted(len(found.outside), 'row')} outside {found.run.span.label}, £{money_text(pence)}"
    for note in found.ledger.notes:
        yield f"  note: {note}"
    cut = len({item.cell.claim for item in found.items if item.cell.cut == "lines"})
    if cut:
        yield f"  {counted(cut, 'claim')} compared by month from the dates of the lines, though the scheme reports longer periods"


def _sorts(found: Reconciliation) -> Iterator[str]:
    from improving_value.finance.totals import totals

    for total in totals(found):
        yield f"\n{total.sort}: ledger £{money_text(total.ledger)}, engine £{money_text(total.engine)}, ledger minus engine {signed_text(total.difference)}"
        yield from _classes(total)


def _classes(total: Total) -> Iterator[str]:
    from improving_value.finance.kinds import CLASSES, KINDS

    for one in CLASSES:
        items, pence = total.classes[one.class_]
        if items:
            yield f"  {one.title:<34}{items:>6,}  {signed_text(pence):>16}"
    told = [one for one in KINDS if one.kind in total.kinds and one.kind not in ("agrees", "unexplained")]
    if told:
        yield "  of which:"
    for kind in told:
        items, pence = total.kinds[kind.kind]
        yield f"    {kind.title:<32}{items:>6,}  {signed_text(pence):>16}"
    yield f"  {'residual that nothing explains':<40}  {signed_text(total.residual):>16}"


def _positions(found: Reconciliation) -> Iterator[str]:
    from improving_value.finance.positions import positions
    from improving_value.finance.rag import rule_texts

    rated: dict[str, int] = {}
    stand = positions(found)
    for one in stand:
        rated[one.rag_by_rule] = rated.get(one.rag_by_rule, 0) + 1
    ratings = ", ".join(f"{rated[name]} {name}" for name in ("green", "amber", "red", "not rated") if name in rated)
    yield f"\nDelivery to date against plan, by claim and organisation: {ratings}"
    yield f"  {'; '.join(rule_texts()[:-1])}"
    block = [one for one in stand if one.block_claimed and one.sort.startswith("cash releasing commissioner")]
    if block:
        yield (
            f"  £{money_text(sum(one.block_claimed for one in block))} is claimed as cash on block contracts, by "
            f"{counted(len({one.organisation for one in block}), 'organisation')}: none of it comes back to the commissioner in the year"
        )
    flex = sum(one.flex_to_date for one in stand)
    if flex:
        yield "  some months claimed are flex and may change before freeze: see positions.csv"


def _next(found: Reconciliation, asked: Agreement) -> Iterator[str]:
    """Say where to begin: at the largest difference that nothing explains, or the largest there is."""
    parts = [(part, item) for item in found.items for part in item.parts if part.class_ != "matched" and part.pence]
    if not parts:
        return
    unknown = [pair for pair in parts if pair[0].kind.kind == "unexplained"]
    part, item = max(unknown or parts, key=lambda pair: (abs(pair[0].pence), pair[1].number))
    cell = item.cell
    why = "nothing explains" if unknown else f"is the largest ({part.kind.title})"
    place = f"{cell.claim.scheme} at {cell.organisation}, {cell.period.label}"
    yield f"Next:     {item.number}, {place}: {signed_text(part.pence)} {why}"
    yield f"          `improving-value reconcile {asked.run} --ledger {asked.ledger} --item {item.number}` says what is behind it"


def money_text(pence: int) -> str:
    """Return pence as pounds with a comma for thousands, without the sign of the pound."""
    return f"{pence // 100:,}.{pence % 100:02d}" if pence >= 0 else f"-{money_text(-pence)}"


def signed_text(pence: int) -> str:
    """Return a difference with its sign; nothing is £0.00."""
    return "£0.00" if not pence else f"{'+' if pence > 0 else '-'}£{money_text(abs(pence))}"
