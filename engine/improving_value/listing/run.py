"""What a run prints: what it is doing while it takes long, and where the results are."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from improving_value.ending import print_issues, write_json
from improving_value.kernel.render import issue_as_json

if TYPE_CHECKING:
    from improving_value.assess.assessment import Assessment, DatasetQuality
    from improving_value.datasets.quality import Quality
    from improving_value.share import Progress

RECORDS = ("a recorded value", "a record of ")
"""What a figure needs when it is the data, not a parameter, that lacks something."""

WAIT_BEFORE_SHOWING = 2.0
"""Seconds. Shorter work needs no progress display."""


@contextmanager
def progress_display() -> Iterator[Progress]:
    """Give a function to say what is going on; it shows on a terminal when the work takes longer than two seconds."""
    said = ["starting"]
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.status import Status

    status = Status(said[0], console=Console(stderr=True))
    timer = threading.Timer(WAIT_BEFORE_SHOWING, status.start)
    timer.daemon = True
    timer.start()
    try:
        yield status.update
    finally:
        timer.cancel()
        status.stop()


def finish_run(assessment: Assessment, out: Path, as_json: bool) -> int:
    """Say what was run, what was not, and where the results are; a run in which nothing was counted is never fine."""
    folder = out / "internal"
    found = [issue for one in assessment.not_run for issue in one.issues]
    idle = nothing_counted(assessment)
    code = 1 if found or len(idle) == len(assessment.schemes) else 0
    if as_json:
        write_json(
            {
                "folder": str(folder),
                "report": str(folder / "menu.html"),
                "run": [chapter.scheme.scheme for chapter in assessment.schemes],
                "nothing_counted": idle,
                "not_calculable": gaps(assessment),
                "not_run": {one.scheme: [issue_as_json(issue) for issue in one.issues] for one in assessment.not_run},
                "rows_set_aside": sum(quality.rows_set_aside for quality in assessment.quality),
                "warnings": [*upkeep(assessment), *assessment.warnings],
            }
        )
        return code
    if found:
        print_issues(found)
        print(file=sys.stderr)
    schemes = len(assessment.schemes)
    print(f"{assessment.span.label}: {schemes} scheme{'' if schemes == 1 else 's'} run, {len(assessment.not_run)} not run.")
    for quality in assessment.quality:
        if quality.rows_set_aside or quality.duplicates or quality.issues:
            values = sum(rows or 0 for _, _, rows in quality.issues)
            print(f"  {quality.file}: {read_and_used(quality)}; {counted(values, 'fault')} listed in data_issues.csv")
    for name in idle:
        print(
            f"  {name}: nothing counted; no activity in scope falls in {assessment.span.label}. Is it the right period, and the right extract?"
        )
    lacking = gaps(assessment)
    for line in (
        *lacking,
        *_advice(lacking),
        *strangers(assessment),
        *(f"note: {warning}" for warning in (*upkeep(assessment), *assessment.warnings)),
    ):
        print(f"  {line}")
    print(f"Results: {folder}")
    print(f"Report:  {(folder / 'menu.html').resolve()}")
    if (folder / "menu.xlsx").is_file():
        print(f"Workbook: {folder / 'menu.xlsx'}")
    if (out / "packs").is_dir():
        print(f"Packs:   {out / 'packs'}")
    if (out / "shareable").is_dir():
        print(f"To pass on: {out / 'shareable'}")
    return code


def upkeep(assessment: Assessment) -> list[str]:
    """Return which schemes were due for review, and which are archived and were run because they were named."""
    due = [f"{scheme} was due for review on {day}" for scheme, day in assessment.run_record.get("reviews_gone_by", {}).items()]
    named = [one.scheme.scheme for one in assessment.schemes if one.scheme.status == "archived"]
    return [*due, *(f"{scheme} is archived, and was run because it was named" for scheme in named)]


def nothing_counted(assessment: Assessment) -> list[str]:
    """Return the schemes none of whose units fell into the run's span."""
    label = assessment.span.label
    return [
        chapter.scheme.scheme
        for chapter in assessment.schemes
        if not any(row.in_scope for row in chapter.counts if row.level == "all" and row.period == label)
    ]


def gaps(assessment: Assessment) -> list[str]:
    """Return what could not be worked out, or not for everybody, scheme by scheme, and which local values it needs."""
    lines = []
    for chapter in assessment.schemes:
        lacking: dict[tuple[str, str], list[str]] = {}
        for row in chapter.savings:
            if (row.level, row.period, row.scenario) == ("all", chapter.span.label, "default") and row.status in (
                "partial",
                "not_calculable",
            ):
                said = "not calculable" if row.status == "not_calculable" else "not calculable for everybody"
                lacking.setdefault((said, row.needs), []).append(row.saving)
        for (said, needs), savings in lacking.items():
            lines.append(f"{chapter.scheme.scheme}: {', '.join(savings)} {said}: needs {needs}")
    return lines


def _advice(lacking: Sequence[str]) -> list[str]:
    """Return what to do about local values that nobody supplied."""
    if all(any(f"needs {words}" in line for words in RECORDS) for line in lacking):
        return []
    return ["note: `improving-value parameters --template` writes a file of the local values, to fill in and give as --parameters"]


def strangers(assessment: Assessment) -> list[str]:
    """Return a note that names the providers the organisations table does not have. Without a table there is nothing to say."""
    if not assessment.organisations:
        return []
    seen = {row.organisation for chapter in assessment.schemes for row in chapter.counts if row.level == "provider"}
    unknown = sorted(seen - set(assessment.organisations))
    if not unknown:
        return []
    listed = ", ".join(unknown[:10]) + (f" and {len(unknown) - 10} more" if len(unknown) > 10 else "")
    return [f"note: not in the organisations table, so without hub and region: {listed}"]


def read_and_used(quality: DatasetQuality | Quality) -> str:
    """Return what became of the rows of a file, in words."""
    parts = [f"{counted(quality.rows_read or 0, 'row')} read", f"{quality.rows_used:,} used"]
    if quality.rows_set_aside:
        parts.append(f"{quality.rows_set_aside:,} set aside")
    if quality.duplicates:
        parts.append(f"{counted(quality.duplicates, 'second copy', 'second copies')} left out")
    return ", ".join(parts)


def counted(number: int, one: str, many: str = "") -> str:
    """Return a number with its noun."""
    return f"{number:,} {one if number == 1 else many or f'{one}s'}"
