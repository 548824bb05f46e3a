"""Expressions in words: everything has a wording, and brackets keep what belongs together."""

from __future__ import annotations

import re
from fractions import Fraction
from itertools import product
from typing import get_args

import pytest

from improving_value.check.labels import BOUNDARIES as SAID_BOUNDARIES
from improving_value.expression import nodes, words_aggregates, words_calls
from improving_value.expression.evaluate import evaluate
from improving_value.expression.functions import BOUNDARIES, SCALAR_FUNCTIONS, Function
from improving_value.expression.functions_of_rows import AGGREGATES, WINDOWS
from improving_value.expression.nodes import Arithmetic, Name, Namespaced, Node, walk
from improving_value.expression.parse import parse
from improving_value.expression.resolve import resolve
from improving_value.expression.scope import KnownParameter, Scope
from improving_value.expression.types import BOOLEAN, DATE, DOUBLE, TEXT
from improving_value.expression.words import in_words
from improving_value.words.gaps import FALSE, MISSING, TRUE, without

CODE = re.compile(r"==|!=|<=|>=|[a-z]_[a-z]|[a-z]\(|\[")
NUMBERS = ("a", "b", "c", "d")
CONDITIONS = ("p", "q", "r")
SCOPE = Scope(
    {**dict.fromkeys(NUMBERS, DOUBLE), **dict.fromkeys(CONDITIONS, BOOLEAN), "day": DATE, "other_day": DATE, "word": TEXT},
    {"limit": KnownParameter(DOUBLE, ())},
)


@pytest.mark.parametrize("function", [*SCALAR_FUNCTIONS.values(), *AGGREGATES.values(), *WINDOWS.values()], ids=lambda one: one.name)
def test_every_function_has_words(function: Function) -> None:
    said = in_words(parse(function.example))
    assert not CODE.search(said), said


def test_the_worded_functions_are_the_catalogued_ones() -> None:
    assert set(SCALAR_FUNCTIONS) == words_calls.WORDED
    assert set(AGGREGATES) == words_aggregates.WORDED
    assert set(BOUNDARIES) == set(SAID_BOUNDARIES)


def test_every_sort_of_node_has_words() -> None:
    texts = (
        "-a + 1", "not p", "a * b <= limit", "p and q or r", "a if p else b", "word in ['x', 'y']", "max(a, b)", "sum(a, where=p)",
        "first(a, by=day)", "previous(a, by=day, per=[word])", "baseline.spend", "true",
    )  # fmt: skip
    seen = {type(part) for text in texts for part in walk(parse(text))}
    assert seen == set(get_args(nodes.Node))
    assert not [text for text in texts if CODE.search(in_words(parse(text)))]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a <= limit", "a is at most limit"),
        ("limit >= a", "a is at most limit"),
        ("a < b < c", "b is above a and below c"),
        ("day <= other_day", "day is on or before other day"),
        ("day == other_day", "day is the same as other day"),
        ("word == 'x'", "word is “x”"),
        ("word not in ['x', 'y']", "word is not “x” or “y”"),
        ("not (a < b)", "a is at least b"),
        ("not (p or q)", "none of these holds: “p” is yes; “q” is yes"),
        ("is_missing(a)", "a is not recorded"),
        ("not is_missing(p)", "it is known whether “p” is yes"),
        ("p or not p", "it is known whether “p” is yes"),
        ("a >= 0 or a < 0", "a is known"),
        ("a > 0 or b != b", "a is above 0 (this cannot be told when b is not recorded)"),
        ("max(0, a - b)", "a minus b, but never less than 0"),
        ("max(day, other_day)", "the later of day and other day"),
        ("if_missing(a, if_missing(b, c))", "the first that is known of a, b and c"),
        ("a / number_of(p)", "a, known only if “p” is yes"),
        ("add_days(day, -1)", "the day 1 day before day"),
    ],
)
def test_turns_of_phrase(text: str, said: str) -> None:
    assert in_words(resolve(parse(text), SCOPE)) == said


