"""Figures of one run for all organisations together, each worked out when somebody asks for it."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from improving_value.assess.assessment import CostRow, KpiRow, SavingRow
from improving_value.assess.cells import CellTable, Where
from improving_value.assess.evaluation import Evaluation
from improving_value.assess.kpis import count_rows, kpi_rows, period_of, reported_places
from improving_value.assess.savings import MoneyReader
from improving_value.check.model import CheckedScheme
from improving_value.expression.evaluate_values import RowValue
from improving_value.kernel.periods import Period
from improving_value.run.results import Results


class Figures:
    """What a chapter says of all organisations and the whole span, and nothing that was not asked for."""

    def __init__(self, checked: CheckedScheme, results: Results, span: Period) -> None:
        self.checked = checked
        self.evaluation = Evaluation(checked, CellTable(checked, results))
        self._span = span
        self._kpis: dict[tuple[str, str], tuple[KpiRow, ...]] = {}
        self._savings: dict[tuple[str, str], SavingRow | None] = {}

    @cached_property
    def places(self) -> list[Where]:
        """Where the whole is: one place, or none when there is nothing in scope."""
        cells = self.evaluation.cells
        return [where for where in reported_places(cells) if where.level == "all" and period_of(cells, where) == self._span.label]

    def count(self, unit: str, outcome: str) -> int:
        """Return how many units there are: `in_scope`, or of one outcome."""
        places = self.places if unit in self.evaluation.cells.counted else ()
        return sum(self.evaluation.cells.count(unit, where, None if outcome == "in_scope" else outcome) for where in places)

    def kpi(self, name: str, scenario: str) -> tuple[KpiRow, ...]:
        """Return a KPI, and each of its categories."""
        if (name, scenario) not in self._kpis:
            wanted = [kpi for kpi in self.checked.kpis if (kpi.kpi.kpi, kpi.scenario) == (name, scenario)]
            self._kpis[name, scenario] = kpi_rows(self.evaluation, wanted, self.places)
        return self._kpis[name, scenario]

    def saving(self, name: str, scenario: str) -> SavingRow | None:
        """Return a saving: the exact sum of its lines."""
        if (name, scenario) not in self._savings:
            wanted = (saving for saving in self.checked.savings if (saving.saving.saving, saving.scenario) == (name, scenario))
            rows = [row for saving in wanted for row in self._money.of_saving(saving) if self._is_whole(row)]
            self._savings[name, scenario] = rows[0] if rows else None
        return self._savings[name, scenario]

    @cached_property
    def costs(self) -> list[CostRow]:
        return [row for row in self._money.costs() if self._is_whole(row)]

    def measure(self, name: str) -> RowValue:
        """Return a measure of the whole, even when there is nothing in scope."""
        windows = self.evaluation.cells.windows
        whole = next((window for window in windows if windows[window].role == "span"), next(iter(windows)))
        return self.evaluation.value(self.checked.measures[name].value, Where("all", "all", whole))

    def everywhere(self) -> tuple[tuple[Any, ...], ...]:
        """Return counts, KPIs and savings of every organisation and period."""
        return count_rows(self.evaluation.cells), kpi_rows(self.evaluation, self.checked.kpis), self._money.savings()

    @cached_property
    def _money(self) -> MoneyReader:
        return MoneyReader(self.evaluation)

    def _is_whole(self, row: SavingRow | CostRow) -> bool:
        return (row.level, row.period) == ("all", self._span.label)
