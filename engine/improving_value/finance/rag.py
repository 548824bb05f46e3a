"""How delivery is rated red, amber or green: the rules in one table, with what they rest on."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True)
class Rule:
    """A rating, the least share of the plan to date that earns it (None: any), and what the threshold rests on."""

    rating: str
    at_least: Fraction | None
    basis: str


RULES = (
    Rule(
        "green",
        Fraction(95, 100),
        "convention: national plans were rated against criteria of their own, and no threshold of theirs is published",
    ),
    Rule("amber", Fraction(75, 100), "convention, as above"),
    Rule("red", None, "anything less"),
)
UNRATED = "not rated"
"""Where there is no plan to date, or the plan is nothing or negative."""


def rate(plan: int | None, actual: int | None) -> str:
    """Return the rating of what was claimed to date against the plan to date."""
    if plan is None or plan <= 0 or actual is None:
        return UNRATED
    share = Fraction(actual, plan)
    return next(rule.rating for rule in RULES if rule.at_least is None or share >= rule.at_least)


def rule_texts() -> tuple[str, ...]:
    """Return the rules as they are printed with what they rate."""
    said = [
        f"{rule.rating}: " + ("less" if rule.at_least is None else f"actual to date is at least {float(rule.at_least):.0%} of plan to date")
        for rule in RULES
    ]
    return (*said, f"{UNRATED}: no plan to date", f"basis: {RULES[0].basis}")
