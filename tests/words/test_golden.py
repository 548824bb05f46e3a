"""The chapters of the published schemes: fresh, in English, and with every statement numbered."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from improving_value.words.chapter import chapter
from improving_value.words.printing import html, markdown
from words.chapters import GOLDEN, SCHEMES, checked

CODE = re.compile(r"==|!=|>=|\b(?:is_missing|if_missing|known|count|sum)\(|: None\b|Name\(|<built|“[^”]*” is yes")
REFERENCE = re.compile(r"\(\[(R\d+)\]\(#r\d+\)\)")


def golden(path: Path) -> str:
    return (GOLDEN / f"{path.stem}.md").read_text(encoding="utf-8")


def test_each_scheme_has_its_chapter_and_no_more() -> None:
    assert sorted(path.stem for path in GOLDEN.glob("*.md")) == [path.stem for path in SCHEMES]


@pytest.mark.parametrize("path", SCHEMES, ids=lambda path: path.stem)
def test_the_chapter_is_fresh_and_prints_alike(path: Path) -> None:
    blocks = chapter(checked(path))
    assert markdown(blocks) == golden(path), "run `python tests/words/write_golden.py`, and read what changed"
    assert _visible(html("Title", blocks)) == _plain(markdown(blocks))


@pytest.mark.parametrize("path", SCHEMES, ids=lambda path: path.stem)
def test_nothing_falls_back_to_code(path: Path) -> None:
    prose = golden(path).partition("## Where each statement")[0]
    assert [line for line in prose.splitlines() if CODE.search(line)] == []
    sentences, _, _ = prose.partition("\n## Values")
    assert [line for line in sentences.splitlines() if re.search(r"\b[a-z]+_[a-z]", line)] == []


@pytest.mark.parametrize("path", SCHEMES, ids=lambda path: path.stem)
def test_every_statement_is_numbered_in_order_and_found_again(path: Path) -> None:
    text = golden(path)
    numbers = REFERENCE.findall(text)
    assert numbers == [f"R{number}" for number in range(1, len(numbers) + 1)]
    assert re.findall(r'<a id="r(\d+)"></a>', text) == [str(number) for number in range(1, len(numbers) + 1)]


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.quiet = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.quiet = tag in ("title", "style")

    def handle_endtag(self, tag: str) -> None:
        self.quiet = False

    def handle_data(self, data: str) -> None:
        if not self.quiet:
            self.found += data.split()


def _visible(page: str) -> list[str]:
    reader = _Words()
    reader.feed(page)
    return reader.found


def _plain(text: str) -> list[str]:
    """Return the words of a Markdown document without its marks."""
    text = re.sub(r'<a id="r\d+"></a>', "", text)
    text = REFERENCE.sub(r"\1", text)
    text = re.sub(r"^\s*(?:#+|-|\d+\.) ", "", text, flags=re.MULTILINE)
    lines = [line for line in text.splitlines() if not line.startswith("| ---") and not set(line) <= {"|", " ", "-"}]
    text = "\n".join(re.sub(r"(?<!\\)\|", " ", line) for line in lines).replace("**", "")
    return re.sub(r"\\(.)", r"\1", text).split()
