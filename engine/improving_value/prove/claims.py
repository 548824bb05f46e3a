"""Changes that an author says are none, held to it: by the scheme's own examples, and by ten thousand rows made up around them."""

from __future__ import annotations

from collections.abc import Sequence

from improving_value.kernel.issues import Issue, Rejected
from improving_value.prove.change import Change
from improving_value.prove.crowd import ROWS, Crowd, TooFew
from improving_value.prove.suggest import Suggester
from improving_value.prove.trial import Changed
from improving_value.spec.models import Equivalent, Scheme

MOST = 3
"""Claims a scheme may make: one that needs more is better said more plainly."""


def checked_claims(suggester: Suggester, changes: Sequence[Change], survivors: Sequence[Change]) -> tuple[list[Change], list[Issue]]:
    """Return the changes that are none, as claimed and found so, and an issue for each claim that does not hold."""
    scheme = suggester.jury.loaded.scheme
    crowd = Crowd(suggester)
    sound: list[Change] = []
    issues: list[Issue] = []
    for index, claim in enumerate(scheme.equivalent):
        change = next((one for one in changes if _is_about(claim, one, scheme)), None)
        found = "a fourth claim" if index >= MOST else _against(change, survivors, crowd)
        if change is not None and not found:
            sound.append(change)
            continue
        source = suggester.jury.loaded.source
        expected = f"a change that {ROWS:,} made-up rows do not notice either; {MOST} of them at most"
        where = source.locate(("equivalent", index))
        issues.append(
            source.issue("not-equivalent", where, found, expected, "take the claim out, and write an example that notices the change")
        )
    return sound, issues


def _is_about(claim: Equivalent, change: Change, scheme: Scheme) -> bool:
    return (claim.at, claim.before, claim.after) == (change.place(scheme), change.before, change.after)


def _against(change: Change | None, survivors: Sequence[Change], crowd: Crowd) -> str:
    """Return what speaks against a claim; nothing when it holds."""
    if change is None:
        return "a change that `prove` does not make"
    if change not in survivors:
        return "a change that an example of this scheme notices, or that `check` refuses"
    try:
        told = crowd.tells_apart(Changed(crowd.suggester.jury, change))
    except Rejected:
        return "a change that `check` refuses"
    except TooFew:
        return f"a change to a scheme around whose examples {ROWS:,} rows cannot be made up"
    return f"rows for which `{told}` comes out otherwise" if told else ""
