"""Which heading of a file is which column of the dictionary."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from improving_value.datasets.files import DataFile
from improving_value.datasets.shapes import SPACES
from improving_value.kernel.issues import Issue, Rejected
from improving_value.kernel.names import nearest
from improving_value.spec.dictionary import Dataset, DictionaryColumn


def columns_read(dataset: Dataset, wanted: frozenset[str]) -> dict[str, DictionaryColumn]:
    """Return the columns to read, in the dictionary's order: the wanted, the required, and those that others lean on."""
    fixed = (dataset.provider, dataset.date, dataset.valid_from, dataset.valid_until, *dataset.key)
    names = wanted | {name for name in fixed if name} | {name for name, column in dataset.columns.items() if column.required}
    names |= {column.not_after for name, column in dataset.columns.items() if name in names and column.not_after}
    return {name: column for name, column in dataset.columns.items() if name in names}


def folded(heading: str) -> str:
    """Return a heading as headings are compared: no case; spaces, hyphens and underscores the same."""
    return re.sub(r"[\s_\-\u00a0]+", "_", heading.strip(SPACES)).strip("_").casefold()


def matched(file: DataFile, headings: Sequence[str], columns: Mapping[str, DictionaryColumn]) -> dict[str, int]:
    """Return where each column stands in the file; raise Rejected when a required one is not there, or one stands twice.

    A heading that is the column's own name goes before one that is only an alias of it.
    """
    found: dict[str, int] = {}
    issues: list[Issue] = []
    for name, column in columns.items():
        places = _places(headings, [name]) or _places(headings, column.aliases)
        if len(places) > 1:
            issues.append(_twice(file, name, [headings[place] for place in places]))
        elif places:
            found[name] = places[0]
        elif column.required:
            issues.append(_not_there(file, name, column, headings))
    if issues:
        raise Rejected(issues)
    return found


def _places(headings: Sequence[str], names: Sequence[str]) -> list[int]:
    keys = {folded(name) for name in names}
    return [place for place, heading in enumerate(headings) if folded(heading) in keys]


def _twice(file: DataFile, name: str, headings: Sequence[str]) -> Issue:
    listed = " and ".join(f"`{heading.strip(SPACES)}`" for heading in headings)
    return Issue(
        "ambiguous-column",
        file.at(1, name),
        f"{listed}, which are both `{name}`",
        "one column with this heading",
        "leave one of them out of the file",
    )


def _not_there(file: DataFile, name: str, column: DictionaryColumn, headings: Sequence[str]) -> Issue:
    others = f" (or {', '.join(f'`{alias}`' for alias in column.aliases)})" if column.aliases else ""
    known = {folded(heading): heading.strip(SPACES) for heading in headings}
    alike = nearest(name, known)
    fix = (
        f"rename the heading `{known[alike]}` to `{name}`, if that is what it holds"
        if alike
        else f"add the column to the extract: {column.title}"
    )
    return Issue("missing-column", file.at(1, name), f"no heading `{name}`{others}", f"{column.title}, which every row must have", fix)


def not_sent(file: DataFile, columns: Mapping[str, DictionaryColumn], found: Mapping[str, int]) -> Iterator[Issue]:
    """Yield a warning for each column that is wanted and not in the file: it is missing on every row."""
    for name, column in columns.items():
        if name not in found:
            what = f"no heading `{name}`, so it is missing on every row"
            yield Issue("missing-column", file.at(1, name), what, column.title, f"add `{name}` to the extract", "warning")
