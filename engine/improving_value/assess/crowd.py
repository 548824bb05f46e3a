"""How few people a figure rests on: the fewest behind any of the cells that it is made from, at one place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property

from improving_value.assess.cells import Where
from improving_value.assess.evaluation import Evaluation
from improving_value.assess.people import NOT_TOLD, Behind, Sort
from improving_value.check.model import Cell, CheckedCost, CheckedKpi, CheckedSaving
from improving_value.expression.nodes import Arithmetic, Choice, Name, Namespaced, Node, children, walk
from improving_value.expression.types import INTEGER
from improving_value.kernel.places import TOLD_APART

_COUNTS = ("count", "count_distinct")
_ONE_PERSONS = ("min", "max", "first", "last", "only")
"""Aggregates of people's units that give one unit's value away."""

Shape = tuple[Sort, Sort, Sort, bool]
Reads = tuple[tuple[str, str | None], ...]
"""Cells, each with the window it is looked up in: None for the place's own, otherwise a role."""


class Crowd:
    """Answers for one scheme's results; what a figure reads is worked out once, whatever the place."""

    def __init__(self, evaluation: Evaluation) -> None:
        self._evaluation = evaluation
        self._checked = evaluation.checked
        self._cells = evaluation.cells
        self._people = evaluation.cells.results.people
        self._reads: dict[int, tuple[Node, Reads]] = {}

    def of_cell(self, cell_id: str, where: Where, category: str = "") -> int:
        """Return how few people are behind a cell (0: nobody): of what is nobody's, the number itself where it counts something."""
        cell = self._checked.cells[cell_id]
        unit = self._checked.units[cell.unit]
        few = self._people.get(cell_id, {}).get(where.key(category if cell.category else ""), 0)
        if few and cell.aggregate.function not in _ONE_PERSONS:
            return few
        value = self._cells.value(cell_id, where, category)
        if unit.of_people:  # units whose people nobody can tell, or one unit's value
            return NOT_TOLD if value else 0
        if not _counts(cell) or not isinstance(value, int):
            return TOLD_APART if value else 0
        return min(abs(value), TOLD_APART)

    def of(self, nodes: Iterable[Node | None], where: Where, category: str = "") -> int:
        """Return the fewest people behind any part of some expressions; 0 when nobody is behind any."""
        found = []
        for node in nodes:
            for cell, role in () if node is None else self._read_by(node):
                window = where if role is None else self._window(where, role)
                found.append(self.of_cell(cell, window, category) if window is not None else 0)
        return min((few for few in found if few), default=0)

    def of_kpi(self, kpi: CheckedKpi, where: Where, category: str) -> Behind:
        """Return whom a KPI rests on at a place."""
        numerator, denominator = self.of((kpi.numerator,), where, category), self.of((kpi.denominator,), where, category)
        value = self.of((kpi.value,), where, category)
        skipped = 0 if kpi.skipped is None else self.of_cell(kpi.skipped, where, category)
        return Behind(numerator, denominator, value, skipped, *self._shape(kpi))

    def of_saving(self, saving: CheckedSaving, where: Where) -> int:
        """Return whom an amount rests on: those behind its measures, or those who have some of it; failing them, those who might."""
        if saving.total is not None:
            return self.of((saving.total,), where)
        cells = [cell for cell in (saving.pence_cell, saving.units_cell) if cell is not None]
        return next((few for few in (self.of_cell(cell, where) for cell in cells) if few), 0)

    def of_cost(self, cost: CheckedCost, where: Where) -> int:
        return self.of((cost.total,), where)

    def _shape(self, kpi: CheckedKpi) -> Shape:
        if id(kpi) not in self._shapes:
            read = () if kpi.denominator is None else self._read_by(kpi.denominator)
            shares = any(self._checked.units[self._checked.cells[cell].unit].of_people for cell, _ in read)
            self._shapes[id(kpi)] = self._sort(kpi.numerator), self._sort(kpi.denominator), self._sort(kpi.value), shares
        return self._shapes[id(kpi)]

    @cached_property
    def _shapes(self) -> dict[int, Shape]:
        return {}

    def _sort(self, node: Node | None) -> Sort:
        if node is None:
            return "rate"
        power = self._grows(node)
        if power is None or power <= 0:
            return "rate"
        return "count" if node.type == INTEGER else "total"

    def _grows(self, node: Node) -> int | None:
        """Return with what power of the number of units a value grows: 1 for sums and counts, 0 for what is one over another.

        None of what does not grow with units at all, such as a parameter.
        """
        if isinstance(node, Name) and node.kind == "cell":
            return int(self._checked.cells[node.name].aggregate.function in ("sum", *_COUNTS))
        if isinstance(node, Namespaced) or (isinstance(node, Name) and node.kind == "measure"):
            return self._grows(self._checked.measures[node.name].value)
        found = [self._grows(part) for part in ((node.then, node.otherwise) if isinstance(node, Choice) else children(node))]
        known = [power for power in found if power is not None]
        if not known:
            return None
        if isinstance(node, Arithmetic) and node.operator in "*/":
            left, right = (power or 0 for power in found)
            return left + right if node.operator == "*" else left - right
        return max(known)

    def _read_by(self, node: Node) -> Reads:
        # By identity, as Evaluation does, the node being held so that no other is given its place.
        if id(node) not in self._reads:
            self._reads[id(node)] = node, tuple(dict.fromkeys(self._cells_of(node, None)))
        return self._reads[id(node)][1]

    def _cells_of(self, node: Node, role: str | None) -> Iterable[tuple[str, str | None]]:
        for part in walk(node):
            if isinstance(part, Namespaced):
                yield from self._cells_of(self._checked.measures[part.name].value, part.namespace)
            elif isinstance(part, Name) and part.kind == "measure":
                yield from self._cells_of(self._checked.measures[part.name].value, role)
            elif isinstance(part, Name) and part.kind == "cell":
                yield part.name, role

    def _window(self, where: Where, role: str) -> Where | None:
        window = self._windows.get(role)
        return None if window is None else Where(where.level, where.organisation, window)

    @cached_property
    def _windows(self) -> Mapping[str, int]:
        return {window.role: number for number, window in self._cells.windows.items() if window.role not in ("piece", "span")}


def _counts(cell: Cell) -> bool:
    """Say whether a cell is a number of things: a count, or a sum of whole numbers."""
    return cell.aggregate.function in _COUNTS or (cell.aggregate.function == "sum" and cell.aggregate.type == INTEGER)
