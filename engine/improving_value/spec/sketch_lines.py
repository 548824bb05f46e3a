"""Lines of a new scheme file, each with the answer it came from, and what is left to do."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from improving_value.kernel.issues import Location
from improving_value.spec.sketch import Said

TO_DO = "# still to do: "
"""Begins a comment that says what an author has left to do."""
_PLAIN = re.compile(r"[A-Za-z£][^:#'\"\[\]{},&*!|>%@`\n\\]*[^\s:#'\"\[\]{},&*!|>%@`\\]")
_READ_OTHERWISE = frozenset({"true", "false", "null", "yes", "no", "on", "off", "none"})


@dataclass(frozen=True)
class Line:
    """One line of the file, and where its words were said."""

    text: str
    where: Location | None = None


def left_to_do(text: str) -> Iterator[tuple[int, str]]:
    """Yield what the comments of a scheme file say is left to do, with the line each stands on."""
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip().startswith(TO_DO):
            yield number, line.strip().removeprefix(TO_DO)


def to_do(what: str, depth: int = 0) -> Line:
    return Line("  " * depth + TO_DO + what)


def quoted(text: str) -> str:
    """Return a text as YAML reads it back: plain where that is safe."""
    whole = " ".join(text.split())
    if _PLAIN.fullmatch(whole) and whole.lower() not in _READ_OTHERWISE:
        return whole
    return json.dumps(whole, ensure_ascii=False)


def written(depth: int, key: str, said: Said, first: bool = False) -> Line:
    """Return a line with a text."""
    return Line(f"{_margin(depth, first)}{key}: {quoted(said.text)}", said.where)


def bare(depth: int, key: str, said: Said, first: bool = False) -> Line:
    """Return a line with what must not be quoted: an expression, a number, a word of a few."""
    return Line(f"{_margin(depth, first)}{key}: {' '.join(said.text.split())}", said.where)


def listed(depth: int, key: str, said: Said) -> Iterator[Line]:
    """Yield a list of texts, one for each line of the answer."""
    yield Line(f"{_margin(depth, False)}{key}:", said.where)
    for part in said.text.splitlines():
        if part.strip():
            yield Line(f"{_margin(depth + 1, False)}- {quoted(part)}", said.where)


def choice(depth: int, key: str, row: Mapping[str, Said], default: str, what: str) -> Iterator[Line]:
    """Yield a line with the word that was chosen, or with a likely one and what is to be done about it."""
    if key not in row:
        yield to_do(what, depth)
    yield bare(depth, key, row.get(key, Said(default)))


def answered(depth: int, key: str, row: Mapping[str, Said], default: str, what: str, first: bool = False) -> Sequence[Line]:
    """Return a line with a text that was given, or with words that hold its place and what is to be done about it."""
    if key in row:
        return [written(depth, key, row[key], first)]
    return [to_do(what, depth - first), written(depth, key, Said(default), first)]


def _margin(depth: int, first: bool) -> str:
    return "  " * (depth - 1) + "- " if first else "  " * depth
