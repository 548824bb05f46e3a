"""The tutorial, followed literally: `python tests/cli/tutorial.py` writes again what its commands print."""

from __future__ import annotations

import contextlib
import io
import re
import shlex
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
if __name__ == "__main__":
    sys.path[:0] = [str(ROOT / "engine"), str(ROOT / "tests")]

from improving_value.cli.app import app  # noqa: E402
from improving_value.ending import run_to_end  # noqa: E402

PAGE = ROOT / "docs" / "tutorial.md"
BLOCK = re.compile(r"^(?P<before>[^\n]*)\n\n```(?P<kind>console|yaml|csv)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
STEP = re.compile(r"^### (\d+)\. ", re.MULTILINE)
_PART = re.compile(r"^(?:#[^\n]*\n)*([a-z_]+):.*?(?=^(?:# still to do|[a-z_]+:)|\Z)", re.MULTILINE | re.DOTALL)
_LEFT_OUT = "…"


def followed(page: str, folder: Path) -> str:
    """Do all that the page says in a folder, and return the page with what was really printed."""
    parts, end = [], 0
    for block in BLOCK.finditer(page):
        parts.append(page[end : block.start("body")])
        parts.append(_done(block, folder))
        end = block.end("body")
    return "".join([*parts, page[end:]])


def _done(block: re.Match[str], folder: Path) -> str:
    before, body = block["before"], block["body"]
    if block["kind"] == "console":
        return "".join(_printed(command, expected, folder) for command, expected in _commands(body))
    file = folder / re.findall(r"`([\w./]+\.(?:yaml|csv))`", before)[-1]
    if "Save this" in before:
        file.parent.mkdir(exist_ok=True)
        file.write_text(body, encoding="utf-8", newline="\n")
    else:
        file.write_text(_with_parts(file.read_text(encoding="utf-8"), body), encoding="utf-8", newline="\n")
    return body


def _commands(body: str) -> Iterator[tuple[str, str]]:
    for piece in re.split(r"^\$ ", body, flags=re.MULTILINE)[1:]:
        command, _, expected = piece.partition("\n")
        yield command, expected


def _printed(command: str, expected: str, folder: Path) -> str:
    """Return a command and what it printed; where the page leaves lines out and the others are right, the page stands."""
    typed, _, target = command.partition(" > ")
    shown = run(shlex.split(typed)[1:], folder)
    if target:
        (folder / target).write_text(shown, encoding="utf-8", newline="\n")
        shown = ""
    shown = shown.replace(str(folder.resolve()), "…").replace(str(folder), "…")
    return f"$ {command}\n{expected if _agrees(expected, shown) else shown}"


def _agrees(expected: str, shown: str) -> bool:
    lines = expected.splitlines()
    if _LEFT_OUT not in lines:
        return expected == shown
    pattern = "".join(r"(?:.*\n)*?" if line == _LEFT_OUT else re.escape(line) + r"\n" for line in lines)
    return re.fullmatch(pattern, shown) is not None


def _with_parts(text: str, parts: str) -> str:
    """Put parts of a scheme in place of those that begin with the same word, with what was still to do above them."""
    new = {found[1]: found[0].strip("\n") for found in _PART.finditer(parts)}
    assert "".join(new.values()).replace("\n", "") == parts.replace("\n", ""), "the page has lines that belong to no part"
    old = {found[1] for found in _PART.finditer(text)}
    replaced = _PART.sub(lambda found: new[found[1]] + found[0][len(found[0].rstrip("\n")) :] if found[1] in new else found[0], text)
    return replaced.rstrip("\n") + "\n" + "".join(f"\n{part}\n" for key, part in new.items() if key not in old)


def run(arguments: list[str], folder: Path) -> str:
    """Run the program in a folder, and return all that it shows: messages, then results."""
    out, err, before = io.StringIO(), io.StringIO(), sys.argv
    sys.argv = ["improving-value", *arguments]
    try:
        with contextlib.chdir(folder), contextlib.redirect_stdout(out), contextlib.redirect_stderr(err), contextlib.suppress(SystemExit):
            run_to_end(app)
    finally:
        sys.argv = before
    return err.getvalue() + out.getvalue()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as empty:
        PAGE.write_text(followed(PAGE.read_text(encoding="utf-8"), Path(empty)), encoding="utf-8", newline="\n")
