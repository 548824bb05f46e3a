"""Examples as a jury: whether one of them comes out otherwise when the scheme is changed."""

from __future__ import annotations

from collections.abc import Mapping
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
        shown = self.jury.shown(index)
        after = self.show(shown, index)
        if after is None:
            return False
        return any(not agrees(wanted, _value(after, name)) for name, wanted in self.jury.loaded.scheme.examples[index].expect.items())

    def show(self, shown: Shown, index: int) -> Shown | None:
        """Return an example under the changed scheme; None when nothing of it comes out otherwise."""
        checked = self.checked(index)
        run = rerun(Before(shown.checked, shown.tables, shown.results.calendar, shown.run), checked, self.reach)
        return None if run is None else Shown(checked, shown.tables, run, figures(checked, run.results, shown.chapter), run.results)


def figures(checked: CheckedScheme, results: Results, before: SchemeAssessment) -> SchemeAssessment:
    """Return a chapter with its figures worked out anew; its words stay as they are."""
    evaluation = Evaluation(checked, CellTable(checked, results))
    money = MoneyReader(evaluation)
    return replace(
        before, counts=count_rows(evaluation.cells), kpis=kpi_rows(evaluation), savings=money.savings(), costs=money.costs()
    )


def _value(shown: Shown, name: str) -> object:
    try:
        return value_of(shown, name)
    except KeyError:
        return "nothing of that name"
