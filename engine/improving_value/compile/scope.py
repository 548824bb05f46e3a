"""What names stand for in a stage: its columns, parameters for its rows, the window's ends."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import islice

from sqlglot import exp

from improving_value.compile.parameters import Choice, ParameterBook
from improving_value.compile.reading import own
from improving_value.compile.same import without_spans
from improving_value.compile.stage import Stage
from improving_value.expression import sql_pieces as sql
from improving_value.expression.nodes import Aggregate, Arithmetic, Call, Literal, Name, Node, Window, children
from improving_value.expression.sql_numbers import number
from improving_value.expression.sql_pieces import Sql
from improving_value.expression.sql_primitives import Primitives
from improving_value.expression.to_sql import to_sql, type_of
from improving_value.expression.types import Type

MINE = "mine__"
"""In a stage of other rows, the prefix of the columns of the row that asks."""

LAST_DAY = "last_day__"
"""What dates rows and units tied to a window."""

_MAY_LOSE = frozenset(
    ("round_up", "round_down", "round_to", "square_root", "add_days", "add_months", "age", "moment", "interval_low", "interval_high")
)
"""Functions that can be missing though what they are given is known."""

LONG = 40
"""Nodes of a tree that is worth a column of its own."""

AggregateSeat = Callable[[Aggregate], Sql]


@dataclass
class StageScope:
    """A stage read as a scope.

    `types` are the columns of its rows; `mine`, in a stage of other rows joined to those that ask, the types of the
    asking row's columns. Rows are dated by the first of `days` that is a column already. `sure` names the columns that cannot be missing. `order_key` breaks ties. `gaps` names the notes made of
    what was missing when rows were kept and grouped; `held` names parameters that are columns of the table already.
    """

    stage: Stage
    book: ParameterBook
    primitives: Primitives
    types: Mapping[str, Type]
    days: tuple[str, ...]
    sure: set[str] = field(default_factory=set)
    mine: Mapping[str, Type] = field(default_factory=dict)
    mine_day: str | None = None
    order_key: str = "row_key"
    per_window: bool = False
    seat: AggregateSeat | None = None
    sure_seats: set[str] = field(default_factory=set)
    gaps: set[str] = field(default_factory=set)
    mine_first: bool = False
    held: frozenset[str] = frozenset()

    def sql_of(self, node: Node) -> Sql:
        return to_sql(node, self)

    def value_of(self, name: Name) -> Sql:
        if name.kind == "parameter":
            return self._parameter(name)
        return own(self.physical(name))

    def physical(self, name: Name) -> str:
        """Return the column that holds a name's value; of a column's date-time, the instant beside the local time."""
        if name.kind == "boundary":
            return f"{MINE}{name.name}__" if self.mine else f"{name.name}__"
        held = f"{name.name}__utc" if type_of(name).kind == "datetime" and type_of(name).local else name.name
        return f"{MINE}{held}" if self.mine and name.kind == "column" else held

    def local_of(self, name: Name) -> Sql:
        return own(f"{MINE}{name.name}" if self.mine and name.kind == "column" else name.name)

    def options_of(self, name: Name) -> tuple[Choice, ...]:
        if self.book.is_steady(name.name):
            return self.book.options(name.name, type_of(name), (), None)
        keys = tuple(self._key(by) for by in self.book.values[name.name].by)
        return self.book.options(name.name, type_of(name), keys, self.day_column())

    def once(self, value: Sql) -> Sql:
        """Return a long value as a column of its own: what says its operands several times over would double it at every level."""
        is_long = next(islice(value.bfs(), LONG, None), None) is not None
        return self.stage.add_once("part", value) if is_long else value

    def aggregate(self, node: Aggregate) -> Sql:
        if self.seat is None:
            raise ValueError(f"`{node.function}` of many rows where there is one")
        return self.seat(node)

    def gap_of(self, name: Name) -> Sql:
        """Return whether a column or parameter is missing; a list is missing for every row or for none."""
        if name.kind == "parameter" and type_of(name).many:
            if self.book.is_steady(name.name):
                return sql.boolean(name.name not in self.book.values)
            return sql.case(
                *((holds, sql.boolean(False)) for holds, _ in self.options_of(name) if holds is not None), otherwise=sql.boolean(True)
            )
        return sql.is_null(self.value_of(name))

    def _parameter(self, name: Name) -> Sql:
        kind = type_of(name)
        if self.book.is_steady(name.name):
            return self.book.constant(name.name, kind)
        if name.name in self.held:
            return own(f"parameter__{name.name}")
        keys = tuple(self._key(by) for by in self.book.values[name.name].by)
        return self.book.changing(name.name, kind, self.stage, keys, self.day_column())

    def day(self) -> str | None:
        """Return the column that dates the rows so far: a unit's own date only counts once it is there."""
        return next((name for name in self.days if name in self.types or name == LAST_DAY), None)

    def day_column(self) -> Sql | None:
        day = self.day()
        if day is not None:
            return own(day)
        return own(f"{MINE}{self.mine_day}") if self.mine_day is not None else None

    def _key(self, by: str) -> tuple[Sql, Type]:
        if by in self.mine and (self.mine_first or by not in self.types):
            return own(f"{MINE}{by}"), self.mine[by]
        if by in self.types:
            return own(by), self.types[by]
        raise ValueError(f"a parameter by `{by}`, which is no column here")

    def can_miss(self, node: Node) -> bool:
        """Say whether an expression can be missing, as far as the data dictionary tells."""
        for part in _outside_aggregates(node):
            match part:
                case Aggregate():
                    if without_spans(part) not in self.sure_seats:
                        return True
                case Name(name, _, _, "parameter"):
                    if not self.book.is_steady(name) or name not in self.book.values or not self.book.values[name].rows:
                        return True
                case Name(_, _, _, "boundary"):
                    continue
                case Name():
                    if self.physical(part).removesuffix("__utc") not in self.sure:
                        return True
                case _ if _may_lose(part):
                    return True
        return False

    def window(self, node: Window) -> Sql:
        """Return running, previous or next: within `per`, in order of `by` and then of the row's key."""
        by = self.stage.add_once("by", self.sql_of(node.by))
        per = [self.sql_of(name) for name in node.per]
        partition = [*per, *([own("window__")] if self.per_window else []), sql.is_null(by)]
        asked = sql.all_of(sql.is_known(by), *(sql.is_known(name) for name in per))

        def over(value: Sql, rows: bool = False) -> Sql:
            spec = exp.WindowSpec(kind="ROWS", start="UNBOUNDED", start_side="PRECEDING", end="CURRENT ROW") if rows else None
            order = exp.Order(expressions=[exp.Ordered(this=part, nulls_first=False) for part in (by.copy(), own(self.order_key))])
            return exp.Window(this=value, partition_by=[part.copy() for part in partition], order=order, spec=spec)

        if node.function in ("previous", "next"):
            value = self.stage.add_once("value", self.sql_of(node.operand))
            step = sql.call("lag" if node.function == "previous" else "lead", value)
            return sql.case((asked, over(step)))
        return sql.case((asked, self._running(node, over)))

    def _running(self, node: Window, over: Callable[..., Sql]) -> Sql:
        operand = node.operand
        known = isinstance(operand, Aggregate) and operand.known
        if isinstance(operand, Aggregate):
            assert operand.operand is not None, "a running figure adds something up"
            operand = operand.operand
        kind = type_of(operand)
        raw = self.stage.add_once("value", self.sql_of(operand))
        exact = self.stage.add_once("value", self.primitives.quantise(raw)) if kind.kind == "double" else raw
        total = over(exp.Sum(this=exact.copy()), rows=True)
        counted = over(exp.Count(this=exact.copy()), rows=True)
        whole = sql.over(sql.cast(total, "DOUBLE"), number("1e6")) if kind.kind == "double" else sql.cast(total, sql.sql_kind(kind))
        if known:
            zero = sql.cast(sql.whole(0), sql.sql_kind(kind))
            return sql.case((sql.equal(counted, sql.whole(0)), zero), otherwise=whole)
        return sql.case((sql.equal(counted, over(sql.count_rows(), rows=True)), whole))


def _outside_aggregates(node: Node) -> tuple[Node, ...]:
    """Return a node and those below it that can make it missing: not what stands inside an aggregate or is_missing."""
    if isinstance(node, Call) and node.function == "is_missing":
        return ()
    if isinstance(node, Aggregate):
        return (node,)
    return (node, *(part for child in children(node) for part in _outside_aggregates(child)))


def _may_lose(node: Node) -> bool:
    """Say whether a node can be missing though its parts are known."""
    match node:
        case Arithmetic("/") | Window() | Literal(None):
            return True
        case Call(function):
            return function in _MAY_LOSE
        case _:
            return False
