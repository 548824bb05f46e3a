"""How the test files in this folder are read: what stands below, as a loader sees it, rendered."""

from __future__ import annotations

from pathlib import Path

from improving_value.kernel.issues import Issue, Rejected
from improving_value.spec.load import load_dataset, load_scheme
from improving_value.spec.parameters_file import load_parameters

FOLDER = Path(__file__).parent
CASES = sorted(FOLDER.glob("*/*.yaml"))


def issues_in(path: Path) -> tuple[Issue, ...]:
    """Return the issues of a file, read by the loader its name asks for."""
    load = {"dataset": load_dataset, "parameters": load_parameters}.get(path.stem.split("_")[0], load_scheme)
    try:
        load(path)
    except Rejected as fault:
        return fault.issues
    return ()
