"""What a version of a scheme is made of, as things that can be held beside those of the other version."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from improving_value.assess.assessment import ParameterLine
from improving_value.assess.paper import parameter_lines
from improving_value.check.model import CheckedFacts, CheckedScheme, CheckedUnit
from improving_value.compare.forms import form
from improving_value.compare.model import Path, Wording
from improving_value.compare.sides import Side, own_columns, written_rows
from improving_value.expression.nodes import Node
from improving_value.expression.parse import parse
from improving_value.expression.text import to_text
from improving_value.expression.words import in_words
from improving_value.kernel.quantities import stated

NOTHING = "nothing is said"
UNSAID = (NOTHING, "no", "no category", "nothing is asked")
"""What need not be told of a thing that is there in one version only."""


@dataclass(frozen=True)
class Facet:
    """One respect of a thing: its label, its form (equal for equal meanings) and its wording."""

    label: str
    form: str
    wording: Wording


@dataclass(frozen=True)
class Thing:
    """A part of a scheme that may be added, removed or changed. `key` is equal for the same thing on both sides."""

    key: tuple[str, ...]
    kind: str
    name: str
    facets: tuple[Facet, ...]
    paths: tuple[Path, ...]


def said(node: Node | None, text: str | None = None) -> Wording:
    """Return an expression in words and as it is written; from the author's text where there is one, for names keep their capitals there."""
    if node is None:
        return Wording(NOTHING)
    return Wording(in_words(node), to_text(node)) if text is None else Wording(words_of(text), text.strip())


def words_of(text: str) -> str:
    """Return an author's expression in words."""
    return in_words(parse(text))


def plain(label: str, value: object, words: str | None = None) -> Facet:
    """Return a facet of something that is no expression."""
    shown = words if words is not None else (NOTHING if value is None else _shown(value))
    return Facet(label, str(value), Wording(shown))


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(map(str, value)) if isinstance(value, tuple | list) else str(value).replace("_", " ")


def parameter_things(side: Side) -> Iterator[Thing]:
    """Yield each parameter, and each baseline value that was supplied."""
    lines: dict[str, list[ParameterLine]] = {}
    for line in parameter_lines(side.checked, frozenset()):
        lines.setdefault(line.name, []).append(line)
    for name, spec in side.checked.parameters.items():
        wording = _values(lines.get(name, []))
        facets = (Facet("value", side.parameter(name), wording), plain("unit", spec.unit))
        paths: tuple[Path, ...] = (("parameters", name), ("entries", name))
        yield Thing(("parameter", side.token("parameter", "", name)), "parameter", name, facets, paths)
    for measure in side.checked.scheme.measures:
        name = f"baseline.{measure.measure}"
        values = side.checked.values.get(name)
        if values is not None:
            token = side.token("measure", "", measure.measure)
            facet = Facet("value", written_rows(values), _values(lines.get(name, [])))
            yield Thing(("baseline", token), "baseline value", name, (facet,), (("entries", name),))


def _values(lines: Sequence[ParameterLine]) -> Wording:
    shown = []
    for line in lines:
        when = f" from {line.starts}" if line.starts else ""
        when += f" until {line.ends}" if line.ends else ""
        head = f"{line.key}{when}: " if line.key or when else ""
        shown.append(f"{head}{stated(line.value, line.unit)}")
    sources = dict.fromkeys(f"{line.source} [{line.basis}]" if line.source else f"[{line.basis}]" for line in lines)
    return Wording("; ".join(shown) or "not supplied", source="; ".join(sources))


def unit_things(side: Side, unit: CheckedUnit) -> Iterator[Thing]:
    """Yield the parts of a unit, in the order in which it is built."""
    token = side.token("unit", "", unit.name)
    spec = side.checked.scheme.units[unit.name]
    texts = {rule.rule: rule.when for rule in spec.eligible}
    for label, fields, facets in _steps(side, unit):
        paths = tuple(("units", unit.name, field) for field in fields)
        yield Thing(("unit", token, label), f"{label} of {unit.say}", "", facets, paths)
    for match in unit.matches:
        rungs = "; then ".join(f"{test.reason}: {f'same {test.same}' if test.same else said(test.when).words}" for test in match.tests)
        kept_rows = spec.match[match.name].keep
        kept = "" if kept_rows is None else f", of rows where {words_of(spec.match[match.name].keep or '')}"
        facet = Facet("tests", side.match(unit, match), Wording(f"in {match.dataset}{kept}: {rungs}"))
        key = ("match", side.token("match", unit.name, match.name))
        yield Thing(key, "match", f"{match.name} of {unit.say}", (facet,), (("units", unit.name, "match", match.name),))
    for name, (column, on_rows) in own_columns(unit).items():
        part = "rows" if name in spec.rows else "columns"
        written = (spec.rows | spec.columns).get(name)
        wording = (
            said(column.how, written) if isinstance(written, str) and not isinstance(column.how, CheckedFacts) else _column(column.how)
        )
        facet = Facet("worked out as", side.column(unit, column, on_rows), wording)
        key = ("column", side.token("column", unit.name, name))
        yield Thing(key, "column", f"{name} of {unit.say}", (facet,), (("units", unit.name, part, name),))
    for rule in unit.rules:
        facet = Facet("holds when", form(rule.when, side.sight(unit)), said(rule.when, texts[rule.rule]))
        key = ("rule", side.token("rule", unit.name, rule.rule))
        yield Thing(key, "rule", f"{rule.rule} of {unit.say}", (facet,), (("units", unit.name, "eligible", rule.rule),))


