"""A fault in an expression: what is wrong and between which characters. `check` adds the file and line."""

from __future__ import annotations

from dataclasses import dataclass

from improving_value.expression.nodes import Span


@dataclass(frozen=True)
class Fault:
    """The three answers of a message, and the place in the text."""

    code: str
    span: Span
    found: str
    expected: str
    fix: str


class ExpressionError(Exception):
    """An expression that could not be read or does not fit; only `check` catches it."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.code)
        self.fault = fault


class Echo(ExpressionError):
    """A fault that only repeats one already noted: the name it stumbles over is itself at fault."""
