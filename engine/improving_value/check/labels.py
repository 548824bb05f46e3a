"""What a reader calls things: rows, columns, parameters and measures, by their labels or, failing those, by their names."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from improving_value.check.model import CheckedScheme, CheckedUnit
from improving_value.expression.english import a, lower_first, plural, the
from improving_value.expression.nodes import Name, Namespaced
from improving_value.expression.speaker import UNLABELLED, Speaker, plain_name
from improving_value.expression.types import BOOLEAN, Type
from improving_value.spec.dictionary import Dataset, DictionaryColumn

_ASIDE = re.compile(r"\s*(?:[;:,(]| – ).*$", re.DOTALL)
_QUESTION = re.compile(r"^(?:what|when|who|why|how|where|whether)\b", re.IGNORECASE)
_LONGEST_TITLE = 4
BUILT_IN = {"outcome": "outcome", "deciding_rule": "deciding rule"}


@dataclass(frozen=True)
class Label:
    """What a column is called; of a yes-or-no column with `clause`, what is so when it is yes. `recorded`: it stands in the data."""

    text: str
    clause: bool = False
    recorded: bool = False


def without_aside(text: str) -> str:
    """Return the beginning of a description, up to its first comma, colon or bracket."""
    return lower_first(_ASIDE.sub("", text).strip()) or lower_first(text)


class Labels:
    """The labels of one checked scheme."""

    def __init__(self, checked: CheckedScheme) -> None:
        self.checked = checked
        self._columns: dict[str, Mapping[str, Label]] = {}

    def one(self, source: str) -> str:
        """Return what one row of a dataset, or one unit, is called."""
        if source in self.checked.units:
            return self.checked.units[source].say
        return self.checked.datasets[source].label or "row"

    def several(self, source: str) -> str:
        written = self.checked.scheme.units.get(source)
        return written.plural if written is not None and written.plural else plural(self.one(source))

    def columns(self, source: str) -> Mapping[str, Label]:
        """Return the labels of a dataset's columns, or of a finished unit's."""
        if source not in self._columns:
            unit = self.checked.units.get(source)
            self._columns[source] = _of_dataset(self.checked.datasets[source]) if unit is None else self._of_unit(unit)
        return self._columns[source]

    def of_rows(self, unit: CheckedUnit) -> Mapping[str, Label]:
        """Return the labels of the rows that a unit is made from, the columns worked out on them included."""
        found = {**self.columns(unit.source)}
        for match in unit.matches:
            form = self.one(match.dataset)
            found |= {
                f"{match.name}_found": Label(f"{a(form)} that passes every test is found", clause=True),
                f"{match.name}_reason": Label(f"the reason why no {form} passes"),
            }
        return found | self._own(unit, tuple(column.name for column in unit.row_columns), unit.types)

    def _of_unit(self, unit: CheckedUnit) -> Mapping[str, Label]:
        rows = self.of_rows(unit)
        kept = {name: rows[name] for name in unit.group.by} if unit.group is not None else rows
        return {**kept, **self._own(unit, tuple(column.name for column in unit.columns), unit.types)}

    def _own(self, unit: CheckedUnit, names: tuple[str, ...], types: Mapping[str, Type]) -> dict[str, Label]:
        written = self.checked.scheme.units[unit.name].labels
        found = {name: Label(written[name], types.get(name) == BOOLEAN) for name in names if name in written}
        return found | {name: Label(name.replace("_", " ")) for name in names if name not in found}

    def parameter(self, name: str) -> str:
        """Return what a parameter is called inside a sentence, without an article."""
        parameter = self.checked.scheme.parameters[name]
        return parameter.label or (without_aside(parameter.say) if parameter.say else name.replace("_", " "))

    def measure(self, name: str) -> str:
        """Return what a measure is called inside a sentence; one that only counts is a number of them."""
        measure = next(one for one in self.checked.scheme.measures if one.measure == name)
        words = measure.label or (without_aside(measure.say) if measure.say else name.replace("_", " "))
        counts = measure.label is None and measure.is_.strip().startswith("count(") and measure.is_.strip().endswith(")")
        return f"number of {words}" if counts and not words.startswith(("number", "share")) else words

    def noun(self, name: Name | Namespaced, columns: Mapping[str, Label]) -> str:
        """Return a name as a phrase."""
        base = name.name.split("__")[0]
        if isinstance(name, Namespaced):
            return f"{the(self.measure(base))} in the {'baseline period' if name.namespace == 'baseline' else 'period before the baseline'}"
        if name.kind == "boundary":
            return BOUNDARIES[base]
        if name.kind == "parameter":
            return the(self.parameter(base))
        if name.kind == "measure":
            return the(self.measure(base))
        label = columns.get(base)
        return the(label.text) if label is not None else the(BUILT_IN.get(base, plain_name(name)))

    def clause(self, name: Name, columns: Mapping[str, Label]) -> str:
        """Return what is so when a yes-or-no name is yes."""
        if name.kind == "parameter":
            return clause_of(self.parameter(name.name.split("__")[0]))
        label = columns.get(name.name.split("__")[0])
        if label is not None and label.clause:
            return label.text
        return f"“{label.text if label is not None else plain_name(name)}{UNLABELLED}"

    def speaker(self, source: str | None) -> Speaker:
        """Return how a unit's columns (or a dataset's) are spoken of, or, without one, measures and parameters alone.

        Outside an aggregate the names are the unit's own, inside one those of its rows.
        """
        if source is None:
            return self._speaker({})
        unit = self.checked.units.get(source)
        within = None if unit is None else self._speaker(self.of_rows(unit), unit.source)
        return self._speaker(self.columns(source), source, within)

    def _speaker(self, columns: Mapping[str, Label], source: str | None = None, within: Speaker | None = None) -> Speaker:
        row, rows = ("row", "rows") if source is None else (self.one(source), self.several(source))
        return Speaker(
            lambda name: self.noun(name, columns),
            lambda name: self.clause(name, columns),
            row,
            rows,
            within,
            recorded=lambda name: is_recorded(name, columns),
        )


BOUNDARIES = {
    "period_start": "the first day of the period",
    "period_end": "the end of the period",
    "period_start_at": "the beginning of the period",
    "period_end_at": "the end of the period",
}


def clause_of(label: str) -> str:
    """Return a label that begins with `whether` as a clause."""
    return label.removeprefix("whether ") if label.startswith("whether ") else f"“{label}{UNLABELLED}"


def _of_dataset(dataset: Dataset) -> dict[str, Label]:
    found = {name: _of_column(name, column) for name, column in dataset.columns.items()}
    special = {dataset.provider: "provider", dataset.patient: "patient"}
    plain = {name: words for name, words in special.items() if name in dataset.columns and dataset.columns[name].label is None}
    return {name: Label(plain.get(name, label.text), label.clause, recorded=True) for name, label in found.items()}


def is_recorded(name: Name | Namespaced, columns: Mapping[str, Label]) -> bool:
    """Say whether a name is of something that stands in the data, and is not worked out."""
    label = columns.get(name.name)
    return label is not None and label.recorded


def _of_column(name: str, column: DictionaryColumn) -> Label:
    """Return a column's label: its own; a short title; what is so of a yes-or-no column; or its name in words."""
    if column.label is not None:
        return Label(column.label, column.type == "boolean")
    title = column.title[:1].lower() + column.title[1:]
    if column.type == "boolean" and title.startswith("whether "):
        return Label(_ASIDE.sub("", title.removeprefix("whether ")) if ";" in title else title.removeprefix("whether "), clause=True)
    short = without_aside(column.title)
    plain = not _QUESTION.match(short) and len(short.split()) <= _LONGEST_TITLE
    return Label(short if plain else name.replace("_", " "))
