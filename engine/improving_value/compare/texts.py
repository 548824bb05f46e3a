"""What changed in words and in no meaning: the chapter, titles, sources, notes, roles."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from improving_value.compare.model import TextChange
from improving_value.compare.sides import Side
from improving_value.spec.models import Model, Scheme

_OF_SCHEME = ("title", "theme", "sub_themes", "status", "authored_by", "checked_by", "next_review", "counted", "charts")


def texts_of(old: Side, new: Side) -> tuple[TextChange, ...]:
    """Return the words that changed, in the order of the file."""
    before, after = dict(_texts(old)), dict(_texts(new))
    found = []
    for place in dict.fromkeys([*after, *before]):
        one, other = before.get(place, ("", "")), after.get(place, ("", ""))
        if one[1] != other[1]:
            found.append(TextChange(other[0] or one[0], one[1], other[1]))
    return (*found, *_examples(old.checked.scheme, new.checked.scheme))


def _examples(old: Scheme, new: Scheme) -> Iterator[TextChange]:
    """Yield the examples that changed, without their rows: a proof is no part of the meaning."""
    before, after = ({one.example: one for one in scheme.examples} for scheme in (old, new))
    for title in dict.fromkeys([*after, *before]):
        if before.get(title) != after.get(title):
            now = "removed" if title not in after else "there" if title not in before else "there, with other rows or results"
            yield TextChange(f"example: {title}", "there" if title in before else "", now)


def _texts(side: Side) -> Iterator[tuple[str, tuple[str, str]]]:
    """Yield a key that is equal on both sides, the place in words, and the text."""
    scheme = side.checked.scheme
    for key in _OF_SCHEME:
        yield key, (key.replace("_", " "), _text(getattr(scheme, key)))
    for name, source in scheme.sources.items():
        yield f"source {name}", (f"source {name}", _text(source))
    for key, value in scheme.chapter:
        yield f"chapter {key}", (f"chapter: {key.replace('_', ' ')}", _text(value))
    for kind, name, part in _parts(side, scheme):
        for key, value in part.items():
            yield f"{kind} {side.token(kind, '', name)} {key}", (f"{kind} {name}: {key.replace('_', ' ')}", _text(value))
    for unit in side.checked.units.values():
        token = side.token("unit", "", unit.name)
        spec = scheme.units[unit.name]
        for key, value in {"say": unit.say, "plural": spec.plural, "counts": spec.counts}.items():
            yield f"{token} {key}", (f"unit {unit.name}: {key}", _text(value))
        for name, label in spec.labels.items():
            column = side.columns(unit).get(name, name)
            yield f"{token} label {column}", (f"label of {name} of {unit.say}", label)
        for rule in unit.rules:
            yield f"{side.token('rule', unit.name, rule.rule)} say", (f"rule {rule.rule} of {unit.say}: say", rule.say)


def _parts(side: Side, scheme: Scheme) -> Iterator[tuple[str, str, Mapping[str, object]]]:
    for name, parameter in scheme.parameters.items():
        yield (
            "parameter",
            name,
            {"say": parameter.say, "label": parameter.label, "basis": parameter.basis, "source": parameter.source, "ask": parameter.ask},
        )
    for measure in scheme.measures:
        yield "measure", measure.measure, {"say": measure.say, "label": measure.label}
    for kpi in scheme.kpis:
        yield "kpi", kpi.kpi, {"title": kpi.title, "domain": kpi.domain, "note": kpi.note, "references": kpi.references}
    for saving in scheme.savings:
        gates = "; ".join(gate.say for gate in saving.requires)
        yield "saving", saving.saving, {"title": saving.title, "basis": saving.basis, "what is required": gates}
    for cost in scheme.costs:
        yield "cost", cost.cost, {"title": cost.title, "basis": cost.basis, "source": cost.source}
    for scenario in scheme.scenarios:
        yield "scenario", scenario.scenario, {"say": scenario.say}


def _text(value: object) -> str:
    """Return anything an author writes as running text."""
    if value is None:
        return ""
    if isinstance(value, Model):
        return _text({key: part for key, part in value if part is not None})
    if isinstance(value, dict):
        return "; ".join(f"{key}: {_text(part)}" for key, part in value.items())
    if isinstance(value, list | tuple):
        return " ".join(_text(part) for part in value)
    return str(value)
