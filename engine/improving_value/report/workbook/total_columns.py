"""The columns of the lines of a total: its measures as the engine worked them out, and formulas from there to pounds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from improving_value.assess.workings import is_unfolded
from improving_value.check.labels import Labels
from improving_value.expression.english import upper_first
from improving_value.expression.excel_pieces import NotSayable, Said
from improving_value.expression.nodes import Literal, Name, Namespaced, Node
from improving_value.expression.to_excel import to_excel
from improving_value.report.workbook.columns import Columns, Row, key_of


@dataclass
class TotalColumns(Columns):
    """Columns of one total; a row holds its parts, its `organisation` and its last day."""

    labels: Labels = field(kw_only=True)
    last_day: Callable[[Row], date] = field(kw_only=True)

    def placed(self, leaf: Name | Namespaced) -> Said:
        if isinstance(leaf, Namespaced):
            supplied = f"{leaf.namespace}.{leaf.name}"
            if supplied in self.checked.values:
                return self._dated(supplied, leaf)
            return self._given(leaf)
        if leaf.kind == "parameter":
            values = self.checked.values.get(leaf.name)
            return self.scalar(leaf.name, leaf) if values is None or values.is_constant else self._dated(leaf.name, leaf)
        if leaf.kind == "measure" and is_unfolded(self.checked, leaf.name):
            try:
                with self.all_or_nothing():
                    return to_excel(self.checked.measures[leaf.name].value, self)
            except NotSayable:
                pass
        if leaf.kind not in ("measure", "cell"):
            raise NotSayable("what is no measure")
        return self._given(leaf)

    def _given(self, leaf: Name | Namespaced) -> Said:
        key = key_of(leaf)
        return self.data(key, leaf, self._label(leaf), self._unit(leaf), lambda row: row[key])

    def _label(self, leaf: Name | Namespaced) -> str:
        if isinstance(leaf, Name) and leaf.kind == "cell":
            return upper_first(self.label_of(self.checked.cells[leaf.name].aggregate))
        return upper_first(self.labels.noun(leaf, {}).removeprefix("the "))

    def _unit(self, leaf: Name | Namespaced) -> str:
        name = leaf.name.split("__")[0]
        return self.checked.measures[name].measure.unit if name in self.checked.measures else ""

    def _dated(self, name: str, leaf: Name | Namespaced) -> Said:
        """Refer to a value that depends on the organisation or the day."""
        values = self.checked.values[name]
        unit = self._unit(leaf) or getattr(self.checked.parameters.get(name.split("__")[0]), "unit", "")

        def place(row: Row) -> int | None:
            return values.place_at(tuple(str(row["organisation"]) for _ in values.by), self.last_day(row))

        if isinstance(leaf, Namespaced):
            said = self.looked_up(name, leaf, self._label(leaf), unit, place)
            # The value stands under the name of the looked-up parameter; the formula asks for it by that of the measure.
            return Said(said.text, Name(name, leaf.span, leaf.type, "parameter"), said.needs)
        return self.looked_up(name, leaf, self._label(leaf), unit, place)

    def same_case(self, *nodes: Node) -> None:
        if not all(isinstance(node, Literal) for node in nodes):
            raise NotSayable("texts that may change")
