"""The kinds of difference: each found by a test that anyone can repeat, never by a guess."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    """A kind of difference, and the test that finds it, in words."""

    kind: str
    title: str
    test: str


AGREES = Kind("agrees", "agrees", "ledger and engine differ by nothing")
ROUNDING = Kind("pence_rounding", "pence rounding", "what is left is not nothing, but no more than the tolerance")
MERGED = Kind(
    "provider_merger",
    "provider merger",
    "the ledger's code was closed by then; its successor's figure is compared, or the two codes differ by the same amount",
)
EXACT_COPY = Kind("exact_copy", "the same row twice", "an earlier row of the ledger is the same in every cell")
SUPERSEDED = Kind(
    "superseded_flex", "flex beside freeze", "a flex row stands beside a freeze row of the same claim, organisation, reference and period"
)
SIGN = Kind("sign_error", "sign error", "with the sign of one row turned, ledger and engine agree")
CREDIT = Kind("credit_note", "credit note", "without one negative row, the others of the same period and the engine agree")
SAME_AMOUNT = Kind(
    "same_amount", "the same amount twice", "a row has the amount of another of the same period; without it, ledger and engine agree"
)
OLD_ACTIVITY = Kind(
    "restated_activity", "restated activity", "the ledger agrees with what the engine made of the earlier submission (--earlier-run)"
)
OLD_LEDGER = Kind("restated_ledger", "restated ledger", "the earlier ledger (--earlier-ledger) agreed with the engine; this one does not")
DOUBLE = Kind(
    "double_claim", "double claim",
    "what is over is what another scheme, which also claims it, saves on the same activity, row by row (or in the same double_count_group)",
)  # fmt: skip
OTHER_SCHEME = Kind(
    "other_scheme", "booked under another scheme", "what is over is exactly what another scheme saved there and does not claim"
)
LATE_PRICE = Kind(
    "late_price", "price agreed late",
    "two or more periods in a row differ by one ratio, to the penny a line, and the periods before or after them agree",
)  # fmt: skip
MISSING_MONTH = Kind("missing_month", "missing month", "the ledger has rows of this claim and organisation, but none for this month")
BLOCK = Kind(
    "block_contract",
    "block contract",
    "the rows claim nothing, and every one is marked block, or the run's payment terms say block: no cash comes back in the year",
)
NOT_IN_LEDGER = Kind("not_in_ledger", "never claimed", "the ledger has no row of this claim and organisation at all")
NOT_IN_RUN = Kind("scheme_not_in_run", "not in this run", "the run has no scheme of this name")
NO_AMOUNT = Kind("no_amount", "not calculable", "the engine has no amount to compare with; it says what it needs")
UNEXPLAINED = Kind("unexplained", "unexplained", "none of the tests explains it")

KINDS = (
    AGREES, ROUNDING, EXACT_COPY, SUPERSEDED, SIGN, CREDIT, SAME_AMOUNT, OLD_ACTIVITY, OLD_LEDGER, BLOCK, DOUBLE, OTHER_SCHEME, MERGED,
    LATE_PRICE, MISSING_MONTH, NOT_IN_LEDGER, NOT_IN_RUN, NO_AMOUNT, UNEXPLAINED,
)  # fmt: skip
"""In the order in which they are tried: the first that explains a difference to the tolerance has it."""


@dataclass(frozen=True)
class Class:
    """A class of item, and what belongs in it."""

    class_: str
    title: str
    meaning: str


CLASSES = (
    Class("matched", "matched", "ledger and engine agree to the tolerance"),
    Class("over_claimed", "over-claimed", "the ledger claims more than the eligible activity saved"),
    Class("under_claimed", "under-claimed", "the ledger claims less than the eligible activity saved"),
    Class("claimed_no_activity", "claimed with no eligible activity", "the ledger claims where the engine counted nothing"),
    Class("eligible_not_claimed", "eligible and not claimed", "the activity saved, and the ledger has no claim"),
    Class("duplicated", "duplicated", "a claim that the ledger holds a second time"),
    Class("not_calculable", "not calculable", "the engine cannot say what was saved, so the whole claim stands unconfirmed"),
)
