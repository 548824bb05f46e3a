"""The README's steps for finance, followed literally: `python tests/cli/finance_steps.py` writes again what the commands print."""

from __future__ import annotations

import re
import shlex
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
if __name__ == "__main__":
    sys.path[:0] = [str(ROOT / "engine"), str(ROOT / "tests")]

from cli.tutorial import BLOCK, run  # noqa: E402

PAGE = ROOT / "README.md"
BEGINS, ENDS = "## A finance reader's five steps\n", "### Month by month\n"
LONGEST = 60
"""Lines of one command's output that the page shows; past it, lines are left out in the middle."""
_FENCED = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
_NUMBERED = re.compile(r"^(\d)\. ", re.MULTILINE)


def section(page: str) -> str:
    """Return the part of the page that is followed."""
    return page[page.index(BEGINS) : page.index(ENDS)]


def prepare(folder: Path, year: Path | None = None) -> None:
    """Put what the steps begin with into a folder: the built-in data, and a run of it, anew or from where it stands."""
    (folder / "fixtures").symlink_to(ROOT / "fixtures")
    if year is None:
        run(["demo", "--out", "demo", "--today", "2018-05-01"], folder)
    else:
        (folder / "demo").symlink_to(year)


def followed(text: str, folder: Path) -> str:
    """Run every command of the section, and return it with what was really printed."""
    parts, end = [], 0
    for block in BLOCK.finditer(text):
        parts.append(text[end : block.start("body")])
        parts.append(_printed(block["body"], folder) if block["kind"] == "console" else block["body"])
        end = block.end("body")
    return "".join([*parts, text[end:]])


def _printed(body: str, folder: Path) -> str:
    command = body.partition("\n")[0].removeprefix("$ ")
    shown = run(shlex.split(command)[1:], folder).replace(str(folder.resolve()), "…").replace(str(folder), "…").splitlines()
    if len(shown) > LONGEST:
        shown = _about(shown) if command.startswith("improving-value words") else _ends(shown)
    return "".join(f"{line}\n" for line in (f"$ {command}", *shown))


def _ends(lines: list[str]) -> list[str]:
    """Return the beginning and the end of a long output, the end from the head of a paragraph on."""
    end = max(index for index, line in enumerate(lines[: -LONGEST // 4], start=1) if not line)
    return [*lines[: LONGEST // 2], "…", *lines[end:]]


def _about(lines: list[str]) -> list[str]:
    """Return the part of a scheme in words that says who is counted."""
    begin = next(index for index, line in enumerate(lines) if "Times of the decision" in line)
    return ["…", *lines[begin - 1 : begin + 3], "…"]


def quoted(text: str) -> list[tuple[str, str]]:
    """Return every line that the section quotes from a file, with the file it names."""
    found = []
    for block in BLOCK.finditer(text):
        if block["kind"] == "csv":
            file = re.findall(r"`([\w./]+\.csv)`", block["before"])[0]
            found += [(file, line) for line in block["body"].splitlines()]
    return found


def steps(text: str) -> list[list[int]]:
    """Return the numbers of the steps of each way."""
    return [[int(number) for number in _NUMBERED.findall(part)] for part in _FENCED.sub("", text).split("\n### ")[1:]]


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as empty:
        prepare(Path(empty))
        page = PAGE.read_text(encoding="utf-8")
        PAGE.write_text(page.replace(section(page), followed(section(page), Path(empty))), encoding="utf-8", newline="\n")
