"""What an example made, and what it gave for each name that its `expect` may ask for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property

from improving_value.assess.asked import Figures
from improving_value.assess.assessment import SchemeAssessment, pounds
from improving_value.assess.chapter import assess_scheme
from improving_value.check.confidential import confidential_units
from improving_value.check.model import CheckedScheme
from improving_value.kernel.periods import Period
from improving_value.run.results import Results
from improving_value.run.rows import RowRun
from improving_value.run.rows_activity import Tables

_WANTED = re.compile(r"^(?P<name>[a-z0-9_.]+?)(?:@(?P<scenario>[a-z0-9_]+))?(?:\[(?P<category>.*)\])?$")
_COUNTS = ("in_scope", "eligible", "not_eligible", "undetermined")
_REASONS = ("status", "needs")


@dataclass(frozen=True)
class Shown:
    """What an example made: its scheme with the example's parameters, its rows, its units and numbers."""

    checked: CheckedScheme
    tables: Tables
    run: RowRun
    span: Period
    baseline: Period | None

    @property
    def results(self) -> Results:
        return self.run.results

    @cached_property
    def figures(self) -> Figures:
        return Figures(self.checked, self.results, self.span)

    @cached_property
    def chapter(self) -> SchemeAssessment:
        """Everything its chapter would say: more than most examples expect, so that it is put together when it is asked for."""
        return assess_scheme(self.checked, self.results, self.span, self.baseline, frozenset())


def agrees(wanted: object, got: object) -> bool:
    """Say whether a value comes out, to the places that the author wrote."""
    if wanted is None or got is None:
        return wanted is None and got is None
    if isinstance(wanted, Decimal) and isinstance(got, (int, float, Decimal)) and not isinstance(got, bool):
        exponent = wanted.as_tuple().exponent
        places = Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0)
        exact = got if isinstance(got, Decimal) else Decimal(repr(got))
        return exact.quantize(places, ROUND_HALF_UP) == wanted
    return str(wanted) == str(got)


def value_of(shown: Shown, name: str) -> object:
    """Return what an example gave for a name of its `expect`. Raises KeyError for a name that means nothing.

    A KPI or `KPI@SCENARIO`, `KPI.numerator`, `.denominator`, `.skipped`, `.verdict`, `KPI[category]`; a saving or `SAVING@SCENARIO` in GBP,
    `SAVING.net` (less all costs of the scheme), `.status`, `.needs`; a measure; a cost in GBP, `COST.status`, `.needs`; `UNIT.in_scope` and the outcomes (of the first unit when no unit is named);
    `UNIT.at_stake`, the known pounds on undetermined units; `UNIT.deciding_rule`, `UNIT.missing_field` and columns of the only unit.
    """
    match = _WANTED.match(name)
    if match is None:
        raise KeyError(name)
    parts = match.group("name").split(".")
    first, last = parts[0], parts[-1] if len(parts) > 1 else ""
    scheme = shown.checked.scheme
    if first in {kpi.kpi for kpi in scheme.kpis}:
        return _kpi(shown, first, match.group("scenario") or "default", last or "value", match.group("category") or "")
    if first in {saving.saving for saving in scheme.savings}:
        return _saving(shown, first, match.group("scenario") or "default", last)
    if first in {measure.measure for measure in scheme.measures}:
        return shown.figures.measure(first)
    if first in {cost.cost for cost in scheme.costs} and last in ("", *_REASONS):
        return _cost(shown, first, last)
    if first in _COUNTS and not last:
        first, last = next(iter(scheme.units)), first
    if first in scheme.units:
        return _unit(shown, first, last)
    raise KeyError(name)


def _kpi(shown: Shown, kpi: str, scenario: str, part: str, category: str) -> object:
    if (kpi, scenario) not in {(one.kpi.kpi, one.scenario) for one in shown.checked.kpis}:
        raise KeyError(scenario)
    rows = shown.figures.kpi(kpi, scenario)
    for row in rows:
        if row.category == category:
            return getattr(row, part)
    return 0 if part in ("numerator", "skipped") and rows else None


def _saving(shown: Shown, saving: str, scenario: str, part: str) -> object:
    if part not in ("", "net", *_REASONS):
        raise KeyError(part)
    if scenario not in {"default", *(one.scenario for one in shown.checked.scheme.scenarios)}:
        raise KeyError(scenario)
    row = shown.figures.saving(saving, scenario)
    if row is None or part in _REASONS:
        return None if row is None else getattr(row, part)
    taken_off = _all_costs(shown) if part == "net" else 0
    return None if row.gross_pence is None or taken_off is None else pounds(row.gross_pence - taken_off)


def _cost(shown: Shown, cost: str, part: str) -> object:
    for row in shown.figures.costs:
        if row.cost == cost:
            return getattr(row, part) if part else None if row.cost_pence is None else pounds(row.cost_pence)
    return None


def _all_costs(shown: Shown) -> int | None:
    """Return the pence of all costs of the scheme; None when one is not known, wholly or in part: it blocks the net."""
    rows = shown.figures.costs
    known = [row.cost_pence for row in rows if row.cost_pence is not None and row.status == "calculated"]
    return sum(known) if len(known) == len(rows) else None


def is_confidential(checked: CheckedScheme, name: str) -> bool:
    """Say whether a name of an example's `expect` is something of one unit that rests on a confidential parameter."""
    unit, _, part = name.rpartition(".")
    return unit in checked.units and part not in _COUNTS and confidential_units(checked)[unit].hides(part)


def _unit(shown: Shown, unit: str, part: str) -> object:
    if part in _COUNTS:
        return shown.figures.count(unit, part)
    rows = [row for row in shown.run.units[unit] if row.windows]
    if part == "at_stake":
        return pounds(sum(row.at_stake_pence or 0 for row in rows))
    if part in ("deciding_rule", "missing_field") and rows:
        return getattr(rows[0], part)
    if rows and part in rows[0].values:
        return rows[0].values[part]
    raise KeyError(part)
