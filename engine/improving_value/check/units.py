"""Units of analysis, one after another, each from what stands before it."""

from __future__ import annotations

from collections.abc import Mapping

from improving_value.check.belonging import note_whose
from improving_value.check.columns import Sources, names_from, read_column
from improving_value.check.dating import read_dates
from improving_value.check.groups import read_group
from improving_value.check.matches import read_matches
from improving_value.check.model import CheckedColumn, CheckedGroup, CheckedMatch, CheckedRule, CheckedUnit
from improving_value.check.own_names import BUILT_IN, is_new_name, note_own_columns, note_own_table
from improving_value.check.reading import Path, Reading
from improving_value.check.types import dataset_types
from improving_value.check.uses import units_drawn_on
from improving_value.expression.nodes import Name, Node, walk
from improving_value.expression.scope import Scope
from improving_value.expression.types import Type
from improving_value.kernel.names import nearest
from improving_value.spec.models import Column, Unit


class UnitReader:
    """Reads the units of a scheme, in the order they depend on one another."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.units: dict[str, CheckedUnit] = {}
        self.failed: set[str] = set()
        self.under_way: list[str] = []

    def read_all(self) -> dict[str, CheckedUnit]:
        for name in self.reading.scheme.units:
            self.read(name)
        return {name: self.units[name] for name in self.units}

    def read(self, name: str) -> CheckedUnit | None:
        if name in self.units or name in self.failed:
            return self.units.get(name)
        if name in self.under_way:
            ring = " -> ".join([*self.under_way[self.under_way.index(name) :], name])
            self.reading.note(
                "depends-on-itself",
                ("units", name),
                f"`{name}`, which is made from itself: {ring}",
                "units made from datasets, or from units before them",
                "break the ring",
            )
            self.failed.add(name)
            return None
        note_own_table(self.reading, name)
        self.under_way.append(name)
        before = len(self.reading.issues)
        unit = self._known(name) or _UnitReader(self, name, self.reading.scheme.units[name]).read()
        self.under_way.pop()
        if unit is None or any(issue.severity == "error" for issue in self.reading.issues[before:]):
            self.failed.add(name)
            return None
        self.units[name] = unit
        return unit

    def _known(self, name: str) -> CheckedUnit | None:
        """Return a unit as it was before the change to the scheme, when neither it nor what it sees of other units is another."""
        memory = self.reading.memory
        if memory is None:
            return None
        known = memory.unit(name, self.reading.scheme, self.reading.parameters)
        drawn_on = [] if known is None else [self.read(source) for source in units_drawn_on(known)]
        return known if all(unit is not None and memory.looks_alike(unit) for unit in drawn_on) else None

    def source(self, name: str) -> tuple[Mapping[str, Type], bool] | None:
        """Return the columns of a dataset or unit, and whether it is a unit."""
        if name in self.reading.scheme.units:
            unit = self.read(name)
            return None if unit is None else ({**unit.types, **BUILT_IN}, True)
        dataset = self.reading.dictionary.get(name)
        if dataset is None:
            return None
        note_own_columns(self.reading, dataset)
        return dataset_types(dataset), False


class _UnitReader:
    """Reads one unit, step by step."""

    def __init__(self, owner: UnitReader, name: str, unit: Unit) -> None:
        self.owner = owner
        self.reading = owner.reading
        self.name = name
        self.unit = unit
        self.path: Path = ("units", name)
        self.sources: Sources = owner.source

    def read(self) -> CheckedUnit | None:
        unit = self.unit
        found = self.owner.source(unit.from_)
        if found is None:
            if unit.from_ not in self.owner.failed:
                close = nearest(unit.from_, sorted([*self.reading.dictionary, *self.reading.scheme.units]))
                self.reading.note(
                    "unknown-dataset",
                    (*self.path, "from"),
                    f"`{unit.from_}`, which is neither a dataset nor a unit",
                    "a dataset of the data dictionary, or a unit of this scheme",
                    f"write `{close}`" if close else "add it to `schemas/datasets`",
                )
            return None
        source_types, is_unit = found
        parent = self.owner.units.get(unit.from_) if is_unit else None
        by_period = unit.group is not None and "period" in unit.group.by
        tied = unit.each_period or by_period or (parent is not None and parent.per_period)
        self._check_tie(parent, by_period)
        rows_tied = unit.each_period or (parent is not None and parent.per_period)
        keep = None
        if unit.keep is not None:
            keep = self.reading.condition(unit.keep, (*self.path, "keep"), self.reading.scope(source_types, boundaries=rows_tied))
        types = dict(source_types)
        matches = read_matches(self.reading, unit, self.path, types)
        written = [("rows", name, column) for name, column in unit.rows.items()]
        if unit.group is None:
            written += [("columns", name, column) for name, column in unit.columns.items()]
        row_columns = self._columns(written, types, boundaries=rows_tied, windows=True)
        group: CheckedGroup | None = None
        columns: tuple[CheckedColumn, ...] = ()
        if unit.group is not None:
            group = read_group(self.reading, unit.group, (*self.path, "group"), types)
            if group is None:
                return None
            row_types, types = types, {name: types[name] for name in group.by}
            columns = self._columns(
                [("columns", name, column) for name, column in unit.columns.items()], types, boundaries=tied, inside=row_types
            )
        return self._finish(source_types, is_unit, parent, keep, matches, row_columns, group, columns, types, tied)

    def _check_tie(self, parent: CheckedUnit | None, by_period: bool) -> None:
        if parent is not None and parent.per_period and self.unit.each_period:
            self.reading.note(
                "period-twice",
                (*self.path, "each_period"),
                "`each_period` on a unit whose rows already belong to a period",
                "one or the other",
                "take `each_period` out",
            )
        if parent is not None and parent.per_period and self.unit.group is not None and not by_period:
            self.reading.note(
                "periods-mixed",
                (*self.path, "group", "by"),
                "rows of different periods in one unit",
                "`period` among the columns of `by`",
                "add `period` to `by`",
            )

    def _columns(
        self,
        written: list[tuple[str, str, Column]],
        types: dict[str, Type],
        boundaries: bool,
        windows: bool = False,
        inside: Mapping[str, Type] | None = None,
    ) -> tuple[CheckedColumn, ...]:
        found = []
        for place, (part, name, column) in enumerate(written):
            path = (*self.path, part, name)
            if not is_new_name(self.reading, path, name, types):
                continue
            scope = self.reading.scope(
                dict(types), boundaries=boundaries, windows=windows, inside=inside, later=names_from(written[place:])
            )
            checked = read_column(self.reading, name, column, path, scope, self.sources)
            if checked is not None:
                found.append(checked)
                types[name] = checked.type
            else:
                self.reading.broken.add(name)
        return tuple(found)

    def _finish(
        self,
        source_types: Mapping[str, Type],
        is_unit: bool,
        parent: CheckedUnit | None,
        keep: Node | None,
        matches: tuple[CheckedMatch, ...],
        row_columns: tuple[CheckedColumn, ...],
        group: CheckedGroup | None,
        columns: tuple[CheckedColumn, ...],
        types: Mapping[str, Type],
        tied: bool,
    ) -> CheckedUnit | None:
        unit = self.unit
        row_date, date = read_dates(self.reading, self.path, unit, group, parent, types, tied)
        note_whose(self.reading, self.path, unit, types)
        scope = self.reading.scope(dict(types), boundaries=tied)
        at_stake = None if unit.at_stake is None else self.reading.number(unit.at_stake, (*self.path, "at_stake"), scope)
        return CheckedUnit(
            name=self.name,
            say=unit.say or self.name.replace("_", " "),
            source=unit.from_,
            source_is_unit=is_unit,
            keep=keep,
            each_period=unit.each_period,
            matches=matches,
            row_columns=row_columns,
            group=group,
            columns=columns,
            row_date=row_date,
            date=date,
            provider=unit.commissioner or unit.provider,
            step=unit.step,
            home="provider" if unit.commissioner is None else "commissioner",
            rules=self._rules(scope),
            at_stake=at_stake,
            source_types=source_types,
            types={name: kind for name, kind in types.items() if name not in BUILT_IN},
            per_period=tied,
        )

    def _rules(self, scope: Scope) -> tuple[CheckedRule, ...]:
        found = []
        for index, rule in enumerate(self.unit.eligible):
            node = self.reading.condition(rule.when, (*self.path, "eligible", index, "when"), scope)
            if node is not None:
                fields = tuple(dict.fromkeys(part.name for part in walk(node) if isinstance(part, Name) and part.kind == "column"))
                found.append(CheckedRule(rule.rule, node, rule.say, fields))
        return tuple(found)
