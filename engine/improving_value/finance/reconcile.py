"""Ledger beside engine: every cell classed, every difference explained as far as a test explains it, adding exactly."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from improving_value.finance import kinds
from improving_value.finance.activity_lines import ActivityLines
from improving_value.finance.evidence import Balance, Evidence, Found
from improving_value.finance.explaining import explain
from improving_value.finance.kinds import CLASSES, Kind
from improving_value.finance.ledger import Ledger, LedgerRow
from improving_value.finance.pairing import Cell, Place, pair
from improving_value.finance.run_folder import RunFolder


@dataclass(frozen=True)
class Part:
    """A part of one cell's difference: what class it belongs in, what kind it is, and its pence (ledger minus engine)."""

    class_: str
    kind: Kind
    pence: int
    said: str
    rows: tuple[int, ...] = ()
    """The rows of the ledger that it is, where it is rows."""


@dataclass(frozen=True)
class Item:
    """One comparison and the parts its difference is made of. `number` names it in every file."""

    number: str
    cell: Cell
    class_: str
    ledger_pence: int
    copied_pence: int
    parts: tuple[Part, ...]

    @property
    def difference(self) -> int:
        """Ledger minus engine; the whole claim where the engine has no amount."""
        return self.ledger_pence - (self.cell.engine or 0)


@dataclass(frozen=True)
class Reconciliation:
    """A ledger reconciled with a run. `ahead` are rows of what the run leaves of its financial year, compared with nothing."""

    ledger: Ledger
    run: RunFolder
    tolerance: int
    items: tuple[Item, ...]
    outside: tuple[LedgerRow, ...]
    lines: ActivityLines
    ahead: Mapping[Place, tuple[LedgerRow, ...]]

    @property
    def sorts(self) -> tuple[str, ...]:
        """The sorts of money there are; they are never added together."""
        return tuple(sorted({item.cell.claim.sort for item in self.items}))

    def parts(self, sort: str) -> Iterator[Part]:
        """Yield every part of one sort of money."""
        for item in self.items:
            if item.cell.claim.sort == sort:
                yield from item.parts

    def is_matched(self) -> bool:
        """Say whether every item is matched, and there is one."""
        return bool(self.items) and all(part.class_ == "matched" for item in self.items for part in item.parts)


@dataclass(frozen=True)
class Earlier:
    """What was sent before, to tell a restatement by."""

    run: RunFolder | None = None
    ledger: Ledger | None = None


def reconcile(ledger: Ledger, run: RunFolder, tolerance: int, earlier: Earlier | None = None) -> Reconciliation:
    """Return every item. `tolerance` is in pence, for each item. Raises Rejected when rows do not say what they claim."""
    earlier = earlier or Earlier()
    lines = ActivityLines(run)
    pairs = pair(ledger, run, lines)
    copies = _copies(pairs.cells)
    balances = [_balance(cell, copies) for cell in pairs.cells]
    evidence = Evidence(
        tolerance,
        {balance.key: balance for balance in balances},
        lines,
        _engine_then(ledger, earlier.run),
        _ledger_then(earlier.ledger, run, lines),
    )
    items = [_item(number, balance, copies, evidence) for number, balance in enumerate(balances, start=1)]
    return Reconciliation(ledger, run, tolerance, tuple(items), pairs.outside, lines, pairs.ahead)


def _copies(cells: Sequence[Cell]) -> Mapping[int, Kind]:
    """Return the rows that stand for nothing of their own, by number: second copies, and flex that freeze has taken the place of."""
    found: dict[int, Kind] = {}
    for cell in cells:
        seen: set[tuple[str, ...]] = set()
        for row in cell.rows_claiming:
            if row.written in seen:
                found[row.number] = kinds.EXACT_COPY
            elif row.words["data_status"] == "flex" and any(_same_slice(row, other) for other in cell.rows_claiming):
                found[row.number] = kinds.SUPERSEDED
            seen.add(row.written)
    return found


def _same_slice(flex: LedgerRow, other: LedgerRow) -> bool:
    """Say whether a freeze row restates a flex row."""
    same = (flex.period, flex.provider, flex.words["unique_ref"]) == (other.period, other.provider, other.words["unique_ref"])
    return same and other.words["data_status"] == "freeze"


def _balance(cell: Cell, copies: Mapping[int, Kind]) -> Balance:
    rows = tuple(row for row in cell.rows_claiming if row.number not in copies)
    return Balance(cell, rows, sum(row.claimed or 0 for row in rows))


def _engine_then(ledger: Ledger, run: RunFolder | None) -> Mapping[tuple[str, str, str, str], int]:
    """Return what an earlier run comes to in each cell."""
    if run is None:
        return {}
    cells = pair(ledger, run, ActivityLines(run)).cells
    return {Balance(cell, (), 0).key: cell.engine for cell in cells if cell.engine is not None}


def _ledger_then(ledger: Ledger | None, run: RunFolder, lines: ActivityLines) -> Mapping[tuple[str, str, str, str], int]:
    """Return what an earlier ledger claims in each cell in which it claims anything."""
    if ledger is None:
        return {}
    cells = pair(ledger, run, lines).cells
    return {Balance(cell, (), 0).key: sum(row.claimed or 0 for row in cell.rows_claiming) for cell in cells if cell.rows_claiming}


def _item(number: int, balance: Balance, copies: Mapping[int, Kind], evidence: Evidence) -> Item:
    cell = balance.cell
    parts = [
        Part("duplicated", copies[row.number], row.claimed or 0, f"row {row.number} of the ledger", (row.number,))
        for row in cell.rows_claiming
        if row.number in copies
    ]
    class_ = class_of(balance, evidence.tolerance)
    found = _found(balance, class_, evidence)
    parts += [Part(one.class_ or class_, one.kind, one.pence, one.said) for one in found if one.pence or len(found) == 1]
    ledger = sum(row.claimed or 0 for row in cell.rows_claiming)
    copied = sum(part.pence for part in parts if part.kind in (kinds.EXACT_COPY, kinds.SUPERSEDED))
    return Item(f"R{number:04d}", cell, class_, ledger, copied, tuple(parts))


def class_of(balance: Balance, tolerance: int) -> str:
    """Return the class of a cell by its rows and its activity, copies left out."""
    cell = balance.cell
    if cell.engine is None:
        return "not_calculable"
    difference = balance.difference
    # However little is claimed under a scheme that the run does not have, there is nothing for it to match.
    if abs(difference) <= (tolerance if cell.claim.is_known else 0):
        return "matched"
    if not balance.rows:
        return "eligible_not_claimed"
    if not cell.eligible and not cell.engine:
        return "claimed_no_activity"
    return "over_claimed" if difference > 0 else "under_claimed"


def _found(balance: Balance, class_: str, evidence: Evidence) -> list[Found]:
    """Return what a cell's difference is made of: always the whole of it."""
    cell, difference = balance.cell, balance.difference
    if class_ == "not_calculable":
        return [Found(kinds.NO_AMOUNT, balance.ledger, f"needs {cell.needs}" if cell.needs else "")]
    if class_ == "matched":
        merged = any(cell.organisation not in (row.provider, row.commissioner, "all") for row in balance.rows)
        plain = kinds.MERGED if merged else kinds.AGREES if not difference else kinds.ROUNDING
        codes = ", ".join(sorted({row.provider for row in balance.rows if row.provider != cell.organisation}))
        return [Found(plain, difference, f"{codes} was succeeded by {cell.organisation}" if merged else "")]
    return explain(balance, evidence)


def class_titles() -> Mapping[str, str]:
    """Return what each class is called."""
    return {one.class_: one.title for one in CLASSES}
