"""Columns of a unit: expressions as they are, shorthands spelt out, facts from other activity."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from improving_value.check.model import CheckedColumn, CheckedFacts
from improving_value.check.reading import Path, Reading
from improving_value.expression.misfits import typed
from improving_value.expression.nodes import Aggregate, AllOf, Choice, Comparison, Literal, Name, Node
from improving_value.expression.scope import Scope
from improving_value.expression.types import BOOLEAN, TEXT, Type, unify
from improving_value.kernel.names import nearest
from improving_value.spec.models import Bands, Classify, Column, Facts, Lookup

Sources = Callable[[str], tuple[Mapping[str, Type], bool] | None]
"""Given a name, the columns of the dataset or unit it stands for, and whether it is a unit; None when it is neither."""


def read_column(reading: Reading, name: str, column: Column, path: Path, scope: Scope, sources: Sources) -> CheckedColumn | None:
    """Return a checked column, or None after noting what is wrong."""
    match column:
        case str():
            node = reading.expression(column, path, scope)
        case Bands():
            node = _bands(reading, column, path, scope)
        case Classify():
            node = _classify(reading, column, path, scope)
        case Facts():
            return _facts(reading, name, column, path, scope, sources)
        case Lookup():
            return _lookup(reading, name, column, path, scope, sources)
    return None if node is None else CheckedColumn(name, _held(typed(node), node), node)


def _held(kind: Type, node: Node) -> Type:
    """A column keeps its local clock only when it is the date-time column itself."""
    return kind if isinstance(node, Name) and node.kind == "column" else replace(kind, local=False)


def _bands(reading: Reading, bands: Bands, path: Path, scope: Scope) -> Node | None:
    value = reading.number(bands.bands, (*path, "bands"), scope)
    cuts = [reading.number(cut, (*path, "cuts", index), scope) for index, cut in enumerate(bands.cuts)]
    if len(bands.labels) != len(cuts) + 1:
        reading.note(
            "bands-do-not-fit",
            (*path, "labels"),
            f"{len(bands.labels)} labels for {len(cuts)} cuts",
            "one label more than cuts",
            "add or remove a label",
        )
        return None
    if value is None or any(cut is None for cut in cuts):
        return None
    span = value.span
    node: Node = Literal(bands.labels[-1], span, TEXT)
    for label, cut in reversed(list(zip(bands.labels, cuts, strict=False))):
        assert cut is not None
        below = Comparison("<" if bands.limit_in == "upper" else "<=", value, cut, span, BOOLEAN)
        node = Choice(below, Literal(label, span, TEXT), node, span, TEXT)
    return node


def _classify(reading: Reading, classify: Classify, path: Path, scope: Scope) -> Node | None:
    conditions = [reading.condition(label.when, (*path, "classify", index, "when"), scope) for index, label in enumerate(classify.classify)]
    node: Node = Literal(classify.otherwise, (0, 1), TEXT)
    for label, condition in reversed(list(zip(classify.classify, conditions, strict=True))):
        if condition is None:
            return None
        node = Choice(condition, Literal(label.label, (0, 1), TEXT), node, (0, 1), TEXT)
    return node


def pairs_of(same: list[str] | dict[str, str]) -> tuple[tuple[str, str], ...]:
    """Return (mine, theirs) for each column that must be equal."""
    return tuple(same.items()) if isinstance(same, dict) else tuple((name, name) for name in same)


def check_pairs(
    reading: Reading, same: list[str] | dict[str, str], path: Path, mine: Mapping[str, Type], theirs: Mapping[str, Type]
) -> bool:
    """Note columns that are missing on either side, or of different kinds."""
    fine = bool(pairs_of(same))
    for left, right in pairs_of(same):
        for name, known, side in ((left, mine, "this unit"), (right, theirs, "the other rows")):
            if name not in known:
                close = nearest(name, sorted(known))
                reading.note(
                    "unknown-name",
                    path,
                    f"`{name}`, which {side} do not have",
                    "a column both sides have",
                    f"write `{close}`" if close else "name a column of both, or `mine: theirs`",
                )
                fine = False
        if left in mine and right in theirs and unify(mine[left], theirs[right]) is None:
            reading.note(
                "types-differ",
                path,
                f"`{left}` ({mine[left].word}) against `{right}` ({theirs[right].word})",
                "columns of the same kind",
                "match like with like",
            )
            fine = False
    return fine


def _source(reading: Reading, name: str, path: Path, sources: Sources) -> tuple[Mapping[str, Type], bool] | None:
    found = sources(name)
    if found is None:
        close = nearest(name, sorted([*reading.dictionary, *reading.scheme.units]))
        reading.note(
            "unknown-dataset",
            path,
            f"`{name}`, which is neither a dataset nor a unit",
            "a dataset of the data dictionary, or a unit of this scheme",
            f"write `{close}`" if close else "add it to `schemas/datasets`",
        )
    return found


def _facts(reading: Reading, name: str, facts: Facts, path: Path, scope: Scope, sources: Sources) -> CheckedColumn | None:
    found = _source(reading, facts.from_, (*path, "from"), sources)
    if found is None:
        return None
    theirs, is_unit = found
    fine = check_pairs(reading, facts.same, (*path, "same"), scope.columns, theirs)
    where = None
    plain = replace(scope, inside=None, windows=False)
    if facts.where is not None:
        where = reading.condition(facts.where, (*path, "where"), replace(plain, theirs=theirs))
        fine = fine and where is not None
    node = reading.expression(facts.is_, (*path, "is"), replace(plain, inside=scope.columns, inside_theirs=theirs))
    if node is not None and not isinstance(node, Aggregate):
        reading.note(
            "not-an-aggregate",
            (*path, "is"),
            "a calculation",
            "one aggregate, such as `sum(grams)`",
            "gather the fact here and calculate with it in the next column",
        )
        return None
    if node is None or not fine:
        return None
    return CheckedColumn(name, replace(typed(node), local=False), CheckedFacts(facts.from_, is_unit, pairs_of(facts.same), where, node))


def _lookup(reading: Reading, name: str, lookup: Lookup, path: Path, scope: Scope, sources: Sources) -> CheckedColumn | None:
    found = _source(reading, lookup.in_, (*path, "in"), sources)
    if found is None:
        return None
    theirs, is_unit = found
    fine = check_pairs(reading, lookup.same, (*path, "same"), scope.columns, theirs)
    tests: list[str] = []
    if lookup.on is not None:
        dataset = reading.dictionary.get(lookup.in_)
        starts = (dataset.valid_from if dataset else None) or "valid_from"
        ends = (dataset.valid_until if dataset else None) or "valid_until"
        tests.append(f"{starts} <= {lookup.on} and (is_missing({ends}) or {lookup.on} < {ends})")
    if lookup.between is not None:
        tests.append(f"lower <= {lookup.between} < upper")
    both = replace(scope, inside=None, windows=False, theirs=theirs)
    nodes = [reading.condition(test, path, both) for test in tests]
    value = reading.expression(lookup.lookup, (*path, "lookup"), replace(both, columns={}))
    if value is None or not fine or any(node is None for node in nodes):
        return None
    where = None if not nodes else AllOf(tuple(node for node in nodes if node is not None), (0, 1), BOOLEAN)
    aggregate = Aggregate("only", value, value.span, type=replace(typed(value), local=False))
    return CheckedColumn(
        name, replace(typed(value), local=False), CheckedFacts(lookup.in_, is_unit, pairs_of(lookup.same), where, aggregate)
    )


def names_from(written: Sequence[tuple[str, str, Column]]) -> dict[str, bool]:
    """Return the names defined from here on; true for those that rest, in the end, on the first of them."""
    first = written[0][1]
    words = {name: set(re.findall(r"[a-z][a-z0-9_]*", column)) if isinstance(column, str) else set() for _, name, column in written}
    back = {first}
    while more := {name for name, used in words.items() if name not in back and used & back}:
        back |= more
    return {name: name in back for name in words}
