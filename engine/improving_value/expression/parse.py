"""Text to nodes: a closed subset of Python's expression syntax, read once."""

from __future__ import annotations

import ast
import re
import warnings
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from improving_value.expression.faults import ExpressionError
from improving_value.expression.nodes import (
    AllOf,
    AnyOf,
    Arithmetic,
    ArithmeticOperator,
    Choice,
    Comparison,
    ComparisonOperator,
    Literal,
    Membership,
    Name,
    Namespaced,
    Negate,
    Node,
    Not,
    Span,
)
from improving_value.expression.parse_calls import read_call
from improving_value.expression.refuse import DEEPEST_TREE, LARGEST_NUMBER, NOT_ALLOWED, refuse_by_look, syntax_fault, too_deep
from improving_value.expression.written import Written

_ARITHMETIC: dict[type[ast.operator], ArithmeticOperator] = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}
_COMPARISON: dict[type[ast.cmpop], ComparisonOperator] = {
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.GtE: ">=",
    ast.Gt: ">",
}


@lru_cache(maxsize=4096)
def parse(text: str) -> Node:
    """Return the tree of an expression. Raises ExpressionError with the first fault."""
    refuse_by_look(text)
    flat = text.replace("\r", " ").replace("\n", " ").replace("\t", " ")
    lead = len(flat) - len(flat.lstrip())
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Python comments on odd spacing; our own messages say what matters
            tree = ast.parse(flat.strip(), mode="eval")
        if _depth(tree) > DEEPEST_TREE:
            raise ExpressionError(too_deep((0, min(len(text), 60)), "calculations within calculations"))
    except (SyntaxError, ValueError, MemoryError, RecursionError) as error:
        raise ExpressionError(syntax_fault(text, error, lead)) from None
    return _Reader(Written(flat, lead)).read(tree.body)


def _depth(tree: ast.AST) -> int:
    """Return how many parts stand within parts, without going down itself."""
    depth, level = 0, [tree]
    while level:
        depth += 1
        level = [part for node in level for part in ast.iter_child_nodes(node)]
    return depth


class _Reader:
    """Turns Python's tree into ours, refusing whatever is not in the language."""

    def __init__(self, written: Written) -> None:
        self.written = written
        self.span = written.span
        self.refuse = written.refuse

    def read(self, node: ast.expr) -> Node:
        span = self.span(node)
        match node:
            case ast.Constant():
                return self.constant(node)
            case ast.Name():
                return self.name(node)
            case ast.Attribute():
                return self.attribute(node)
            case ast.UnaryOp():
                return self.unary(node)
            case ast.BinOp():
                operator = _ARITHMETIC.get(type(node.op))
                if operator is None:
                    raise self.refuse(node, "an operator the language does not have", "use + - * / and brackets")
                return Arithmetic(operator, self.read(node.left), self.read(node.right), span)
            case ast.BoolOp():
                parts = tuple(self.read(part) for part in node.values)
                return AllOf(parts, span) if isinstance(node.op, ast.And) else AnyOf(parts, span)
            case ast.Compare():
                return self.compare(node)
            case ast.IfExp():
                return Choice(self.read(node.test), self.read(node.body), self.read(node.orelse), span)
            case ast.Call():
                return read_call(node, self.written, self.read)
        found, fix = NOT_ALLOWED.get(type(node), ("something the language does not have", "see the language reference"))
        raise self.refuse(node, found, fix)

    def constant(self, node: ast.Constant) -> Node:
        span = self.span(node)
        if node.value == "":
            raise self.refuse(node, "text with nothing in it", "use `is_missing(x)`: empty text is read as missing")
        if isinstance(node.value, str):
            return Literal(node.value, span)
        if isinstance(node.value, bool) or node.value is None:
            word = {True: "true", False: "false"}.get(node.value, "is_missing(x)") if node.value is not None else "is_missing(x)"
            raise self.refuse(node, f"`{node.value}`", f"write `{word}`")
        written = self.written.text[span[0] : span[1]]
        try:
            value = Decimal(written)
        except InvalidOperation:
            raise self.refuse(node, f"`{written}`", "write a plain number such as 0.5") from None
        if abs(value) > LARGEST_NUMBER or "_" in written or "e" in written.lower():
            raise self.refuse(node, "a number too large or not plainly written", "write a plain number such as 1250.50", "number-too-large")
        return Literal(value, span)

    def name(self, node: ast.Name) -> Node:
        span = self.span(node)
        if node.id in ("true", "false"):
            return Literal(node.id == "true", span)
        if node.id == "missing":
            return Literal(None, span)
        if not re.fullmatch(r"[a-z][a-z0-9_]*", node.id):
            quoted = f"write `'{node.id}'` if it is a code or a text; " if node.id[0].isalpha() else ""
            raise self.refuse(node, f"`{node.id}`", f"{quoted}names are small letters, digits and _, beginning with a letter")
        return Name(node.id, span)

    def attribute(self, node: ast.Attribute) -> Node:
        if isinstance(node.value, ast.Name) and re.fullmatch(r"[a-z][a-z0-9_]*", node.attr):
            if node.value.id == "baseline":
                return Namespaced("baseline", node.attr, self.span(node))
            if node.value.id == "before_baseline":
                return Namespaced("before_baseline", node.attr, self.span(node))
        raise self.refuse(
            node,
            "a dot after something other than `baseline` or `before_baseline`",
            "name the column without a dot",
            "attribute-not-allowed",
        )

    def unary(self, node: ast.UnaryOp) -> Node:
        if isinstance(node.op, ast.Not):
            return Not(self.read(node.operand), self.span(node))
        if isinstance(node.op, ast.USub):
            return Negate(self.read(node.operand), self.span(node))
        raise self.refuse(node, "a sign the language does not have", "use `-` or `not`")

    def compare(self, node: ast.Compare) -> Node:
        links: list[Node] = []
        left = node.left
        for operator, right in zip(node.ops, node.comparators, strict=True):
            span = (self.span(left)[0], self.span(right)[1])
            if isinstance(operator, (ast.In, ast.NotIn)):
                links.append(self.membership(left, right, isinstance(operator, ast.NotIn), span))
            elif type(operator) in _COMPARISON:
                links.append(Comparison(_COMPARISON[type(operator)], self.read(left), self.read(right), span))
            else:
                raise self.refuse(node, "`is`", "write `==`, or `is_missing(x)`")
            left = right
        return links[0] if len(links) == 1 else AllOf(tuple(links), self.span(node))

    def membership(self, item: ast.expr, options: ast.expr, negated: bool, span: Span) -> Node:
        if isinstance(options, ast.List):
            if not options.elts:
                raise self.refuse(options, "an empty list", "list at least one value")
            return Membership(self.read(item), tuple(self.read(option) for option in options.elts), negated, span)
        if isinstance(options, ast.Name):
            return Membership(self.read(item), (self.name(options),), negated, span)
        raise self.refuse(options, "something other than a list after `in`", "write `in ['a', 'b']`, or the name of a list parameter")
