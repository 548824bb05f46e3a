"""Results of one scheme to everything its chapter may say."""

from __future__ import annotations

from improving_value.assess.assessment import SchemeAssessment
from improving_value.assess.cells import CellTable, Where
from improving_value.assess.evaluation import Evaluation
from improving_value.assess.formulas import formula_lines
from improving_value.assess.kpis import count_rows, kpi_rows, rule_rows
from improving_value.assess.paper import claim_lines, parameter_lines, withheld_lines
from improving_value.assess.savings import MoneyReader
from improving_value.check.model import CheckedScheme
from improving_value.kernel.issues import Issue
from improving_value.kernel.periods import Period
from improving_value.run.results import Results


def assess_scheme(
    checked: CheckedScheme,
    results: Results,
    span: Period,
    baseline: Period | None,
    illustrative: frozenset[str],
    notes: tuple[Issue, ...] = (),
) -> SchemeAssessment:
    """Return the chapter of a scheme. `illustrative` names the parameters whose values are invented; `notes` are warnings about the data."""
    cells = CellTable(checked, results)
    evaluation = Evaluation(checked, cells)
    money = MoneyReader(evaluation)
    savings = money.savings()
    windows = results.calendar.windows
    whole = next((window for window in windows if window.role == "span"), windows[0])
    stakes = {
        unit: cells.value(cells.at_stake(unit), Where("all", "all", whole.id))
        for unit in cells.counted
        if checked.units[unit].at_stake is not None
    }
    return SchemeAssessment(
        scheme=checked.scheme,
        file_hash=checked.sha256,
        pieces=tuple(window.period for window in windows if window.role == "piece"),
        span=span,
        baseline=baseline,
        counts=count_rows(cells),
        rules=rule_rows(cells),
        kpis=kpi_rows(evaluation, [kpi for kpi in checked.kpis if kpi.scenario == "default"]),
        scenario_kpis=kpi_rows(evaluation, [kpi for kpi in checked.kpis if kpi.scenario != "default"]),
        savings=savings,
        costs=money.costs(),
        parameters=parameter_lines(checked, illustrative),
        formulas=formula_lines(evaluation, savings),
        at_stake_pence={unit: stake if isinstance(stake, int) else 0 for unit, stake in stakes.items()},
        issues=(*checked.warnings, *notes),
        withheld=withheld_lines(checked),
        claims=claim_lines(checked),
        datasets={name: dataset.title for name, dataset in checked.datasets.items()},
    )
