"""The text of an expression, and where in it a part of Python's tree stands."""

from __future__ import annotations

import ast

from improving_value.expression.faults import ExpressionError, Fault
from improving_value.expression.nodes import Span


class Written:
    """One expression as it was written; `lead` spaces stand before what Python read."""

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
