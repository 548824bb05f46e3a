"""What a YAML parser trips over, said so that the author sees what to change.

The two parsers (C and Python) agree on places and on what they were doing, not on words: their words are not used.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import yaml

from improving_value.kernel.issues import Issue, Location
from improving_value.spec.expression_places import EXPRESSION_KEYS
from improving_value.spec.positions import YamlSource
from improving_value.spec.yaml_torn import whole_text

_AFTER_QUOTE = re.compile(r"""^(?P<lead>.*?)(?:(?P<key>[\w.]+): +|- +)(?P<quoted>'(?:[^']|'')*'|"(?:[^"\\]|\\.)*") *$""")
_AFTER_BRACKET = re.compile(r"^(?P<lead>.*?)(?P<key>[\w.]+): +(?P<bracket>[\[{].*[\]}]) *$")
_KEY = re.compile(r"^ *(?:- +)*(?P<key>[\w.]+) *:(?: |$)")
_LAST_KEY = re.compile(r"(?P<key>[\w.]+): *(?P<value>[^:]*)$")
_TWO_COLONS = re.compile(r"^ *(?:- +)*(?P<key>[\w.]+): +(?P<value>[^'\"|>\[{].*: .*|[^'\"|>\[{].*:)$")


@dataclass(frozen=True)
class _Trip:
    """Where the parser stopped, what it was doing, and where that began."""

    source: YamlSource
    doing: str
    problem: str
    began: int | None
    stopped: int

    @property
    def where(self) -> Location:
        return self.source.at(min(self.stopped, len(self.source.text)))

    @property
    def line(self) -> str:
        return self.source.excerpt(self.where.line)

    @property
    def before(self) -> str:
        return self.line[: self.where.column - 1]

    def issue(self, code: str, found: str, expected: str, fix: str, offset: int | None = None, length: int = 1) -> Issue:
        where = self.where if offset is None else self.source.at(offset, length)
        return self.source.issue(code, where, found, expected, fix)


def diagnose(source: YamlSource, error: yaml.MarkedYAMLError) -> Issue:
    """Return the issue that a syntax error stands for."""
    mark = error.problem_mark or error.context_mark
    began = error.context_mark.index if error.context_mark else None
    trip = _Trip(source, error.context or "", error.problem or "", began, mark.index if mark else 0)
    for explain in (_quoted, _flow, _marks, _after_quote, _after_bracket, _colon, _dash, _block_text, _first_sign, _no_colon, _misaligned):
        issue = explain(trip)
        if issue is not None:
            return issue
    return trip.issue(
        "yaml-syntax",
        "a line that does not fit the lines above it",
        "keys of one mapping in the same column, and a space after each `:` and `-`",
        "compare its indentation and punctuation with the line above",
    )


def _quoted(trip: _Trip) -> Issue | None:
    if "quoted scalar" not in trip.doing and "double-quoted" not in trip.doing:
        return None
    began = trip.began if trip.began is not None else trip.stopped
    quote = trip.source.text[began : began + 1]
    if "end of stream" in trip.problem or "document separator" in trip.problem:
        return trip.issue(
            "unclosed-quote",
            f"a text that begins with `{quote}` and does not end",
            f"a closing `{quote}`",
            f"write `{quote}` where the text ends",
            began,
        )
    # One parser stops at the backslash, the other just after it.
    at = trip.source.text.rfind("\\", 0, trip.stopped + 1)
    return trip.issue(
        "yaml-syntax",
        "a `\\` in double quotes, which YAML takes for the start of a special sign",
        "text without `\\`, or in single quotes",
        "put the text in single quotes",
        max(at, began),
    )


def _flow(trip: _Trip) -> Issue | None:
    if "flow" not in trip.doing or trip.began is None:
        return None
    written = trip.source.text[trip.began : trip.stopped]
    opening, closing = trip.source.text[trip.began], {"{": "}", "[": "]"}.get(trip.source.text[trip.began], "")
    if "\n" in written or trip.stopped >= len(trip.source.text):
        return trip.issue(
            "yaml-syntax",
            f"a `{opening}` that is not closed on its line",
            f"a closing `{closing}`",
            f"write `{closing}` where it ends, or write each item on a line of its own",
            trip.began,
        )
    found = _LAST_KEY.search(written)
    key, start = (found["key"], trip.began + found.start("value")) if found else ("", trip.began + 1)
    whole = whole_text(trip.source.text, start)
    held = written[start - trip.began :].strip()
    said = f"`{held}`, which YAML cut off at `{trip.source.text[trip.stopped]}`"
    length = max(trip.stopped - start, 1)
    if key in EXPRESSION_KEYS:
        fix = f"write each key on a line of its own, without braces, and there {_as_block(key, whole)}"
        return trip.issue(
            "expression-in-flow-mapping", said, "an expression on a line of its own, outside braces and brackets", fix, start, length
        )
    fix = "write each item on a line of its own, without braces or brackets; or put the text in quotes"
    return trip.issue(
        "text-torn-by-comma", said, "text without brackets or quotes inside, when it stands in braces or brackets", fix, start, length
    )


def _marks(trip: _Trip) -> Issue | None:
    if not any(word in trip.doing for word in ("alias", "anchor", "tag")) and "tag" not in trip.problem and "alias" not in trip.problem:
        return None
    began = trip.began if trip.began is not None else trip.stopped
    sign = trip.source.text[began : began + 1]
    return trip.issue(
        "anchor-or-tag",
        f"a value that begins with `{sign}`, which has a special meaning in YAML",
        "the value written out",
        "put the text in quotes",
        began,
    )


