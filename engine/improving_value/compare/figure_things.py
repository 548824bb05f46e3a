"""The measures, KPIs, savings, costs and scenarios of a version, as things that can be held beside those of the other."""

from __future__ import annotations

from collections.abc import Iterator

from improving_value.check.model import CheckedCost, CheckedKpi, CheckedMeasure, CheckedSaving
from improving_value.compare.forms import Sight, form
from improving_value.compare.model import Wording
from improving_value.compare.sides import Side, is_own, written_rows
from improving_value.compare.things import NOTHING, Facet, Thing, plain, said, words_of
from improving_value.spec.models import Kpi, Saving


def figure_things(side: Side) -> Iterator[Thing]:
    """Yield every figure, in the order in which one rests on another."""
    sight = side.figures
    checked = side.checked
    for name, measure in checked.measures.items():
        if is_own(name):
            yield _measure(side, measure, sight)
    for kpi in checked.kpis:
        if kpi.scenario == "default":
            yield _kpi(side, kpi, sight)
    for saving in checked.savings:
        if saving.scenario == "default":
            yield _saving(side, saving, sight)
    for cost in checked.costs:
        yield _cost(side, cost, sight)
    yield from _scenarios(side)


def _measure(side: Side, measure: CheckedMeasure, sight: Sight) -> Thing:
    spec = measure.measure
    where = f", where {words_of(spec.where)}" if spec.where else ""
    written = spec.is_ + (f" where {spec.where}" if spec.where else "")
    wording = Wording(f"{words_of(spec.is_)}{where}, over {_over(side, spec.of, spec.over)}", written)
    facets = (Facet("worked out as", form(measure.value, sight), wording), plain("unit", spec.unit))
    key = ("measure", side.token("measure", "", spec.measure))
    return Thing(key, "measure", spec.measure, facets, (("measures", spec.measure),))


def _over(side: Side, unit: str, over: str) -> str:
    say = side.checked.units[unit].say
    return f"each {say} in scope" if over == "in_scope" else f"each eligible {say}"


def _kpi(side: Side, kpi: CheckedKpi, sight: Sight) -> Thing:
    spec = kpi.kpi
    parts = (kpi.numerator, kpi.denominator, kpi.value)
    forms = "; ".join(form(part, sight) for part in parts)
    written = spec.share or spec.is_ or spec.distribution or f"{spec.numerator} / {spec.denominator}"
    among = f" among {spec.among}" if spec.among else ""
    unit = None if spec.of is None else side.checked.units[spec.of]
    category = "" if kpi.category is None or unit is None else side.columns(unit).get(kpi.category, kpi.category)
    levels = None if spec.levels is None else tuple(sorted(spec.levels))
    facets = (
        Facet("worked out as", f"{forms}; {spec.per}", Wording(_kpi_words(side, spec), written + among)),
        Facet("by category of", category, Wording(str(kpi.category or "no category").replace("_", " "))),
        Facet("target", form(kpi.target, sight), said(kpi.target, spec.target)),
        plain("which way is better", spec.better),
        Facet("fewest units for a verdict", _parameter(side, spec.minimum), Wording(_shown(spec.minimum))),
        Facet("how many of the largest", _parameter(side, spec.top), Wording(_shown(spec.top))),
        plain("unit", spec.unit),
        plain("levels", levels),
        plain("reported by somebody", spec.reported),
    )
    return Thing(("kpi", side.token("kpi", "", spec.kpi)), "KPI", spec.kpi, facets, (("kpis", spec.kpi),))


def _kpi_words(side: Side, spec: Kpi) -> str:
    over = "" if spec.of is None else _over(side, spec.of, spec.over)
    if spec.distribution is not None:
        return f"{over}, by {_shown(spec.distribution)}"
    if spec.share is not None:
        among = f" where {words_of(spec.among)}" if spec.among else ""
        return f"of {over}{among}, the share for which {words_of(spec.share)}"
    parts = [words_of(part) for part in (spec.is_, spec.numerator, spec.denominator) if part is not None]
    per = f", times {spec.per:f}" if spec.per is not None else ""
    return f"{' divided by '.join(parts)}{per}" + (f", over {over}" if over else "")


