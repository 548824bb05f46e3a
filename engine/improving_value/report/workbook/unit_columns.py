"""The columns of the lines of a saving on each unit: what the units' file says, and formulas down to what a parameter stands in."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from improving_value.assess.behind import Behind
from improving_value.check.labels import Labels
from improving_value.check.model import CheckedFacts, CheckedUnit
from improving_value.datasets.values import fold
from improving_value.expression.english import upper_first
from improving_value.expression.excel_pieces import MISSING, NotSayable, Said
from improving_value.expression.nodes import Aggregate, Literal, Name, Namespaced, Node, Window, walk
from improving_value.expression.to_excel import to_excel
from improving_value.report.workbook.columns import Columns, Row
from improving_value.run.rows_parameters import parameter_book


@dataclass
class UnitColumns(Columns):
    """Columns over the units of one sort. `rows` are their values as given, `known` the columns their file has."""

    unit: CheckedUnit = field(kw_only=True)
    labels: Labels = field(kw_only=True)
    known: Collection[str] = field(kw_only=True)
    rows: Sequence[Row] = field(kw_only=True)
    day_of: Callable[[Row], date | None] = field(kw_only=True)
    settled: dict[int, bool] = field(default_factory=dict)
    home: CheckedUnit = field(init=False)
    """The unit whose columns are being read: this one, or one it is made from."""

    def __post_init__(self) -> None:
        self.home = self.unit

    def placed(self, leaf: Name | Namespaced) -> Said:
        if not isinstance(leaf, Name) or leaf.kind not in ("parameter", "column"):
            raise NotSayable("what is no column of a unit")
        if leaf.kind == "parameter":
            return self._parameter(leaf)
        found = self._formula(self.home, leaf.name)
        if found is not None:
            said = self._unfolded(leaf, *found)
            if said is not None:
                return said
        if leaf.name not in self.known:
            raise NotSayable(f"{leaf.name}, which no line has")
        label = (
            upper_first(self.labels.columns(self.unit.name)[leaf.name].text)
            if leaf.name in self.labels.columns(self.unit.name)
            else leaf.name
        )
        return self.data(leaf.name, leaf, label, "", lambda row: row.get(leaf.name))

    def _parameter(self, leaf: Name) -> Said:
        values = self.checked.values.get(leaf.name)
        if values is None or values.is_constant:
            return self.scalar(leaf.name, leaf)
        if self.home is not self.unit:
            raise NotSayable("a value as it was for another unit")
        book = parameter_book(self.checked)
        parameter = self.checked.parameters[leaf.name.split("__")[0]]
        label = upper_first(self.labels.parameter(leaf.name.split("__")[0]))
        if not all(column in self.known for column in values.by):
            raise NotSayable(f"{leaf.name} by what no line has")
        return self.looked_up(leaf.name, leaf, label, parameter.unit, lambda row: book.place(leaf.name, row, self.day_of(row)))

    def _formula(self, unit: CheckedUnit, name: str) -> tuple[Node, CheckedUnit] | None:
        """Return the formula of a column that a parameter stands behind, and whose it is; None for what is given."""
        columns = unit.columns if unit.group is not None else (*unit.row_columns, *unit.columns)
        how = next((column.how for column in columns if column.name == name), None)
        if how is None and unit.group is None and unit.source_is_unit:
            return self._formula(self.checked.units[unit.source], name)
        if how is None or isinstance(how, CheckedFacts) or any(isinstance(part, (Aggregate, Window)) for part in walk(how)):
            return None
        return (how, unit) if Behind(self.checked).of(how, unit.name) else None

    def _unfolded(self, leaf: Name, how: Node, home: CheckedUnit) -> Said | None:
        """Put a column's own formula in its place; None where a sheet cannot work it out."""
        outside, self.home = self.home, home
        try:
            with self.all_or_nothing():
                said = to_excel(how, self)
        except NotSayable:
            return None
        finally:
            self.home = outside
        self._name_after(said, leaf)
        return said

    def _name_after(self, said: Said, leaf: Name) -> None:
        """Call the last column by the name of what it works out."""
        labels = self.labels.columns(self.unit.name)
        if self.columns and isinstance(said.node, Name) and self.columns[-1].key == said.node.name and leaf.name in labels:
            self.columns[-1] = replace(self.columns[-1], label=upper_first(labels[leaf.name].text))

    def is_settled(self, condition: Node) -> bool:
        """Say whether a condition can be read from a line as given, and no assumption on the sheet moves it."""
        key = id(condition)
        if key not in self.settled:
            named = all(
                isinstance(part, Name) and part.kind == "column" and part.name in self.known
                for part in walk(condition)
                if isinstance(part, (Name, Namespaced))
            )
            moved = set(Behind(self.checked).of(condition, self.unit.name)) & {name.split("__")[0] for name in self.live}
            self.settled[key] = named and not moved
        return self.settled[key]

    def same_case(self, *nodes: Node) -> None:
        """Raise NotSayable where texts are the same to a sheet and not to the engine, or the other way round."""
        engine_of: dict[str, str] = {}
        sheet_of: dict[str, str] = {}
        folded = any(node.type is not None and node.type.folded for node in nodes)
        for text in self._texts(nodes):
            here, there = text.casefold(), fold(text) if folded else text
            if text == MISSING or engine_of.setdefault(here, there) != there or sheet_of.setdefault(there, here) != here:
                raise NotSayable("texts that a sheet takes for others")
        self._note_choices(nodes)

    def _texts(self, nodes: Sequence[Node]) -> list[str]:
        found: dict[str, None] = {}
        for node in nodes:
            for part in walk(node):
                if isinstance(part, Literal) and isinstance(part.value, str):
                    found[part.value] = None
                elif isinstance(part, Name) and part.kind == "column":
                    found.update((value, None) for value in (row.get(part.name) for row in self.rows) if isinstance(value, str))
        return list(found)

    def _note_choices(self, nodes: Sequence[Node]) -> None:
        named = [node.name for node in nodes if isinstance(node, Name) and node.kind == "parameter"]
        words = [node.value for node in nodes if isinstance(node, Literal) and isinstance(node.value, str)]
        for name in named:
            for row in self.assumptions.of(self.checked.scheme.scheme, name):
                row.choices.update(dict.fromkeys(words))
