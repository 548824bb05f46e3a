"""A table under construction: columns defined one upon another, printed as few SELECTs as their dependencies allow."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from sqlglot import exp

from improving_value.compile.reading import OWN, own, parts_of, read_columns
from improving_value.expression import sql_pieces as sql
from improving_value.expression.sql_pieces import Sql


@dataclass(frozen=True)
class Base:
    """What a stage starts from: a table, or several joined, and what each column is there."""

    source: exp.Expression
    joins: tuple[exp.Join, ...] = ()
    where: Sql | None = None
    resolve: Callable[[str], Sql] = own

    @property
    def is_plain(self) -> bool:
        return not self.joins and self.resolve is own


@dataclass(frozen=True)
class SideTable:
    """A left join that never multiplies: a named relation (made from the layer below, when it needs it)."""

    alias: str
    relation: Callable[[str], exp.Expression]
    on: Sql
    reads_below: tuple[str, ...] | None = None
    """The columns of the layer below the relation itself reads; None when it reads none."""


@dataclass
class _Definition:
    columns: dict[str, Sql]
    needs: tuple[str, ...]
    side: SideTable | None = None
    windowed: bool = False
    level: int = 0


@dataclass
class Stage:
    """Definitions are added in any order that has what they need before them."""

    name: str
    base: Base
    _defined: dict[str, _Definition] = field(default_factory=dict)
    _filters: list[Sql] = field(default_factory=list)
    _filtered_by: dict[str, None] = field(default_factory=dict)
    _hidden: dict[Sql, str] = field(default_factory=dict)
    looked_up: dict[str, str] = field(default_factory=dict)
    """The columns that hold parameters, by what was asked for."""

    @property
    def is_plain(self) -> bool:
        """Say whether it is one table's rows with calculations of each: no join, no look at other rows."""
        return self.base.is_plain and all(part.side is None and not part.windowed for part in self._defined.values())

    def has(self, name: str) -> bool:
        return name in self._defined

    def add(self, name: str, value: Sql) -> Sql:
        """Define a column and return it; a column of the base under its own name stays what it is."""
        if value != own(name):
            windowed = any(isinstance(part, exp.Window) for part in parts_of(value))
            self._place(_Definition({name: value}, read_columns(value), windowed=windowed))
        return own(name)

    def add_once(self, prefix: str, value: Sql) -> Sql:
        """Return a column holding a value: the value itself when it is a column, a hidden one otherwise."""
        if isinstance(value, (exp.Column, exp.Literal, exp.Boolean)):
            return value
        if value not in self._hidden:
            self._hidden[value] = f"{prefix}__{len(self._hidden) + 1}"
            self.add(self._hidden[value], value)
        return own(self._hidden[value])

    def join(self, side: SideTable, columns: dict[str, Sql]) -> None:
        """Define the columns a side table brings."""
        trees = (side.on, *columns.values())
        needs = [name for tree in trees for name in read_columns(tree)] + list(side.reads_below or ())
        self._place(_Definition(columns, tuple(dict.fromkeys(needs)), side))

    def keep_where(self, condition: Sql) -> None:
        self._filters.append(condition)
        self._filtered_by |= dict.fromkeys(read_columns(condition))

    def _place(self, definition: _Definition) -> None:
        definition.level = 1 + max((self._level(name) for name in definition.needs), default=0)
        if definition.windowed:
            definition.level = max(definition.level, self._filter_level() + 1)
        for name in definition.columns:
            if name in self._defined:
                raise ValueError(f"`{name}` is defined twice in {self.name}")
            self._defined[name] = definition

    def _level(self, name: str) -> int:
        return self._defined[name].level if name in self._defined else 0

    def _filter_level(self) -> int:
        return max((self._level(name) for name in self._filtered_by), default=0)

    def select(self, outputs: Sequence[tuple[str, Sql]], group_by: Sequence[Sql] = (), inline: bool = False) -> exp.Select:
        """Return the whole query: the layers as common table expressions, the outputs on top.

        `inline` puts each layer inside the next instead: for a query that becomes part of another, whose names Spark's
        printer would otherwise lift above those they rest on.
        """
        wanted = [name for _, tree in outputs for name in read_columns(tree)]
        wanted += [name for tree in group_by for name in read_columns(tree)]
        needed = self._closure(wanted)
        top = max((self._level(name) for name in needed), default=0)
        layers = [self._layer(level, needed, set(wanted)) for level in range(top + 1)]
        direct = self.base.is_plain and not self._reads_below(1, needed)
        final = exp.Select(expressions=[_named(tree, name) for name, tree in outputs])
        final = final.from_(self._below(top + 1, direct), copy=False)
        if self._filter_level() == top:
            final = self._filtered(final)
        if direct and top == 0 and self.base.where is not None:
            final = final.where(self.base.where.copy(), copy=False)
        if group_by:
            final = final.group_by(*(tree.copy() for tree in group_by), copy=False)
        named = [(self._layer_name(level), layer) for level, layer in enumerate(layers) if level > 0 or not direct]
        if inline:
            return _nested([*named, ("", final)])
        for name, layer in named:
            final = final.with_(sql.identifier(name), as_=layer, copy=False)
        return final

    def _closure(self, names: Iterable[str]) -> list[str]:
        found: dict[str, None] = {}
        waiting = [*names, *self._filtered_by]
        while waiting:
            name = waiting.pop(0)
            if name in found:
                continue
            found[name] = None
            if name in self._defined:
                waiting.extend(self._defined[name].needs)
        return list(found)

    def _layer_name(self, level: int) -> str:
        return f"{self.name}_{level}"

    def _below(self, level: int, direct: bool) -> exp.Expression:
        """Return what a level reads from, under the alias of the layer below."""
        if level == 1 and direct:
            return self._aliased_source()
        return sql.table(self._layer_name(level - 1), OWN)

    def _aliased_source(self) -> exp.Expression:
        source = self.base.source.copy()
        source.set("alias", exp.TableAlias(this=sql.identifier(OWN)))
        return source

    def _reads_below(self, level: int, needed: list[str]) -> bool:
        return any(
            self._defined[name].side is not None and self._defined[name].side.reads_below is not None  # type: ignore[union-attr]
            for name in needed
            if self._level(name) == level
        )

    def _layer(self, level: int, needed: list[str], wanted: set[str]) -> exp.Select:
        if level == 0:
            columns = [_named(self.base.resolve(name), name) for name in needed if self._level(name) == 0]
            layer = exp.Select(expressions=columns or [_named(sql.whole(1), "one")])
            source = self._aliased_source() if self.base.is_plain else self.base.source.copy()
            layer = layer.from_(source, copy=False)
            for join in self.base.joins:
                layer.append("joins", join.copy())
            return layer if self.base.where is None else layer.where(self.base.where.copy(), copy=False)
        later = self._used_above(level, needed) | wanted
        carried = [own(name) for name in needed if self._level(name) < level and name in later]
        made = [name for name in needed if self._level(name) == level]
        direct = self.base.is_plain and not self._reads_below(1, needed)
        layer = exp.Select(expressions=[*carried, *(_named(self._defined[name].columns[name], name) for name in made)])
        layer = layer.from_(self._below(level, direct), copy=False)
        sides = {self._defined[name].side.alias: self._defined[name].side for name in made if self._defined[name].side}  # type: ignore[union-attr]
        for side in sides.values():
            layer.append("joins", self._left_join(side, level))  # type: ignore[arg-type]
        if direct and level == 1 and self.base.where is not None:
            layer = layer.where(self.base.where.copy(), copy=False)
        return self._filtered(layer) if self._filter_level() == level - 1 else layer

    def _left_join(self, side: SideTable, level: int) -> exp.Join:
        relation = side.relation(self._layer_name(level - 1))
        if isinstance(relation, exp.Query):
            relation = exp.Subquery(this=relation)
        relation.set("alias", exp.TableAlias(this=sql.identifier(side.alias)))
        return exp.Join(this=relation, side="LEFT", on=side.on.copy())

    def _used_above(self, level: int, needed: list[str]) -> set[str]:
        """Return the columns something above a level reads; a set, only ever asked for membership."""
        found = {read for name in needed if self._level(name) > level for read in self._defined[name].needs}
        if self._filter_level() >= level:
            found.update(self._filtered_by)
        return found

    def _filtered(self, layer: exp.Select) -> exp.Select:
        for part in self._filters:
            layer = layer.where(part.copy(), copy=False)
        return layer


def _named(tree: Sql, name: str) -> Sql:
    if isinstance(tree, exp.Column) and tree.name == name:
        return tree
    return sql.aliased(tree, name)


def _nested(layers: Sequence[tuple[str, exp.Select]]) -> exp.Select:
    """Return the last of some layers with each one put in place of its name in the next."""
    (name, below), *above = layers
    for next_name, layer in above:
        for found in list(layer.find_all(exp.Table)):
            if found.name == name:
                # A side table reads the same layer under an alias of its own, so the tree may be needed more than once.
                found.replace(exp.Subquery(this=below.copy(), alias=exp.TableAlias(this=sql.identifier(found.alias or OWN))))
        name, below = next_name, layer
    return below
