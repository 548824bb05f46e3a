"""What `challenge` prints: each test with what failed it, and where the lists are."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from improving_value.ending import print_issues, write_json

if TYPE_CHECKING:
    from improving_value.assess.assessment import NotRun
    from improving_value.finance.challenges import Challenges, Finding


def finish_challenge(found: Challenges, not_run: Sequence[NotRun], out: Path | None, as_json: bool) -> int:
    """Say what failed and where it is listed. Returns 1 when anything failed, could not be tested or was not run."""
    from improving_value.report.challenge_files import record_of
    from improving_value.report.numbers import listed

    folder = None if out is None else out / "internal"
    issues = [issue for one in not_run for issue in one.issues]
    code = 1 if found.findings or found.left_out or issues else 0
    record = record_of(found, ())
    if as_json:
        write_json({**record, "not_run": [one.scheme for one in not_run], "folder": str(folder or "")})
        return code
    if issues:
        print_issues(issues)
    print(f"{found.span}: {len(found.tests)} tests of {len(found.tested)} sorts of line and total.")
    for kind, heading in (("line", "Lines"), ("total", "Totals")):
        tests = [test for test in found.tests if test.kind == kind]
        if tests:
            print(f"\n{heading}")
        for test in tests:
            own = [one for one in found.findings if one.test == test]
            failed = [one for one in own if not one.is_query]
            print(f"  {test.title}: {_said(failed, kind)} of {found.tested[test.scheme, test.unit]:,}{_unsaid(len(own) - len(failed))}")
    for title, absent in found.left_out:
        print(f"  not done: {title}" + (f"; no {listed(list(absent))}" if absent else "; rests on a confidential value"))
    if any(test.kind == "line" for test in found.tests):
        print(f"\nClaimed, each line once: {_gbp(found.claimed)}. Totals are asked about and not added: the lines may be why they differ.")
    if folder is not None:
        print(f"All:      {folder / 'challenge.csv'}")
        print(f"To send:  {folder.resolve()}/PROVIDER/challenge.html and challenge.csv, for {', '.join(found.providers) or 'nobody'}")
    return code


def _said(some: Sequence[Finding], kind: str) -> str:
    if not some:
        return "none"
    pence = [one.pence or 0 for one in some]
    if kind == "total":  # what is too much at one place does not make up for what is too little at another
        more, less = sum(one for one in pence if one > 0), sum(one for one in pence if one < 0)
        said = [text for text in (more and f"+{_gbp(more)}", less and _gbp(less)) if text]
        return f"{len(some):,} ({', '.join(said)})"
    return f"{len(some):,} ({_gbp(sum(pence))} at issue, {_gbp(sum(one.claimed for one in some))} claimed)"


def _unsaid(queries: int) -> str:
    return f"; {queries:,} cannot be tested" if queries else ""


def _gbp(pence: int) -> str:
    from improving_value.report.numbers import pounds

    return pounds(pence)
