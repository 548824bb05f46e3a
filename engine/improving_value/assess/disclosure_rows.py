"""Disclosure control of one scheme's figures: what rests on few people is suppressed, everything else rounded."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from improving_value.assess.assessment import CostRow, CountRow, FormulaLine, RuleRow, SavingRow, SchemeAssessment
from improving_value.assess.disclosure_kpis import kpis_without_small_numbers
from improving_value.assess.disclosure_wholes import Wholes, seen_to_differ
from improving_value.assess.rounding import Rounding, to_step

NOT_SHOWN = "not shown here: the numbers of one organisation would tell of few people"
_UNITS = re.compile(r" \([\d,]+ of [\d,]+\)")


def without_small_numbers(scheme: SchemeAssessment, rounding: Rounding) -> SchemeAssessment:
    """Return a scheme's chapter with every number rounded or suppressed, each on its own: none is taken from another."""
    steps = _steps(((row.saving, row.gross_pence, row.people) for row in scheme.savings), rounding)
    cost_steps = _steps(((row.cost, row.cost_pence, row.people) for row in scheme.costs), rounding)
    tops = frozenset(kpi.kpi for kpi in scheme.scheme.kpis if kpi.top)
    counts = tuple(_count(row, rounding) for row in scheme.counts)
    wholes = Wholes(scheme, counts)
    kpis, others = (kpis_without_small_numbers(rows, tops, wholes, rounding) for rows in (scheme.kpis, scheme.scenario_kpis))
    return replace(
        scheme,
        counts=tuple(_beside_others(row, wholes) for row in counts),
        rules=tuple(_rule(row, rounding) for row in scheme.rules),
        kpis=kpis,
        scenario_kpis=others,
        savings=tuple(_saving(row, steps[row.saving], rounding) for row in scheme.savings),
        costs=tuple(_cost(row, cost_steps[row.cost], rounding) for row in scheme.costs),
        formulas=tuple(_formula(line) for line in scheme.formulas),
        at_stake_pence={},
        is_rounded=True,
    )


def _count(row: CountRow, rounding: Rounding) -> CountRow:
    numbers = (row.in_scope, row.eligible, row.not_eligible, row.undetermined)
    shown = [None if number is None else rounding.count(number, few) for number, few in zip(numbers, row.people, strict=True)]
    return replace(row, in_scope=shown[0], eligible=shown[1], not_eligible=shown[2], undetermined=shown[3])


def _beside_others(row: CountRow, wholes: Wholes) -> CountRow:
    """Return a row without what would give another number away: its noughts, and other periods of what is suppressed in one."""

    def shown(column: str, number: int | None) -> int | None:
        name, place = (row.unit, column), (row.level, row.organisation, row.period)
        if number == 0 and (row.in_scope is None or wholes.is_left_over(name) or wholes.is_part_of_few(name, *place)):
            return None
        return None if wholes.is_one_piece_of_few(name, *place) else number

    return replace(
        row,
        in_scope=None if seen_to_differ(row) else shown("in_scope", row.in_scope),
        eligible=shown("eligible", row.eligible),
        not_eligible=shown("not_eligible", row.not_eligible),
        undetermined=shown("undetermined", row.undetermined),
    )


def _rule(row: RuleRow, rounding: Rounding) -> RuleRow:
    return row if row.units is None else replace(row, units=rounding.count(row.units, row.people))


def _steps(amounts: Iterable[tuple[str, int | None, int]], rounding: Rounding) -> Mapping[str, float]:
    """Return one step for each saving: the same for every organisation, period and scenario, in whole pounds."""
    found: dict[str, list[tuple[float, int]]] = {}
    for name, pence, people in amounts:
        found.setdefault(name, []).append((float(pence or 0), people))
    return {name: max(100.0, rounding.step(of_name)) for name, of_name in found.items()}


def _saving(row: SavingRow, step: float, rounding: Rounding) -> SavingRow:
    needs = _UNITS.sub("", row.needs)
    if row.gross_pence is None:
        return replace(row, needs=needs)
    if rounding.is_few(row.people):
        return replace(row, gross_pence=None, status="suppressed", needs="")
    return replace(row, gross_pence=_pounds(row.gross_pence, row.people, step), needs=needs)


def _cost(row: CostRow, step: float, rounding: Rounding) -> CostRow:
    needs = _UNITS.sub("", row.needs)
    if row.cost_pence is None:
        return replace(row, needs=needs)
    if rounding.is_few(row.people):
        return replace(row, cost_pence=None, status="suppressed", needs="")
    return replace(row, cost_pence=_pounds(row.cost_pence, row.people, step), needs=needs)


def _pounds(pence: int, people: int, step: float) -> int:
    """Return an amount to its step; one that rests on nobody, such as a stated price of a service, stays as it is."""
    return int(to_step(float(pence), step)) if people else pence


def _formula(line: FormulaLine) -> FormulaLine:
    return replace(line, numbers=NOT_SHOWN if line.numbers else "")
