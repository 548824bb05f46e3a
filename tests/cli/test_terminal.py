"""How the program behaves at a terminal and in a pipe: colour, progress, usage, bugs."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from cli.terminal import CHECK, RUN, argv, environment, given, improving_value, spoil

QUESTION = ("explain", "late_discharges", "--data", "activity", "--schemes", "schemes", "--period", "2017/18 Q1")
needs_terminal = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such terminals")


def at_a_terminal(folder: Path, *arguments: str, **more: str) -> str:
    """Run the program with a terminal of its own, and return all that appears on it."""
    import pty

    master, slave = pty.openpty()
    process = subprocess.Popen(
        argv(*arguments), cwd=folder, env=environment(**{"TERM": "xterm", **more}), stdin=slave, stdout=slave, stderr=slave
    )
    os.close(slave)
    shown = b""
    until = time.monotonic() + 120
    while time.monotonic() < until:
        try:
            piece = os.read(master, 4096)
        except OSError:  # Linux says so when the other side has hung up
            break
        if not piece:
            break
        shown += piece
    process.wait(timeout=10)
    os.close(master)
    return shown.decode()


@needs_terminal
@pytest.mark.parametrize(
    ("more", "coloured"), [({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)], ids=["plain", "no-color", "dumb"]
)
def test_messages_are_in_colour_where_that_is_wanted(tmp_path: Path, more: dict[str, str], coloured: bool) -> None:
    spoil(given(tmp_path) / "schemes" / "late_discharges.yaml", "wait >= 0", "weight >= 0")
    shown = at_a_terminal(tmp_path, *CHECK, **more)
    assert "unknown-name" in shown
    assert ("\x1b[" in shown) is coloured


def test_messages_in_a_pipe_have_no_colour(tmp_path: Path) -> None:
    spoil(given(tmp_path) / "schemes" / "late_discharges.yaml", "wait >= 0", "weight >= 0")
    ran = improving_value(*CHECK, folder=tmp_path, FORCE_COLOR="1")
    assert "\x1b" not in ran.err + ran.out


@needs_terminal
def test_progress_is_shown_on_a_terminal_only(tmp_path: Path) -> None:
    """The wait before it is shown is cut to nothing, so that the small run is long enough to see it."""
    impatient = (
        "import improving_value.listing.run as shown; shown.WAIT_BEFORE_SHOWING = 0.0; from improving_value.cli.app import main; main()"
    )
    program = [sys.executable, "-c", impatient, *RUN]
    piped = subprocess.run(program, cwd=given(tmp_path), env=environment(), capture_output=True, text=True, check=True)
    assert piped.stderr == ""
    import pty

    master, slave = pty.openpty()
    process = subprocess.Popen(program, cwd=tmp_path, env=environment(TERM="xterm"), stdout=subprocess.PIPE, stderr=slave)
    os.close(slave)
    shown = b""
    try:
        while piece := os.read(master, 4096):
            shown += piece
    except OSError:  # the other side has hung up
        pass
    out, _ = process.communicate(timeout=60)
    os.close(master)
    assert b"writing the report" in shown
    assert out.startswith(b"2017/18 Q1: 1 scheme run, 0 not run.\n")


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (("chek",), "No such command 'chek'"),
        (("run", "--data", "activity"), "Missing option"),
        (("run", "--perod", "2017/18"), "No such option: --perod"),
        ((*RUN, "--today", "1/2/2017"), "write a date as 2026-11-21"),
        ((*RUN, "--memory", "lots"), "write an amount such as 1.5GB or 800MB"),
        (QUESTION, "one of --patient and --unit"),
        ((*QUESTION, "--patient", "NHS0001", "--unit", "RX1|S1"), "one of --patient and --unit"),
    ],
    ids=["command", "missing", "misspelt", "today", "memory", "nobody", "both"],
)
def test_wrong_usage_is_said_without_a_traceback(tmp_path: Path, command: tuple[str, ...], said: str) -> None:
    ran = improving_value(*command, folder=given(tmp_path))
    assert (ran.out, ran.code) == ("", 2)
    assert said in ran.err
    assert "Traceback" not in ran.err
    assert not (tmp_path / "results").exists()


def test_without_a_command_the_help_is_shown(tmp_path: Path) -> None:
    ran = improving_value(folder=tmp_path)
    assert ran.code == 2
    assert "Commands:" in ran.out + ran.err


def test_a_bug_is_said_to_be_one_and_shows_no_value(tmp_path: Path) -> None:
    bug = (
        "import improving_value.listing.common as listing\n"
        "def broken(*_): raise KeyError('NHS0001')\n"
        "listing.list_menu = broken\n"
        "from improving_value.cli.app import main\n"
        "main()\n"
    )
    done = subprocess.run([sys.executable, "-c", bug, "menu"], cwd=tmp_path, env=environment(), capture_output=True, text=True, check=False)
    assert (done.stdout, done.returncode) == ("", 70)
    assert done.stderr.startswith("This is a bug in improving-value, not a mistake of yours.")
    assert done.stderr.rstrip().endswith("KeyError")
    assert "NHS0001" not in done.stderr


@needs_terminal
def test_a_reader_who_has_seen_enough_is_no_fault(tmp_path: Path) -> None:
    process = subprocess.Popen(argv("data"), cwd=tmp_path, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    assert process.stderr.read() == ""
    assert process.wait(timeout=60) in (0, 1)
    process.stderr.close()
