"""The tests that find a difference's other half in another cell: another scheme's, or another code's of one merger."""

from __future__ import annotations

from collections.abc import Iterator

from improving_value.finance import kinds
from improving_value.finance.evidence import Balance, Evidence, Found


def _others(balance: Balance, evidence: Evidence) -> Iterator[Balance]:
    """Yield what other schemes have at the same organisation within the same period."""
    cell = balance.cell
    for other in evidence.at[cell.organisation]:
        theirs = other.cell
        if theirs.claim.scheme != cell.claim.scheme and theirs.claim.is_known and theirs.engine:
            if cell.period.start <= theirs.period.start and theirs.period.end <= cell.period.end:
                yield other


def double(balance: Balance, evidence: Evidence) -> Found | None:
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


def other_scheme(balance: Balance, evidence: Evidence) -> Found | None:
    """Told from chance by the penny, whatever the tolerance."""
    for other in _others(balance, evidence):
        if not other.rows and balance.difference == other.cell.engine and balance.rows:
            return Found(kinds.OTHER_SCHEME, balance.difference, f"it is what {other.cell.claim.scheme} saved and does not claim")
    for other in evidence.at[balance.cell.organisation] if not balance.rows else ():
        if other.rows and balance in _others(other, evidence) and other.difference == balance.cell.engine:
            return Found(kinds.OTHER_SCHEME, balance.difference, f"it is claimed under {other.cell.claim.scheme}")
    return None


def merged(balance: Balance, evidence: Evidence) -> Found | None:
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
