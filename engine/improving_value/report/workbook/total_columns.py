"""The columns of the lines of a total: its measures as the engine worked them out, and formulas from there to pounds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import cast

from improving_value.assess.workings import rests_on_parameters
from improving_value.check.labels import Labels
from improving_value.expression.english import upper_first
from improving_value.expression.evaluate import RowValue
from improving_value.expression.excel_pieces import MISSING, ROW, NotSayable, Said, quoted
from improving_value.expression.nodes import Literal, Name, Namespaced, Node, walk
from improving_value.expression.to_excel import to_excel
from improving_value.expression.types import DOUBLE
from improving_value.kernel.numbers import is_equal
from improving_value.report.workbook.columns import Column, Columns, Row, key_of
from improving_value.report.workbook.line_block import LINE_COLUMNS, LineBlock
from improving_value.report.workbook.line_cells import sums_by_line


@dataclass
class TotalColumns(Columns):
    """Columns of one total; a row holds its parts, its `organisation` and its last day."""

    labels: Labels = field(kw_only=True)
    last_day: Callable[[Row], date] = field(kw_only=True)
    blocks: Sequence[LineBlock] = field(kw_only=True)
    rows: Sequence[Row] = field(kw_only=True)
    everybody: bool = field(kw_only=True)
    summed: dict[str, None] = field(default_factory=dict)
    """The cells that are summed from their lines."""

    def placed(self, leaf: Name | Namespaced) -> Said:
        if isinstance(leaf, Namespaced):
            supplied = f"{leaf.namespace}.{leaf.name}"
            if supplied in self.checked.values:
                return self._dated(supplied, leaf)
            return self._given(leaf)
        if leaf.kind == "parameter":
            values = self.checked.values.get(leaf.name)
            return self.scalar(leaf.name, leaf) if values is None or values.is_constant else self._dated(leaf.name, leaf)
        if leaf.kind == "cell":
            lines = self._from_lines(leaf)
            if lines is not None:
                return lines
        if leaf.kind == "measure" and self._unfolds(leaf.name):
            try:
                with self.all_or_nothing():
                    return to_excel(self.checked.measures[leaf.name].value, self)
            except NotSayable:
                pass
        if leaf.kind not in ("measure", "cell"):
            raise NotSayable("what is no measure")
        return self._given(leaf)

    def _unfolds(self, measure: str) -> bool:
        """Say whether some assumption on the sheet moves a measure: by its own formula, or by the lines its cells are summed from."""
        parts = [part for part in walk(self.checked.measures[measure].value) if isinstance(part, Name)]
        live = any(part.kind == "parameter" or (part.kind == "cell" and self._block_of(part.name) is not None) for part in parts)
        return live and rests_on_parameters(self.checked, measure)

    def _block_of(self, cell: str) -> LineBlock | None:
        return next((block for block in self.blocks if cell in block.cells), None)

    def _from_lines(self, leaf: Name) -> Said | None:
        """Sum a cell from its lines; a mean of no lines is missing."""
        block = self._block_of(leaf.name)
        if block is None:
            return None
        lines, label = block.cells[leaf.name], self._label(leaf)
        added = self._summed(block, lines.added, label if lines.counted is None else f"{label}: sum")
        self.summed[leaf.name] = None
        if lines.counted is None:
            self._same(leaf, lambda row: row[added.key])
            return Said(self.reference_of(added), Name(added.key, leaf.span, leaf.type, "column"))
        counted = self._summed(block, lines.counted, f"{label}: lines that count")
        a, b = self.reference_of(added), self.reference_of(counted)

        def mean(row: Row) -> RowValue:
            return float(cast("float", row[added.key])) / float(cast("float", row[counted.key])) if row[counted.key] else None

        self._same(leaf, lambda row: mean({**row, added.key: added.value(row), counted.key: counted.value(row)}))
        column = Column(f"mean {leaf.name}", label, "", "working", leaf.type, f"IF({b}=0,{quoted(MISSING)},{a}/{b})", mean)
        return Said(self.add(column), Name(column.key, leaf.span, leaf.type, "column"))

    def _summed(self, block: LineBlock, place: int, label: str) -> Column:
        source = block.columns[place - len(LINE_COLUMNS)]
        sums = sums_by_line(block.rows, source.key, everybody=self.everybody)
        whose = "" if self.everybody else f"{block.range_of(1)},A{ROW},"
        formula = f"SUMIFS({block.range_of(place)},{whose}{block.range_of(3)},D{ROW})"

        def value(row: Row) -> RowValue:
            return sums.get((str(row["code"]), cast("date", row["begins"])), Decimal(0))

        found = Column(f"sum {place} of {block.scheme}", label, "", "working", DOUBLE, formula, value)
        self.add(found)
        return found

    def _same(self, leaf: Name, value: Callable[[Row], RowValue]) -> None:
        """Raise NotSayable unless the lines come to what the engine found."""
        for row in self.rows:
            here, there = (
                value(row | {column.key: column.value(row) for column in self.columns if column.key.startswith("sum ")}),
                row[leaf.name],
            )
            if (here is None) != (there is None) or (
                here is not None and not is_equal(float(cast("float", here)), float(cast("float", there)))
            ):
                raise NotSayable("what the lines do not add up to")

    def reference_of(self, column: Column) -> str:
        return f"{self.letter(self.columns.index(column))}{ROW}"

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