def _parameter(side: Side, name: str | None) -> str:
    return "" if name is None else side.token("parameter", "", name)


def _shown(name: str | None) -> str:
    return NOTHING if name is None else name.replace("_", " ")


def _saving(side: Side, saving: CheckedSaving, sight: Sight) -> Thing:
    spec = saving.saving
    node = saving.each if saving.each is not None else saving.total
    unit = None if saving.each is None else side.checked.units[spec.of or ""]
    form_of = form(node, sight if unit is None else side.sight(unit))
    per = "for each provider and period" if unit is None else f"on each eligible {unit.say}"
    text = spec.each or spec.total or ""
    written = text + (f" where {spec.where}" if spec.where else "")
    words = words_of(text) + (f" where {words_of(spec.where)}" if spec.where else "")
    worth = "" if unit is None else side.token("unit", "", unit.name)
    gates = sorted(form(gate, sight) for gate, _ in saving.gates)
    facets = (
        Facet("pounds", f"{worth}: {form_of}", Wording(f"{words}, {per}", written)),
        Facet("withheld unless", str(gates), Wording("; ".join(words_of(gate.when) for gate in spec.requires) or "nothing is asked")),
        plain("state", spec.state),
        plain("class", spec.class_),
        plain("payer", spec.payer),
        plain("recurrent", spec.recurrent),
        plain("one line for each", spec.by),
        plain("activity claimed", _claims(spec)),
        plain("a transfer", spec.transfer),
        Facet("instead of", side.token("saving", "", spec.instead_of) if spec.instead_of else "", Wording(_shown(spec.instead_of))),
    )
    return Thing(("saving", side.token("saving", "", spec.saving)), "saving", spec.saving, facets, (("savings", spec.saving),))


def _claims(spec: Saving) -> str:
    """Return the activity that a saving claims, as written, in an order of its own."""
    return (
        "; ".join(sorted(claim if isinstance(claim, str) else str(claim.model_dump(exclude_none=True)) for claim in spec.claims)) or "none"
    )


def _cost(side: Side, cost: CheckedCost, sight: Sight) -> Thing:
    spec = cost.cost
    stated = "" if spec.value is None else f"£{spec.value:,.2f}"
    value = "" if spec.value is None else f"{spec.value.normalize():f}"
    wording = Wording(stated) if cost.total is None else said(cost.total, spec.total)
    facets = (
        Facet("pounds", f"{value} {form(cost.total, sight)}", wording),
        plain("recurrent", spec.recurrent),
        plain("one line for each", spec.by),
    )
    return Thing(("cost", side.token("cost", "", spec.cost)), "cost", spec.cost, facets, (("costs", spec.cost),))


def _scenarios(side: Side) -> Iterator[Thing]:
    for scenario in side.checked.scheme.scenarios:
        values = {name: side.checked.values.get(f"{name}__{scenario.scenario}") for name in scenario.parameters}
        forms = sorted(f"{side.token('parameter', '', name)}: {value and written_rows(value)}" for name, value in values.items())
        savings = None if scenario.savings is None else sorted(side.token("saving", "", name) for name in scenario.savings)
        kpis = sorted(side.token("kpi", "", name) for name in scenario.kpis)
        secret = {name for name, spec in side.checked.parameters.items() if spec.sensitive}
        shown = "; ".join(f"{name} {'withheld' if name in secret else value}" for name, value in scenario.parameters.items())
        facets = (
            Facet("values", str(forms), Wording(shown)),
            Facet("savings", str(savings), Wording(_listed(scenario.savings))),
            Facet("KPIs", str(kpis), Wording(_listed(scenario.kpis))),
        )
        key = ("scenario", side.token("scenario", "", scenario.scenario))
        yield Thing(key, "scenario", scenario.scenario, facets, (("scenarios", scenario.scenario),))


def _listed(names: list[str] | None) -> str:
    return "all that depend on it" if names is None else ", ".join(names) or "none"
