"""The tests that explain a difference: what each of `kinds` asks, asked of the figures."""

from __future__ import annotations

from collections.abc import Callable

from improving_value.finance import kinds
from improving_value.finance.activity_lines import months_of
from improving_value.finance.claiming import NOT_IN_RUN
from improving_value.finance.evidence import Balance, Evidence, Found
from improving_value.finance.explaining_elsewhere import double, merged, other_scheme
from improving_value.finance.ledger import LedgerRow
from improving_value.finance.price_series import late_price

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
    if balance.cell.claim.sort != NOT_IN_RUN:
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
    marked = balance.cell.is_block or all(row.words["payment_mechanism"] == "block" for row in balance.rows)
    if not (balance.rows and marked) or balance.ledger:
        return None
    return Found(kinds.BLOCK, balance.difference, "on a block contract no cash is released in the year")


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
    months = months_of(balance.cell.period)
    return [
        month.label for month in months if not any(row.period.start < month.end and month.start < row.period.end for row in balance.rows)
    ]


def _never(balance: Balance, _: Evidence) -> Found | None:
    return None if balance.rows else Found(kinds.NOT_IN_LEDGER, balance.difference, "")


_TESTS: tuple[Test, ...] = (
    _not_in_run, _sign, _credit, _same_amount, _old_activity, _old_ledger, _block, double, other_scheme, merged, _late_price,
    _missing_month, _never,
)  # fmt: skip
"""In the order of `KINDS`."""
