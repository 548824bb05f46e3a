"""Other activity joined to a row that is never multiplied: the ladder of a match, and facts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlglot import exp

from improving_value.check.model import CheckedColumn, CheckedFacts, CheckedMatch, MatchTest
from improving_value.compile.job import Job
from improving_value.compile.operands import operands_of
from improving_value.compile.reading import own, read_columns
from improving_value.compile.scope import MINE, StageScope
from improving_value.compile.stage import Base, SideTable, Stage
from improving_value.expression import sql_pieces as sql
from improving_value.expression.nodes import Name, Node, walk
from improving_value.expression.sql_aggregates import aggregate_to_sql
from improving_value.expression.sql_pieces import Sql
from improving_value.expression.types import BOOLEAN, TEXT, Type


def add_match(match: CheckedMatch, asking: StageScope, identity: tuple[str, ...], job: Job) -> None:
    """Add `NAME_found` and `NAME_reason` to the rows of a stage."""
    first = match.tests[0].same
    assert first is not None
    theirs = _joined_scope(f"{asking.stage.name}_{match.name}", match.dataset, False, ((first, first),), asking, job, False)
    by_their_date, theirs.days, theirs.mine_first = theirs.days, (), True
    unsure: list[Sql] = []
    if match.keep is not None:
        alone = replace(theirs, mine={}, mine_day=None, days=by_their_date, mine_first=False)
        keep = theirs.stage.add_once("keep", alone.sql_of(match.keep))
        theirs.stage.keep_where(sql.coalesce(keep.copy(), sql.boolean(True)))
        unsure.append(sql.is_null(keep))
    rungs = [theirs.stage.add_once("test", _rung(test, theirs)) for test in match.tests[1:]]
    unsure.extend(sql.is_null(rung) for rung in rungs)
    top = len(match.tests)
    failed = [(sql.negated(rung), sql.whole(index)) for index, rung in enumerate(rungs, start=1)]
    depth = theirs.stage.add("depth__", sql.case(*failed, otherwise=sql.whole(top)) if failed else sql.whole(top))
    certain = sql.all_of(sql.equal(depth, sql.whole(top)), sql.negated(sql.any_of(*unsure)))
    outputs = [(name, own(f"{MINE}{name}")) for name in identity]
    outputs += [("depth__", exp.Max(this=depth.copy())), ("certain__", job.primitives.true_for_any(certain, None))]
    alias = f"m_{match.name}"
    side = _side(alias, theirs.stage, outputs, [own(f"{MINE}{name}") for name in identity], identity)
    asking.stage.join(side, _verdict(match, alias, top))
    asking.types = {**asking.types, f"{match.name}_found": BOOLEAN, f"{match.name}_reason": TEXT}


def _rung(test: MatchTest, theirs: StageScope) -> Sql:
    if test.when is not None:
        return theirs.sql_of(test.when)
    assert test.same is not None
    return sql.is_true(sql.equal(own(f"{MINE}{test.same}"), own(test.same)))  # missing equals nothing


def _verdict(match: CheckedMatch, alias: str, top: int) -> dict[str, Sql]:
    depth = sql.column("depth__", alias)
    found = sql.case(
        (sql.is_true(sql.column("certain__", alias)), sql.boolean(True)),
        (sql.equal(depth, sql.whole(top)), sql.null("BOOLEAN")),
        otherwise=sql.boolean(False),
    )
    reasons = [(sql.equal(depth, sql.whole(index)), sql.text(test.reason)) for index, test in enumerate(match.tests) if index]
    nobody = (sql.is_null(depth), sql.text(match.tests[0].reason))
    reason = sql.case(nobody, *reasons)
    return {f"{match.name}_found": found, f"{match.name}_reason": reason}


def add_facts(columns: Sequence[CheckedColumn], asking: StageScope, identity: tuple[str, ...], job: Job) -> None:
    """Add columns that are facts of the same rows of the same source."""
    facts = [column.how for column in columns]
    first = facts[0]
    assert isinstance(first, CheckedFacts)
    name = f"{asking.stage.name}_{columns[0].name}"
    alone = not any(_reads_mine(part, first, job) for column in columns for part in _expressions(column))
    tied = job.is_tied(first.source, first.source_is_unit) and asking.per_window
    theirs = _joined_scope(name, first.source, first.source_is_unit, first.same, asking, job, tied, alone)
    if first.where is not None:
        theirs.stage.keep_where(_not_false(first.where, theirs))
    keys = [own(key) for _, key in first.same] + ([own("window__")] if tied else [])
    group = keys if alone else [own(f"{MINE}{part}") for part in identity]
    outputs = [(f"same__{index}", key) for index, key in enumerate(keys)] if alone else list(zip(identity, group, strict=True))
    outputs.append(("present__", job.primitives.true_for_any(sql.boolean(True), None)))
    for column in columns:
        assert isinstance(column.how, CheckedFacts)
        parts = operands_of(column.how.aggregate, theirs, column.how.where)
        outputs.append((column.name, aggregate_to_sql(column.how.aggregate.function, parts, job.primitives)))
    alias = f"f_{columns[0].name}"
    mine = [asking.value_of(Name(part, (0, 0), asking.types[part], "column")) for part, _ in first.same]
    if alone:
        asked = mine + ([own("window__")] if tied else [])
        on = sql.all_of(*(sql.equal(key, sql.column(f"same__{index}", alias)) for index, key in enumerate(asked)))
        side = SideTable(alias, lambda _: theirs.stage.select(outputs, group, inline=True), on)
    else:
        side = _side(alias, theirs.stage, outputs, group, identity)
    asking.stage.join(side, {column.name: _or_nothing(column, alias) for column in columns})


def _not_false(where: Node, theirs: StageScope) -> Sql:
    condition = theirs.stage.add_once("where", theirs.sql_of(where))
    return sql.coalesce(condition.copy(), sql.boolean(True)) if theirs.can_miss(where) else condition


def _expressions(column: CheckedColumn) -> tuple[Node, ...]:
    assert isinstance(column.how, CheckedFacts)
    return (column.how.aggregate,) if column.how.where is None else (column.how.aggregate, column.how.where)


def _reads_mine(node: Node, facts: CheckedFacts, job: Job) -> bool:
    """Say whether an expression of the other rows also reads the row that asks."""
    theirs = job.types_of(facts.source, facts.source_is_unit)
    dated = job.date_of(facts.source, facts.source_is_unit) is not None
    for part in walk(node):
        if isinstance(part, Name) and part.kind in ("column", "boundary"):
            return True
        if isinstance(part, Name) and part.kind == "parameter" and not job.book.is_steady(part.name):
            values = job.book.values[part.name]
            if not dated or any(by not in theirs for by in values.by):
                return True
    return False


def _or_nothing(column: CheckedColumn, alias: str) -> Sql:
    """Return a fact, or what an aggregate of nothing is."""
    assert isinstance(column.how, CheckedFacts)
    empty: dict[str, Sql] = {
        "sum": sql.cast(sql.whole(0), sql.sql_kind(column.type)),
        "count": sql.whole(0),
        "count_distinct": sql.whole(0),
        "any": sql.boolean(False),
        "all": sql.boolean(True),
    }
    nothing = empty.get(column.how.aggregate.function, sql.null(sql.sql_kind(column.type)))
    return sql.case((sql.column("present__", alias), sql.column(column.name, alias)), otherwise=nothing)


def _joined_scope(
    name: str,
    source: str,
    source_is_unit: bool,
    same: tuple[tuple[str, str], ...],
    asking: StageScope,
    job: Job,
    tied: bool,
    alone: bool = False,
) -> StageScope:
    """Return the stage of a source's rows: alone, or each beside the rows that ask for it."""
    date = job.date_of(source, source_is_unit)
    types = job.types_of(source, source_is_unit)
    key = "unit_key" if source_is_unit else "row_key"
    stage = Stage(name, Base(sql.table(source)))
    scope = StageScope(
        stage,
        job.book,
        job.primitives,
        types,
        days=() if date is None else (date,),
        sure=job.sure_of(source, source_is_unit),
        order_key=key,
    )
    if not alone:
        on = [sql.equal(_mine(mine, asking), sql.column(_held(theirs, types), "t")) for mine, theirs in same]
        on += [sql.equal(sql.column("window__", "below"), sql.column("window__", "t"))] if tied else []
        join = exp.Join(this=sql.table(source, "t"), on=sql.all_of(*on))
        stage.base = Base(sql.table("below", "below"), (join,), resolve=_beside)
        scope.mine, scope.mine_day = asking.types, asking.day()
        scope.sure |= {f"{MINE}{part}" for part in asking.sure}
    return scope


def _held(name: str, types: object) -> str:
    kind = types.get(name) if isinstance(types, dict) else None
    return f"{name}__utc" if isinstance(kind, Type) and kind.local else name


def _mine(name: str, asking: StageScope) -> Sql:
    return sql.column(asking.physical(Name(name, (0, 0), asking.types[name], "column")), "below")


def _beside(name: str) -> Sql:
    return sql.column(name.removeprefix(MINE), "below") if name.startswith(MINE) else sql.column(name, "t")


def _side(alias: str, stage: Stage, outputs: list[tuple[str, Sql]], group: list[Sql], identity: tuple[str, ...]) -> SideTable:
    """Return a side table made from the layer below, one row for each of the rows that ask."""
    query = stage.select(outputs, group, inline=True)
    asked = tuple(dict.fromkeys([*read_columns(query, "below"), *identity]))

    def relation(below: str) -> exp.Expression:
        placed = query.copy()
        for found in placed.find_all(exp.Table):
            if found.name == "below":
                found.set("this", sql.identifier(below))
        return placed

    on = sql.all_of(*(sql.equal(own(name), sql.column(name, alias)) for name in identity))
    return SideTable(alias, relation, on, reads_below=asked)
