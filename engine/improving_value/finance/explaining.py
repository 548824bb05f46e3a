"""The tests that explain a difference: what each of `kinds` asks, asked of the figures."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from improving_value.finance import kinds
from improving_value.finance.activity_lines import ActivityLines
from improving_value.finance.kinds import Kind
from improving_value.finance.ledger import LedgerRow
from improving_value.finance.pairing import Cell
from improving_value.finance.price_series import late_price

Key = tuple[str, str, str, str]
"""Scheme, saving (empty: all it delivers), organisation, period's label."""


@dataclass(frozen=True)
class Balance:
    """A cell with the rows that stand for something of their own, and what they claim."""

    cell: Cell
    rows: tuple[LedgerRow, ...]
    ledger: int

    @property
    def key(self) -> Key:
        cell = self.cell
        return (cell.claim.scheme, cell.claim.saving, cell.organisation, cell.period.label)

    @property
    def difference(self) -> int:
        """Ledger minus engine."""
        return self.ledger - (self.cell.engine or 0)


@dataclass(frozen=True)
class Found:
    """What a test found: its kind, the pence it explains, and what is to be said. `class_` where it is not the cell's own."""

    kind: Kind
    pence: int
    said: str
    class_: str = ""


@dataclass(frozen=True)
class Evidence:
    """All that the tests may look at."""

    tolerance: int
    balances: Mapping[Key, Balance]
    lines: ActivityLines
    engine_then: Mapping[Key, int]
    ledger_then: Mapping[Key, int]

    @cached_property
    def series(self) -> Mapping[tuple[str, str, str], tuple[Balance, ...]]:
        """The balances of each claim and organisation, in the order of their periods."""
        found: dict[tuple[str, str, str], list[Balance]] = {}
        for balance in self.balances.values():
            found.setdefault(balance.key[:3], []).append(balance)
        return {place: tuple(sorted(some, key=lambda one: one.cell.period.start)) for place, some in found.items()}

    @cached_property
    def at(self) -> Mapping[str, tuple[Balance, ...]]:
        """The balances of each organisation."""
        found: dict[str, list[Balance]] = {}
        for balance in self.balances.values():
            found.setdefault(balance.cell.organisation, []).append(balance)
        return {organisation: tuple(some) for organisation, some in found.items()}

    def is_close(self, pence: int) -> bool:
        return abs(pence) <= self.tolerance


Test = Callable[[Balance, Evidence], Found | None]


def explain(balance: Balance, evidence: Evidence) -> list[Found]:
    """Return the first explanation, and what little it leaves; or that there is none."""
    for test in _TESTS:
        found = test(balance, evidence)
        if found is not None:
            left = balance.difference - found.pence
            return [found, Found(kinds.ROUNDING, left, "", "matched")] if left else [found]
    return [Found(kinds.UNEXPLAINED, balance.difference, "")]


def _claimed(row: LedgerRow) -> int:
    return row.claimed or 0


def _not_in_run(balance: Balance, _: Evidence) -> Found | None:
    if balance.cell.claim.is_known:
        return None
    return Found(kinds.NOT_IN_RUN, balance.difference, f"`{balance.cell.claim.scheme}` is not in the run")


def _sign(balance: Balance, evidence: Evidence) -> Found | None:
    for row in balance.rows:
        if _claimed(row) and evidence.is_close(balance.difference - 2 * _claimed(row)):
            return Found(kinds.SIGN, 2 * _claimed(row), f"row {row.number} has the other sign")
    return None


def _credit(balance: Balance, evidence: Evidence) -> Found | None:
    for row in balance.rows if len(balance.rows) > 1 else ():
        if _claimed(row) < 0 and evidence.is_close(balance.difference - _claimed(row)):
            return Found(kinds.CREDIT, _claimed(row), f"row {row.number} credits what the activity does not show")
    return None


def _same_amount(balance: Balance, evidence: Evidence) -> Found | None:
    for index, row in enumerate(balance.rows):
        first = next((other for other in balance.rows[:index] if other.claimed == row.claimed and other.claimed), None)
        if first is not None and evidence.is_close(balance.difference - _claimed(row)):
            return Found(kinds.SAME_AMOUNT, _claimed(row), f"row {row.number} has the amount of row {first.number}", "duplicated")
    return None


def _old_activity(balance: Balance, evidence: Evidence) -> Found | None:
    then, now = evidence.engine_then.get(balance.key), balance.cell.engine
    if then is None or now is None or then == now or not evidence.is_close(balance.ledger - then) or not balance.rows:
        return None
    return Found(kinds.OLD_ACTIVITY, then - now, "the ledger holds the figure of the earlier submission")


def _old_ledger(balance: Balance, evidence: Evidence) -> Found | None:
    then, now = evidence.ledger_then.get(balance.key), balance.cell.engine
    if then is None or now is None or then == balance.ledger or not evidence.is_close(then - now):
        return None
    return Found(kinds.OLD_LEDGER, balance.ledger - then, "the ledger was restated since it agreed")


def _block(balance: Balance, _: Evidence) -> Found | None:
    marked = balance.rows and all(row.words["payment_mechanism"] == "block" for row in balance.rows)
    if not marked or balance.ledger:
        return None
    return Found(kinds.BLOCK, balance.difference, "on a block contract no cash is released in the year")


