"""Examples as a jury: whether one of them comes out otherwise when the scheme is changed."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from improving_value.assess.assessment import SchemeAssessment
from improving_value.assess.cells import CellTable
from improving_value.assess.evaluation import Evaluation
from improving_value.assess.kpis import count_rows, kpi_rows
from improving_value.assess.savings import MoneyReader
from improving_value.check.model import CheckedScheme
from improving_value.examples import ExampleReader, Shown, agrees, value_of
from improving_value.kernel.issues import Rejected
from improving_value.prove.change import Change
from improving_value.prove.rerun import Before, Reach, reach_of, rerun
from improving_value.run.results import Results
from improving_value.spec.dictionary import Dataset
from improving_value.spec.load import LoadedScheme

Fate = Literal["killed", "refused", "survived"]


@dataclass
class Jury:
    """The examples of one scheme, run once as they are, and again with each change."""

    loaded: LoadedScheme
    dictionary: Mapping[str, Dataset]
    _shown: dict[int, Shown] = field(default_factory=dict)
    _before: dict[int, Before] = field(default_factory=dict)
    _weight: dict[int, int] = field(default_factory=dict)
    _caught: dict[tuple[str | int, ...], list[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.reader = ExampleReader(self.loaded, self.dictionary)
        self._weight = {
            index: sum(int(row.get("times", 1)) for rows in example.given.values() for row in rows)
            for index, example in enumerate(self.loaded.scheme.examples)
        }

    def shown(self, index: int) -> Shown:
        """Return an example as it runs without any change."""
        if index not in self._shown:
            self._shown[index] = self.reader.show(index)
        return self._shown[index]

    def before(self, index: int) -> Before:
        """Return what an example is run again from."""
        if index not in self._before:
            shown = self.shown(index)
            self._before[index] = Before(shown.checked, shown.tables, shown.results.calendar, shown.run)
        return self._before[index]

    def fate(self, change: Change) -> tuple[Fate, int | None]:
        """Return what becomes of a change, and the example that caught it.

        Examples that caught a change nearby are asked first, then those of few rows.
        """
        try:
            changed = Changed(self, change)
        except Rejected:
            return "refused", None
        place = change.path[:4]
        near = self._caught.setdefault(place, [])
        order = sorted(self._weight, key=lambda index: (index not in near, self._weight[index], index))
        for index in order:
            if changed.comes_out_otherwise(index):
                if index in near:
                    near.remove(index)
                near.insert(0, index)
                return "killed", index
        return "survived", None


class Changed:
    """A scheme with one change, on the examples of the scheme as it was. Raises Rejected when the check refuses it."""

    def __init__(self, jury: Jury, change: Change) -> None:
        self.jury = jury
        self.change = change
        self.reader = ExampleReader(change.of(jury.loaded), jury.dictionary)
        first = self._alike = self.reader.checked(0)
        base = jury.reader.checked(0)
        self.reach: Reach = reach_of(base, first)
        # Another set of local values changes the values alone, unless the measures of scenarios are other ones.
        self._values_alone = not change.is_of_values and set(first.measures) == set(base.measures)

    def checked(self, index: int) -> CheckedScheme:
        """Return the changed scheme with the local values of one example."""
        if self._values_alone:
            return replace(self._alike, values=self.jury.reader.checked(index).values)
        return self.reader.checked(index)

    def comes_out_otherwise(self, index: int) -> bool:
        """Say whether an expected value of an example does not come out."""
        expected = self.jury.loaded.scheme.examples[index].expect
        after = self.show(index, tuple(expected))
        return after is not None and any(not agrees(wanted, given(after, name)) for name, wanted in expected.items())

    def show(self, index: int, names: Collection[str]) -> Shown | None:
        """Return an example under the changed scheme, with the figures some names ask for; None when nothing can come out otherwise."""
        before = self.jury.before(index)
        checked = self.checked(index)
        run = rerun(before, checked, self.reach)
        if run is None:
            return None
        return Shown(checked, before.tables, run, figures(checked, run.results, self.jury.shown(index).chapter, names), run.results)


def figures(checked: CheckedScheme, results: Results, before: SchemeAssessment, names: Collection[str]) -> SchemeAssessment:
    """Return a chapter with the figures that some names ask for worked out anew; its words stay as they are."""
    asked = {re.split(r"[.@[]", name)[0] for name in names}
    some = replace(
        checked,
        kpis=tuple(kpi for kpi in checked.kpis if kpi.kpi.kpi in asked),
        savings=tuple(saving for saving in checked.savings if saving.saving.saving in asked),
    )
    evaluation = Evaluation(some, CellTable(some, results))
    money = MoneyReader(evaluation)
    return replace(before, counts=count_rows(evaluation.cells), kpis=kpi_rows(evaluation), savings=money.savings(), costs=money.costs())


def given(shown: Shown, name: str) -> object:
    """Return what an example gives for a name; a word that nobody expects where it gives nothing of that name."""
    try:
        return value_of(shown, name)
    except KeyError:
        return "nothing of that name"
