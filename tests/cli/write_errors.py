"""Writes what each fault prints, into `expected` and into `docs/errors.md`: python tests/cli/write_errors.py [NAME …]."""

from __future__ import annotations

import sys
from pathlib import Path


def main() -> None:
    """Find the tests and the engine of this checkout, and write."""
    tests = Path(__file__).resolve().parents[1]
    sys.path[:0] = [str(tests), str(tests.parent / "engine")]
    from cli.documented import write

    write(sys.argv[1:])


if __name__ == "__main__":
    main()
