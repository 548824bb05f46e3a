"""Counts, deciding rules and KPIs: values, and verdicts against targets."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from improving_value.assess.assessment import CountRow, KpiRow, RuleRow, Verdict
from improving_value.assess.cells import CellTable, Where
from improving_value.assess.crowd import Crowd
from improving_value.assess.evaluation import Evaluation
from improving_value.assess.lines import kpi_levels
from improving_value.assess.parts import Parts, parts_of
from improving_value.assess.people import NOT_TOLD
from improving_value.assess.scope import rules_of
from improving_value.check.absent import base_of
from improving_value.check.model import CheckedKpi
from improving_value.expression.evaluate import RowValue
from improving_value.kernel.numbers import is_at_most

REPORTED_ROLES = ("piece", "span")


def reported_places(cells: CellTable) -> list[Where]:
    """Return the organisations and windows that a report speaks of: not those of the baseline."""
    return [where for where in cells.places if cells.windows[where.window].role in REPORTED_ROLES]


def period_of(cells: CellTable, where: Where) -> str:
    return cells.windows[where.window].period.label


def count_rows(cells: CellTable, crowd: Crowd | None = None) -> tuple[CountRow, ...]:
    """Return how many units came out how; a unit with nothing in scope at a place has no row there."""
    found = []
    for unit in cells.counted:
        for where in reported_places(cells):
            in_scope = cells.count(unit, where)
            if in_scope:
                outcomes = [cells.count(unit, where, outcome) for outcome in ("eligible", "not_eligible", "undetermined")]
                row = CountRow(
                    unit, where.level, where.organisation, period_of(cells, where), in_scope, outcomes[0], outcomes[1], outcomes[2]
                )
                found.append(row if crowd is None else replace(row, people=_people_counted(cells, crowd, unit, where)))
    return tuple(found)


def _people_counted(cells: CellTable, crowd: Crowd, unit: str, where: Where) -> tuple[int, int, int, int]:
    of = (crowd.of_cell(cells.by_outcome(unit), where, outcome) for outcome in ("", "eligible", "not_eligible", "undetermined"))
    return next(of), next(of), next(of), next(of)


def rule_rows(cells: CellTable, crowd: Crowd | None = None) -> tuple[RuleRow, ...]:
    """Return how many units each rule decided, in the order of the rules."""
    found = []
    for unit in (cells.checked.units[name] for name in cells.counted):
        rules = rules_of(unit)
        decided = {outcome: cells.decided(unit.name, outcome) for outcome in ("not_eligible", "undetermined")}
        for where in reported_places(cells):
            for outcome, cell in decided.items():
                for rule, say, fields in rules:
                    number = cells.value(cell, where, rule)
                    if isinstance(number, int) and number:
                        field = fields if outcome == "undetermined" else ""
                        place = (where.level, where.organisation, period_of(cells, where))
                        few = NOT_TOLD if crowd is None else crowd.of_cell(cell, where, rule)
                        found.append(RuleRow(unit.name, rule, say, outcome, field, *place, number, few))
    return tuple(found)


def kpi_rows(
    evaluation: Evaluation, kpis: Iterable[CheckedKpi], places: Sequence[Where] | None = None, crowd: Crowd | None = None
) -> tuple[KpiRow, ...]:
    """Return KPIs at some places (every one, if left out), in the order of the scheme, and each category behind the whole.

    `crowd` says whom they rest on; without it nobody has said.
    """
    places = reported_places(evaluation.cells) if places is None else places
    found = []
    for kpi in kpis:
        levels, parts = kpi_levels(evaluation.checked, kpi), parts_of(evaluation.checked, kpi)
        lacking = tuple(name for name in evaluation.lacks(kpi.value) if name in evaluation.checked.parameters)
        for where in places:
            if where.level not in levels:
                continue
            here = _Here(where, parts, lacking, evaluation.undecided(kpi.value, None, where), _units(evaluation, kpi, where))
            if kpi.kpi.distribution is None:
                found.append(_row(evaluation, kpi, here, "", crowd))
            if kpi.category is not None:
                rows = [_row(evaluation, kpi, here, category, crowd) for category in _categories(evaluation, kpi, where)]
                found += _largest(evaluation, kpi, where, rows)
    return tuple(found)


@dataclass(frozen=True)
class _Here:
    """What is the same for a KPI and all its categories at one place."""

    where: Where
    parts: Parts | None
    lacking: tuple[str, ...]
    undecided: tuple[str, ...]
    units: int | None


def _units(evaluation: Evaluation, kpi: CheckedKpi, where: Where) -> int | None:
    found = None if kpi.units is None else evaluation.cells.value(kpi.units, where)
    return found if isinstance(found, int) else None


def _largest(evaluation: Evaluation, kpi: CheckedKpi, where: Where, rows: list[KpiRow]) -> list[KpiRow]:
    """Return the rows of the largest categories, largest first; those with as many share a rank, so that none is left out by chance."""
    most = None if kpi.kpi.top is None else _parameter(evaluation, kpi, kpi.kpi.top, where)
    if most is None:
        return rows
    sizes = {row.category: (row.value if row.numerator is None else row.numerator) or 0.0 for row in rows}
    ranks = {category: 1 + sum(other > size for other in sizes.values()) for category, size in sizes.items()}
    shown = [row for row in rows if sizes[row.category] > 0 and ranks[row.category] <= float(most)]  # type: ignore[arg-type]
    return sorted(shown, key=lambda row: (ranks[row.category], row.category))


def _parameter(evaluation: Evaluation, kpi: CheckedKpi, name: str, where: Where) -> RowValue:
    """Return the value of a parameter that a KPI names, its scenario's own where it has one."""
    own = f"{name}__{kpi.scenario}"
    return evaluation.parameter(own if own in evaluation.checked.values else name, where)


