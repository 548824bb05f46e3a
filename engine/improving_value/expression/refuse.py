"""What is refused by its look, before or instead of being parsed, and why."""

from __future__ import annotations

import ast
import re
from decimal import Decimal

from improving_value.expression.faults import ExpressionError, Fault
from improving_value.expression.nodes import Span
from improving_value.expression.refuse_signs import refuse_signs

LONGEST = 4_000
"""Characters. The longest expression anyone has needed is under 300; a megabyte is an accident or an attack."""

DEEPEST = 40
"""Brackets within brackets. Python's own parser gives up, or crashes, somewhere past a hundred."""

DEEPEST_TREE = 100
"""Parts within parts of Python's tree, where each sign adds one: engines work through it by recursion."""

LARGEST_NUMBER = Decimal("1e15")

_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"")


NOT_ALLOWED: dict[type[ast.AST], tuple[str, str]] = {
    ast.Lambda: ("a `lambda`", "write the calculation itself"),
    ast.ListComp: ("a comprehension", "use an aggregate such as `sum(x, where=…)`"),
    ast.SetComp: ("a comprehension", "use an aggregate such as `sum(x, where=…)`"),
    ast.DictComp: ("a comprehension", "use an aggregate such as `sum(x, where=…)`"),
    ast.GeneratorExp: ("a comprehension", "use an aggregate such as `sum(x, where=…)`"),
    ast.Subscript: ("square brackets after a name", "name the column you want"),
    ast.JoinedStr: ("an f-string", "write plain text in quotes"),
    ast.NamedExpr: ("`:=`", "name the part under `columns`"),
    ast.Starred: ("a `*` before a name", "list the arguments"),
    ast.List: ("a list on its own", "use a list only after `in`"),
    ast.Tuple: ("a comma", "write one calculation; lists stand after `in`, in square brackets"),
    ast.Dict: ("curly brackets", "use round brackets"),
    ast.Set: ("curly brackets", "use square brackets after `in`"),
}
"""Python that is not in the language: what it is called, and what to write instead."""


def refuse_by_look(text: str) -> None:
    """Refuse what must not even reach Python's parser."""
    whole = (0, min(len(text), 60))
    if len(text) > LONGEST:
        raise ExpressionError(
            Fault(
                "expression-too-long",
                whole,
                f"an expression of {len(text):,} characters",
                f"at most {LONGEST:,}",
                "name the parts under `columns`",
            )
        )
    bare = _QUOTED.sub(lambda found: " " * len(found.group()), text)
    depth = 0
    for place, character in enumerate(bare):
        depth += (character in "([{") - (character in ")]}")
        if depth > DEEPEST:
            raise ExpressionError(too_deep((place, place + 1), "brackets within brackets"))
    for mark, meaning in (("#", "a comment"), (";", "two expressions"), ("\\", "a backslash"), ("@", "an `@`"), ("`", "a backquote")):
        place = bare.find(mark)
        if place >= 0:
            fix = "put a space before the `#`, and YAML takes what follows as a comment" if mark == "#" else f"take the `{mark}` out"
            raise ExpressionError(Fault("expression-not-allowed", (place, place + 1), f"`{mark}`, {meaning}", "one expression", fix))
    refuse_signs(bare)


def syntax_fault(text: str, error: Exception, lead: int) -> Fault:
    place = 0
    if isinstance(error, SyntaxError) and error.offset:
        place = min(max(error.offset - 1 + lead, 0), max(len(text) - 1, 0))
    bare = _QUOTED.sub(lambda found: " " * len(found.group()), text)
    single = re.search(r"(?<![<>=!])=(?!=)", bare)
    if single and not re.search(r"\b(where|by|per)\s*$", bare[: single.start()]):
        at = single.start()
        return Fault("expression-syntax", (at, at + 1), "a single `=`", "a comparison", "write `==` to compare")
    zero = re.search(r"(?<![\w.])0\d+(?![\w.])", bare)
    if zero:
        found, number = zero.group(), zero.group().lstrip("0") or "0"
        fix = f"write `'{found}'` if it is a code, `{number}` if it is a number"
        return Fault("expression-syntax", zero.span(), f"`{found}`, a number that begins with a zero", "a number, or a code in quotes", fix)
    for wrong, right in (("<>", "!="), ("=>", ">=")):
        at = bare.find(wrong)
        if at >= 0:
            return Fault("expression-syntax", (at, at + 2), f"`{wrong}`", f"`{right}`", f"write `{right}`")
    short = bare.count("(") - bare.count(")")
    if short > 0 and not bare.rstrip().endswith(("(", ",")):
        found, fix = "an open bracket that nothing closes", f"add `{')' * short}` where the calculation in it ends"
        return Fault("expression-syntax", (place, place + 1), found, "as many `)` as `(`", fix)
    if short:
        return Fault(
            "expression-syntax", (place, place + 1), "brackets that do not pair", "as many `)` as `(`", "close or remove a bracket"
        )
    return Fault(
        "expression-syntax",
        (place, place + 1),
        "something that cannot be read as a calculation",
        "a calculation such as `dose / weight <= limit`",
        "look at the sign or word under the mark, and the one before it",
    )


def too_deep(span: Span, what: str) -> Fault:
    """Return the fault of an expression too deep to be worked through."""
    return Fault(
        "expression-too-deep",
        span,
        f"too many {what}",
        f"at most {DEEPEST} brackets, and about as many signs, within one another",
        "name the parts under `columns`",
    )
