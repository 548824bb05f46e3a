"""Two versions of a scheme, or two files of parameters for one, compared over the same activity: the steps in order."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from improving_value.check.model import CheckedScheme
from improving_value.check.scheme import check_scheme
from improving_value.kernel.issues import Issue, Location, Rejected, in_order
from improving_value.kernel.names import nearest
from improving_value.kernel.periods import Period
from improving_value.library import Entries, open_dictionary
from improving_value.spec.dictionary import Dataset
from improving_value.spec.expression_places import is_expression
from improving_value.spec.load import LoadedScheme, read_scheme
from improving_value.spec.parameter_entries import ParameterEntry
from improving_value.spec.yaml_source import read_yaml

if TYPE_CHECKING:
    from improving_value.compare.mixing import Version
    from improving_value.compare.model import Comparison

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Pair:
    """What somebody wants compared. With `scheme`, old and new are files of parameters; without, ids or files of schemes."""

    old: str
    new: str
    scheme: str | None
    data: Path
    span: Period
    baseline: Period | None
    parameters: Path | None
    out: Path | None
    schemes: tuple[Path, ...] = ()
    datasets: tuple[Path, ...] = ()
    today: date = date(1970, 1, 1)
    memory: str = "1.5GB"


def compare(pair: Pair, progress: Progress = lambda _: None) -> Comparison:
    """Compare, and write the review when a folder is given. Raises Rejected with every issue of either version."""
    from improving_value.compare.runs import compared, plan_comparison
    from improving_value.report.folder import all_or_nothing
    from improving_value.report.review_files import MARK, write_review
    from improving_value.run.session import missing_datasets, read_activity
    from improving_value.run.store import open_store

    progress("reading schemes")
    dictionary = open_dictionary(pair.datasets)
    old, new = _versions(pair)
    checked = _checked(old, new, dictionary)
    lacking = [issue for one in checked for issue in missing_datasets(one, pair.data)]
    if lacking:
        raise Rejected(in_order(lacking))
    planned = plan_comparison(old, new, checked, dictionary)
    with TemporaryDirectory(prefix="improving-value-") as folder, open_store(Path(folder), pair.memory) as store:
        work = Path(folder)
        progress("reading data")
        activity = read_activity(store, pair.data, work, planned.schemes, dictionary, pair.span, pair.baseline)
        found = compared(planned, activity, work, (pair.old, pair.new), progress)
        organisations = activity.organisations.names
    if pair.out is not None:
        progress("writing the review")
        with all_or_nothing(pair.out, MARK) as written:
            write_review(found, organisations, written, pair.today)
    return found


def _versions(pair: Pair) -> tuple[Version, Version]:
    from improving_value.compare.mixing import Version
    from improving_value.listing.common import read_entries, require

    if pair.scheme is not None:
        require((Path(pair.old), Path(pair.new)), "--scheme", "file")
        loaded = _loaded([pair.scheme], pair.schemes)[0]
        files = [_entries_of(read_entries(Path(name)), loaded) for name in (pair.old, pair.new)]
        return Version(loaded, files[0]), Version(loaded, files[1])
    entries = read_entries(pair.parameters)
    old, new = _loaded([pair.old, pair.new], pair.schemes)
    # A file of parameters names a scheme by its id; a version with another id takes what the file says of either.
    known = {**entries.get(old.scheme.scheme, {}), **entries.get(new.scheme.scheme, {})}
    return Version(old, entries.get(old.scheme.scheme, known)), Version(new, entries.get(new.scheme.scheme, known))


def _entries_of(entries: Entries, loaded: LoadedScheme) -> dict[str, ParameterEntry]:
    return dict(entries.get(loaded.scheme.scheme, {}))


def _loaded(names: Sequence[str], schemes: Sequence[Path]) -> list[LoadedScheme]:
    """Return the schemes of some ids or files. Raises Rejected with all that is wrong with any."""
    from improving_value.listing.common import scheme_files

    by_id = {path.stem: path for path in scheme_files(schemes)}
    found: list[LoadedScheme] = []
    issues: list[Issue] = []
    for name in names:
        path = Path(name) if name.endswith((".yaml", ".yml")) else by_id.get(name)
        if path is None or not path.is_file():
            close = nearest(name, sorted(by_id))
            fix = f"write `{close}`" if close else "`improving-value menu` lists the schemes"
            expected = "a scheme's id, or the path of a file"
            issues.append(Issue("unknown-scheme", Location(name), f"`{name}`, which is neither a scheme nor a file", expected, fix))
            continue
        try:
            # A version may be kept under another name than the scheme's own, such as the date it was made.
            source = read_yaml(path, is_expression)
            found.append(LoadedScheme(read_scheme(source), source, source.sha256))
        except Rejected as rejected:
            issues += rejected.issues
    if issues:
        raise Rejected(in_order(issues))
    return found


def _checked(old: Version, new: Version, dictionary: Mapping[str, Dataset]) -> tuple[CheckedScheme, CheckedScheme]:
    issues: list[Issue] = []
    found: list[CheckedScheme] = []
    for version in (old, new):
        try:
            found.append(check_scheme(version.loaded, dictionary, version.entries))
        except Rejected as rejected:
            issues += rejected.issues
    if issues:
        raise Rejected(in_order(issues))
    return found[0], found[1]
