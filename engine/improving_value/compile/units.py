"""A unit, step by step, from its source's rows to its finished table."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import groupby

from improving_value.check.model import CheckedColumn, CheckedFacts, CheckedUnit
from improving_value.check.people import PEOPLE, PERSON
from improving_value.compile.groups import grouped_scope
from improving_value.compile.job import Job
from improving_value.compile.outcomes import unit_outputs
from improving_value.compile.reading import own
from improving_value.compile.same import without_spans
from improving_value.compile.scope import StageScope
from improving_value.compile.sides import add_facts, add_match
from improving_value.compile.sources import is_placed_later, placed_in_windows, row_scope
from improving_value.expression import sql_pieces as sql
from improving_value.expression.nodes import Name, Node, walk
from improving_value.expression.to_sql import as_wanted, type_of
from improving_value.expression.types import Type
from improving_value.kernel.places import Home


@dataclass(frozen=True)
class FinishedUnit:
    """The table of a unit: its columns, and whether it is tied to windows.

    `shown` are the columns that may leave the engine; none when the unit itself rests on a confidential parameter.
    """

    name: str
    columns: tuple[str, ...]
    shown: tuple[str, ...]
    tied: bool
    provider: str
    home: Home


def build_unit(unit: CheckedUnit, job: Job) -> FinishedUnit:
    """Add the steps that make a unit's table."""
    rows = row_scope(unit, job)
    row_identity = ("row_key", "window__") if rows.per_window else ("row_key",)
    for match in unit.matches:
        add_match(match, rows, row_identity, job)
    add_columns(unit.row_columns, rows, row_identity, job)
    if unit.group is None:
        scope = rows
        _name_single_rows(unit, scope, job)
        _carry_source_columns(unit, scope)
    else:
        scope = grouped_scope(unit, placed_in_windows(unit, rows, job) if is_placed_later(unit, job) else rows, job)
        add_columns(unit.columns, scope, ("unit_key",), job)
    outputs = unit_outputs(unit, scope, job)
    job.sure[unit.name] = {name for name, tree in outputs if name in scope.sure and tree == own(name)}
    said = unit.say or unit.name
    job.add(unit.name, f"one row for each {said}", scope.stage.select(outputs))
    columns = tuple(name for name, _ in outputs)
    hidden = job.confidential[unit.name]
    return FinishedUnit(
        unit.name,
        columns,
        () if hidden.whole else tuple(name for name in columns if name not in (PERSON, PEOPLE) and not hidden.hides(name)),
        unit.per_period,
        unit.provider,
        unit.home,
    )


def add_columns(columns: tuple[CheckedColumn, ...], scope: StageScope, identity: tuple[str, ...], job: Job) -> None:
    """Define columns in order; neighbouring facts of the same rows are worked out together."""
    for _, together in groupby(columns, key=_same_rows):
        some = list(together)
        if isinstance(some[0].how, CheckedFacts):
            add_facts(some, scope, identity, job)
            scope.types = {**scope.types, **{column.name: column.type for column in some}}
            continue
        for column in some:
            assert not isinstance(column.how, CheckedFacts)
            add_column(column.name, column.type, column.how, scope)


def _same_rows(column: CheckedColumn) -> str:
    if not isinstance(column.how, CheckedFacts):
        return ""
    facts = column.how
    where = "" if facts.where is None else without_spans(facts.where)
    reads = [part.name for part in walk(facts.aggregate) if isinstance(part, Name) and part.kind == "column"]
    return f"{facts.source} {facts.same} {where} {reads}"


def add_column(name: str, kind: Type, node: Node, scope: StageScope) -> None:
    """Define one column; a bare date-time column keeps its local time beside the instant."""
    if isinstance(node, Name) and type_of(node).kind == "datetime" and type_of(node).local:
        scope.stage.add(name, scope.local_of(node))
        scope.stage.add(f"{name}__utc", scope.value_of(node))
        kind = replace(kind, local=True)
    else:
        scope.stage.add(name, as_wanted(node, kind, scope))
        kind = replace(kind, local=False)
    scope.types = {**scope.types, name: kind}
    if not scope.can_miss(node):
        scope.sure.add(name)


def _name_single_rows(unit: CheckedUnit, scope: StageScope, job: Job) -> None:
    """Give each row of an ungrouped unit its keys as a unit."""
    key = own("row_key")
    if unit.each_period:
        key = sql.joined(key, own("label__"))
    scope.stage.add("unit_key", key)
    if job.is_traced and not unit.source_is_unit:
        scope.stage.add("source_keys", scope.primitives.single(own("row_key")))


def _carry_source_columns(unit: CheckedUnit, scope: StageScope) -> None:
    scope.types = {
        **unit.source_types,
        **scope.types,
    }
