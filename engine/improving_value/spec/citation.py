"""What the `source` of a number refers to: a document of the scheme, and pages of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from improving_value.spec.chapter import Source

_KEY = re.compile(r"[a-z][a-z0-9_]*")
_PAGES = re.compile(r"\bpages?\s+(\d+(?:\s*(?:,|and|or|to|-|–)\s*\d+)*)")
_SPAN = re.compile(r"(\d+)(?:\s*[-–]\s*|\s+to\s+)(\d+)|(\d+)")


@dataclass(frozen=True)
class Citation:
    """A document under the name that the scheme gives it, and the pages named; no document when the source is words alone."""

    key: str
    document: Source | None
    pages: tuple[int, ...]

    @property
    def pages_outside(self) -> tuple[int, ...]:
        """Return the pages that the document, by its own entry, does not have here."""
        inside = pages_of(self.document) if self.document is not None else ()
        return tuple(page for page in self.pages if page not in inside) if inside else ()

    @property
    def has_page(self) -> bool:
        """Say whether a reader knows which page to open: a page named, a document of one page, or an address on the web."""
        return bool(self.pages) or (self.document is not None and (self.document.page is not None or self.document.url is not None))


def citation(text: str, sources: Mapping[str, Source]) -> Citation:
    """Return what the words of a `source` refer to."""
    first = _KEY.match(text)
    key = first.group() if first is not None and first.group() in sources else ""
    named = tuple(page for found in _PAGES.finditer(text) for page in _numbers(found.group(1)))
    return Citation(key, sources.get(key), named)


def date_words(as_at: str | None, undated: str | None, text: str | None, sources: Mapping[str, Source]) -> str:
    """Return the date of a number in words: its own, or else that of its document; why there is none; nothing when nothing is said."""
    if as_at is not None or undated is not None:
        return _said(as_at, undated)
    document = citation(text, sources).document if text is not None else None
    return _said(document.as_at, document.undated) if document is not None else ""


def _said(as_at: str | None, undated: str | None) -> str:
    return f"as at {as_at}" if as_at is not None else f"undated: {undated}" if undated is not None else ""


def pages_of(document: Source) -> tuple[int, ...]:
    """Return the pages that a document's entry names."""
    if document.page is not None:
        return (document.page,)
    return tuple(_numbers(document.pages or ""))


def _numbers(text: str) -> list[int]:
    found: list[int] = []
    for low, high, single in _SPAN.findall(text):
        found += range(int(low), int(high) + 1) if low else [int(single)]
    return found
