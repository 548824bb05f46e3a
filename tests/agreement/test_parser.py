"""No text crashes the parser, and what it has read can be written and read again."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from random_sight import Sight
from strategies import expressions

from improving_value.expression.faults import ExpressionError
from improving_value.expression.nodes import Node, children
from improving_value.expression.parse import parse
from improving_value.expression.text import to_text
from improving_value.expression.words import in_words

PIECES = ("(", ")", "[", "]", ",", "'", '"', "\\", "#", ";", ":", "=", "==", "<", "..", ".", "0x", "1e9", "_", "é", "£", "\x00", "\n", "\t", " if ", " else ", " in ", " not ", " and ", "lambda ", "known(", "where=", "by=", "per=[", "*", "**", "%", "{", "}", "None", "True", "baseline.", "@", "`", "\ufeff", "٣", "ｘ")  # fmt: skip
NASTY = (
    "", " ", "'", "(" * 200, "-" * 3_000, "not " * 900, "1" * 400, "1_000", "0777", "1e400", "x" * 5_000, "[1,2]", "x if", "x[0]", "x.y", "f'{x}'", "b'x'",
    "x := 1", "lambda: 1", "(yield)", "await x", "x\x00y", "'\ud800'", "1if 1else 2", "1 if 1 else", "a<b>c", "a is b", "a in b in c", "*x", "sum()", "sum(known())",
    "known(x)", "first(x)", "count(by=x)", "running(x, by=d, per=[1])", "percentile(x)", "x" + "+1" * 1_500, "((x))" * 3, "'a' 'b'", "...", "1j", "a if b else c if d else e",
)  # fmt: skip


def read(text: str) -> Node | None:
    """Return what a text says, or None when it is refused as it should be."""
    try:
        return parse(text)
    except ExpressionError as refused:
        fault = refused.fault
        start, end = fault.span
        assert 0 <= start <= end <= max(len(text), 1) + 1
        assert fault.code
        assert fault.found
        assert fault.fix
        return None


@settings(max_examples=400, deadline=None)
@given(st.text(max_size=60))
def test_no_text_crashes_the_parser(text: str) -> None:
    read(text)


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from([*PIECES, "x", "n1", "1", "0.5", "'a'", "sum", "max", "first", "is_missing"]), max_size=14))
def test_no_heap_of_pieces_does(pieces: list[str]) -> None:
    read("".join(pieces))


@pytest.mark.parametrize("text", NASTY, ids=range(len(NASTY)))
def test_no_nasty_text_does(text: str) -> None:
    read(text)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(built=expressions(), where=st.floats(0, 1), piece=st.sampled_from(PIECES), cut=st.integers(0, 3))
def test_no_slip_of_the_keyboard_does(built: tuple[str, Sight, str], where: float, piece: str, cut: int) -> None:
    """A sound expression with something put in or left out is refused, or read as something else."""
    text = built[2]
    place = int(where * len(text))
    read(text[:place] + piece + text[place + cut :])


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(built=expressions())
def test_what_is_written_reads_the_same(built: tuple[str, Sight, str]) -> None:
    """Writing a tree and reading it again gives the same tree, and the same text from then on."""
    tree = parse(built[2])
    text = to_text(tree)
    assert shape(parse(text)) == shape(tree)
    assert to_text(parse(text)) == text
    assert in_words(tree)


def shape(node: Node) -> object:
    """Return a tree without its places in the text."""
    own = [getattr(node, name, None) for name in ("value", "name", "namespace", "operator", "function", "negated", "known")]
    marks = [getattr(node, name, None) is not None for name in ("operand", "argument", "by", "where")]
    return type(node).__name__, *own, *marks, *(shape(child) for child in children(node))
