"""How one scheme speaks: its names with their values, its text as written, and the numbers its statements are referred to by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from improving_value.check.labels import BOUNDARIES, Label, Labels, clause_of, is_recorded
from improving_value.check.model import CheckedScheme
from improving_value.check.own_names import BUILT_IN
from improving_value.check.parameters import known_parameters
from improving_value.expression.english import head_noun, plural, the
from improving_value.expression.nodes import Comparison, Literal, Membership, Name, Namespaced, Node, walk
from improving_value.expression.parse import parse
from improving_value.expression.resolve import resolve
from improving_value.expression.rewrite import rewrite
from improving_value.expression.scope import Scope
from improving_value.expression.speaker import Speaker
from improving_value.expression.types import BOOLEAN, DOUBLE
from improving_value.report.content.words import BASES
from improving_value.spec.citation import date_words
from improving_value.spec.models import Cost, Parameter
from improving_value.words.values import LONGEST_LIST, value_words

Columns = Mapping[str, Label]
ELIGIBLE = "outcome_is_eligible"


@dataclass
class Speech:
    """One scheme's way of speaking, and what it has said so far."""

    checked: CheckedScheme
    labels: Labels
    places: list[str] = field(default_factory=list)
    used: dict[str, list[str]] = field(default_factory=dict)

    def number(self, *place: str) -> str:
        """Return the number of the next statement; what is said from now on belongs to it."""
        self.places.append(".".join(place))
        return f"R{len(self.places)}"

    def written(self, text: str, node: Node) -> Node:
        """Return a checked tree with the text that the author wrote: checking folds names to lower case.

        The ids of the scheme and its KPIs, which reported figures carry, become their titles.
        """
        raw = {part.span: part.value for part in walk(parse(text)) if isinstance(part, Literal)}
        scheme, datasets = self.checked.scheme, self.checked.datasets.values()
        reported = {name for dataset in datasets if dataset.kind == "reported" for name in dataset.columns}
        titles = {scheme.scheme: "this scheme"} | {kpi.kpi: kpi.title for kpi in scheme.kpis}

        def exchange(part: Node) -> Node | None:
            match part:
                case Comparison("==", Name("outcome") as outcome, Literal("eligible")):
                    return replace(outcome, name=ELIGIBLE, type=BOOLEAN)
                case Comparison("==", Name(name), Literal(str(value)) as literal) if name in reported:
                    return replace(part, right=replace(literal, value=titles.get(value, value)))
                case Membership(Name(name), options) if name in reported:
                    named = [replace(one, value=titles.get(str(one.value), one.value)) for one in options if isinstance(one, Literal)]
                    return replace(part, options=tuple(named)) if len(named) == len(options) else None
                case Literal(str()):
                    return replace(part, value=raw.get(part.span, part.value))
            return None

        return rewrite(node, exchange)

    def scope(self, unit: str | None, over_many: bool) -> Scope:
        """Return what a figure may name: columns of a unit, aggregates of it, or measures."""
        parameters = known_parameters(self.checked.scheme.parameters)
        if unit is None:
            return Scope({}, parameters, measures={measure.measure: DOUBLE for measure in self.checked.scheme.measures})
        found = self.checked.units[unit]
        types = {**found.types, **BUILT_IN}
        return Scope({}, parameters, inside=types) if over_many else Scope(types, parameters, boundaries=found.per_period)

    def read(self, text: str, unit: str | None, over_many: bool = False) -> Node:
        """Return the tree of a figure's text, as written."""
        return self.written(text, resolve(parse(text), self.scope(unit, over_many)))

    def of_columns(self, columns: Columns, row: str, rows: str, within: Speaker | None = None) -> Speaker:
        """Return how names of these columns are spoken of."""
        return Speaker(
            lambda name: self.noun(name, columns),
            lambda name: self.clause(name, columns),
            row,
            rows,
            within,
            lambda name: self.noun(name, columns, True),
            lambda name: is_recorded(name, columns),
        )

    def of_source(self, source: str) -> Speaker:
        """Return how one row of a dataset, or one finished unit, is spoken of."""
        return self.of_columns(self._with_outcome(source), *self._short(source))

    def of_rows(self, unit: str) -> Speaker:
        """Return how the rows are spoken of that a unit is made from."""
        checked = self.checked.units[unit]
        columns = {**self._with_outcome(checked.source), **self.labels.of_rows(checked)}
        return self.of_columns(columns, *self._short(checked.source))

    def of_unit(self, unit: str) -> Speaker:
        """Return how a unit is spoken of: its own columns outside an aggregate, those of its rows inside."""
        return self.of_columns(self._with_outcome(unit), *self._short(unit), self.of_rows(unit))

    def of_many(self, unit: str) -> Speaker:
        """Return how many units together are spoken of."""
        one = self.of_source(unit)
        return replace(one, within=one)

    def of_measures(self) -> Speaker:
        return self.of_columns({}, "unit", "units")

    def of_others(self, mine: Speaker, source: str) -> Speaker:
        """Return how other rows are spoken of beside one of ours: a column of ours says whose it is."""
        theirs = self._with_outcome(source)
        owner = head_noun(mine.row)

        def noun(name: Name | Namespaced, subject: bool = False) -> str:
            if isinstance(name, Name) and name.kind == "theirs":
                return self.noun(name, theirs, subject)
            words = (mine.subject or mine.noun)(name) if subject else mine.noun(name)
            return owned(words, owner) if isinstance(name, Name) and name.kind == "column" else words

        def clause(name: Name) -> str:
            return self.clause(name, theirs) if name.kind == "theirs" else mine.clause(name)

        def recorded(name: Name | Namespaced) -> bool:
            return is_recorded(name, theirs) if isinstance(name, Name) and name.kind == "theirs" else mine.recorded(name)

        inner = Speaker(noun, clause, *self._short(source), None, lambda name: noun(name, True), recorded)
        return replace(inner, within=inner)

    def source(self, source: str) -> str:
        """Return a source by its title when it is one of the scheme's own, otherwise as it was written."""
        found = self.checked.scheme.sources.get(source)
        if found is None:
            return source
        page = f", page {found.page}" if found.page else f", pages {found.pages}" if found.pages else ""
        return f"{found.title}{page}"

    def birthplace(self, born: Parameter | Cost, source: str | None = None) -> str:
        """Return where a value comes from, and of which date it is: published in the guide, page 9. One of several may have its own `source`."""
        text = source or born.source
        if text is None:
            return BASES[born.basis]
        words = self.source(text)
        dated = date_words(born.as_at, born.undated, None, {})
        dated = f" ({dated})" if dated else ""
        if born.basis == "published" and words.startswith("guide, "):
            return f"{BASES[born.basis]}, {words.removeprefix('guide, ')}{dated}"
        return f"{BASES[born.basis]} – {words}{dated}"

    def column_of(self, speaker: Speaker, name: str) -> str:
        """Return what a column of ours is called here."""
        return speaker.noun(Name(name, (0, 1), None, "column"))

    def _short(self, source: str) -> tuple[str, str]:
        """Return one and several in a word: a course, courses, whatever they are courses of."""
        one = head_noun(self.labels.one(source))
        return one, plural(one)

    def _with_outcome(self, source: str) -> Columns:
        columns = self.labels.columns(source)
        return {**columns, ELIGIBLE: Label(f"the {head_noun(self.labels.one(source))} is eligible", clause=True)}

    def noun(self, name: Name | Namespaced, columns: Columns, subject: bool = False) -> str:
        """Return a name as a phrase; a parameter with its value. As the subject of a comparison it is named before its value."""
        if isinstance(name, Name) and name.kind == "parameter":
            return self.parameter(name.name.split("__")[0], subject)
        if isinstance(name, Name) and name.kind == "boundary":
            return BOUNDARIES[name.name]
        return self.labels.noun(name, columns)

    def clause(self, name: Name, columns: Columns) -> str:
        if name.kind != "parameter":
            return self.labels.clause(name, columns)
        base = name.name.split("__")[0]
        self._note(base)
        value = self.checked.scheme.parameters[base].value
        basis = self.checked.scheme.parameters[base].basis
        setting = "a local setting" if value is None else f"the setting is {'yes' if value is True else 'no'}, {basis}"
        return f"{clause_of(self.labels.parameter(base))} ({setting})"

    def parameter(self, name: str, subject: bool) -> str:
        """Return a parameter as a phrase: a number before its name, a word after it."""
        self._note(name)
        parameter, label = self.checked.scheme.parameters[name], self.labels.parameter(name)
        if parameter.values is not None:
            return f"{the(label)} (see “Values”)"
        if parameter.value is None:
            named = the(label)
            return f"the local {label}" if named != label else f"{label} (local)"
        words, basis = value_words(parameter, parameter.value), parameter.basis
        if isinstance(parameter.value, list):
            few = len(parameter.value) <= LONGEST_LIST
            return f"{the(label)} ({words}; {basis})" if few else f"{the(label)} ({len(parameter.value)} of them, listed under “Values”)"
        first = subject or parameter.unit in ("text", "code", "name")
        return f"{the(label)} ({words}, {basis})" if first else f"{words} ({label}, {basis})"

    def _note(self, name: str) -> None:
        here = f"R{len(self.places)}" if self.places else ""
        if here and here not in self.used.setdefault(name, []):
            self.used[name].append(here)


def owned(words: str, owner: str) -> str:
    """Return a phrase for a column of ours beside other rows."""
    bare = words.removeprefix("the ")
    return f"this {owner}’s {bare}" if words.startswith("the ") else f"{words} (of this {owner})"
