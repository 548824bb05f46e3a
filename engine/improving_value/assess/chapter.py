"""Results of one scheme to everything its chapter may say."""

from __future__ import annotations

from improving_value.assess.assessment import SchemeAssessment
from improving_value.assess.cells import CellTable, Where
from improving_value.assess.crowd import Crowd
from improving_value.assess.evaluation import Evaluation
from improving_value.assess.formulas import formula_lines
from improving_value.assess.kpis import REPORTED_ROLES, count_rows, kpi_rows, rule_rows
from improving_value.assess.paper import claim_lines, parameter_lines, withheld_lines
from improving_value.assess.savings import MoneyReader
from improving_value.assess.sources import saving_sources, unit_sources
from improving_value.assess.trails import HandedOn
from improving_value.assess.workings import workings
from improving_value.check.model import CheckedScheme
from improving_value.kernel.calendar import Calendar
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
    people: bool = False,
) -> SchemeAssessment:
    """Return the chapter of a scheme. `illustrative` names the parameters whose values are invented; `notes` are warnings about the data.

    `people` asks whom each figure rests on; the scheme is then one that was `peopled` before it was run. Where nobody asks, a
    figure is taken to rest on one person.
    """
    cells = CellTable(checked, results)
    evaluation = Evaluation(checked, cells)
    crowd = Crowd(evaluation) if people else None
    money = MoneyReader(evaluation, crowd)
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
        counts=count_rows(cells, crowd),
        rules=rule_rows(cells, crowd),
        kpis=kpi_rows(evaluation, [kpi for kpi in checked.kpis if kpi.scenario == "default"], crowd=crowd),
        scenario_kpis=kpi_rows(evaluation, [kpi for kpi in checked.kpis if kpi.scenario != "default"], crowd=crowd),
        savings=savings,
        costs=money.costs(),
        parameters=parameter_lines(checked, illustrative),
        formulas=formula_lines(evaluation, savings),
        at_stake_pence={unit: stake if isinstance(stake, int) else 0 for unit, stake in stakes.items()},
        above=_above(results.calendar),
        issues=(*checked.warnings, *notes),
        withheld=withheld_lines(checked),
        claims=claim_lines(checked),
        unit_sources=unit_sources(checked),
        saving_sources=saving_sources(checked),
        datasets={name: dataset.title for name, dataset in checked.datasets.items()},
        handed_on=_handed_on(results.calendar),
        workings=workings(money),
    )


def _handed_on(calendar: Calendar) -> tuple[HandedOn, ...]:
    """Return the providers that count for another, and on which days."""
    slices = {part.id: part for part in calendar.slices}
    return tuple(
        HandedOn(place.provider, slices[place.slice].start, slices[place.slice].end, place.organisation)
        for place in calendar.places
        if place.organisation != place.provider
    )


def _above(calendar: Calendar) -> dict[tuple[str, str], tuple[tuple[str, str], ...]]:
    """Return whom each provider counts for in each period: more than one hub where it moved."""
    labels = {window.id: window.period.label for window in calendar.windows if window.role in REPORTED_ROLES}
    windows_of = {piece.id: piece.windows for piece in calendar.slices}
    found: dict[tuple[str, str], dict[tuple[str, str], None]] = {}
    for place in calendar.places:
        for window in windows_of.get(place.slice, ()):
            if window in labels:
                above = found.setdefault((labels[window], place.organisation), {})
                above.update({("hub", place.hub): None, ("region", place.region): None})
    return {key: tuple(above) for key, above in found.items()}
