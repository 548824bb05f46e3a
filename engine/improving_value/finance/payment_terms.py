"""Payment terms: which row of the table holds for a line, and what it makes of the line's pence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from improving_value.finance.model import Combined, Kept, Split
from improving_value.kernel.issues import Issue, Location
from improving_value.kernel.periods import Period
from improving_value.spec.models import Saving

DATASET = "payment_terms"
_NO_TERMS = "payment terms: a file payment_terms.csv, which says how each provider is paid"
_BY_ACTIVITY = ("pass_through", "cost_and_volume")
"""Mechanisms under which the commissioner pays for what is done, so that what is not done is not paid for."""


@dataclass(frozen=True)
class Term:
    """One row of the table: for a provider, and for one saving, a scheme, a sort of activity or everything, from one day to another."""

    provider: str
    scheme: str
    saving: str
    activity: str
    mechanism: str
    share: Decimal | None
    starts: date | None
    ends: date | None
    source: str

    def closeness(self) -> int:
        """Return how much the row says of what it is for: the one that says most holds."""
        return 4 * bool(self.saving) + 2 * bool(self.scheme) + bool(self.activity)

    def touches(self, start: date, end: date) -> bool:
        return (self.starts is None or self.starts < end) and (self.ends is None or start < self.ends)

    def covers(self, start: date, end: date) -> bool:
        return (self.starts is None or self.starts <= start) and (self.ends is None or end <= self.ends)


def terms_of(rows: Sequence[Mapping[str, Any]]) -> tuple[Term, ...]:
    """Return the rows of the table as terms."""
    return tuple(
        Term(
            str(row["provider_code"]),
            str(row.get("scheme") or ""),
            str(row.get("saving") or ""),
            str(row.get("activity") or ""),
            str(row["mechanism"]),
            row.get("commissioner_share"),
            row.get("valid_from"),
            row.get("valid_until"),
            str(row.get("source") or ""),
        )
        for row in rows
    )


def term_faults(terms: Sequence[Term], file: str) -> list[Issue]:
    """Return what keeps terms from being used: two rows for the same days, a share that is split and not said."""
    faults = []
    for number, term in enumerate(terms, start=1):
        if term.mechanism == "gain_share" and term.share is None:
            faults.append(
                Issue(
                    "share-not-said",
                    Location(file),
                    f"a gain share without `commissioner_share` (row {number})",
                    "the commissioner's share, from 0 to 1",
                    "write the share, or another mechanism",
                )
            )
        for other in terms[: number - 1]:
            if _for_the_same(term, other) and term.touches(other.starts or date.min, other.ends or date.max):
                faults.append(
                    Issue(
                        "terms-overlap",
                        Location(file),
                        f"a second row for the same provider, service and days (row {number})",
                        "one row for each day",
                        "end the first where the second begins: valid_until is the first day that it no longer holds",
                    )
                )
    return faults


def _for_the_same(term: Term, other: Term) -> bool:
    return (term.provider, term.scheme, term.saving, term.activity) == (other.provider, other.scheme, other.saving, other.activity)


def terms_for_nobody(
    terms: Sequence[Term], providers: Sequence[str], savings: Mapping[str, Sequence[str]], kinds: Sequence[str], file: str
) -> list[Issue]:
    """Return a warning for each name in the table that nothing goes by: a slip there would leave a line without terms."""
    found: dict[tuple[str, str], None] = {}
    for term in terms:
        unknown = [("provider_code", term.provider)] if term.provider not in providers else []
        unknown += [("scheme", term.scheme)] if term.scheme and term.scheme not in savings else []
        if term.saving and term.saving not in {
            name for scheme in ([term.scheme] if term.scheme in savings else savings) for name in savings[scheme]
        }:
            unknown.append(("saving", term.saving))
        unknown += [("activity", term.activity)] if term.activity and term.activity not in kinds else []
        found.update(dict.fromkeys(unknown))
    return [
        Issue(
            "terms-for-nobody",
            Location(file),
            f"`{name}` in the column `{column}`, which nothing in this run is called",
            "a provider, scheme, saving or sort of activity of the run",
            "correct the name, or leave the row for a run that has it",
            "warning",
        )
        for column, name in found
    ]


def who_keeps(one: Combined, saving: Saving, kinds: Sequence[str], terms: Sequence[Term], period: Period) -> Kept:
    """Return who keeps a line, by the terms of its provider; `kinds` are the sorts of activity that it claims, `period` the line's own."""
    line = one.line
    if not terms:
        return Kept(one, "", "", None, None, _NO_TERMS)
    if line.level != "provider":
        return Kept(one, "", "", None, None, "a line for each provider: this one is not worked out provider by provider")
    fitting = [
        term
        for term in terms
        if term.provider == line.organisation
        and term.scheme in ("", line.scheme)
        and term.saving in ("", line.saving)
        and (not term.activity or term.activity in kinds)
        and term.touches(period.start, period.end)
    ]
    closest = max((term.closeness() for term in fitting), default=0)
    held = [term for term in fitting if term.closeness() == closest]
    if not held:
        return Kept(one, "", "", None, None, f"payment terms of {line.organisation} for {line.period}")
    # Two sorts of activity paid for in two ways, or terms that change meanwhile, do not say what becomes of one amount.
    if len({(term.mechanism, term.share) for term in held}) > 1 or not _whole(held, period.start, period.end):
        return Kept(one, "", "", None, None, f"one way of payment for all of {line.period} at {line.organisation}")
    term = held[0]
    if term.mechanism == "local" and term.share is None:
        return Kept(one, term.mechanism, term.source, None, None, f"the commissioner's share under the local terms of {line.organisation}")
    return Kept(one, term.mechanism, term.source, split(line.pence, saving, term), split(one.in_combination, saving, term), "")


def _whole(held: Sequence[Term], start: date, end: date) -> bool:
    """Say whether rows, one after the other, cover a period."""
    reached = start
    for term in sorted(held, key=lambda term: term.starts or date.min):
        if term.starts is not None and term.starts > reached:
            return False
        if term.ends is None:
            return True
        reached = max(reached, term.ends)
    return reached >= end


def split(pence: int, saving: Saving, term: Term) -> Split:
    """Return where a line's pence end up; the parts add up to it, whatever its sign."""
    share = _share(pence, term.share or Decimal(0)) if term.mechanism in ("gain_share", "local") else 0
    rest = pence - share
    shared = term.mechanism in ("gain_share", "local")
    paid_for = term.mechanism in _BY_ACTIVITY
    if saving.transfer:
        # What is not paid for by activity has no price to change.
        return Split(transfer=pence) if paid_for else Split(transfer=share, unreleased=rest)
    match saving.class_:
        case "cost_avoidance":
            return Split(avoided=pence)
        case "capacity_releasing":
            if saving.payer == "provider" or term.mechanism == "block":
                return Split(capacity=pence)
            return Split(commissioner=share, capacity=rest) if shared else Split(commissioner=pence)
        case "cash_releasing_provider":
            if shared:
                return Split(commissioner=share, provider=rest)
            return Split(commissioner=pence) if term.mechanism == "pass_through" else Split(provider=pence)
        case _:
            if shared:
                return Split(commissioner=share, provider=rest)
            return Split(commissioner=pence) if paid_for else Split(provider=pence)


def _share(pence: int, share: Decimal) -> int:
    """Return the commissioner's share in whole pence, half a penny going up; the provider has the rest."""
    whole = int((abs(pence) * share).to_integral_value(ROUND_HALF_UP))
    return whole if pence >= 0 else -whole
