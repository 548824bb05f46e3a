"""The little English grammar that words need: articles, plurals, lists, and how a sentence is denied."""

from __future__ import annotations

import re
from collections.abc import Sequence

_WITHOUT_ARTICLE = frozenset(
    [
        "a",
        "all",
        "an",
        "any",
        "each",
        "every",
        "how",
        "its",
        "no",
        "one",
        "that",
        "the",
        "their",
        "these",
        "this",
        "those",
        "what",
        "when",
        "where",
        "whether",
        "which",
        "who",
        "whose",
        "why",
    ]
)
_AFTER_HEAD = re.compile(
    r" (?:a|about|after|against|alive|and|are|as|at|avoided|before|below|beside|between|born|bought|by|cancelled|counted|delivered|during|each|for|from"
    r"|given|had|has|have|in|is|issued|it|less|lived|no|of|on|open|or|paid|per|planned|prepared|prescribed|recorded|registered|released|reported"
    r"|reviewed|so|supplied|switched|than|that|they|to|transferred|treated|under|up|used|was|were|when|which|who|whose|with|within|without)(?= |$)"
)
"""Words that cannot belong to the head of a phrase: what it is about ends before them."""

_IRREGULAR = {"person": "people", "child": "children", "man": "men", "woman": "women"}
_AUXILIARY = re.compile(r"\b(is|are|was|were|has|have|had|can|could|will|would|must|does|did|may)\b(?! not\b)")
_NOT_DENIED_BY_ONE_WORD = re.compile(
    r"\b(all|any|and|at least|at most|both|each|every|if|no|none|not|only|or|some|unless)\b", re.IGNORECASE
)


def the(label: str) -> str:
    """Return a label with its article, unless it has one or cannot have one."""
    first = label.split(" ", 1)[0].lower()
    return label if first in _WITHOUT_ARTICLE or label[:1] in "“‘(" or label[:1].isdigit() else f"the {label}"


def a(noun: str) -> str:
    """Return a noun with its indefinite article."""
    return f"an {noun}" if noun[:1].lower() in "aeio" or (noun.startswith("un") and not noun.startswith(("unit", "uni"))) else f"a {noun}"


def plural(noun: str) -> str:
    """Return several of a noun: its head takes the ending, not what follows it."""
    found = _AFTER_HEAD.search(noun)
    head, rest = (noun[: found.start()], noun[found.start() :]) if found else (noun, "")
    before, _, last = head.rpartition(" ")
    return f"{before} {_several(last)}{rest}".strip()


def be(words: str) -> str:
    """Return the verb that agrees with a phrase: the length is, the days are."""
    found = _AFTER_HEAD.search(words)
    head = re.split(r" \(| \d", words[: found.start()] if found else words)[0]
    return "are" if re.search(r"[^sui’']s$", head) and not head[:1].isdigit() else "is"


def head_noun(noun: str) -> str:
    """Return the one word that says what a thing is: the course of a course of treatment."""
    found = _AFTER_HEAD.search(noun)
    return (noun[: found.start()] if found else noun).rpartition(" ")[2]


def _several(word: str) -> str:
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if re.search(r"[^aeiou]y$", word):
        return f"{word[:-1]}ies"
    if word.endswith("sis"):
        return f"{word[:-2]}es"
    if re.search(r"[^su]s$", word):
        return word
    return f"{word}es" if re.search(r"(s|x|z|ch|sh)$", word) else f"{word}s"


def listed(words: Sequence[str], last: str = "and") -> str:
    """Return words as an English list: a, b and c."""
    return f" {last} ".join(part for part in (", ".join(words[:-1]), words[-1]) if part) if words else ""


def denied(clause: str) -> str:
    """Return the opposite of a clause: `not` after its verb, or in so many words where that could be misread."""
    found = _AUXILIARY.search(clause)
    if found is None or _NOT_DENIED_BY_ONE_WORD.search(clause):
        return f"it is not the case that {clause}"
    return f"{clause[: found.end()]} not{clause[found.end() :]}"


def lower_first(text: str) -> str:
    """Return text for the middle of a sentence; a word that begins with two capitals, or a capital alone, is left as it is."""
    proper = re.match(r"[A-Z](?:[A-Z]|\b)", text) and not text.startswith("A ")
    return text if proper else text[:1].lower() + text[1:]


def upper_first(text: str) -> str:
    return text[:1].upper() + text[1:]
