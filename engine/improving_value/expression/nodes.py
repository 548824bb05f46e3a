"""The whole vocabulary of the little language, as frozen nodes with spans and, once checked, types."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal as Choices

from improving_value.expression.types import Type
from improving_value.kernel.remembering import once_each

Span = tuple[int, int]
"""Start and end offset of a node in its text, in characters."""

ArithmeticOperator = Choices["+", "-", "*", "/"]
ComparisonOperator = Choices["<", "<=", "==", "!=", ">=", ">"]
Namespace = Choices["baseline", "before_baseline"]
NameKind = Choices["column", "theirs", "parameter", "measure", "boundary", "cell"]
"""column: of the row or unit at hand; theirs: of the rows a match or a fact looks at; cell: an aggregate already worked out."""


@dataclass(frozen=True)
class Literal:
    """A number (kept as its own decimal text), a word, true or false; None is `missing`, which has the type of what stands beside it."""

    value: Decimal | str | bool | None
    span: Span
    type: Type | None = None


@dataclass(frozen=True)
class Name:
    """A name; `kind` says what it turned out to be once checked.

    A boundary is one of period_start, period_end, period_start_at, period_end_at.
    """

    name: str
    span: Span
    type: Type | None = None
    kind: NameKind | None = None


@dataclass(frozen=True)
class Namespaced:
    """`baseline.x` or `before_baseline.x`: a measure in another period."""

    namespace: Namespace
    name: str
    span: Span
    type: Type | None = None


@dataclass(frozen=True)
class Negate:
    """Minus one value."""

    operand: Node
    span: Span
    type: Type | None = None


@dataclass(frozen=True)
class Not:
    """Three-valued not."""

    operand: Node
    span: Span
    type: Type | None = None


@dataclass(frozen=True)
class Arithmetic:
    """Two numbers combined, always as IEEE doubles; division by zero is missing."""

    operator: ArithmeticOperator
    left: Node
    right: Node
    span: Span
    type: Type | None = None


@dataclass(frozen=True)
class Comparison:
    """Two values compared: numbers within the stated tolerance, the rest exactly."""

    operator: ComparisonOperator
    left: Node
    right: Node
    span: Span
    type: Type | None = None


@dataclass(frozen=True)
class AllOf:
    """Three-valued and. A chain `a <= b < c` is the AllOf of its links."""

    operands: tuple[Node, ...]
    span: Span
    type: Type | None = None


@dataclass(frozen=True)
class AnyOf:
    """Three-valued or."""

    operands: tuple[Node, ...]
    span: Span
    type: Type | None = None


@dataclass(frozen=True)
class Choice:
    """`then if condition else otherwise`; a missing condition makes it missing."""

    condition: Node
    then: Node
    otherwise: Node
    span: Span
    type: Type | None = None


@dataclass(frozen=True)
class Membership:
    """`item in [a, b]` or `item in a_list_parameter`."""

    item: Node
    options: tuple[Node, ...]
    negated: bool
    span: Span
    type: Type | None = None


@dataclass(frozen=True)
class Call:
    """A catalogued function of one row's values."""

    function: str
    arguments: tuple[Node, ...]
    span: Span
    type: Type | None = None


@dataclass(frozen=True)
class Aggregate:
    """A catalogued function of many rows.

    `known` is true where the author wrote known(…): missing operands are then left out instead of making
    the result missing. `where` restricts the rows; `by` orders them for first and last.
    """

    function: str
    operand: Node | None
    span: Span
    known: bool = False
    where: Node | None = None
    by: Node | None = None
    argument: Node | None = None
    type: Type | None = None


@dataclass(frozen=True)
class Window:
    """running, previous or next: a row's value from the rows before or after it in the same partition."""

    function: str
    operand: Node
    by: Node
    per: tuple[Name, ...]
    span: Span
    type: Type | None = None


Node = (
    Literal | Name | Namespaced | Negate | Not | Arithmetic | Comparison | AllOf | AnyOf | Choice | Membership | Call | Aggregate | Window
)


_LEAVES = (Literal, Name, Namespaced)


def children(node: Node) -> tuple[Node, ...]:
    """Return the parts of a node, in the order they are written."""
    match node:
        case Literal() | Name() | Namespaced():
            return ()
        case Negate(operand) | Not(operand):
            return (operand,)
        case Arithmetic(_, left, right) | Comparison(_, left, right):
            return (left, right)
        case AllOf(operands) | AnyOf(operands):
            return operands
        case Choice(condition, then, otherwise):
            return (then, condition, otherwise)
        case Membership(item, options):
            return (item, *options)
        case Call(_, arguments):
            return arguments
        case Aggregate():
            return tuple(part for part in (node.operand, node.argument, node.by, node.where) if part is not None)
        case Window(_, operand, by, per):
            return (operand, by, *per)


@once_each(most=16384)
def walk(node: Node) -> tuple[Node, ...]:
    """Return a node and all the nodes below it, the node first."""
    found: list[Node] = []
    waiting = [node]
    while waiting:
        part = waiting.pop()
        found.append(part)
        if not isinstance(part, _LEAVES):
            waiting.extend(reversed(children(part)))
    return tuple(found)