def _after_quote(trip: _Trip) -> Issue | None:
    found = _AFTER_QUOTE.match(trip.before)
    if not found:
        return None
    whole = trip.line[found.start("quoted") :].split(" #")[0].strip()
    start = trip.source.line_starts[trip.where.line - 1] + found.start("quoted")
    if found["key"] in EXPRESSION_KEYS or re.match(r"(==|!=|<|>|in |not |and |or |\+|-|\*|/|if )", trip.line[trip.where.column - 1 :]):
        fix = f"write {_as_block(found['key'] or '-', whole)}"
    else:
        fix = "write a quote inside the text twice; or, when it holds no `: `, leave out the quotes round it"
    return trip.issue(
        "leading-quote",
        f"`{found['quoted']}`, and more text after the closing quote",
        "the whole value in quotes, or a value that does not begin with one",
        fix,
        start,
        len(whole),
    )


def _as_block(key: str, whole: str) -> str:
    """Say how to write an expression outside braces: after `|` when YAML would misread its first sign."""
    if whole[:1] not in ("'", '"', "[", "{"):
        return f"`{key}: {whole}`"
    return f"`{key}: |`, and on the next line, indented, `{whole}`" if key != "-" else f"`- |`, and on the next line, indented, `{whole}`"


def _after_bracket(trip: _Trip) -> Issue | None:
    found = _AFTER_BRACKET.match(trip.before)
    if not found:
        return None
    whole = trip.line[found.start("bracket") :].split(" #")[0].strip()
    start = trip.source.line_starts[trip.where.line - 1] + found.start("bracket")
    fix = f"write {_as_block(found['key'], whole)}" if found["key"] in EXPRESSION_KEYS else "put the whole value in quotes"
    return trip.issue(
        "yaml-syntax",
        "a value that begins with a bracket and goes on after it",
        "nothing after the closing bracket",
        fix,
        start,
        len(whole),
    )


def _colon(trip: _Trip) -> Issue | None:
    if "mapping values" not in trip.problem:
        return None
    found = _TWO_COLONS.match(trip.line)
    if found:
        value = found["value"].replace("'", "''")
        return trip.issue(
            "yaml-syntax",
            f"a second `:` in the value of `{found['key']}`",
            "text with `: ` in it in quotes",
            f"write `{found['key']}: '{value}'`",
        )
    key = _KEY.match(trip.line)
    name = f"`{key['key']}`" if key else "a key"
    return trip.issue(
        "yaml-syntax",
        f"{name}, indented as if it belonged to the value above",
        "keys of one mapping in the same column",
        "begin it in the same column as the key above",
        *_span(trip, key),
    )


def _dash(trip: _Trip) -> Issue | None:
    if "sequence entries" not in trip.problem:
        return None
    return trip.issue(
        "yaml-syntax",
        "a `-` after a key, on the same line",
        "each item of a list on a line of its own",
        "begin the list on the next line; or, when `-` belongs to the text, put the text in quotes",
    )


def _block_text(trip: _Trip) -> Issue | None:
    if "block scalar" not in trip.doing or trip.began is None:
        return None
    sign = trip.source.text[trip.began]
    return trip.issue(
        "yaml-syntax",
        f"text on the same line as `{sign}`",
        f"nothing after `{sign}`",
        "write the text on the next line, indented; or put it in quotes",
        trip.began,
    )


def _first_sign(trip: _Trip) -> Issue | None:
    if "cannot start any token" not in trip.problem:
        return None
    sign = trip.source.text[trip.stopped : trip.stopped + 1]
    return trip.issue(
        "yaml-syntax",
        f"a value that begins with `{sign}`",
        "a value that begins with a letter, a digit or a quote",
        "put the value in quotes",
    )


def _no_colon(trip: _Trip) -> Issue | None:
    if "simple key" not in trip.doing or trip.began is None:
        return None
    where = trip.source.at(trip.began)
    said = trip.source.excerpt(where.line)[where.column - 1 :]
    return trip.issue(
        "yaml-syntax",
        "a line with no `:`",
        "`key: value`",
        "write the key before it; or, when it carries on the text above, indent it further than the key above",
        trip.began,
        len(said),
    )


def _misaligned(trip: _Trip) -> Issue | None:
    if "block mapping" not in trip.doing and "block collection" not in trip.doing:
        return None
    if trip.line[trip.where.column - 1 :].startswith("- "):
        return trip.issue(
            "yaml-syntax",
            "an item of a list where a key is expected",
            "`key: value`",
            "write the key of the list on the line above its first item, or indent the item further",
        )
    key = _KEY.match(trip.line)
    if not key:
        return None
    expected = "keys of one mapping in the same column" if "mapping" in trip.doing else "a list in which every item begins with `-`"
    name, at = key["key"], trip.where.column
    above = _columns_above(trip)
    fix = (
        f"begin it in column {above}"
        if above and above != at
        else "indent it under the item it belongs to, or begin it in the column of the key that holds the list"
    )
    return trip.issue("yaml-syntax", f"`{name}` in column {at}, which does not fit the lines above it", expected, fix, *_span(trip, key))


def _columns_above(trip: _Trip) -> int | None:
    """Return the column of the line above that is nearest to this line's, when it is told by the line above alone."""
    for number in range(trip.where.line - 1, 0, -1):
        line = trip.source.excerpt(number)
        key = _KEY.match(line)
        if key:
            return key.start("key") + 1
    return None


def _span(trip: _Trip, key: re.Match[str] | None) -> tuple[int, int]:
    if not key:
        return trip.stopped, 1
    return trip.source.line_starts[trip.where.line - 1] + key.start("key"), len(key["key"])
