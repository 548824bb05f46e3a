"""What `check` says of scheme files: what is wrong with them, whether their examples hold, and which ways those go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from improving_value.check.review import review_gone_by
from improving_value.check.scheme import check_scheme
from improving_value.ending import print_issues, write_json
from improving_value.examples.running import ExampleReader, failed_examples
from improving_value.inspection import every_issue
from improving_value.kernel.issues import Issue, Rejected
from improving_value.kernel.processes import in_processes
from improving_value.kernel.render import issue_as_json
from improving_value.listing.common import chosen_files, read_entries
from improving_value.listing.ways import Ways, record_of_ways, say_ways, ways_of
from improving_value.spec.load import load_scheme

if TYPE_CHECKING:
    from collections.abc import Mapping

    from improving_value.library import Entries
    from improving_value.spec.dictionary import Dataset

FEW = 3
"""Schemes up to which the examples are run on both engines unless somebody says otherwise: columns take fifty times as long as rows."""


@dataclass(frozen=True)
class Asked:
    """How schemes are to be checked. `both`: the examples are run in columns too. `today`: the day from which a review is gone by."""

    datasets: tuple[Path, ...]
    parameters: Path | None
    examples: bool
    both: bool
    today: date


@dataclass(frozen=True)
class Looked:
    """What was found in one scheme file. Without a `scheme` it could not be read."""

    scheme: str | None
    issues: tuple[Issue, ...]
    examples: int = 0
    ways: Ways | None = None


def check_schemes(
    names: Sequence[str],
    schemes: Sequence[Path],
    datasets: Sequence[Path],
    parameters: Path | None,
    examples: bool,
    as_json: bool,
    both: bool | None = None,
    today: date = date.min,
) -> int:
    """Check schemes and their examples; nothing checked is never fine. `both` left out: on both engines where the schemes are few."""
    files = chosen_files(names, schemes)
    asked = Asked(tuple(datasets), parameters, examples, len(files) <= FEW if both is None else both, today)
    _drawn_on(asked)  # what is wrong with these is said before any scheme is looked at
    found = in_processes(_look_at, [(path, asked) for path in files], [path.stat().st_size for path in files])
    unreadable = {one.issues[0].where.file: one for one in found if one.scheme is None}
    looked = [*(unreadable[file] for file in sorted(unreadable)), *(one for one in found if one.scheme is not None)]
    issues = [issue for one in looked for issue in one.issues]
    errors = [issue for issue in issues if issue.severity == "error"]
    ways = [one.ways for one in looked if one.ways is not None]
    ran = sum(one.examples for one in looked)
    if as_json:
        schemes_read = [one.scheme for one in looked if one.scheme is not None]
        write_json({"schemes": schemes_read, "examples": ran, **record_of_ways(ways), "issues": [issue_as_json(issue) for issue in issues]})
    else:
        if issues:
            print_issues(issues)
        engines = " on both engines" if asked.both and ran else ""
        done = f"{len(looked)} scheme{'' if len(looked) == 1 else 's'} and {ran} example{'' if ran == 1 else 's'} checked{engines}"
        print(f"{done}: {_verdict(len(errors), len(issues) - len(errors))}.")
        say_ways(ways)
    return 1 if errors or not any(one.scheme is not None for one in looked) else 0


@cache
def _drawn_on(asked: Asked) -> tuple[Mapping[str, Dataset], Entries]:
    """Return the data dictionary and the values of a parameters file, read once in each process."""
    from improving_value.library import open_dictionary

    return open_dictionary(asked.datasets), read_entries(asked.parameters)


def _look_at(work: tuple[Path, Asked]) -> Looked:
    """Check one scheme file."""
    path, asked = work
    dictionary, entries = _drawn_on(asked)
    try:
        loaded = load_scheme(path)
    except Rejected as rejected:
        return Looked(None, every_issue(rejected.issues, rejected.issues[0].where.file, dictionary, entries))
    name = loaded.scheme.scheme
    overdue = review_gone_by(loaded, asked.today)
    try:
        checked = check_scheme(loaded, dictionary, entries.get(name, {}))
    except Rejected as rejected:
        return Looked(name, (*overdue, *every_issue(rejected.issues, loaded.source.file, dictionary, entries)))
    if not asked.examples:
        return Looked(name, (*overdue, *checked.warnings))
    reader = ExampleReader(loaded, dictionary, checked)
    failed = failed_examples(reader, checked.limits)
    holds = all(issue.code == "limit-without-example" for issue in failed)
    ran = len(loaded.scheme.examples)
    if asked.both:
        from improving_value.examples.columns import different_in_columns

        failed += different_in_columns(reader)
    return Looked(name, (*overdue, *checked.warnings, *failed), ran, ways_of(reader, checked) if holds else None)


def _verdict(errors: int, warnings: int) -> str:
    beside = f"; {warnings} warning{'' if warnings == 1 else 's'}" if warnings else ""
    return (f"{errors} to mend" if errors else "nothing wrong") + beside
