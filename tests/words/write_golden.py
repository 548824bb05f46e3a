"""Write the chapters of the published schemes afresh: `python tests/words/write_golden.py`, then read what changed."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[2] / "engine"), str(Path(__file__).parents[1])]

from words.chapters import GOLDEN, SCHEMES, words_of  # noqa: E402


def main() -> None:
    for path in SCHEMES:
        (GOLDEN / f"{path.stem}.md").write_text(words_of(path), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
