"""New names in the expressions of a scenario: of its parameters, and of the columns that depend on them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from improving_value.expression.nodes import Aggregate, Name, Namespaced, Node
from improving_value.expression.rewrite import rewrite


@dataclass(frozen=True)
class Names:
    """New names: of parameters, of the columns at hand, of columns inside an aggregate, of the other rows' columns."""

    parameters: Mapping[str, str]
    columns: Mapping[str, str]
    inside: Mapping[str, str]
    theirs: Mapping[str, str]

    def of(self, node: Node) -> Node:
        """Return the tree with the new names; the same tree when none applies."""

        def exchange(part: Node) -> Node | None:
            if isinstance(part, Aggregate):
                inner = replace(self, columns=self.inside)
                return replace(
                    part,
                    operand=None if part.operand is None else inner.of(part.operand),
                    where=None if part.where is None else inner.of(part.where),
                    by=None if part.by is None else inner.of(part.by),
                )
            if not isinstance(part, Name):
                return None
            known = {"parameter": self.parameters, "column": self.columns, "theirs": self.theirs}.get(part.kind or "", {})
            return replace(part, name=known[part.name]) if part.name in known else None

        return rewrite(node, exchange)


@dataclass(frozen=True)
class Renamed:
    """What has a name of its own in a scenario: parameters, columns by unit, measures."""

    parameters: dict[str, str]
    columns: Mapping[str, Mapping[str, str]]
    measures: Mapping[str, str]

    def in_total(self, node: Node) -> Node:
        """Return an expression of measures and parameters with the new names."""

        def exchange(part: Node) -> Node | None:
            if isinstance(part, Namespaced) and part.name in self.measures:
                return replace(part, name=self.measures[part.name])
            if isinstance(part, Name):
                known = self.measures if part.kind == "measure" else self.parameters if part.kind == "parameter" else {}
                return replace(part, name=known[part.name]) if part.name in known else None
            return None

        return rewrite(node, exchange)
