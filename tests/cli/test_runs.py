"""Runs that are killed, crowded, out of room or not allowed: whole results or none, and never another's."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from cli.terminal import RUN, Ran, argv, contents, environment, files, given, improving_value

MARKED = (*RUN, "--today", "2026-11-21", "--shareable", "--workbook")
PRODUCTS = [
    "combination.csv",
    "combined.csv",
    "counts.csv",
    "costs.csv",
    "data_issues.csv",
    "kpis.csv",
    "menu.html",
    "menu.xlsx",
    "overlap.csv",
    "overlap_apart.csv",
    "run.json",
    "savings.csv",
    "timings.json",
    "units/late_discharges.stay.parquet",
    "who_keeps.csv",
]
needs_signals = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")


def started(folder: Path) -> subprocess.Popen[str]:
    """Start a run, and return when it is half-way: its folder is there and not yet in its place."""
    process = subprocess.Popen(
        argv(*MARKED),
        cwd=folder,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=_hear_interrupts,
    )
    until = time.monotonic() + 60
    while not (folder / "results" / ".unfinished").is_dir():
        assert process.poll() is None, "the run ended before it could be stopped"
        assert time.monotonic() < until
        time.sleep(0.002)
    return process


def _hear_interrupts() -> None:
    """Undo what a shell does to programs in the background, and they hand on: not to hear Ctrl+C."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def kill_half_way(folder: Path) -> None:
    process = started(folder)
    process.kill()
    process.communicate()


def entries(folder: Path) -> set[str]:
    return {entry.name for entry in folder.iterdir()}


@needs_signals
def test_a_killed_run_leaves_nothing_half_written_and_the_next_one_clears_up(tmp_path: Path) -> None:
    kill_half_way(given(tmp_path))
    assert not (tmp_path / "results" / "internal").exists()
    assert improving_value(*MARKED, folder=tmp_path).code == 0
    assert entries(tmp_path / "results") == {"internal", "shareable", ".improving-value.lock"}
    assert sorted(files(tmp_path / "results" / "internal")) == sorted(PRODUCTS)


@needs_signals
def test_earlier_results_survive_a_killed_run(tmp_path: Path) -> None:
    assert improving_value(*MARKED, folder=given(tmp_path)).code == 0
    before = contents(tmp_path / "results" / "internal")
    kill_half_way(tmp_path)
    assert contents(tmp_path / "results" / "internal") == before


def test_results_that_were_being_replaced_come_back(tmp_path: Path) -> None:
    """A run killed between its last two moves has put the earlier results aside; even a run that is refused brings them back."""
    assert improving_value(*MARKED, folder=given(tmp_path)).code == 0
    before = contents(tmp_path / "results" / "internal")
    (tmp_path / "results" / ".replaced").mkdir()
    for product in ("internal", "shareable"):
        (tmp_path / "results" / product).rename(tmp_path / "results" / ".replaced" / product)
    (tmp_path / "activity" / "cc_periods.csv").write_bytes(b"")
    assert improving_value(*MARKED, folder=tmp_path).code == 3
    assert contents(tmp_path / "results" / "internal") == before


@needs_signals
def test_an_interrupted_run_leaves_nothing(tmp_path: Path) -> None:
    for attempt in ("first", "second", "third"):
        folder = tmp_path / attempt
        folder.mkdir()
        process = started(given(folder))
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=60)
        if "Exception ignored in" not in err:  # Python loses an interrupt that comes inside a callback of its own: press again
            break
    assert process.returncode != 0
    assert "Traceback" not in err
    assert not (folder / "results").exists()


@needs_signals
def test_of_two_runs_to_one_folder_the_second_is_told_and_the_first_finishes(tmp_path: Path) -> None:
    first = started(given(tmp_path))
    first.send_signal(signal.SIGSTOP)
    second = improving_value(*MARKED, folder=tmp_path)
    first.send_signal(signal.SIGCONT)
    first.communicate(timeout=60)
    assert second == Ran(
        "",
        "results: error[output-locked]\n"
        "  found     another run that is writing to the same folder\n"
        "  expected  one run at a time for each folder\n"
        "  fix       wait for it to end, or choose another `--out`\n",
        3,
    )
    assert first.returncode == 0
    assert sorted(files(tmp_path / "results" / "internal")) == sorted(PRODUCTS)


def test_a_refused_run_keeps_earlier_results(tmp_path: Path) -> None:
    assert improving_value(*MARKED, folder=given(tmp_path)).code == 0
    before = contents(tmp_path / "results")
    (tmp_path / "activity" / "cc_periods.csv").write_bytes(b"provider_code\nRX1\n")
    assert improving_value(*MARKED, folder=tmp_path).code == 3
    assert contents(tmp_path / "results") == before


def test_a_data_file_that_cannot_be_opened_is_not_the_fault_of_the_results_folder(tmp_path: Path) -> None:
    (given(tmp_path) / "activity" / "cc_periods.csv").unlink()
    try:
        (tmp_path / "activity" / "cc_periods.csv").symlink_to(tmp_path / "gone.csv")
    except OSError:
        pytest.skip("no symbolic links here")
    ran = improving_value(*MARKED, folder=tmp_path)
    assert ran.code == 3
    assert ran.err.startswith("activity/cc_periods.csv: error[file-not-readable]\n  found     no such file or directory\n")
    assert not (tmp_path / "results").exists()


def on_a_small_disk(folder: Path, options: str) -> Ran:
    """Do a run whose results go to a small disk that only this run sees, and list what it leaves there.

    A test that must run, and cannot, fails; elsewhere it is skipped.
    """
    (folder / "results").mkdir()
    script = f'mount -t tmpfs -o {options} tmpfs results || exit 99; "$@"; code=$?; echo "left:" $(ls -A results); exit $code'
    own = ["unshare", "--mount"] if os.geteuid() == 0 else ["unshare", "--user", "--map-root-user", "--mount"]
    if shutil.which("unshare"):
        done = subprocess.run(
            [*own, "sh", "-c", script, "sh", *argv(*MARKED)],
            cwd=folder,
            env=environment(),
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        if done.returncode != 99 and "unshare:" not in done.stderr:
            return Ran(done.stdout, done.stderr, done.returncode)
    if os.environ.get("IMPROVING_VALUE_REQUIRE_ALL"):
        pytest.fail("this machine allows no disk of our own")
    pytest.skip("this machine allows no disk of our own")


@pytest.mark.skipif(sys.platform != "linux", reason="Linux mounts small disks")
@pytest.mark.parametrize("room", ["300k", "16k"])
def test_a_full_disk_is_said_and_nothing_is_left(tmp_path: Path, room: str) -> None:
    ran = on_a_small_disk(given(tmp_path), f"size={room}")
    assert ran == Ran(
        "left: .improving-value.lock\n",
        "results: error[disk-full]\n"
        "  found     no room left on the disk\n"
        "  expected  room for the results\n"
        "  fix       free some space or choose another `--out`; nothing was written\n",
        3,
    )


@pytest.mark.skipif(sys.platform != "linux", reason="Linux mounts small disks")
def test_a_folder_that_may_not_be_written_to_is_said(tmp_path: Path) -> None:
    ran = on_a_small_disk(given(tmp_path), "ro")
    assert ran == Ran(
        "left:\n",
        "results: error[output-not-writable]\n"
        "  found     read-only file system\n"
        "  expected  a folder this user may write to\n"
        "  fix       choose another `--out`; nothing was written\n",
        3,
    )
