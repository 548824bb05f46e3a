"""The terms of a unit: each column and how it is worked out."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from improving_value.check.columns import pairs_of
from improving_value.check.labels import BOUNDARIES, Label
from improving_value.check.model import CheckedColumn, CheckedFacts, CheckedUnit
from improving_value.expression.english import be, head_noun, listed, the, upper_first
from improving_value.expression.nodes import Aggregate, Choice, Comparison, Name, Node, walk
from improving_value.expression.speaker import Speaker
from improving_value.expression.types import BOOLEAN
from improving_value.expression.words import clause, in_words, is_condition, operand, phrase
from improving_value.spec.models import Bands, Classify, Column, Facts, Lookup
from improving_value.words.document import Item, sentence
from improving_value.words.gaps import without
from improving_value.words.speech import Speech, owned
from improving_value.words.statements import condition, value

_ALL_OR_NOTHING = (
    "sum",
    "mean",
    "median",
    "min",
    "max",
    "count_distinct",
    "count",
    "percentile",
    "deviation",
    "mean_of_least",
    "mean_of_greatest",
)
"""Aggregates that one missing value makes missing."""


def definition(speech: Speech, unit: CheckedUnit, part: str, column: CheckedColumn, written: Column) -> Item:
    """Return what one column means. `part` is the key it stands under, `rows` or `columns`."""
    of_rows = part == "rows" or unit.group is None
    speaker = speech.of_rows(unit.name) if of_rows else speech.of_unit(unit.name)
    if of_rows:
        speaker = replace(speaker, row=head_noun(unit.say) if unit.group is None else speaker.row)
    ref = speech.number("units", unit.name, part, column.name)
    label = speech.labels.of_rows(unit)[column.name] if of_rows else speech.labels.columns(unit.name)[column.name]
    lead = f"{upper_first(label.text)}:"
    if isinstance(written, Lookup) and isinstance(column.how, CheckedFacts):
        return _lookup(speech, speaker, column.how, written, lead, ref)
    if isinstance(written, Facts) and isinstance(column.how, CheckedFacts):
        return _facts(speech, speaker, column, written, label, lead, ref)
    assert not isinstance(column.how, CheckedFacts)
    if isinstance(written, Bands):
        return _bands(column.how, speaker, written, lead, ref)
    if isinstance(written, Classify):
        return _classify(speech, column.how, speaker, written, lead, ref)
    assert isinstance(written, str)
    node = speech.written(written, column.how)
    item = value(node, speaker, lead, ref, _intro(node, label))
    return replace(item, text=f"{item.text}{_not_known(node, speaker)}")


def _intro(node: Node, label: Label) -> str:
    if not is_condition(node) or isinstance(node, Choice):
        return ""
    return "this is so when" if label.clause else "yes when"


def _not_known(node: Node, speaker: Speaker) -> str:
    """Return when an aggregate of a unit's rows cannot be known."""
    if not isinstance(node, Aggregate) or node.operand is None:
        return ""
    if node.function == "only":
        return " Not known unless there is exactly one."
    if node.known or node.function not in _ALL_OR_NOTHING:
        return ""
    if is_condition(node.operand):
        fields = [part.name for part in walk(node.operand) if isinstance(part, Name)]
        if not any("missing" in without(node.operand, name) for name in fields):
            return ""
        what = clause(node.operand, speaker.inside)
        told = f"it cannot be told whether {what}"
    else:
        what = operand(node.operand, speaker.inside)
        told = f"{what} {be(what)} not known"
    return f" If {told} for any one of {'them' if len(what) > 60 else f'the {speaker.inside.rows}'}, this is not known."


def _bands(node: Node, speaker: Speaker, written: Bands, lead: str, ref: str) -> Item:
    """Return the intervals of a line, with whose side a value exactly at a limit is on."""
    cuts: list[str] = []
    line, rest = "", node
    while isinstance(rest, Choice) and isinstance(rest.condition, Comparison):
        line = phrase(rest.condition.left, speaker)
        cuts.append(operand(rest.condition.right, speaker, 1))
        rest = rest.otherwise
    up_to, beyond = ("at most", "above") if written.limit_in == "lower" else ("below", "at least")
    said = [f"{up_to} {cuts[0]}"]
    said += [f"{beyond} {low} and {up_to} {high}" for low, high in pairwise(cuts)]
    said.append(f"{beyond} {cuts[-1]}")
    parts = tuple(Item(f"“{spoken(label)}”: {words}") for label, words in zip(written.labels, said, strict=True))
    return Item(sentence(f"the band of {line}:"), lead, ref, parts)


