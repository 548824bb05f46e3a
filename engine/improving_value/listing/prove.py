"""What `prove` prints: the changes to a scheme that its examples do not notice, and examples that would."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from improving_value.ending import print_issues, write_json
from improving_value.kernel.issues import Issue, Rejected
from improving_value.kernel.processes import as_they_come
from improving_value.kernel.render import issue_as_json, render_issue
from improving_value.listing.common import chosen

if TYPE_CHECKING:
    from improving_value.prove.proof import Proof
    from improving_value.spec.load import LoadedScheme

MOST_SHOWN = 20


def prove_schemes(
    names: Sequence[str], schemes: Sequence[Path], datasets: Sequence[Path], suggestions: bool, as_json: bool, show_all: bool = False
) -> int:
    """Say which changes to schemes their own examples do not notice, of each scheme as soon as it is known; nothing proved is never fine."""
    loaded, issues = chosen(names, schemes)
    # A draft's examples are not finished; it is proved when it is asked for.
    asked = [one for one in loaded if names or one.scheme.status in ("in_review", "published")]
    proofs: list[Proof] = []
    for outcome in _all_proved(asked, tuple(datasets), suggestions):
        if isinstance(outcome, tuple):
            issues += outcome
            continue
        issues += outcome.issues
        proofs.append(outcome)
        if not as_json:
            _print(outcome, show_all)
    if as_json:
        write_json({"schemes": [_record(proof) for proof in proofs], "issues": [issue_as_json(issue) for issue in issues]})
    elif issues:
        print_issues(issues)
    return 1 if issues or not proofs or any(proof.survivors for proof in proofs) else 0


def _all_proved(loaded: Sequence[LoadedScheme], datasets: tuple[Path, ...], suggestions: bool) -> Iterator[Proof | tuple[Issue, ...]]:
    """Yield the proof of each scheme, or why there is none: in as many processes as there are processors, for it is all computing."""
    work = [(one, datasets, suggestions) for one in loaded]
    return as_they_come(_proved, work, [len(one.source.text) for one in loaded], fewest=2)


def _proved(work: tuple[LoadedScheme, tuple[Path, ...], bool]) -> Proof | tuple[Issue, ...]:
    from improving_value.library import open_dictionary
    from improving_value.prove.proof import prove

    loaded, datasets, suggestions = work
    try:
        return prove(loaded, open_dictionary(datasets), suggestions)
    except Rejected as rejected:
        return rejected.issues


def _print(proof: Proof, show_all: bool) -> None:
    plain = not sys.stdout.isatty() or bool(os.environ.get("NO_COLOR")) or os.environ.get("TERM") == "dumb"
    shown = proof.survivors if show_all else proof.survivors[:MOST_SHOWN]
    for survivor in shown:
        print(render_issue(survivor.issue, plain))
        if survivor.example:
            print(f"\n{survivor.example}")
        else:
            print(f"  at        {survivor.place}")
        print()
    if len(proof.survivors) > len(shown):
        print(f"... and {len(proof.survivors) - len(shown)} more: `--all` shows them\n")
    left = f"{len(proof.survivors)} not noticed" if proof.survivors else "every one noticed"
    none = f", {proof.equivalent} that are none" if proof.equivalent else ""
    print(
        f"{proof.scheme}: {proof.changes} changes, {proof.killed} noticed by an example, {proof.refused} refused by `check`{none}: {left}.",
        flush=True,
    )


def _record(proof: Proof) -> Mapping[str, object]:
    return {
        "scheme": proof.scheme,
        "changes": proof.changes,
        "noticed": proof.killed,
        "refused": proof.refused,
        "equivalent": proof.equivalent,
        "not_noticed": [
            {**issue_as_json(one.issue), "at": one.place, "before": one.before, "after": one.after, "example": one.example}
            for one in proof.survivors
        ],
    }
