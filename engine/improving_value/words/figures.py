"""The figures in words: measures, KPIs, savings, costs and scenarios."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from improving_value.check.model import CheckedCost, CheckedKpi, CheckedSaving
from improving_value.expression.english import listed, lower_first, the, upper_first
from improving_value.expression.nodes import Name, Namespaced, Node, walk
from improving_value.expression.words import phrase
from improving_value.report.content.words import BASES, BETTER, CLASSES, DOMAINS, PAYERS, STATES
from improving_value.spec.models import Kpi, Measure, Scenario
from improving_value.words.claimed import claim_items
from improving_value.words.document import Block, Bullets, Heading, Item, sentence
from improving_value.words.speech import Speech
from improving_value.words.statements import condition, value
from improving_value.words.values import shown_as, value_words

_LINES = {"provider": "each provider", "commissioner": "each commissioner", "all": "everybody together"}


def kpi_blocks(speech: Speech) -> Iterator[Block]:
    """Yield the KPIs under their domains, in the order in which the domains are met."""
    stated = [kpi for kpi in speech.checked.kpis if kpi.scenario == "default"]
    domains = dict.fromkeys(kpi.kpi.domain for kpi in stated)
    for domain in domains:
        yield Heading(3, DOMAINS[domain])
        for kpi in stated:
            if kpi.kpi.domain == domain:
                yield Heading(4, kpi.kpi.title)
                yield Bullets(tuple(_kpi(speech, kpi)))


def _kpi(speech: Speech, checked: CheckedKpi) -> Iterator[Item]:
    kpi = checked.kpi
    ref = speech.number("kpis", kpi.kpi)
    if kpi.of is None:
        assert kpi.is_ is not None
        yield value(speech.read(kpi.is_, None), speech.of_measures(), "How it is worked out:", ref)
    else:
        yield from _of_units(speech, kpi, ref)
    if kpi.reported:
        yield Item("No activity data can give this figure: somebody reports it.")
    yield from _categories(speech, kpi)
    unit = kpi.unit or ("share" if kpi.share or kpi.distribution else "")
    shown = shown_as(unit)
    levels = f", for {listed([_LEVELS[level] for level in kpi.levels])} only" if kpi.levels else ""
    target = "" if kpi.target else " No target is set."
    yield Item(f"{sentence(shown + levels)} {BETTER[kpi.better]}.{target}")
    yield from _judged(speech, kpi, checked)
    if kpi.note:
        yield Item(kpi.note, "Note:")


_LEVELS = {
    "provider": "single providers",
    "hub": "hubs",
    "region": "regions",
    "commissioner": "commissioners",
    "all": "everybody together",
}


def _of_units(speech: Speech, kpi: Kpi, ref: str) -> Iterator[Item]:
    assert kpi.of is not None
    several = speech.labels.several(kpi.of)
    whose = f"eligible {several}" if kpi.over == "eligible" else f"all {several} (eligible, not eligible and undetermined)"
    if kpi.share is not None:
        yield from _share(speech, kpi, ref, whose)
    elif kpi.distribution is not None:
        label = speech.labels.columns(kpi.of)[kpi.distribution].text
        yield Item(sentence(f"of {whose.rstrip(',')}, the share that falls in each category of {the(label)}"), "How it is worked out:", ref)
    else:
        yield from _ratio(speech, kpi, ref, whose)


def _share(speech: Speech, kpi: Kpi, ref: str, whose: str) -> Iterator[Item]:
    assert kpi.of is not None
    assert kpi.share is not None
    speaker = speech.of_source(kpi.of)
    if kpi.among is None:
        yield Item(sentence(whose.rstrip(",")), "Out of:", ref)
    else:
        yield condition(f"{whose} for which", speech.read(kpi.among, kpi.of), speaker, "Out of:", ref)
    yield condition("those for which", speech.read(kpi.share, kpi.of), speaker, "Counted:")


def _ratio(speech: Speech, kpi: Kpi, ref: str, whose: str) -> Iterator[Item]:
    assert kpi.of is not None
    speaker = speech.of_many(kpi.of)
    yield Item(sentence(whose.rstrip(",")), "Drawn from:", ref)
    if kpi.is_ is not None:
        yield value(speech.read(kpi.is_, kpi.of, True), speaker, "How it is worked out:")
    else:
        assert kpi.numerator is not None
        assert kpi.denominator is not None
        yield value(speech.read(kpi.numerator, kpi.of, True), speaker, "Upper figure:")
        yield value(speech.read(kpi.denominator, kpi.of, True), speaker, "Lower figure:")
        per = f", times {kpi.per:,f}" if kpi.per is not None else ""
        yield Item(f"The upper figure is divided by the lower{per}.")


def _categories(speech: Speech, kpi: Kpi) -> Iterator[Item]:
    if kpi.breakdown and kpi.of:
        label = speech.labels.columns(kpi.of).get(kpi.breakdown)
        yield Item(sentence(f"also shown for each {label.text.removeprefix('the ') if label else kpi.breakdown.replace('_', ' ')}"))
    if kpi.top:
        yield Item(
            sentence(f"only the largest categories are shown, as many as {speech.parameter(kpi.top, True)}; equal ones share a rank")
        )


def _judged(speech: Speech, kpi: Kpi, checked: CheckedKpi) -> Iterator[Item]:
    scheme = speech.checked.scheme
    if kpi.target is not None and checked.target is not None:
        yield Item(sentence(phrase(speech.read(kpi.target, None), speech.of_measures())), "Target:")
    for name in kpi.references:
        parameter = scheme.parameters[name]
        speech.parameter(name, True)
        shown = value_words(parameter, parameter.value) if parameter.value is not None else "a local value"
        source = f" ({BASES[parameter.basis].lower()})"
        yield Item(sentence(f"{lower_first(parameter.say or name.replace('_', ' ')).rstrip('.')}: {shown}{source}"), "For comparison:")
    if kpi.minimum:
        yield Item(sentence(f"no verdict is given for fewer units than {speech.parameter(kpi.minimum, True)}"))


def _named(speech: Speech, text: str) -> list[str]:
    """Return the parameters that a target rests on."""
    parts = walk(speech.read(text, None))
    return list(dict.fromkeys(part.name for part in parts if isinstance(part, Name) and part.kind == "parameter"))


def measure_items(speech: Speech) -> Iterator[Item]:
    """Yield the totals that savings and KPIs are made of."""
    for measure in speech.checked.scheme.measures:
        yield _measure(speech, measure)


def _measure(speech: Speech, measure: Measure) -> Item:
    ref = speech.number("measures", measure.measure)
    several = speech.labels.several(measure.of)
    whose = f"eligible {several}" if measure.over == "eligible" else f"all {several} (eligible, not eligible and undetermined)"
    item = value(
        speech.read(measure.is_, measure.of, True),
        speech.of_many(measure.of),
        f"{upper_first(speech.labels.measure(measure.measure))}:",
        ref,
    )
    parts = [*item.parts]
    if measure.where is None:
        parts.append(Item(sentence(f"over {whose}")))
    else:
        parts.append(
            condition(f"over {whose}, and only those for which", speech.read(measure.where, measure.of), speech.of_source(measure.of))
        )
    if measure.baseline == "local":
        parts.append(Item("Its value in the baseline period may be supplied locally; otherwise it is worked out when the data reach back."))
    return replace(item, parts=tuple(parts))


def saving_blocks(speech: Speech) -> Iterator[Block]:
    """Yield each saving as the scheme states it."""
    for saving in speech.checked.savings:
        if saving.scenario == "default":
            yield Heading(3, saving.saving.title)
            yield Bullets(tuple(_saving(speech, saving)))


def _saving(speech: Speech, checked: CheckedSaving) -> Iterator[Item]:
    saving = checked.saving
    ref = speech.number("savings", saving.saving)
    if saving.each is not None and saving.of is not None:
        one = speech.labels.one(saving.of)
        speaker = speech.of_unit(saving.of)
        yield value(speech.read(saving.each, saving.of), speaker, f"Pounds on each eligible {one}:", ref)
        if saving.where is not None:
            yield condition(f"only on {speaker.rows} for which", speech.read(saving.where, saving.of), speaker, "Earned:")
    else:
        assert saving.total is not None
        node = speech.read(saving.total, None)
        yield value(node, speech.of_measures(), f"Pounds, for each period and {_line(speech, saving.by, node)}:", ref)
    kind = f"{STATES[saving.state]}; {lower_first(CLASSES[saving.class_])}; {'every year' if saving.recurrent else 'once only'}"
    yield Item(f"{kind}. The money is that of the {lower_first(PAYERS[saving.payer])}.", "Kind:")
    if saving.basis:
        yield Item(sentence(saving.basis), "Compared with:")
    yield from claim_items(speech, checked)
    if saving.instead_of:
        title = next(other.title for other in speech.checked.scheme.savings if other.saving == saving.instead_of)
        yield Item(f"The same money as “{title}”, counted another way: the two are never added together.", "Instead of:")
    for gate, (node, say) in zip(saving.requires, checked.gates, strict=True):
        yield condition("withheld unless", speech.written(gate.when, node), speech.of_measures(), f"{upper_first(say).rstrip('.')}:")


def _line(speech: Speech, by: str | None, node: Node) -> str:
    """Return whose line a total is: as it says, or as follows from the units it draws on."""
    measures = {measure.measure: measure.of for measure in speech.checked.scheme.measures}
    names = [part.name for part in walk(node) if isinstance(part, Namespaced) or (isinstance(part, Name) and part.kind == "measure")]
    homes = dict.fromkeys(speech.checked.units[measures[name]].home for name in names) or {"provider": None}
    return _LINES[by or (next(iter(homes)) if len(homes) == 1 else "all")]


def cost_items(speech: Speech) -> Iterator[Item]:
    """Yield the costs of the scheme."""
    for cost in speech.checked.costs:
        yield _cost(speech, cost)


def _cost(speech: Speech, checked: CheckedCost) -> Item:
    cost = checked.cost
    ref = speech.number("costs", cost.cost)
    lead = f"{cost.title or upper_first(cost.cost.replace('_', ' '))}:"
    facts = f"{speech.birthplace(cost)}; {'every year' if cost.recurrent else 'once only'}."
    if cost.total is None:
        assert cost.value is not None
        return Item(f"£{cost.value:,.2f}.", lead, ref, (Item(facts),))
    node = speech.read(cost.total, None)
    item = value(node, speech.of_measures(), lead, ref)
    return replace(item, parts=(*item.parts, Item(facts), Item(f"Worked out for each period and {_line(speech, cost.by, node)}.")))


def scenario_items(speech: Speech) -> Iterator[Item]:
    """Yield the other assumptions under which savings are worked out again, beside the scheme's own."""
    for scenario in speech.checked.scheme.scenarios:
        yield _scenario(speech, scenario)


def _scenario(speech: Speech, scenario: Scenario) -> Item:
    scheme = speech.checked.scheme
    ref = speech.number("scenarios", scenario.scenario)
    changes = []
    for name, other in scenario.parameters.items():
        parameter = scheme.parameters[name]
        speech.parameter(name, True)
        own = f"{value_words(parameter, parameter.value)} ({parameter.basis})" if parameter.value is not None else "the values in force"
        changes.append(
            Item(
                sentence(f"{upper_first(the(speech.labels.parameter(name)))}: {value_words(parameter, other)}, assumed, in place of {own}")
            )
        )
    titles = {saving.saving: saving.title for saving in scheme.savings} | {kpi.kpi: kpi.title for kpi in scheme.kpis}
    again = [saving.saving.saving for saving in speech.checked.savings if saving.scenario == scenario.scenario]
    again += [kpi.kpi.kpi for kpi in speech.checked.kpis if kpi.scenario == scenario.scenario]
    which = listed([f"“{titles[name]}”" for name in dict.fromkeys(again)])
    concerns = Item(sentence(f"it changes {which}") if which else "It changes nothing.")
    return Item("", sentence(scenario.say), ref, (*changes, concerns))