def _column(how: Node | CheckedFacts) -> Wording:
    if not isinstance(how, CheckedFacts):
        return said(how)
    same = ", ".join(mine if mine == theirs else f"{mine} as {theirs}" for mine, theirs in how.same)
    where = "" if how.where is None else f", where {in_words(how.where)}"
    written = f"{to_text(how.aggregate)} of {how.source}, same {same}"
    written += "" if how.where is None else f", where {to_text(how.where)}"
    return Wording(f"{in_words(how.aggregate)} in {how.source} with the same {same}{where}", written)


Steps = Iterable[tuple[str, tuple[str, ...], tuple[Facet, ...]]]


def _steps(side: Side, unit: CheckedUnit) -> Steps:
    """Return the single steps by which a unit is built: label, keys in the file, facets."""
    rows, seen = side.rows(unit), side.columns(unit)
    spec = side.checked.scheme.units[unit.name]
    kept = Facet("kept when", form(unit.keep, side.sight(unit, on_rows=True)), said(unit.keep, spec.keep))
    stake = Facet("worked out as", form(unit.at_stake, side.sight(unit)), said(unit.at_stake, spec.at_stake))
    source = side.source(unit.source, unit.source_is_unit)
    yield "source", ("from_",), (Facet("made from", source, Wording(unit.source.replace("_", " "), unit.source)),)
    yield "periods", ("each_period",), (plain("one for each period", unit.each_period),)
    yield "scope", ("keep",), (kept,)
    yield "grouping", ("group",), tuple(_grouping(side, unit))
    yield "date", ("date",), (Facet("falls in the period of", seen.get(unit.date or "", str(unit.date)), _name(unit.date)),)
    provider = Facet("belongs to", f"{unit.home} {rows.get(unit.provider, unit.provider)}", _name(unit.provider))
    yield "owner", ("provider", "commissioner"), (provider,)
    yield "history", ("history",), (plain("data must reach back", spec.history),)
    yield "listing", ("step",), (plain("only a step towards other units", unit.step),)
    yield "pounds at stake", ("at_stake",), (stake,)


def _name(name: str | None) -> Wording:
    return Wording(NOTHING) if name is None else Wording(name.replace("_", " "), name)


def _grouping(side: Side, unit: CheckedUnit) -> Iterator[Facet]:
    group = unit.group
    if group is None:
        yield plain("rows that make one", "each row", "each row by itself")
        return
    rows = side.rows(unit)
    by = [*group.by, *(["period"] if group.by_period else [])]
    forms = sorted(rows.get(name, name) for name in by)
    yield Facet("rows that make one", str(forms), Wording(", ".join(name.replace("_", " ") for name in by), ", ".join(by)))
    sight = side.sight(unit, on_rows=True)
    yield Facet("days from the first row", form(group.within, sight), said(group.within))
    yield Facet("gap between rows under", form(group.gap_under, sight), said(group.gap_under))
    yield Facet("in order of", rows.get(group.on or "", str(group.on)), _name(group.on))


def scheme_things(side: Side) -> Iterator[Thing]:
    """Yield what is said of the scheme as a whole."""
    scheme = side.checked.scheme
    yield Thing(("scheme", "period"), "scheme", "period", (plain("worked out for each", scheme.period),), (("period",),))
    optional = tuple(sorted(scheme.optional))
    yield Thing(("scheme", "optional"), "scheme", "optional datasets", (plain("can do without", optional),), (("optional",),))


def order_things(side: Side, checked: CheckedScheme) -> Iterator[Thing]:
    """Yield the order of each unit's rules, of those that both versions have: it says which rule is named as the one that decides."""
    for unit in checked.units.values():
        keys = [(("rule", unit.name, rule.rule), rule.say) for rule in unit.rules]
        known = [(side.tokens[key], say) for key, say in keys if key in side.tokens]
        facet = Facet("asked in the order", str([token for token, _ in known]), Wording("; ".join(say for _, say in known)))
        token = side.token("unit", "", unit.name)
        yield Thing(("order", token), f"order of rules of {unit.say}", "", (facet,), (("units", unit.name, "order"),))
