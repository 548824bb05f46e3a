"""Text to nodes: a closed subset of Python's expression syntax, read once."""

from __future__ import annotations

import ast
import re
import warnings
from decimal import Decimal, InvalidOperation

from improving_value.expression.faults import ExpressionError, Fault
from improving_value.expression.functions import SCALAR_FUNCTIONS
from improving_value.expression.functions_of_rows import AGGREGATES, TAKES_TWO, WINDOWS
from improving_value.expression.nodes import (
    Aggregate,
    AllOf,
    AnyOf,
    Arithmetic,
    ArithmeticOperator,
    Call,
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
    Window,
)
from improving_value.expression.refuse import DEEPEST_TREE, LARGEST_NUMBER, NOT_ALLOWED, refuse_by_look, syntax_fault, too_deep
from improving_value.kernel.names import nearest

_ARITHMETIC: dict[type[ast.operator], ArithmeticOperator] = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}
_COMPARISON: dict[type[ast.cmpop], ComparisonOperator] = {
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.GtE: ">=",
    ast.Gt: ">",
}


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
    return _Reader(flat, lead).read(tree.body)


def _depth(tree: ast.AST) -> int:
    """Return how many parts stand within parts, without going down itself."""
    depth, level = 0, [tree]
    while level:
        depth += 1
        level = [part for node in level for part in ast.iter_child_nodes(node)]
    return depth


class _Reader:
    """Turns Python's tree into ours, refusing whatever is not in the language."""

    def __init__(self, text: str, lead: int) -> None:
        self.text = text
        self.lead = lead
        self.stripped = text.strip().encode()

    def span(self, node: ast.AST) -> Span:
        start = self._place(getattr(node, "col_offset", 0))
        return start, max(self._place(getattr(node, "end_col_offset", 0)), start + 1)

    def _place(self, offset: int) -> int:
        """Python counts UTF-8 bytes; we count characters."""
        return len(self.stripped[:offset].decode(errors="ignore")) + self.lead

    def refuse(self, node: ast.AST, found: str, fix: str, code: str = "expression-not-allowed") -> ExpressionError:
        return ExpressionError(
            Fault(code, self.span(node), found, "names, numbers, text in quotes, and the functions listed in the language reference", fix)
        )

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
                return self.call(node)
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
        written = self.text[span[0] : span[1]]
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

    def call(self, node: ast.Call) -> Node:
        if not isinstance(node.func, ast.Name):
            raise self.refuse(node, "a call of something that is not a function's name", "call a function by its name")
        name = node.func.id
        known = {*SCALAR_FUNCTIONS, *AGGREGATES, *WINDOWS, "known"}
        if name not in known:
            close = nearest(name, sorted(known))
            fix = f"write `{close}`" if close else "see the list of functions in the language reference"
            span = self.span(node.func)
            raise ExpressionError(
                Fault("unknown-function", span, f"`{name}`, which is not a function", "one of the catalogued functions", fix)
            )
        for argument in node.args:
            if isinstance(argument, ast.Starred):
                raise self.refuse(argument, "a `*` before an argument", "list the arguments")
        keywords: dict[str, ast.expr] = {}
        for keyword in node.keywords:
            if keyword.arg not in ("where", "by", "per") or keyword.arg in keywords:
                raise self.refuse(keyword.value, f"`{keyword.arg}=`", "only `where=`, `by=` and `per=` are used, each once")
            keywords[keyword.arg] = keyword.value
        return self.function(node, name, keywords)

    def function(self, node: ast.Call, name: str, keywords: dict[str, ast.expr]) -> Node:
        span = self.span(node)
        if name in WINDOWS:
            return self.window(node, name, keywords)
        aggregate = name in AGGREGATES and (name not in SCALAR_FUNCTIONS or len(node.args) < 2)
        if aggregate:
            return self.aggregate(node, name, keywords)
        if name == "known":
            raise self.refuse(node, "`known` outside an aggregate", "write it inside one, as in `sum(known(grams))`", "wrong-arguments")
        if keywords:
            raise self.refuse(node, f"`{next(iter(keywords))}=` in `{name}`", "only aggregates take it", "wrong-arguments")
        return Call(name, tuple(self.read(argument) for argument in node.args), span)

    def aggregate(self, node: ast.Call, name: str, keywords: dict[str, ast.expr]) -> Node:
        span = self.span(node)
        limit = 2 if name in TAKES_TWO else 1
        if (
            len(node.args) > limit
            or (name != "count" and not node.args)
            or "per" in keywords
            or (name in ("first", "last")) != ("by" in keywords)
        ):
            takes = AGGREGATES[name].takes
            raise self.refuse(node, f"`{name}` with other arguments than it takes", f"write `{name}{takes}`", "wrong-arguments")
        operand: Node | None = None
        known = False
        if node.args:
            inner = node.args[0]
            if isinstance(inner, ast.Call) and isinstance(inner.func, ast.Name) and inner.func.id == "known":
                if len(inner.args) != 1 or inner.keywords:
                    raise self.refuse(inner, "`known` with other than one value", "write `known(x)`", "wrong-arguments")
                known, inner = True, inner.args[0]
            operand = self.read(inner)
        where = self.read(keywords["where"]) if "where" in keywords else None
        by = self.read(keywords["by"]) if "by" in keywords else None
        argument = self.read(node.args[1]) if len(node.args) == 2 else None
        return Aggregate(name, operand, span, known=known, where=where, by=by, argument=argument)

    def window(self, node: ast.Call, name: str, keywords: dict[str, ast.expr]) -> Node:
        wrong = len(node.args) != 1 or "by" not in keywords or "per" not in keywords or "where" in keywords
        per = keywords.get("per")
        if wrong or not isinstance(per, ast.List) or not all(isinstance(part, ast.Name) for part in per.elts):
            raise self.refuse(
                node, f"`{name}` with other arguments than it takes", f"write `{name}{WINDOWS[name].takes}`", "wrong-arguments"
            )
        inner = node.args[0]
        if name == "running":
            if not (isinstance(inner, ast.Call) and isinstance(inner.func, ast.Name) and inner.func.id == "sum" and len(inner.args) == 1):
                raise self.refuse(
                    node, "`running` of something other than a sum", "write `running(sum(x), by=…, per=[…])`", "wrong-arguments"
                )
            inner = inner.args[0]
        names = tuple(self.name(part) for part in per.elts if isinstance(part, ast.Name))
        partition = tuple(part for part in names if isinstance(part, Name))
        return Window(name, self.read(inner), self.read(keywords["by"]), partition, self.span(node))