def spoken(label: str) -> str:
    """Return a label as people say it."""
    return label.replace("_", " ")


def _classify(speech: Speech, node: Node, speaker: Speaker, written: Classify, lead: str, ref: str) -> Item:
    parts, rest = [], node
    for one in written.classify:
        assert isinstance(rest, Choice)
        item = condition(f"“{spoken(one.label)}” if", speech.written(one.when, rest.condition), speaker)
        parts.append(replace(item, text=item.text.rstrip(".")))
        rest = rest.otherwise
    parts.append(Item(f"otherwise “{spoken(written.otherwise)}”"))
    return Item("The first of these that applies; if one cannot be told before any applies, this is not known:", lead, ref, tuple(parts))


def without_limits(keys: list[str]) -> list[str]:
    """Return the names of keys, the two limits of a period as the one period they mark."""
    limits = {words.removeprefix("the ") for name, words in BOUNDARIES.items() if name in ("period_start", "period_end")}
    if not limits <= set(keys):
        return keys
    return [key for key in keys if key not in limits and key != "period"] + ["period"]


def keys_in_words(speech: Speech, speaker: Speaker, source: str, same: tuple[tuple[str, str], ...]) -> str:
    """Return which other rows belong to one of ours: those with the same patient, those whose drug is this line's product."""
    theirs = speech.labels.columns(source)
    owner = head_noun(speaker.row)
    equal = without_limits([theirs[right].text for left, right in same if left == right])
    unequal = [
        f"whose {theirs[right].text.removeprefix('the ')} is {owned(the(speech.column_of(speaker, left)), owner)}"
        for left, right in same
        if left != right
    ]
    parts = [f"with the same {listed(equal)}"] if equal else []
    return " and ".join([*parts, *unequal])


def _lookup(speech: Speech, speaker: Speaker, facts: CheckedFacts, written: Lookup, lead: str, ref: str) -> Item:
    others = speech.of_others(speaker, facts.source)
    rows = f"{others.rows} {keys_in_words(speech, speaker, facts.source, pairs_of(written.same))}"
    where = "" if facts.source_is_unit else f" in “{speech.checked.datasets[facts.source].title}”"
    assert facts.aggregate.operand is not None
    parts = []
    if written.on is not None:
        parts.append(f"in force on {owned(the(speech.column_of(speaker, written.on)), head_noun(speaker.row))}")
    if written.between is not None:
        mine = owned(the(speech.column_of(speaker, written.between)), head_noun(speaker.row))
        parts.append(f"in whose range {mine} lies, its lower limit included and its upper limit not")
    which = f", {' and '.join(parts)}" if parts else ""
    text = f"looked up{where}: {phrase(facts.aggregate.operand, others)}, among {the(rows)}{which}"
    return Item(f"{sentence(text)} Not known unless there is exactly one.", lead, ref)


def _facts(speech: Speech, speaker: Speaker, column: CheckedColumn, written: Facts, label: Label, lead: str, ref: str) -> Item:
    facts = column.how
    assert isinstance(facts, CheckedFacts)
    others = speech.of_others(speaker, facts.source)
    aggregate = speech.written(written.is_, facts.aggregate)
    taken = in_words(aggregate, others)
    boolean = column.type == BOOLEAN
    opening = ("this is so if, " if label.clause else "yes if, ") if boolean else ""
    keys = keys_in_words(speech, speaker, facts.source, facts.same)
    if facts.source_is_unit:
        looked = f"looking at {the(speech.labels.several(facts.source))}, those {keys}"
    else:
        looked = f"looking in “{speech.checked.datasets[facts.source].title}” at {the(others.rows)} {keys}"
    known = _not_known(aggregate, others)
    if written.where is None or facts.where is None:
        if not boolean:
            return Item(sentence(f"{looked}: {taken}") + known, lead, ref)
        item = condition(f"{looked}: {opening}", aggregate, others, lead, ref)
        return replace(item, text=f"{item.text}{known}")
    item = condition(f"{looked}, and only at those where", speech.written(written.where, facts.where), others, lead, ref)
    last = condition(f"what is taken from them: {opening}", aggregate, others) if boolean else Item(f"what is taken from them: {taken}.")
    if item.parts or last.parts:
        below = replace(last, text=f"{last.text[:1].lower()}{last.text[1:]}{known}")
        return replace(item, parts=(*item.parts, below))
    return replace(item, text=f"{item.text.rstrip('.')}: {opening}{taken}.{known}")
