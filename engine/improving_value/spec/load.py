"""Files to schemes and dictionary entries, or every issue they have, at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from improving_value.kernel.issues import Issue, Location, Rejected, in_order
from improving_value.kernel.names import nearest
from improving_value.spec.dictionary import Dataset
from improving_value.spec.expression_places import is_expression
from improving_value.spec.misfits import misfits_of
from improving_value.spec.models import Model, Scheme
from improving_value.spec.positions import KeyPath, YamlSource
from improving_value.spec.shapes import as_typed
from improving_value.spec.wording import issues_of
from improving_value.spec.yaml_source import read_yaml

Shape = TypeVar("Shape", bound=Model)

_LISTS = (
    ("measures", "measure"),
    ("kpis", "kpi"),
    ("savings", "saving"),
    ("costs", "cost"),
    ("scenarios", "scenario"),
    ("charts", "chart"),
    ("examples", "example"),
)


@dataclass(frozen=True)
class LoadedScheme:
    """A scheme as written, where each part stands, and the hash of its file."""

    scheme: Scheme
    source: YamlSource
    sha256: str


@dataclass(frozen=True)
class LoadedDataset:
    """A dictionary entry as written, where each part stands, and the hash of its file."""

    dataset: Dataset
    source: YamlSource
    sha256: str


@dataclass(frozen=True)
class LoadedSchemes:
    """The schemes of a folder, in order of id, and the issues of those that could not be read, by file."""

    schemes: tuple[LoadedScheme, ...]
    rejected: tuple[tuple[Path, tuple[Issue, ...]], ...]


def load_scheme(path: Path) -> LoadedScheme:
    """Return the scheme in a file; raises Rejected with all its issues."""
    source = read_yaml(path, is_expression)
    return LoadedScheme(read_scheme(source, path.name), source, source.sha256)


def read_scheme(source: YamlSource, file_name: str | None = None) -> Scheme:
    """Return the scheme that a source holds; with a file name, that must fit the id."""
    issues = [*_duplicate_ids(source), *_left_empty(source)]
    if file_name is not None:
        issues.extend(_wrong_file_name(source, "scheme", file_name))
    return fitted(source, Scheme, issues)


def load_schemes(folder: Path) -> LoadedSchemes:
    """Return every scheme of a folder, or the one of a file; one that is at fault does not keep the others from being read."""
    schemes, rejected = [], []
    for path in [folder] if folder.is_file() else sorted(folder.glob("*.y*ml")):
        try:
            schemes.append(load_scheme(path))
        except Rejected as fault:
            rejected.append((path, fault.issues))
    return LoadedSchemes(tuple(schemes), tuple(rejected))


def load_dataset(path: Path) -> LoadedDataset:
    """Return the dictionary entry in a file; raises Rejected with all its issues."""
    source = read_yaml(path)
    issues = [*_wrong_file_name(source, "dataset", path.name), *_unknown_columns(source)]
    return LoadedDataset(fitted(source, Dataset, issues), source, source.sha256)


def fitted(source: YamlSource, shape: type[Shape], issues: list[Issue]) -> Shape:
    """Return the model, or raise Rejected with these issues, those of the text and those of the shape."""
    faulty = [fault.path for fault in source.faults]
    issues = [fault.issue for fault in source.faults] + issues
    made = None
    try:
        made = shape.model_validate(as_typed(source.data), strict=True)
    except ValidationError as error:
        misfits = misfits_of(error.errors(include_url=False, include_input=False), source.data)
        sound = [misfit for misfit in misfits if not _is_below(misfit.path, faulty)]
        issues.extend(issues_of(sound, source, shape))
    if made is None or issues:
        raise Rejected(in_order(issues))
    return made


def _is_below(path: KeyPath, faulty: list[KeyPath]) -> bool:
    return any(path[: len(fault)] == fault for fault in faulty)


def _wrong_file_name(source: YamlSource, key: str, file_name: str) -> Iterator[Issue]:
    name = source.data_at((key,))
    if isinstance(name, str) and file_name != f"{name}.yaml":
        fix = f"name the file `{name}.yaml`, or write the id the file has"
        yield source.issue(
            "wrong-file-name", source.locate((key,)), f"`{name}` in a file called `{file_name}`", "the id as the name of the file", fix
        )


def _left_empty(source: YamlSource) -> Iterator[Issue]:
    """Yield an issue for each key with nothing after it, where it may be left out too; a row of an example may have gaps."""
    faulty = [fault.path for fault in source.faults]
    for path in source.positions:
        if path and path[0] != "examples" and _is_nothing(source, path) and not _is_below(path, faulty):
            fix = "write the value, or delete the key when it may be left out"
            yield source.issue("empty-value", source.key(path), "nothing after the key", "a value", fix)


def _is_nothing(source: YamlSource, path: KeyPath) -> bool:
    *above, last = path
    holder = source.data_at(tuple(above))
    return isinstance(holder, dict) and last in holder and holder[last] is None


def _duplicate_ids(source: YamlSource) -> Iterator[Issue]:
    for part, key in _LISTS:
        yield from listed_twice(source, (part,), key)
    units = source.data_at(("units",))
    for name in units if isinstance(units, dict) else ():
        yield from listed_twice(source, ("units", name, "eligible"), "rule")


def listed_twice(source: YamlSource, path: KeyPath, key: str) -> Iterator[Issue]:
    """Yield an issue for each id that stands in a list for the second time."""
    first: dict[Any, Location] = {}
    entries = source.data_at(path)
    for number in range(len(entries)) if isinstance(entries, list) else ():
        name = source.data_at((*path, number, key))
        if not isinstance(name, str):
            continue
        where = source.locate((*path, number, key))
        if name in first:
            found = f"{key} `{name}` for the second time (first on line {first[name].line})"
            yield source.issue("duplicate-id", where, found, "each id once in its list", "rename one of the two")
        first.setdefault(name, where)


def _unknown_columns(source: YamlSource) -> Iterator[Issue]:
    """Yield an issue for each column that an entry names and does not have."""
    columns = source.data_at(("columns",))
    if not isinstance(columns, dict):
        return
    uses: list[KeyPath] = [(key,) for key in ("provider", "patient", "date", "valid_from", "valid_until")]
    key = source.data_at(("key",))
    uses.extend(("key", number) for number in range(len(key) if isinstance(key, list) else 0))
    uses.extend(("columns", name, "not_after") for name in columns)
    uses.extend(("piece", name) for name in ("month", "day"))
    uses.extend(("piece", "days", name) for name in ("from", "until"))
    parts = source.data_at(("piece", "key"))
    uses.extend(("piece", "key", name) for name in (parts if isinstance(parts, dict) else ()))
    for path in uses:
        name = source.data_at(path)
        if isinstance(name, str) and name not in columns:
            close = nearest(name, columns)
            fix = f"write `{close}`" if close else "add it under `columns`, or correct the name"
            yield source.issue(
                "unknown-name", source.locate(path), f"`{name}`, which this dataset does not have", "a column of the dataset", fix
            )
