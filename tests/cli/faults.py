"""What a fault in the input is: how the given files are spoilt, what is run, and how it ends."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from cli.terminal import CHECK, DATA, Ran, improving_value, spoil

SCHEME = Path("schemes/late_discharges.yaml")
CSV = Path("activity/cc_periods.csv")
EXPECTED = Path(__file__).parent / "expected"


@dataclass(frozen=True)
class Fault:
    """One way in which input can be wrong. `name` is also that of the file in `expected` that holds what is printed."""

    name: str
    title: str
    do: Callable[[Path], None]
    command: tuple[str, ...]
    code: int

    def expected(self) -> Path:
        return EXPECTED / f"{self.name}.txt"

    def run(self, folder: Path) -> Ran:
        """Run the command over files that `do` has spoilt."""
        return improving_value(*self.command, folder=folder)


def in_scheme(name: str, title: str, old: str, new: str, code: int = 1, command: tuple[str, ...] = CHECK) -> Fault:
    """Return a fault of the scheme: one text in place of another."""
    return Fault(name, title, lambda folder: spoil(folder / SCHEME, old, new), command, code)


def in_expression(name: str, title: str, expression: str) -> Fault:
    """Return a fault of an expression: that of the eligibility rule."""
    return in_scheme(name, title, "when: wait >= 0", f"when: {expression}")


def in_data(name: str, title: str, old: str, new: str, code: int, command: tuple[str, ...] = DATA) -> Fault:
    """Return a fault of the activity: one text in place of another."""
    return Fault(name, title, lambda folder: spoil(folder / CSV, old, new), command, code)


def as_printed(command: tuple[str, ...], ran: Ran, folder: Path) -> str:
    """Return what somebody at a terminal sees: the command, what it prints, and the code it ends with; `…` stands for the folder."""
    parts = [f"$ improving-value {shlex.join(command)}", ran.err.rstrip("\n"), ran.out.rstrip("\n"), f"exit code {ran.code}"]
    return "\n".join(part for part in parts if part).replace(str(folder.resolve()), "…") + "\n"
