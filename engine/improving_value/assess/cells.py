"""Looking up what an engine worked out, for one organisation and window at a time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from improving_value.check.cells import count_of, has_outcome
from improving_value.check.model import Cell, CellValue, CheckedScheme
from improving_value.expression.text import to_text
from improving_value.expression.types import INTEGER
from improving_value.kernel.periods import Window
from improving_value.kernel.places import Level
from improving_value.kernel.remembering import once_each
from improving_value.run.results import CellKey, Results

ORDER: Mapping[Level, int] = {"provider": 0, "hub": 1, "region": 2, "commissioner": 3, "all": 4}

_NOWHERE = object()


@dataclass(frozen=True)
class Where:
    """One organisation in one window."""

    level: Level
    organisation: str
    window: int

    def key(self, category: str = "") -> CellKey:
        return CellKey(self.level, self.organisation, self.window, category) if category else self._whole

    @cached_property
    def _whole(self) -> CellKey:
        return CellKey(self.level, self.organisation, self.window, "")


class CellTable:
    """The cells of one scheme's results."""

    def __init__(self, checked: CheckedScheme, results: Results) -> None:
        self.checked = checked
        self.results = results
        self.windows: Mapping[int, Window] = {window.id: window for window in results.calendar.windows}

    @cached_property
    def counted(self) -> list[str]:
        """Return the units that are counted: those that are not mere steps."""
        return [name for name, unit in self.checked.units.items() if not unit.step]

    def value(self, cell_id: str, where: Where, category: str = "") -> CellValue:
        """Return a cell's value; what counts or adds is 0 where there was nothing, anything else is missing."""
        cell = self.checked.cells[cell_id]
        found = self.results.cells.get(cell_id, {}).get(where.key(category if cell.category else ""), _NOWHERE)
        return _of_nothing(cell) if found is _NOWHERE else found  # type: ignore[return-value]

    def categories(self, cell_id: str, where: Where) -> list[str]:
        """Return the categories a cell has at this place, in order."""
        found = self.results.cells.get(cell_id, {})
        return sorted({key.category for key in found if key[:3] == (where.level, where.organisation, where.window) and key.category})

    def count(self, unit: str, where: Where, outcome: str | None = None) -> int:
        """Return how many units there are, of one outcome or of all."""
        found = self.value(self._counts[unit, None, "outcome"], where, outcome or "")
        return int(found) if isinstance(found, (int, float, Decimal)) else 0

    def by_outcome(self, unit: str) -> str:
        """Return the id of the cell that counts units by what became of them."""
        return self._counts[unit, None, "outcome"]

    def decided(self, unit: str, outcome: str) -> str:
        """Return the id of the cell that counts units by the rule that decided them."""
        return self._counts[unit, to_text(has_outcome(outcome)), "deciding_rule"]

    def at_stake(self, unit: str) -> str:
        """Return the id of the cell that adds the known pence on undetermined units."""
        for name, cell in self.checked.cells.items():
            if cell.unit == unit and cell.aggregate.function == "sum" and cell.aggregate.operand is not None:
                if to_text(cell.aggregate.operand) == "at_stake_pence":
                    return name
        raise KeyError(unit)

    def everywhere(self, cells: frozenset[str], window: int) -> list[str]:
        """Return the categories that these cells have at any place, in order."""
        if (cells, window) not in self._everywhere:
            found = {key.category for cell in cells for key in self.results.cells.get(cell, {}) if key.window == window}
            self._everywhere[cells, window] = sorted(found - {""})
        return self._everywhere[cells, window]

    @cached_property
    def _everywhere(self) -> dict[tuple[frozenset[str], int], list[str]]:
        return {}

    @cached_property
    def _counts(self) -> Mapping[tuple[str, str | None, str | None], str]:
        return _counts_of(self.checked)

    @cached_property
    def places(self) -> list[Where]:
        """Return every organisation and window with a unit in scope, in order."""
        found: dict[CellKey, None] = {}
        for unit in self.counted:
            counts = self.results.cells.get(self._counts[unit, None, "outcome"], {})
            found.update({key: None for key in counts if key.category == ""})
        keys = sorted(found, key=lambda key: (ORDER[key.level], key.organisation, key.window))
        return [Where(key.level, key.organisation, key.window) for key in keys]


@once_each(most=64)
def _counts_of(checked: CheckedScheme) -> Mapping[tuple[str, str | None, str | None], str]:
    """Return the cells that count units in scope: of which unit, which of them, and by what."""
    count = to_text(count_of(None))
    cells = [(name, cell) for name, cell in checked.cells.items() if cell.over == "in_scope" and to_text(cell.aggregate) == count]
    return {(cell.unit, None if cell.where is None else to_text(cell.where), cell.category): name for name, cell in reversed(cells)}


def _of_nothing(cell: Cell) -> CellValue:
    if cell.aggregate.function in ("count", "count_distinct"):
        return 0
    if cell.aggregate.function == "sum":
        return 0 if cell.aggregate.type == INTEGER else 0.0
    return None
