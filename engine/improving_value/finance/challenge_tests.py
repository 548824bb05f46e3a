"""What a file of tests asks of the activity: each saving that is earned unit by unit is a test, and a unit that earns it fails."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from improving_value.check.absent import base_of
from improving_value.check.labels import Labels
from improving_value.check.model import CheckedFacts, CheckedSaving, CheckedScheme, CheckedUnit
from improving_value.expression.nodes import Name, walk
from improving_value.spec.dictionary import Dataset

Kind = Literal["line", "total"]
DEFAULT = "default"
REASON = "reason"
"""The column in which a unit says, where it has one, in which of several ways it fails."""


@dataclass(frozen=True)
class Test:
    """One test. A `line` is one row that a provider sent, a `total` stands for many; `column` holds the pence at issue.

    `shown` are the amounts that a total compares, with what they are called. `names_lines` is false where the key of the
    data would tell a patient.
    """

    scheme: str
    name: str
    title: str
    unit: str
    said: str
    kind: Kind
    column: str
    provider: str
    source: str
    names_lines: bool
    shown: tuple[tuple[str, str], ...]
    rules: tuple[str, ...]
    """What each of the unit's rules says, in order."""
    words: Mapping[str, str]
    """What the unit's columns are called."""


def tests_of(checked: CheckedScheme) -> tuple[Test, ...]:
    """Return the tests of a checked file in the order written: a line is claimed under the first that it fails."""
    return tuple(_tests(checked))


def _tests(checked: CheckedScheme) -> Iterator[Test]:
    labels = Labels(checked)
    for saving in checked.savings:
        unit = None if saving.saving.of is None else checked.units[saving.saving.of]
        if saving.scenario != DEFAULT or saving.each is None or saving.column is None or unit is None:
            continue
        source = base_of(checked, unit)
        dataset = checked.datasets[source]
        grouped = _is_grouped(checked, unit)
        yield Test(
            scheme=checked.scheme.scheme,
            name=saving.saving.saving,
            title=saving.saving.title,
            unit=unit.name,
            said=unit.say,
            kind="total" if grouped else "line",
            column=saving.column,
            provider=unit.provider,
            source=source,
            names_lines=bool(dataset.key) and dataset.patient not in dataset.key,
            shown=_compared(labels, unit, saving, dataset) if grouped else (),
            rules=tuple(rule.say for rule in unit.rules),
            words={name: label.text for name, label in labels.columns(unit.name).items()},
        )


def needs_of(checked: CheckedScheme, unit: str) -> tuple[str, ...]:
    """Return the datasets that a unit rests on, those of its facts, matches and of the units behind it among them."""
    met: dict[str, None] = {}
    waiting = [unit]
    while waiting:
        name = waiting.pop()
        if name in met:
            continue
        met[name] = None
        if name in checked.units:
            one = checked.units[name]
            waiting += [one.source, *(match.dataset for match in one.matches)]
            waiting += [column.how.source for column in (*one.row_columns, *one.columns) if isinstance(column.how, CheckedFacts)]
    return tuple(name for name in met if name not in checked.units)


def _is_grouped(checked: CheckedScheme, unit: CheckedUnit) -> bool:
    while unit.group is None and unit.source_is_unit:
        unit = checked.units[unit.source]
    return unit.group is not None


def _compared(labels: Labels, unit: CheckedUnit, saving: CheckedSaving, dataset: Dataset) -> tuple[tuple[str, str], ...]:
    """Return the amounts that a total is worked out from; none where the total may be one patient's."""
    if saving.each is None or dataset.patient in unit.types:
        return ()
    columns = labels.columns(unit.name)
    names = dict.fromkeys(part.name for part in walk(saving.each) if isinstance(part, Name) and part.kind == "column")
    return tuple((name, columns[name].text) for name in names if name in columns)
