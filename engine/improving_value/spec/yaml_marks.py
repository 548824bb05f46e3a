"""Signs in a value that mean something else to YAML: quotes, brackets, braces and special marks."""

from __future__ import annotations

import re

from improving_value.kernel.issues import Issue
from improving_value.spec.expression_places import EXPRESSION_KEYS
from improving_value.spec.yaml_torn import whole_text
from improving_value.spec.yaml_trip import Trip

_AFTER_QUOTE = re.compile(r"""^(?P<lead>.*?)(?:(?P<key>[\w.]+): +|- +)(?P<quoted>'(?:[^']|'')*'|"(?:[^"\\]|\\.)*") *$""")
_AFTER_BRACKET = re.compile(r"^(?P<lead>.*?)(?P<key>[\w.]+): +(?P<bracket>[\[{].*[\]}]) *$")
_LAST_KEY = re.compile(r"(?P<key>[\w.]+): *(?P<value>[^:]*)$")


def quoted(trip: Trip) -> Issue | None:
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


def flow(trip: Trip) -> Issue | None:
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


def marks(trip: Trip) -> Issue | None:
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


def first_sign(trip: Trip) -> Issue | None:
    if "cannot start any token" not in trip.problem:
        return None
    sign = trip.source.text[trip.stopped : trip.stopped + 1]
    return trip.issue(
        "yaml-syntax",
        f"a value that begins with `{sign}`",
        "a value that begins with a letter, a digit or a quote",
        "put the value in quotes",
    )


def after_quote(trip: Trip) -> Issue | None:
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


def after_bracket(trip: Trip) -> Issue | None:
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


def _as_block(key: str, whole: str) -> str:
    """Say how to write an expression outside braces: after `|` when YAML would misread its first sign."""
    if whole[:1] not in ("'", '"', "[", "{"):
        return f"`{key}: {whole}`"
    return f"`{key}: |`, and on the next line, indented, `{whole}`" if key != "-" else f"`- |`, and on the next line, indented, `{whole}`"