def _calculations(depth: int) -> list[str]:
    if depth == 0:
        return list(NUMBERS)
    simple = _calculations(0)
    pairs = [(left, right) for left in _calculations(depth - 1) for right in simple[1:3]]
    pairs += [(left, right) for left in simple[:1] for right in _calculations(depth - 1)]
    return sorted({f"({left} {operator} {right})" for left, right in pairs for operator in "+-*/"})


VALUES = dict(zip(NUMBERS, (Fraction(7), Fraction(3), Fraction(5), Fraction(2)), strict=True))


def _worked(node: Node) -> Fraction:
    if isinstance(node, Name):
        return VALUES[node.name]
    assert isinstance(node, Arithmetic)
    left, right = _worked(node.left), _worked(node.right)
    return {"+": left + right, "-": left - right, "*": left * right, "/": left / right if right else Fraction(0)}[node.operator]


def _as_read(said: str) -> Fraction:
    """Work a phrase out as the chapter says that it is read: brackets first, otherwise from left to right."""
    rest = re.findall(r"\(|\)|plus|minus|times|divided by|\w+", said)

    def operand() -> Fraction:
        token = rest.pop(0)
        if token != "(":
            return VALUES[token]
        inner = run()
        rest.pop(0)
        return inner

    def run() -> Fraction:
        value = operand()
        while rest and rest[0] != ")":
            operator, right = rest.pop(0), operand()
            steps = {"plus": value + right, "minus": value - right, "times": value * right}
            value = steps[operator] if operator in steps else (value / right if right else Fraction(0))
        return value

    return run()


def test_brackets_keep_what_belongs_together() -> None:
    texts = _calculations(3)
    assert len(texts) > 500
    assert [text for text in texts if _as_read(in_words(parse(text))) != _worked(parse(text))] == []


def _conditions(depth: int) -> list[str]:
    if depth == 0:
        return [*CONDITIONS, "not p"]
    below = _conditions(depth - 1)
    return sorted(
        {f"({left} {word} {right})" for left in below for right in CONDITIONS[1:] for word in ("and", "or")}
        | {f"not {one}" for one in below}
    )


def _truths(node: Node) -> tuple[object, ...]:
    return tuple(evaluate(node, _naming(dict(zip(CONDITIONS, values, strict=True)))) for values in product((True, False, None), repeat=3))


def _naming(values: dict[str, bool | None]):  # type: ignore[no-untyped-def]
    def name(node: Name | Namespaced) -> bool | None:
        return values[node.name]

    return name


def test_conditions_that_are_said_alike_are_alike() -> None:
    told: dict[str, set[tuple[object, ...]]] = {}
    for text in _conditions(2):
        node = resolve(parse(text), SCOPE)
        told.setdefault(in_words(node), set()).add(_truths(node))
    assert len(told) > 60
    assert {said: truths for said, truths in told.items() if len(truths) > 1} == {}


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("p and q", "p"),
        ("p or q", "p"),
        ("not p", "p"),
        ("p if q else r", "q"),
        ("p if q else r", "p"),
        ("is_missing(p) or q", "p"),
        ("if_missing(p, false) or q", "p"),
        ("not is_missing(p) and q", "p"),
        ("p or not p", "p"),
        ("(p or q) and r", "p"),
    ],
)
def test_what_a_missing_field_does_is_what_the_engine_does(text: str, field: str) -> None:
    node = resolve(parse(text), SCOPE)
    others = [name for name in CONDITIONS if name != field]
    words = {True: TRUE, False: FALSE, None: MISSING}
    found = set()
    for values in product((True, False), repeat=len(others)):
        value = evaluate(node, _naming({field: None, **dict(zip(others, values, strict=True))}))
        assert value is None or isinstance(value, bool)
        found.add(words[value])
    assert without(node, field) == found
