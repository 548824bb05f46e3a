"""A run's folder, written all or nothing: beside the old one, then put in its place in one move."""

from __future__ import annotations

import errno
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from improving_value.kernel.issues import Issue, Location, Rejected

PRODUCT = "internal"
SHAREABLE = "shareable"
PACKS = "packs"
MARK = "run.json"
"""Only a folder that has one is ours to replace."""

_PARTIAL = ".unfinished"
_REPLACED = ".replaced"
_WORKING = ".working-"
_LOCK = ".improving-value.lock"


@contextmanager
def all_or_nothing(out: Path, mark: str = MARK) -> Iterator[Path]:
    """Give a folder to write in; when the block ends well it becomes OUT/internal, otherwise nothing is left.

    What is written to a folder `shareable` or `packs` beside it becomes OUT/shareable or OUT/packs, and an earlier one goes in any
    case: it would be of another run. `mark` is the file by which results of this kind are known: earlier folders are replaced only when they have one.
    A run that was killed leaves only hidden folders, which the next run removes. Raises Rejected with output-locked while
    another run writes there, output-exists when OUT/internal is not a run's, disk-full when the disk is.
    """
    made = _missing_folders(out)
    try:
        out.mkdir(parents=True, exist_ok=True)
        with (out / _LOCK).open("a+") as handle:
            _lock(handle, out)
            yield from _inside(out, mark)
    except OSError as error:
        raise Rejected([_disk_issue(error, out)]) from error
    finally:
        _take_away(out, made)


def _missing_folders(out: Path) -> list[Path]:
    """Return the folders that a run has to make for its results, the innermost first."""
    return [folder for folder in (out, *out.parents) if not folder.exists()]


def _take_away(out: Path, made: list[Path]) -> None:
    """Leave nothing of a run that came to nothing: neither its lock nor the folders made for it."""
    if made and out.is_dir() and {entry.name for entry in out.iterdir()} <= {_LOCK}:
        with suppress(OSError):  # another run may have begun here meanwhile
            (out / _LOCK).unlink(missing_ok=True)
            for folder in made:
                folder.rmdir()


def _inside(out: Path, mark: str) -> Iterator[Path]:
    partial, replaced = out / _PARTIAL, out / _REPLACED
    _bring_back(out, replaced)
    for product, known in ((PRODUCT, mark), (SHAREABLE, MARK), (PACKS, MARK)):
        if (out / product).exists() and not (out / product / known).exists():
            raise Rejected([_not_ours(out, product, known)])
    for leftover in (partial, replaced, *sorted(out.glob(f"{_WORKING}*"))):
        shutil.rmtree(leftover, ignore_errors=True)
    try:
        (partial / PRODUCT).mkdir(parents=True)  # in here: Ctrl+C may come between the two folders
        yield partial / PRODUCT
        _put_in_place(out, partial, replaced)
    finally:
        # A working folder is there only if Ctrl+C came while it was made; the lock says that it is nobody else's.
        for leftover in (partial, *sorted(out.glob(f"{_WORKING}*"))):
            shutil.rmtree(leftover, ignore_errors=True)
        if (out / PRODUCT).exists():  # otherwise the earlier results are all there is; the next run brings them back
            shutil.rmtree(replaced, ignore_errors=True)


def _not_ours(out: Path, product: str, mark: str) -> Issue:
    maker = "run of this program" if mark == MARK else mark.removesuffix(".json")
    found = f"`{product}` in the output folder, which no {maker} made"
    return Issue(
        "output-exists",
        Location(str(out)),
        found,
        "an empty folder, or an earlier run's",
        "choose another `--out`, or move the folder away",
    )


def _bring_back(out: Path, replaced: Path) -> None:
    """Put the earlier results back after a run that was killed while it put its own in their place.

    The internal product is moved in last: while it is not there, nothing of that run counts.
    """
    if replaced.is_dir() and not (out / PRODUCT).exists():
        for earlier in sorted(replaced.iterdir()):
            shutil.rmtree(out / earlier.name, ignore_errors=True)
            earlier.rename(out / earlier.name)


def _put_in_place(out: Path, partial: Path, replaced: Path) -> None:
    """Move the earlier results aside and the new ones in; when these cannot be moved, the earlier ones go back."""
    replaced.mkdir()
    moved: list[Path] = []
    try:
        for product in (PRODUCT, SHAREABLE, PACKS):
            if (out / product).exists():
                (out / product).rename(replaced / product)
        for product in (PACKS, SHAREABLE, PRODUCT):
            if (partial / product).exists():
                (partial / product).rename(out / product)
                moved.append(out / product)
    except OSError:
        for product_folder in moved:
            shutil.rmtree(product_folder, ignore_errors=True)
        for earlier in sorted(replaced.iterdir()):
            earlier.rename(out / earlier.name)
        raise


def _lock(handle: IO[str], out: Path) -> None:
    """Take the folder for this process; the system gives it back whatever becomes of the process."""
    try:
        if sys.platform == "win32":
            import msvcrt

            handle.seek(0)
            msvcrt.locking(handle.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        found = "another run that is writing to the same folder"
        raise Rejected(
            [
                Issue(
                    "output-locked",
                    Location(str(out)),
                    found,
                    "one run at a time for each folder",
                    "wait for it to end, or choose another `--out`",
                )
            ]
        ) from None


def _disk_issue(error: OSError, out: Path) -> Issue:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return Issue(
            "disk-full",
            Location(str(out)),
            "no room left on the disk",
            "room for the results",
            "free some space or choose another `--out`; nothing was written",
        )
    reason = os.strerror(error.errno).lower() if error.errno else "an error of the file system"
    if isinstance(error.filename, str) and not _is_below(Path(error.filename), out):
        return Issue(
            "file-not-readable",
            Location(error.filename),
            reason,
            "a file this user may read",
            "check the rights to the file; nothing was written",
        )
    if isinstance(error, (FileExistsError, NotADirectoryError)):
        reason = "a file where the folder for the results should be"
    return Issue(
        "output-not-writable", Location(str(out)), reason, "a folder this user may write to", "choose another `--out`; nothing was written"
    )


def _is_below(path: Path, out: Path) -> bool:
    """Say whether a path lies in the folder of the results, or on the way to it."""
    path, out = path.resolve(), out.resolve()
    return path.is_relative_to(out) or out.is_relative_to(path)
