"""How long `check` and `prove` take over the whole library: python benchmarks/authors.py [check] [prove]. Prints, and asserts nothing."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
COMMANDS = {"check": ("check",), "prove": ("prove", "--no-suggest")}


def main() -> None:
    """Time the commands that were asked for, each in a process of its own, as somebody who types it would wait."""
    for name in sys.argv[1:] or COMMANDS:
        before, began = os.times(), time.perf_counter()
        told = subprocess.run(
            [sys.executable, "-m", "improving_value", *COMMANDS[name]], cwd=ROOT / "engine", capture_output=True, text=True, check=False
        )
        waited, after = time.perf_counter() - began, os.times()
        used = after.children_user + after.children_system - before.children_user - before.children_system
        print(f"{name}: {waited:.1f} s, of processors {used:.1f} s; {told.stdout.splitlines()[0] if told.stdout else told.stderr[:200]}")


if __name__ == "__main__":
    main()
