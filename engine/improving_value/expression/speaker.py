"""Who speaks: what a reader calls names and rows, and the ways of saying a part of an expression."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from improving_value.expression.nodes import Name, Namespaced, Node

UNLABELLED = "” is yes"
"""How the clause of a yes-or-no name ends that has no label."""


def plain_name(node: Name | Namespaced) -> str:
    """Return a name as words; a baseline measure says so."""
    words = node.name.split("__")[0].replace("_", " ")
    if isinstance(node, Namespaced):
        return f"{words} in the {'baseline' if node.namespace == 'baseline' else 'period before the baseline'}"
    return words


def plain_clause(node: Name) -> str:
    """Return what is so when a yes-or-no name is yes."""
    return f"“{plain_name(node)}{UNLABELLED}"


@dataclass(frozen=True)
class Speaker:
    """What a reader calls things here: names of values, names of yes-or-no values as clauses, the rows that an aggregate runs over.

    `within` speaks inside an aggregate's brackets, where the names are those of the rows; None where it makes no difference.
    `subject` names what a comparison is about, where that differs. `recorded` tells what stands in the data from what is worked out.
    """

    noun: Callable[[Name | Namespaced], str] = plain_name
    clause: Callable[[Name], str] = plain_clause
    row: str = "row"
    rows: str = "rows"
    within: Speaker | None = field(default=None)
    subject: Callable[[Name | Namespaced], str] | None = None
    recorded: Callable[[Name | Namespaced], bool] = lambda _: True

    @property
    def inside(self) -> Speaker:
        return self.within or self


PLAIN = Speaker()


@dataclass(frozen=True)
class Ways:
    """The ways of saying a part of an expression, for the modules that word conditions, calls and aggregates.

    `operand` brackets what does not hold together by itself; `loosely` brackets only what would swallow the words behind it.
    """

    phrase: Callable[[Node, Speaker], str]
    operand: Callable[[Node, Speaker], str]
    loosely: Callable[[Node, Speaker], str]
    clause: Callable[[Node, Speaker], str]
    denial: Callable[[Node, Speaker], str]
    is_condition: Callable[[Node], bool]
