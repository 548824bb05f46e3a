"""Reading the expressions of one scheme: every fault becomes a located issue, and reading goes on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from improving_value.check.memory import Memory
from improving_value.expression.faults import Echo, ExpressionError, Fault
from improving_value.expression.misfits import a_word, typed
from improving_value.expression.nodes import Node
from improving_value.expression.parse import parse
from improving_value.expression.resolve import resolve
from improving_value.expression.scope import KnownParameter, Scope
from improving_value.expression.types import BOOLEAN, Type
from improving_value.kernel.issues import Issue, Severity
from improving_value.spec.dictionary import Dataset
from improving_value.spec.load import LoadedScheme
from improving_value.spec.models import Scheme

Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Read:
    """An expression as it was read: its text, its typed tree, and what it may name."""

    text: str
    node: Node
    scope: Scope


@dataclass
class Reading:
    """One scheme under examination: what is known so far, and what was found wrong."""

    loaded: LoadedScheme
    dictionary: Mapping[str, Dataset]
    parameters: Mapping[str, KnownParameter]
    issues: list[Issue] = field(default_factory=list)
    broken: set[str] = field(default_factory=set)
    trees: dict[Path, Read] = field(default_factory=dict)
    nodes: dict[Path, Node] = field(default_factory=dict)
    """Every expression that was understood, by its place in the file."""
    memory: Memory | None = None
    """The scheme before a change: what it holds is not read again, and does not come among `trees` and `nodes`."""

    @property
    def scheme(self) -> Scheme:
        return self.loaded.scheme

    def report(self, fault: Fault, path: Path, severity: Severity = "error", inside: bool = True) -> None:
        """Note a fault at a place in the file; `inside` says that its span counts characters of the text there."""
        source = self.loaded.source
        where = source.locate(path, *fault.span) if inside else source.locate(path)
        self.issues.append(Issue(fault.code, where, fault.found, fault.expected, fault.fix, severity, source.excerpt(where.line)))

    def note(self, code: str, path: Path, found: str, expected: str, fix: str, severity: Severity = "error") -> None:
        """Note a fault of a whole value."""
        self.report(Fault(code, (0, 1), found, expected, fix), path, severity, inside=False)

    def note_key(self, code: str, path: Path, found: str, expected: str, fix: str) -> None:
        """Note a fault of a key itself."""
        where = self.loaded.source.key(path)
        self.issues.append(Issue(code, where, found, expected, fix, "error", self.loaded.source.excerpt(where.line)))

    def expression(self, text: str, path: Path, scope: Scope) -> Node | None:
        """Return a typed tree, or None after noting what is wrong."""
        known = None if self.memory is None else self.memory.tree(path, text, scope)
        if known is not None:
            return known.node
        try:
            node = self.nodes[path] = resolve(parse(text), scope)
        except Echo:
            return None
        except ExpressionError as error:
            self.report(error.fault, path)
            return None
        self.trees[path] = Read(text, node, scope)
        return node

    def condition(self, text: str, path: Path, scope: Scope) -> Node | None:
        """Return a typed tree that is true, false or missing."""
        node = self.expression(text, path, scope)
        if node is not None and typed(node) != BOOLEAN:
            self.report(
                Fault(
                    "not-true-or-false",
                    node.span,
                    f"{a_word(typed(node))}",
                    "something true or false",
                    "write a comparison, for example `x > 0`",
                ),
                path,
            )
            return None
        return node

    def number(self, text: str, path: Path, scope: Scope) -> Node | None:
        """Return a typed tree that gives a number."""
        node = self.expression(text, path, scope)
        if node is not None and not (typed(node).is_number and not typed(node).many):
            self.report(
                Fault("types-differ", node.span, f"{a_word(typed(node))}", "a number", "write a calculation that gives a number"), path
            )
            return None
        return node

    def scope(self, columns: Mapping[str, Type], **more: object) -> Scope:
        """Return a scope over these columns and the scheme's parameters."""
        return Scope(columns=columns, parameters=self.parameters, broken=frozenset(self.broken), **more)  # type: ignore[arg-type]
