"""What the `data` command prints: the data dictionary, or what a folder of data is like."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from improving_value.ending import print_issues, write_json
from improving_value.kernel.catalogue import CODES
from improving_value.kernel.issues import Issue, Rejected
from improving_value.kernel.render import issue_as_json
from improving_value.listing.common import chosen
from improving_value.listing.run import counted, read_and_used
from improving_value.spec.dictionary import Dataset, DictionaryColumn

SHOWN_ROWS = 5
"""Rows named for each fault; the complete list is a run's data_issues.csv."""


def list_datasets(schemes: Sequence[Path], datasets: Sequence[Path], as_json: bool) -> int:
    """List every dataset: its grain, its key, and the schemes that draw on it."""
    from improving_value.check.scheme import check_scheme
    from improving_value.library import open_dictionary

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
    from improving_value.library import open_dictionary
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
        listed = store.data_issues()
    faults = sum(rows for quality in intake.quality for _, _, rows in quality.issues)
    if as_json:
        found = [vars(quality) for quality in intake.quality]
        write_json({"datasets": found, "warnings": [issue_as_json(issue) for issue in (*lacking, *intake.warnings)]})
        return 1 if faults or lacking or issues else 0
    for quality in intake.quality:
        print(f"{quality.file}: {read_and_used(quality)}")
        _print_faults([issue for issue in listed if issue[0] == quality.dataset], dictionary[quality.dataset])
    if faults:
        print("\nA value at fault is taken as missing, a row set aside is left out, and all else is used.")
        print("Mend them where the data come from; a run lists every one in data_issues.csv.")
    if lacking or intake.warnings or issues:
        print_issues([*issues, *lacking, *intake.warnings])
    return 1 if faults or lacking or issues else 0


def _print_faults(listed: Sequence[tuple[str, str, int, str, str]], dataset: Dataset) -> None:
    """Print the faults of one file by column and code: in which rows, what it means, and how the value should look; never the value."""
    rows: dict[tuple[str, str], list[str]] = {}
    for _, file, row, column, code in listed:
        rows.setdefault((column, code), []).append(f"{row:,}" if "/" not in file else f"{row:,} of {file.rpartition('/')[2]}")
    for (column, code), found in rows.items():
        more = f" and {len(found) - SHOWN_ROWS:,} more" if len(found) > SHOWN_ROWS else ""
        place = f"row{'' if len(found) == 1 else 's'} {', '.join(found[:SHOWN_ROWS])}{more}"
        what = f", {column}" if column else ""
        title = CODES[code].title
        print(f"  {place}{what}: {title[0].lower()}{title[1:]} [{code}]")
        print(f"      {_fitting(dataset.columns.get(column), code) or CODES[code].help}")


def _fitting(column: DictionaryColumn | None, code: str) -> str:
    """Return what the dictionary says would fit, where it says more than the code does."""
    if column is None:
        return ""
    if code == "not-after":
        return f"It may not lie after `{column.not_after}` of the same row."
    if code == "unknown-code" and column.values:
        return f"The dictionary knows: {', '.join(column.values)}."
    if code == "too-many-places":
        return f"At most {counted(column.places or 0, 'decimal place')} are kept."
    limits = (("above", column.above), ("at least", column.minimum), ("at most", column.maximum))
    if code == "out-of-range" and any(limit is not None for _, limit in limits):
        return f"Expected: {', '.join(f'{word} {limit}' for word, limit in limits if limit is not None)}{f' ({column.unit})' if column.unit else ''}."
    return ""
