"""The program as somebody runs it: a process of its own, in a folder of its own, with nothing but files and arguments."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ENGINE = Path(__file__).parents[2] / "engine"
GIVEN = Path(__file__).parent / "given"
PATIENTS = tuple(f"NHS000{number}" for number in range(1, 10))
"""Every patient of the given activity: none may appear in any message."""

RUN = ("run", "--schemes", "schemes", "--data", "activity", "--period", "2017/18 Q1", "--parameters", "parameters.yaml", "--out", "results")
CHECK = ("check", "schemes/late_discharges.yaml")
DATA = ("data", "activity", "--schemes", "schemes")


def run_with(option: str, value: str | None) -> tuple[str, ...]:
    """Return the usual run with another value for one option, or without it."""
    place = RUN.index(option)
    return (*RUN[:place], *((option, value) if value is not None else ()), *RUN[place + 2 :])


@dataclass(frozen=True)
class Ran:
    """What a command printed, and the code it ended with."""

    out: str
    err: str
    code: int


def environment(**more: str) -> dict[str, str]:
    """Return the surroundings of a run: the same on every machine, with the engine of this checkout."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR", "SYSTEMROOT", "TEMP") if name in os.environ}
    return {**kept, "PYTHONPATH": str(ENGINE), "PYTHONIOENCODING": "utf-8", "COLUMNS": "100", **more}


def argv(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "improving_value", *arguments]


def improving_value(*arguments: str, folder: Path, **more: str) -> Ran:
    """Run the program in a folder and wait for it."""
    done = subprocess.run(
        argv(*arguments), cwd=folder, env=environment(**more), capture_output=True, text=True, encoding="utf-8", timeout=120, check=False
    )
    return Ran(done.stdout, done.stderr, done.returncode)


def given(folder: Path) -> Path:
    """Put the small scheme, its activity and its parameters into a folder, and return the folder."""
    shutil.copytree(GIVEN, folder, dirs_exist_ok=True)
    return folder


def spoil(path: Path, old: str, new: str) -> None:
    """Replace a text that stands once in a file."""
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"`{old}` stands {text.count(old)} times in {path.name}"
    path.write_text(text.replace(old, new), encoding="utf-8", newline="\n")


def files(folder: Path) -> list[str]:
    """Return every file below a folder, the lock of a run left out."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file() and not path.name.endswith(".lock"))


def contents(folder: Path) -> dict[str, bytes]:
    """Return what a run left, by name; the seconds it took are left out."""
    return {name: (folder / name).read_bytes() for name in files(folder) if not name.endswith("timings.json")}
