"""The evaluator reaches the row, the catalogue and nothing else."""

from __future__ import annotations

import ast
from decimal import Decimal

import pytest

from improving_value.expression.evaluate import NotEvaluable, evaluate
from improving_value.expression.evaluate_functions import ROW_FUNCTIONS
from improving_value.expression.functions import SCALAR_FUNCTIONS
from improving_value.expression.nodes import Aggregate, Call, Literal, Name, Namespaced, Node, Window
from improving_value.expression.types import DOUBLE, INTEGER, TEXT, Type
from rows.building import value_of

HERE = (0, 1)
FOLDED = Type("text", folded=True)


def _from(**row: str | int) -> object:
    def named(name: Name | Namespaced) -> str | int:
        return row[name.name]

    return named


def test_every_catalogued_function_is_here_and_no_other() -> None:
    assert set(ROW_FUNCTIONS) == set(SCALAR_FUNCTIONS)


@pytest.mark.parametrize("function", ["rand", "randint", "int", "str", "eval", "__import__", "getattr", "held_0", "reference_0", "sum"])
def test_a_function_outside_the_catalogue_is_refused(function: str) -> None:
    with pytest.raises(NotEvaluable):
        evaluate(Call(function, (Literal("x", HERE),), HERE), _from())  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["__class__", "max", "True", "reference_0", "held_0", "a.__class__"])
def test_a_name_that_is_not_of_the_row_is_refused(name: str) -> None:
    with pytest.raises(KeyError):
        evaluate(Name(name, HERE), _from(a=1))  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ["__import__('os').system('x')", "().__class__.__bases__[0]", "{0.__class__}", "x" * 200_001])
def test_text_is_never_read_as_code(text: str) -> None:
    assert value_of("t == t", t=(text, TEXT)) is True
    assert value_of("t", t=(text, TEXT)) == text


@pytest.mark.parametrize("text", ["a.__class__", "a.real", "a[0]", "f'{a}'", "lambda: a", "[b for b in a]", "a ** a", "a @ a"])
def test_other_syntax_has_no_handler(text: str) -> None:
    """Even a tree that our nodes cannot express finds nothing to run it."""
    from simpleeval import InvalidExpression

    from improving_value.expression import evaluate as evaluator

    walker = evaluator._RowWalker()
    with pytest.raises(InvalidExpression):
        walker.eval("", previously_parsed=ast.parse(text, mode="eval").body)


@pytest.mark.parametrize(
    "many",
    [Aggregate("sum", Name("a", HERE), HERE), Window("running", Name("a", HERE), Name("a", HERE), (), HERE)],
)
def test_what_needs_many_rows_is_refused_on_one(many: Node) -> None:
    with pytest.raises(NotEvaluable):
        evaluate(many, _from(a=1))  # type: ignore[arg-type]


def test_what_was_gathered_is_used_where_it_stands() -> None:
    gathered = Aggregate("sum", Name("a", HERE), HERE, type=INTEGER)
    assert evaluate(gathered, _from(), lambda _: 7) == 7  # type: ignore[arg-type]


def test_a_value_is_held_as_its_type_says() -> None:
    """10**9 and 10**9 + 1 differ as integers and are equal within the tolerance as doubles."""
    big, more = 10**9, 10**9 + 1
    assert value_of("a == b", a=(big, INTEGER), b=(more, INTEGER)) is False
    assert value_of("a == b", a=(big, DOUBLE), b=(more, DOUBLE)) is True
    assert value_of("(a if true else c) == b", a=(big, INTEGER), b=(more, INTEGER), c=(1.5, DOUBLE)) is True


def test_names_compare_folded_and_codes_exactly() -> None:
    assert value_of("t == ' Dimethyl   FUMARATE '", t=("dimethyl fumarate", FOLDED)) is True
    assert value_of("t == 'A'", t=("a", TEXT)) is False


def test_a_list_parameter_stands_for_its_values() -> None:
    from improving_value.expression.nodes import Membership

    listed = Membership(Name("a", HERE), (Name("options", HERE, Type("double", many=True)),), False, HERE)
    row = {"a": 0.3, "options": (Decimal("0.1"), Decimal("0.3"))}
    assert evaluate(listed, lambda name: row[name.name]) is True  # type: ignore[return-value]
    row["options"] = None  # type: ignore[assignment]
    assert evaluate(listed, lambda name: row[name.name]) is None  # type: ignore[return-value]
