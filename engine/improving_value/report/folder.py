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
MARK = "run.json"
"""Only a folder that has one is ours to replace."""

_PARTIAL = ".internal-unfinished"
_REPLACED = ".internal-replaced"
_WORKING = ".working-"
_LOCK = ".improving-value.lock"


@contextmanager
def all_or_nothing(out: Path, mark: str = MARK) -> Iterator[Path]:
    """Give a folder to write in; when the block ends well it becomes OUT/internal, otherwise nothing is left.

    `mark` is the file by which results of this kind are known: an earlier folder is replaced only when it has one.
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
    final, partial, replaced = out / PRODUCT, out / _PARTIAL, out / _REPLACED
    if not final.exists() and replaced.is_dir():
        replaced.rename(final)  # a run was killed between the two moves below: the earlier results come back
    if final.exists() and not (final / mark).exists():
        maker = "run of this program" if mark == MARK else mark.removesuffix(".json")
        found = f"`{PRODUCT}` in the output folder, which no {maker} made"
        raise Rejected(
            [
                Issue(
                    "output-exists",
                    Location(str(out)),
                    found,
                    "an empty folder, or an earlier run's",
                    "choose another `--out`, or move the folder away",
                )
            ]
        )
    for leftover in (partial, replaced, *sorted(out.glob(f"{_WORKING}*"))):
        shutil.rmtree(leftover, ignore_errors=True)
    partial.mkdir()
    try:
        yield partial
        _put_in_place(final, partial, replaced)
    finally:
        shutil.rmtree(partial, ignore_errors=True)
        if final.exists():  # otherwise the earlier results are all there is; the next run brings them back
            shutil.rmtree(replaced, ignore_errors=True)


def _put_in_place(final: Path, partial: Path, replaced: Path) -> None:
    """Move the earlier results aside and the new ones in; when these cannot be moved, the earlier ones go back."""
    if final.exists():
        final.rename(replaced)
    try:
        partial.rename(final)
    except OSError:
        if replaced.is_dir():
            replaced.rename(final)
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
