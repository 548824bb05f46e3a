"""What `check` prints: every issue of some schemes and their examples, and the verdict."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from improving_value.ending import print_issues, write_json
from improving_value.kernel.issues import Rejected
from improving_value.kernel.render import issue_as_json
from improving_value.listing import chosen, read_entries


def check_schemes(
    names: Sequence[str],
    schemes: Sequence[Path],
    datasets: Sequence[Path],
    parameters: Path | None,
    examples: bool,
    as_json: bool,
    today: date = date.min,
) -> int:
    """Check schemes and their examples; nothing checked is never fine. `today` is the day from which a review is gone by."""
    from improving_value.check.review import review_gone_by
    from improving_value.check.scheme import check_scheme
    from improving_value.examples import ExampleReader, failed_examples
    from improving_value.inspection import every_issue
    from improving_value.library import open_dictionary
    from improving_value.listing_ways import WaysGone

    loaded, issues = chosen(names, schemes)
    unreadable = {issue.where.file for issue in issues}
    dictionary = open_dictionary(datasets)
    entries = read_entries(parameters)
    issues = [
        issue
        for file in sorted(unreadable)
        for issue in every_issue([one for one in issues if one.where.file == file], file, dictionary, entries)
    ]
    ran = 0
    ways = WaysGone()
    for one in loaded:
        issues += review_gone_by(one, today)
        try:
            checked = check_scheme(one, dictionary, entries.get(one.scheme.scheme, {}))
        except Rejected as rejected:
            issues += every_issue(rejected.issues, one.source.file, dictionary, entries)
            continue
        issues += checked.warnings
        if examples:
            ran += len(one.scheme.examples)
            reader = ExampleReader(one, dictionary)
            failed = failed_examples(reader, checked.limits)
            if all(issue.code == "limit-without-example" for issue in failed):
                ways.add(reader, checked)
            issues += failed
    errors = [issue for issue in issues if issue.severity == "error"]
    if as_json:
        write_json(
            {
                "schemes": [one.scheme.scheme for one in loaded],
                "examples": ran,
                **ways.record(),
                "issues": [issue_as_json(issue) for issue in issues],
            }
        )
    else:
        if issues:
            print_issues(issues)
        schemes_checked = len(loaded) + len(unreadable)
        done = f"{schemes_checked} scheme{'' if schemes_checked == 1 else 's'} and {ran} example{'' if ran == 1 else 's'} checked"
        print(f"{done}: {_verdict(len(errors), len(issues) - len(errors))}.")
        ways.say()
    return 1 if errors or not loaded else 0


def _verdict(errors: int, warnings: int) -> str:
    beside = f"; {warnings} warning{'' if warnings == 1 else 's'}" if warnings else ""
    return (f"{errors} to mend" if errors else "nothing wrong") + beside