def _categories(evaluation: Evaluation, kpi: CheckedKpi, where: Where) -> list[str]:
    """Every category that any place has, so that a provider's zero shows."""
    cells = evaluation.checked.cells
    of_kpi = frozenset(part for part, cell in cells.items() if cell.category == kpi.category and cell.unit == kpi.kpi.of)
    return evaluation.cells.everywhere(of_kpi, where.window)


def _row(evaluation: Evaluation, kpi: CheckedKpi, here: _Here, category: str, crowd: Crowd | None) -> KpiRow:
    spec, where = kpi.kpi, here.where
    value = None if here.lacking or here.undecided else evaluation.number(kpi.value, where, category)
    target = evaluation.target(kpi.target, where, spec.breakdown or spec.distribution, category)
    skipped = 0 if kpi.skipped is None else evaluation.cells.value(kpi.skipped, where, category)
    unit = spec.unit or ("share" if spec.share or spec.distribution else "number")
    insufficient = here.undecided or (here.lacking and here.units)
    return KpiRow(
        kpi=spec.kpi,
        breakdown=(spec.breakdown or spec.distribution or "") if category else "",
        category=category,
        level=where.level,
        organisation=where.organisation,
        period=period_of(evaluation.cells, where),
        numerator=evaluation.number(kpi.numerator, where, category),
        denominator=evaluation.number(kpi.denominator, where, category),
        value=value,
        unit=unit,
        skipped=int(skipped) if isinstance(skipped, int) else 0,
        target=target,
        better=spec.better,
        verdict="insufficient" if insufficient else _verdict(evaluation, kpi, where, value, target, here.units),
        needs="; ".join(here.undecided or (here.lacking if here.units else ())),
        parts=here.parts,
        scenario=kpi.scenario,
        behind=None if crowd is None else crowd.of_kpi(kpi, where, category),
    )


def _verdict(
    evaluation: Evaluation, kpi: CheckedKpi, where: Where, value: float | None, target: float | None, units: int | None
) -> Verdict:
    spec = kpi.kpi
    if units == 0 or value is None:
        return "not_reported" if spec.reported or _rests_on_absent_data(evaluation, kpi) else "no_activity"
    if spec.minimum is not None:
        least = _parameter(evaluation, kpi, spec.minimum, where)
        if least is not None and units is not None and units < float(least):  # type: ignore[arg-type]
            return "insufficient"
    if spec.better == "interpret":
        return "interpret"
    if target is None:
        return "no_target"
    met = is_at_most(target, value) if spec.better == "higher" else is_at_most(value, target)
    return "met" if met else "not_met"


def _rests_on_absent_data(evaluation: Evaluation, kpi: CheckedKpi) -> bool:
    """Nobody sent the file: that is not the same as nothing having happened."""
    checked = evaluation.checked
    if kpi.kpi.of is not None and base_of(checked, checked.units[kpi.kpi.of]) in checked.absent:
        return True
    wanted = evaluation.rests_on(kpi.value)
    return any(f"{name} data" in wanted for name in (*checked.absent, *checked.units))
