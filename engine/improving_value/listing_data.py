"""What the `data` command prints: the data dictionary, or what a folder of data is like."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from improving_value.kernel.issues import Issue, Rejected
from improving_value.kernel.render import issue_as_json
from improving_value.listing import chosen, print_issues, write_json


def list_datasets(schemes: Sequence[Path], datasets: Sequence[Path], as_json: bool) -> int:
    """List every dataset: its grain, its key, and the schemes that draw on it."""
    from improving_value.check.scheme import check_scheme
    from improving_value.pipeline import open_dictionary

    dictionary = open_dictionary(datasets)
    users: dict[str, list[str]] = {name: [] for name in dictionary}
    loaded, issues = chosen((), schemes)
    for one in loaded:
        try:
            for name in check_scheme(one, dictionary, {}).datasets:
                users[name].append(one.scheme.scheme)
        except Rejected as rejected:
            issues += rejected.issues
    if as_json:
        write_json({name: {**dataset.model_dump(mode="json"), "used_by": users[name]} for name, dataset in dictionary.items()})
    else:
        for name, dataset in dictionary.items():
            print(f"\n{name}: {dataset.title}")
            print(f"  one row is {dataset.grain}")
            print(f"  from {dataset.feed}")
            print(f"  used by {', '.join(users[name]) or 'no scheme yet'}")
            for column, entry in dataset.columns.items():
                needed = " (required)" if entry.required else ""
                unit = f" in {entry.unit}" if entry.unit else ""
                print(f"    {column:<24} {entry.type}{unit}{needed}  {entry.title}")
    if issues:
        print_issues(issues)
    return 1 if issues else 0


def read_through(folder: Path, only: Sequence[str], schemes: Sequence[Path], datasets: Sequence[Path], as_json: bool) -> int:
    """Read a folder as a run would, and say what does not fit; nothing is written."""
    from improving_value.check.scheme import check_scheme
    from improving_value.kernel.periods import read_period
    from improving_value.pipeline import open_dictionary
    from improving_value.run.session import missing_datasets, read_activity
    from improving_value.run.store import open_store

    dictionary = open_dictionary(datasets)
    loaded, issues = chosen(only, schemes)
    checked = [check_scheme(one, dictionary, {}) for one in loaded if only or one.scheme.status == "published"]
    lacking: list[Issue] = [issue for scheme in checked for issue in missing_datasets(scheme, folder)]
    ready = [scheme for scheme in checked if not missing_datasets(scheme, folder)]
    if not ready:
        raise Rejected(lacking + issues)
    with TemporaryDirectory(prefix="improving-value-") as work, open_store(Path(work), "1.5GB") as store:
        activity = read_activity(store, folder, Path(work), ready, dictionary, read_period("2017/18"), None)
        intake = activity.intake
    faults = sum(rows for quality in intake.quality for _, _, rows in quality.issues)
    if as_json:
        found = [vars(quality) for quality in intake.quality]
        write_json({"datasets": found, "warnings": [issue_as_json(issue) for issue in (*lacking, *intake.warnings)]})
        return 1 if faults or lacking or issues else 0
    for quality in intake.quality:
        print(f"{quality.file}: {quality.rows_read:,} rows read, {quality.rows_used:,} used, {quality.rows_set_aside:,} set aside, {quality.duplicates:,} duplicates")
        for code, column, rows in quality.issues:
            print(f"    {rows:>8,}  {code}{f' in {column}' if column else ''}")
    if lacking or intake.warnings or issues:
        print_issues([*issues, *lacking, *intake.warnings])
    if faults:
        print("`improving-value explain CODE` says what each code means; a run lists every row in data_issues.csv.")
    return 1 if faults or lacking or issues else 0
