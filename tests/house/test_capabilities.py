"""The page of capabilities: it has all of them, and everything it names exists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
PAGE = (DOCS / "capabilities.md").read_text(encoding="utf-8")
ROWS = [[cell.strip() for cell in line.strip("|").split("|")] for line in PAGE.splitlines() if line.startswith("| ")]
ROWS = [row for row in ROWS if row[-1] not in ("---", "where it stands")]
LINKS = re.compile(r"\[([^]]+)\]\((\w+)\.md(?:#([\w-]+))?\): (.*)")
ELSEWHERE = "a piece of work of its own: "


def references() -> list[tuple[str, str]]:
    """Return the parts of every row's last cell, each with the row it is of."""
    return [(row[0] or row[1], part.strip()) for row in ROWS for sentence in row[-1].split(". That ")[:1] for part in sentence.split("; ")]


def headings(text: str, chapter: str) -> set[str]:
    """Return the headings of the third level under one of the second; of a page without, all of them."""
    under = re.split(r"^## ", text, flags=re.MULTILINE)
    wanted = [part for part in under if part.startswith(f"{chapter}\n")] or under
    return {line.removeprefix("### ") for part in wanted for line in part.splitlines() if line.startswith("### ")}


def test_all_of_them_are_there() -> None:
    assert [row[0] for row in ROWS if row[0].isdigit()] == [str(number) for number in range(1, 43)]
    assert len([row for row in ROWS if not row[0].isdigit()]) == 14


@pytest.mark.parametrize(("row", "named"), references(), ids=lambda text: text[:40])
def test_what_is_named_exists(row: str, named: str) -> None:
    if named.startswith("`tests/"):
        path, _, test = named.strip("`").partition("::")
        assert f"def {test}(" in (ROOT / path).read_text(encoding="utf-8")
        return
    link = LINKS.fullmatch(named)
    if link is None:
        assert named.startswith(ELSEWHERE), f"{row}: {named}"
        return
    chapter, page, anchor, listed = link.groups()
    text = (DOCS / f"{page}.md").read_text(encoding="utf-8")
    if page == "DECISIONS":
        assert re.search(rf"^\*\*\d+ {re.escape(listed)}(\.\*\*|\*\*)", text, re.MULTILINE), f"no decision {listed}"
        return
    if page == "language":
        assert f"## {chapter}\n" in text
        assert anchor == chapter.lower().replace(" ", "-")
    found = headings(text, chapter)
    assert _split(listed, found) <= found, f"{_split(listed, found) - found} not under {chapter}"


def _split(listed: str, known: set[str]) -> set[str]:
    """Return the headings in a list; one may hold a comma of its own."""
    parts, found = listed.split(", "), set()
    while parts:
        taken = next((n for n in range(len(parts), 0, -1) if ", ".join(parts[:n]) in known), 1)
        found.add(", ".join(parts[:taken]))
        parts = parts[taken:]
    return found
