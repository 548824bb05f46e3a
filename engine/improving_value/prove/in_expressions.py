"""The changes that can be made inside a scheme's expressions, each at the characters it concerns."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from improving_value.check.model import CheckedScheme
from improving_value.check.reading import Path, Read
from improving_value.expression.nodes import Aggregate, Call, Comparison, Literal, Membership, Name, Node, Not, children
from improving_value.expression.rewrite import rewrite
from improving_value.expression.scope import Scope
from improving_value.expression.text import to_text
from improving_value.expression.types import Type
from improving_value.prove.alternatives import alternatives
from improving_value.prove.change import Change
from improving_value.prove.edit import part_at
from improving_value.prove.positive import is_the_same

_DATES = ("date", "datetime")


def expression_changes(checked: CheckedScheme, trees: Mapping[Path, Read]) -> Iterator[Change]:
    """Yield every change to an expression that the author wrote."""
    scheme = checked.scheme
    for path, read in trees.items():
        written = part_at(scheme, path)
        # A lookup's tests and the days of `N of first` are read from more, or less, than what stands at their place.
        # What a claim is recomputed by is in no figure of a report, and `check` holds it to what was published.
        if not isinstance(written, str) or not written.startswith(read.text) or path[0] == "reproduces":
            continue
        rest = written[len(read.text) :]
        seen = {to_text(read.node)}
        for part, new in changed_parts(read.node, read.scope, None):
            text = to_text(rewrite(read.node, _exchange(part, new)))
            if text not in seen and not is_the_same(part, new, checked, path):
                seen.add(text)
                yield Change(path, text + rest, _as_written(read.text, part), to_text(new), part.span)


def _exchange(part: Node, new: Node) -> Callable[[Node], Node | None]:
    return lambda node: new if node is part else None


def _as_written(text: str, part: Node) -> str:
    found = " ".join(text[slice(*part.span)].split())
    return found or to_text(part)


def changed_parts(node: Node, scope: Scope, above: Node | None) -> Iterator[tuple[Node, Node]]:
    """Yield each part of a tree with each thing that may stand in its place."""
    if not _said_already(node, above):
        asked = isinstance(above, Call) and above.function == "is_missing"
        yield from ((node, new) for new in alternatives(node) if not (asked and _is_missing_alike(node, new)))
    if isinstance(node, Name) and node.type is not None and node.type.kind in _DATES and node.kind in ("column", "theirs"):
        yield from ((node, replace(node, name=other)) for other in other_dates(node.name, node.type, scope.visible))
    inner = scope.within_aggregate() if isinstance(node, Aggregate) else scope
    for child in children(node):
        yield from changed_parts(child, inner, node)


def _said_already(node: Node, above: Node | None) -> bool:
    """Say whether a change here would be one made above: `not x` loses its `not`, and `x > 0` asks for a sign rather than a limit."""
    if isinstance(above, Not) and not isinstance(node, Comparison):
        return True
    return isinstance(above, Comparison) and isinstance(node, Literal) and node.value == 0


def _is_missing_alike(node: Node, new: Node) -> bool:
    """Say whether two yes-or-no expressions are missing for the same rows: one says the opposite of the other, or compares the same things."""
    if Not in (type(node), type(new)):
        return (node.operand if isinstance(node, Not) else node) == (new.operand if isinstance(new, Not) else new)
    if isinstance(node, Comparison) and isinstance(new, Comparison):
        return replace(node, operator=new.operator) == new
    return isinstance(node, Membership) and isinstance(new, Membership) and replace(node, negated=new.negated) == new


def other_dates(name: str, kind: Type, visible: Mapping[str, Type]) -> list[str]:
    """Return the other columns of the same kind that could have been meant: the one before and the one after it, as they are listed."""
    listed = [column for column, held in visible.items() if held.kind == kind.kind]
    if name not in listed:
        return []
    at = listed.index(name)
    return [listed[near] for near in (at - 1, at + 1) if 0 <= near < len(listed)]
