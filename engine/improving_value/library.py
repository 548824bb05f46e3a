"""What a run can draw on: schemes, checked, and the data dictionary."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from improving_value.assess.assessment import NotRun
from improving_value.check.model import CheckedScheme
from improving_value.check.scheme import check_scheme
from improving_value.kernel.issues import Issue, Location, Rejected
from improving_value.kernel.names import nearest
from improving_value.spec.dictionary import Dataset
from improving_value.spec.load import LoadedScheme, load_schemes
from improving_value.spec.parameter_entries import ParameterEntry

Entries = Mapping[str, Mapping[str, ParameterEntry]]


@dataclass(frozen=True)
class Library:
    """The schemes and the data dictionary that a run draws on."""

    schemes: tuple[LoadedScheme, ...]
    rejected: tuple[tuple[Path, tuple[Issue, ...]], ...]
    dictionary: Mapping[str, Dataset]


def scheme_folders(schemes: Sequence[Path]) -> list[Path]:
    """Return the folders of schemes: those given, or the built-in one."""
    from improving_value.datasets.dictionary import builtin_root

    return list(schemes) or [builtin_root() / "schemes"]


def open_dictionary(datasets: Sequence[Path]) -> Mapping[str, Dataset]:
    """Return the data dictionary: the built-in entries, and those of other folders."""
    from improving_value.datasets.dictionary import builtin_folder, load_dictionary

    return load_dictionary([builtin_folder(), *datasets])


def read_library(schemes: Sequence[Path], datasets: Sequence[Path]) -> Library:
    """Return the schemes of some files and folders (the built-in ones by default), and the dictionary."""
    loaded = [load_schemes(folder) for folder in scheme_folders(schemes)]
    return Library(
        tuple(one for each in loaded for one in each.schemes),
        tuple(one for each in loaded for one in each.rejected),
        open_dictionary(datasets),
    )


def check_all(library: Library, entries: Entries, only: Sequence[str]) -> tuple[list[CheckedScheme], list[NotRun]]:
    """Return the schemes that may run, checked, and those that may not with the reasons."""
    checked: list[CheckedScheme] = []
    others = [NotRun(path.stem, path.stem, issues) for path, issues in library.rejected if not only or path.stem in only]
    known = {loaded.scheme.scheme for loaded in library.schemes} | {path.stem for path, _ in library.rejected}
    others += [NotRun(name, name, (_unknown(name, known),)) for name in only if name not in known]
    for loaded in library.schemes:
        scheme = loaded.scheme
        if only and scheme.scheme not in only:
            continue
        if scheme.status != "published" and not (only and scheme.status == "archived"):
            if only:
                others.append(NotRun(scheme.scheme, scheme.title, (_draft(loaded),)))
            continue
        try:
            checked.append(check_scheme(loaded, library.dictionary, entries.get(scheme.scheme, {})))
        except Rejected as rejected:
            others.append(NotRun(scheme.scheme, scheme.title, rejected.issues))
    return checked, others


def _unknown(name: str, known: Collection[str]) -> Issue:
    close = nearest(name, sorted(known))
    fix = f"write `{close}`" if close else "`improving-value menu` lists them"
    return Issue("unknown-scheme", Location("--scheme"), f"`{name}`, which is not a scheme", "the id of a scheme", fix)


def _draft(loaded: LoadedScheme) -> Issue:
    where = loaded.source.locate(("status",))
    return Issue(
        "draft-scheme",
        where,
        f"a scheme that is {loaded.scheme.status.replace('_', ' ')}",
        "a published scheme",
        "have it checked and published first",
        "error",
        loaded.source.excerpt(where.line),
    )


def split_by_data(checked: Sequence[CheckedScheme], folder: Path) -> tuple[list[CheckedScheme], list[NotRun]]:
    """Return the schemes whose data is there, and the others with what they lack."""
    from improving_value.run.session import missing_datasets

    runnable, lacking = [], []
    for scheme in checked:
        issues = missing_datasets(scheme, folder)
        if issues:
            lacking.append(not_run(scheme, issues))
        else:
            runnable.append(scheme)
    return runnable, lacking


def not_run(scheme: CheckedScheme, issues: Sequence[Issue]) -> NotRun:
    """Return a scheme that cannot be run, with the reasons."""
    return NotRun(scheme.scheme.scheme, scheme.scheme.title, tuple(issues))


def illustrative_names(entries: Mapping[str, ParameterEntry]) -> frozenset[str]:
    """Return the parameters with a value that somebody invented."""
    return frozenset(name for name, entry in entries.items() if any(row.illustrative for row in entry.rows))
