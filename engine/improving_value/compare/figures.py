"""The figures of two runs side by side, and the way of every pound from one to the other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from improving_value.assess.assessment import CountRow, KpiRow, SchemeAssessment
from improving_value.compare.model import Amount, Bridge, CountPair, KpiPair, Part
from improving_value.compare.watching import Known

MoneyKey = tuple[str, str, str, str, str]
"""Saving or cost, its token, scenario, level and organisation."""


@dataclass(frozen=True)
class Run:
    """A run of one stage, and the tokens of its names."""

    assessment: SchemeAssessment
    known: Known


def count_pairs(old: Run, new: Run) -> tuple[CountPair, ...]:
    """Return how many units there are in both, all organisations, over the whole span."""
    before, after = dict(_counts(old)), dict(_counts(new))
    says = {key: _say(run, row) for run, rows in ((old, before), (new, after)) for key, row in rows.items()}
    return tuple(CountPair(says[key], before.get(key), after.get(key)) for key in dict.fromkeys([*after, *before]))


def _counts(run: Run) -> Iterator[tuple[str, CountRow]]:
    for row in run.assessment.counts:
        if row.level == "all" and row.period == run.assessment.span.label:
            yield run.known.token("unit", "", row.unit), row


def _say(run: Run, row: CountRow) -> str:
    return run.assessment.scheme.units[row.unit].say or row.unit.replace("_", " ")


def kpi_pairs(old: Run, new: Run) -> tuple[KpiPair, ...]:
    """Return every KPI in both, at every organisation, over the whole span; also under the schemes' scenarios."""
    before, after = dict(_kpis(old)), dict(_kpis(new))
    titles = {kpi.kpi: kpi.title for run in (old, new) for kpi in run.assessment.scheme.kpis}
    found = []
    for key in dict.fromkeys([*after, *before]):
        row = after.get(key) or before[key]
        found.append(KpiPair(row.kpi, titles[row.kpi], before.get(key), after.get(key)))
    return tuple(found)


def _kpis(run: Run) -> Iterator[tuple[tuple[str, ...], KpiRow]]:
    for row in (*run.assessment.kpis, *run.assessment.scenario_kpis):
        if row.period == run.assessment.span.label:
            token = run.known.token("kpi", "", row.kpi)
            yield (token, row.scenario, row.category if row.breakdown else "", str(bool(row.breakdown)), row.level, row.organisation), row


def bridges(runs: Sequence[Run]) -> tuple[Bridge, ...]:
    """Return the way of every saving and cost from the first run to the last, at every organisation, over the whole span."""
    amounts = [dict(_amounts(run)) for run in runs]
    heads = {key: head for run in runs for key, head in _heads(run).items()}
    found = []
    for key in dict.fromkeys(key for some in (amounts[-1], *amounts[:-1]) for key in some):
        held = [some.get(key, Amount(0, "absent")) for some in amounts]
        figure, token, scenario, level, organisation = key
        name, title, class_, state = heads[figure, token]
        parts = tuple(_parts([amount.pence for amount in held]))
        place = (scenario, class_, state, level, organisation)
        found.append(Bridge("cost" if figure == "cost" else "saving", name, title, *place, held[0], parts, held[-1]))
    return tuple(found)


def _parts(held: Sequence[int | None]) -> Iterator[Part]:
    """Yield what each step makes of an amount. One that cannot be worked out at a step is taken up again when it can."""
    last = held[0]
    for step, pence in enumerate(held[1:]):
        yield Part(step, None if pence is None or last is None else pence - last)
        last = last if pence is None else pence


def _amounts(run: Run) -> Iterator[tuple[MoneyKey, Amount]]:
    span = run.assessment.span.label
    for row in run.assessment.savings:
        if row.period == span:
            token = run.known.token("saving", "", row.saving)
            yield ("saving", token, row.scenario, row.level, row.organisation), Amount(row.gross_pence, row.status, row.needs)
    for cost in run.assessment.costs:
        if cost.period == span:
            token = run.known.token("cost", "", cost.cost)
            yield ("cost", token, "default", cost.level, cost.organisation), Amount(cost.cost_pence, cost.status, cost.needs)


def _heads(run: Run) -> Mapping[tuple[str, str], tuple[str, str, str, str]]:
    scheme = run.assessment.scheme
    savings = {
        ("saving", run.known.token("saving", "", one.saving)): (one.saving, one.title, one.class_, one.state) for one in scheme.savings
    }
    costs = {("cost", run.known.token("cost", "", one.cost)): (one.cost, one.title or one.cost, "", "") for one in scheme.costs}
    return savings | costs
