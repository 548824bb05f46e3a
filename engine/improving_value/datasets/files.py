"""The files of a folder that hold a dataset, and their fingerprints."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from improving_value.kernel.issues import Issue, Location, Rejected
from improving_value.kernel.names import nearest
from improving_value.spec.dictionary import Dataset

CHUNK = 8 << 20
EXCEL = (".xlsx", ".xls", ".xlsm", ".xlsb", ".ods")


@dataclass(frozen=True)
class DataFile:
    """One file, or one folder of Parquet parts, that holds a dataset. `shown` is its name inside the data folder."""

    dataset: Dataset
    kind: Literal["csv", "parquet"]
    shown: str
    parts: tuple[Path, ...]

    def at(self, line: int = 0, column: str = "") -> Location:
        return Location(self.shown, line, name=column)

    def part_names(self) -> tuple[str, ...]:
        """Return the name of each part inside the data folder."""
        if len(self.parts) == 1 and self.shown == self.parts[0].name:
            return (self.shown,)
        return tuple(f"{self.shown}/{part.name}" for part in self.parts)


def find(folder: Path, dataset: Dataset, is_optional: bool) -> DataFile | None:
    """Return the file of a dataset, None when it is optional and not there.

    Names are matched without case, since some file systems keep none.
    """
    wanted = dataset.dataset
    entries = {entry.name: entry for entry in sorted(folder.iterdir())} if folder.is_dir() else {}
    found = [name for name in entries if _holds(entries[name], wanted)]
    if len(found) > 1:
        names = " and ".join(f"`{name}`" for name in found)
        raise Rejected(
            [
                Issue(
                    "two-files",
                    Location(found[0]),
                    f"{names} for one dataset",
                    f"one file for `{wanted}`",
                    "keep the one that counts, and move the other away",
                )
            ]
        )
    if not found:
        if is_optional:
            return None
        raise Rejected([_not_there(folder, dataset, list(entries))])
    entry = entries[found[0]]
    if entry.is_dir():
        parts = tuple(part for part in sorted(entry.iterdir()) if part.suffix.lower() == ".parquet")
        return DataFile(dataset, "parquet", entry.name, parts)
    return DataFile(dataset, "csv" if entry.suffix.lower() == ".csv" else "parquet", entry.name, (entry,))


def _holds(entry: Path, wanted: str) -> bool:
    if entry.is_dir():
        return entry.name.lower() == wanted and any(part.suffix.lower() == ".parquet" for part in entry.iterdir())
    return entry.stem.lower() == wanted and entry.suffix.lower() in (".csv", ".parquet")


def _not_there(folder: Path, dataset: Dataset, names: list[str]) -> Issue:
    wanted = f"{dataset.dataset}.csv"
    workbook = next((name for name in names if Path(name).stem.lower() == dataset.dataset and Path(name).suffix.lower() in EXCEL), None)
    alike = nearest(dataset.dataset, [Path(name).stem.lower() for name in names])
    near = next((name for name in names if Path(name).stem.lower() == alike), None) if alike else None
    fix = "put the extract into the folder under this name"
    if workbook:
        fix = f"open `{workbook}` and save the sheet as CSV UTF-8 (comma delimited)"
    elif near:
        fix = f"rename `{near}` to `{wanted}`, if that is what it holds"
    elif not folder.is_dir():
        fix = "name the folder that holds the data files"
    found = f"no `{wanted}` and no `{dataset.dataset}.parquet` in the data folder" if folder.is_dir() else "no such folder"
    return Issue("missing-file", Location(wanted), found, f"{dataset.title}: {dataset.grain}", fix)


def fingerprint(parts: tuple[Path, ...]) -> str:
    """Return the SHA-256 of a file in hex; of several, that of their names and hashes in order."""
    hashes = [_sha256(part) for part in parts]
    if len(parts) == 1:
        return hashes[0]
    return hashlib.sha256("".join(f"{digest}  {part.name}\n" for digest, part in zip(hashes, parts, strict=True)).encode()).hexdigest()


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
