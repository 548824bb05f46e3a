"""How rows become units, who is counted, and who is left out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from improving_value.check.labels import BOUNDARIES
from improving_value.check.model import CheckedColumn, CheckedUnit
from improving_value.expression.english import a, be, head_noun, listed, plural, the, upper_first
from improving_value.expression.nodes import Name, Node, walk
from improving_value.expression.speaker import Speaker
from improving_value.expression.words import clause, is_condition, phrase
from improving_value.words.columns import definition, without_limits
from improving_value.words.document import Block, Bullets, Heading, Item, Paragraph, sentence
from improving_value.words.gaps import consequence, without
from improving_value.words.speech import ELIGIBLE, Speech
from improving_value.words.statements import condition, value


def unit_blocks(speech: Speech, unit: CheckedUnit, place: int) -> Iterator[Block]:
    """Yield a unit: how one is made, who is counted, what the terms mean."""
    yield Heading(3, f"{place}. {upper_first(unit.say)}")
    if unit.step:
        yield Paragraph("An intermediate step: it is worked out for what follows, and is not counted or listed itself.")
    yield Paragraph("", "How one is made up.")
    yield Bullets(tuple(_making(speech, unit)), numbered=True)
    if not unit.step or unit.rules:
        yield Paragraph(*_counted(unit))
        if unit.rules:
            yield Bullets(tuple(_rule(speech, unit, index) for index in range(len(unit.rules))), numbered=True)
    terms = list(_terms(speech, unit))
    if unit.at_stake is not None:
        terms.append(_at_stake(speech, unit, unit.at_stake))
    if terms:
        yield Paragraph("", "What the terms mean.")
        yield Bullets(tuple(terms))


def _counted(unit: CheckedUnit) -> tuple[str, str]:
    several = plural(head_noun(unit.say))
    if not unit.rules:
        return f"Every one is counted. There is no rule that leaves {several} out.", "Who is counted."
    opening = f"{upper_first(a(head_noun(unit.say)))} is eligible, and counted, if"
    if len(unit.rules) == 1:
        return f"{opening} this holds:", "Who is counted."
    return (
        f"{opening} all of these hold. They are asked in this order; the first that is false is the reason for leaving it out.",
        "Who is counted.",
    )


def _making(speech: Speech, unit: CheckedUnit) -> Iterator[Item]:
    scheme = speech.checked.scheme.units[unit.name]
    rows = speech.labels.several(unit.source)
    ref = speech.number("units", unit.name, "from")
    chosen = unit.keep is not None and any(isinstance(part, Name) and part.name == "outcome" for part in walk(unit.keep))
    if unit.source_is_unit:
        described = f"the {rows} described in this chapter{'' if chosen else ' (eligible, not eligible and undetermined)'}"
    else:
        dataset = speech.checked.datasets[unit.source]
        described = f"the data “{dataset.title}” ({dataset.grain})"
    yield Item(sentence(f"we start from {described}"), ref=ref)
    if unit.each_period:
        ref = speech.number("units", unit.name, "each_period")
        yield Item(sentence(f"each {head_noun(speech.labels.one(unit.source))} is looked at afresh in every period of the report"), ref=ref)
    if unit.keep is not None and scheme.keep is not None:
        yield from _keep(speech, unit, scheme.keep, unit.keep)
    yield from _matches(speech, unit)
    yield from _group(speech, unit)
    yield from _when_and_whose(speech, unit)
    if scheme.history is not None:
        ref = speech.number("units", unit.name, "history")
        span = "to the very first" if scheme.history == "all" else f"at least {scheme.history} before the period"
        yield Item(sentence(f"the records must go back {span}; the report warns when they do not"), ref=ref)


def _keep(speech: Speech, unit: CheckedUnit, text: str, node: Node) -> Iterator[Item]:
    ref = speech.number("units", unit.name, "keep")
    speaker = speech.of_source(unit.source)
    written = speech.written(text, node)
    item = condition(f"{speaker.rows} are used only if", written, speaker, ref=ref)
    said = _kept_unknown(written, speaker, unit)
    yield replace(item, parts=(*item.parts, Item(said))) if said else item


def _kept_unknown(node: Node, speaker: Speaker, unit: CheckedUnit) -> str:
    """Return which missing fields keep a row in, undetermined."""
    fields = [name for name in _fields(node) if "missing" in without(node, name)]
    if not fields:
        return ""
    gone = unrecorded([_field(node, name) for name in fields], speaker)
    return f"If {gone}, and what is recorded does not rule it out, the {head_noun(unit.say)} is kept, and is undetermined."


def _fields(node: Node) -> list[str]:
    return list(
        dict.fromkeys(part.name for part in walk(node) if isinstance(part, Name) and part.kind == "column" and part.name != ELIGIBLE)
    )


def _field(node: Node, name: str) -> Name:
    return next(part for part in walk(node) if isinstance(part, Name) and part.name == name)


def unrecorded(fields: list[Name], speaker: Speaker) -> str:
    """Return that one of several fields is not known."""
    nouns = [phrase(field, speaker) for field in fields if not is_condition(field)]
    clauses = [f"whether {clause(field, speaker)}" for field in fields if is_condition(field)]
    parts = [f"{listed(nouns, 'or')} {be(nouns[-1])} not known"] if nouns else []
    return " or ".join([*parts, *([f"it is not known {listed(clauses, 'or')}"] if clauses else [])])


def _matches(speech: Speech, unit: CheckedUnit) -> Iterator[Item]:
    scheme = speech.checked.scheme.units[unit.name]
    rows = speech.of_rows(unit.name)
    for match in unit.matches:
        written = scheme.match[match.name]
        others = speech.of_others(rows, match.dataset)
        ref = speech.number("units", unit.name, "match", match.name)
        kept = ""
        if match.keep is not None and written.keep is not None:
            only = condition("", speech.written(written.keep, match.keep), others)
            kept = f" where {only.text[:1].lower()}{only.text[1:].rstrip('.')}"
        steps = []
        for test, given in zip(match.tests, written.tests, strict=True):
            reason = f"“{test.reason.replace('_', ' ')}”"
            text = next(iter(given.values()))
            if test.same is not None:
                same = speech.labels.columns(match.dataset)[test.same].text
                said = Item(sentence(f"it has the same {same}"))
            else:
                assert test.when is not None
                said = condition("", speech.written(text, test.when), others)
            steps.append(replace(said, text=f"{said.text} If none is left, the reason is {reason}."))
        title = speech.checked.datasets[match.dataset].title
        intro = f"each {head_noun(rows.row)} is compared with {the(others.rows)} in “{title}”{kept}, test by test. Only those that pass one test go on to the next:"
        yield Item(sentence(intro), ref=ref, parts=tuple(steps))


def _group(speech: Speech, unit: CheckedUnit) -> Iterator[Item]:
    group = unit.group
    if group is None:
        return
    rows = speech.of_rows(unit.name)
    one, of_one = head_noun(unit.say), rows.rows
    ref = speech.number("units", unit.name, "group")
    labels = speech.labels.of_rows(unit)
    keys = without_limits([labels[name].text.removeprefix("the ") for name in group.by] + (["period"] if group.by_period else []))
    text = f"{of_one} with the same {listed(keys)} together make one {one}"
    missing = Item(f"If one of these is not recorded on {a(head_noun(rows.row))}, it makes {a(one)} of its own, which is undetermined.")
    if group.on is None:
        yield Item(sentence(text), ref=ref, parts=(missing,))
        return
    on = the(labels[group.on].text)
    span = group.within if group.within is not None else group.gap_under
    assert span is not None
    after = f"the first {head_noun(rows.row)} of the {one}" if group.within is not None else f"the {head_noun(rows.row)} before it"
    how = f"{a(head_noun(rows.row))} belongs to the same {one} as long as {on} is fewer than {phrase(span, rows)} after that of {after}; otherwise it begins a new {one}"
    yield Item(sentence(text + ", as long as they lie close together in time"), ref=ref, parts=(Item(sentence(how)), missing))


def _when_and_whose(speech: Speech, unit: CheckedUnit) -> Iterator[Item]:
    one = head_noun(unit.say)
    labels = speech.labels.columns(unit.name)
    if unit.date is not None:
        ref = speech.number("units", unit.name, "date")
        yield Item(sentence(f"the {one} counts in the period that holds {the(labels[unit.date].text)}"), ref=ref)
    elif unit.group is not None and unit.group.by_period:
        ref = speech.number("units", unit.name, "date")
        yield Item(sentence(f"the {one} counts in the period in which its {rows_of(speech, unit)} fall"), ref=ref)
    if not unit.step and labels.get(unit.provider) is not None and labels[unit.provider].text not in ("provider", "commissioner"):
        ref = speech.number("units", unit.name, unit.home)
        yield Item(sentence(f"the {one} is counted for one {unit.home}: {the(labels[unit.provider].text)}"), ref=ref)


def rows_of(speech: Speech, unit: CheckedUnit) -> str:
    return speech.of_rows(unit.name).rows


def _rule(speech: Speech, unit: CheckedUnit, index: int) -> Item:
    rule, written = unit.rules[index], speech.checked.scheme.units[unit.name].eligible[index]
    speaker = speech.of_unit(unit.name)
    ref = speech.number("units", unit.name, "eligible", rule.rule)
    node = speech.written(written.when, rule.when)
    lead = f"{rule.say.rstrip('.')}."
    item = condition("", node, speaker, lead, ref)
    if item.text == lead:
        item = replace(item, text="")
    return replace(item, parts=(*item.parts, *_gaps(node, speaker, unit)))


def _gaps(node: Node, speaker: Speaker, unit: CheckedUnit) -> Iterator[Item]:
    """Yield what becomes of a unit for each field that may not be recorded; fields with the same end share a line."""
    ends: dict[str, list[Name]] = {}
    for name in _fields(node):
        ends.setdefault(consequence(without(node, name), head_noun(unit.say)), []).append(_field(node, name))
    for end, fields in ends.items():
        yield Item(f"If {unrecorded(fields, speaker)}, {end}.")


def _terms(speech: Speech, unit: CheckedUnit) -> Iterator[Item]:
    scheme = speech.checked.scheme.units[unit.name]
    for part, columns in (("rows", unit.row_columns), ("columns", (*unit.row_columns, *unit.columns))):
        written = getattr(scheme, part)
        for column in columns:
            if column.name in written and "__" not in column.name and not _says_itself(speech, unit, column):
                yield definition(speech, unit, part, column, written[column.name])


def _says_itself(speech: Speech, unit: CheckedUnit, column: CheckedColumn) -> bool:
    """Say whether a column is called what it is, a limit of the period or a column of the rows: there is nothing to explain."""
    how = column.how
    labels = speech.labels.of_rows(unit)
    label = (labels if unit.group is None else {**labels, **speech.labels.columns(unit.name)})[column.name].text
    if not isinstance(how, Name) or how.kind not in ("boundary", "column"):
        return False
    return the(label) == (BOUNDARIES[how.name] if how.kind == "boundary" else the(labels[how.name].text) if how.name in labels else "")


def _at_stake(speech: Speech, unit: CheckedUnit, node: Node) -> Item:
    text = speech.checked.scheme.units[unit.name].at_stake
    assert text is not None
    ref = speech.number("units", unit.name, "at_stake")
    lead = f"Pounds at stake on each undetermined {head_noun(unit.say)}:"
    return value(speech.written(text, node), speech.of_unit(unit.name), lead, ref)