def _others(balance: Balance, evidence: Evidence) -> Iterator[Balance]:
    """Yield what other schemes have at the same organisation within the same period."""
    cell = balance.cell
    for other in evidence.at[cell.organisation]:
        theirs = other.cell
        if theirs.claim.scheme != cell.claim.scheme and theirs.claim.is_known and theirs.engine:
            if cell.period.start <= theirs.period.start and theirs.period.end <= cell.period.end:
                yield other


def _double(balance: Balance, evidence: Evidence) -> Found | None:
    """What is over is another claim's saving on shared activity: that of one of its periods, or of all within this one."""
    claims: dict[tuple[str, str], list[Balance]] = {}
    for other in _others(balance, evidence) if balance.difference > 0 else ():
        if other.ledger > 0:
            claims.setdefault(other.key[:2], []).append(other)
    for (scheme, _), others in claims.items():
        shared = [_shared(balance, other, evidence) for other in others]
        known = [pence for pence in shared if pence is not None]
        for pence in (*known, sum(known)):
            if pence and evidence.is_close(balance.difference - pence):
                return Found(kinds.DOUBLE, pence, f"{scheme} claims the same activity")
    return None


def _shared(balance: Balance, other: Balance, evidence: Evidence) -> int | None:
    """Return what another claim saves on activity that this one's scheme draws on too; all of it where the ledger groups the two."""
    theirs = other.cell
    if _groups(balance) & _groups(other):
        return theirs.engine
    found = [
        evidence.lines.pence_shared(theirs.claim.scheme, saving, theirs.organisation, theirs.period, balance.cell.claim.scheme)
        for saving in theirs.claim.savings
    ]
    known = [pence for pence in found if pence is not None]
    return sum(known) if known and balance.cell.claim.is_known else None


def _groups(balance: Balance) -> set[str]:
    return {row.words["double_count_group"] for row in balance.rows} - {""}


def _other_scheme(balance: Balance, evidence: Evidence) -> Found | None:
    """Told from chance by the penny, whatever the tolerance."""
    for other in _others(balance, evidence):
        if not other.rows and balance.difference == other.cell.engine and balance.rows:
            return Found(kinds.OTHER_SCHEME, balance.difference, f"it is what {other.cell.claim.scheme} saved and does not claim")
    for other in evidence.at[balance.cell.organisation] if not balance.rows else ():
        if other.rows and balance in _others(other, evidence) and other.difference == balance.cell.engine:
            return Found(kinds.OTHER_SCHEME, balance.difference, f"it is claimed under {other.cell.claim.scheme}")
    return None


def _merged(balance: Balance, evidence: Evidence) -> Found | None:
    """Two codes of one merger that differ by the same amount, one over and one under."""
    cell = balance.cell
    for (scheme, saving, organisation, period), other in evidence.balances.items():
        if (scheme, saving, period) != (cell.claim.scheme, cell.claim.saving, cell.period.label) or other is balance:
            continue
        if evidence.is_close(balance.difference + other.difference) and _merge(cell.organisation, organisation, evidence):
            return Found(kinds.MERGED, balance.difference, f"{cell.organisation} and {organisation} are two codes of one merger")
    return None


def _merge(one: str, other: str, evidence: Evidence) -> bool:
    rows = evidence.lines.run.organisations.rows
    return any({row.provider_code, row.successor or ""} == {one, other} for row in rows)


def _late_price(balance: Balance, evidence: Evidence) -> Found | None:
    series = evidence.series[balance.key[:3]]
    figures = [(one.ledger, one.cell.engine or 0, one.cell.eligible) if one.rows else None for one in series]
    found = late_price(figures, series.index(balance), evidence.tolerance)
    if found is None:
        return None
    first, last, ratio = found
    between = f"from {series[first].cell.period.label} to {series[last].cell.period.label}"
    return Found(kinds.LATE_PRICE, balance.difference, f"{between} the ledger is {ratio:.4f} times the engine")


def _missing_month(balance: Balance, evidence: Evidence) -> Found | None:
    """A period with no row; or, where the engine's figure is of several months, one with no row for some of them."""
    series = evidence.series[balance.key[:3]]
    if not any(one.rows for one in series):
        return None
    if not balance.rows:
        return Found(kinds.MISSING_MONTH, balance.difference, f"no row for {balance.cell.period.label}")
    lacking = _months_without(balance)
    if lacking and balance.difference < 0:
        return Found(
            kinds.MISSING_MONTH,
            balance.difference,
            f"no row for {', '.join(lacking)}; the engine's figure is of {balance.cell.period.label}",
        )
    return None


def _months_without(balance: Balance) -> list[str]:
    from improving_value.finance.activity_lines import months_of

    months = months_of(balance.cell.period)
    return [
        month.label for month in months if not any(row.period.start < month.end and month.start < row.period.end for row in balance.rows)
    ]


def _never(balance: Balance, _: Evidence) -> Found | None:
    return None if balance.rows else Found(kinds.NOT_IN_LEDGER, balance.difference, "")


_TESTS: tuple[Test, ...] = (
    _not_in_run, _sign, _credit, _same_amount, _old_activity, _old_ledger, _block, _double, _other_scheme, _merged, _late_price,
    _missing_month, _never,
)  # fmt: skip
"""In the order of `KINDS`."""
