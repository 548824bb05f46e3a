"""Examples as a jury: whether one of them comes out otherwise when the scheme is changed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from improving_value.check.memory import Memory
from improving_value.check.model import CheckedScheme
from improving_value.check.scheme import check_scheme, with_changed_values
from improving_value.examples.running import ExampleReader
from improving_value.examples.values import Shown, agrees, value_of
from improving_value.kernel.issues import Rejected
from improving_value.prove.change import Change
from improving_value.prove.rerun import Before, Reach, reach_of, rerun
from improving_value.spec.dictionary import Dataset
from improving_value.spec.load import LoadedScheme

Fate = Literal["killed", "refused", "survived"]


class Seen:
    """An example that was run, and what running it again with a change begins from."""

    def __init__(self, shown: Shown) -> None:
        self.shown = shown
        self.before = Before(shown.checked, shown.tables, shown.results.calendar, shown.run)


_NEARNESS = (5, 4, 3, 2)
"""So many steps two changes have in common, the nearest first."""


@dataclass
class Jury:
    """The examples of one scheme, run once as they are, and again with each change."""

    loaded: LoadedScheme
    dictionary: Mapping[str, Dataset]
    known: CheckedScheme = field(init=False)
    _seen: dict[int, Seen] = field(default_factory=dict)
    _weight: dict[int, int] = field(default_factory=dict)
    _caught: dict[tuple[str | int, ...], list[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        remembered: list[Memory] = []
        self.known = check_scheme(self.loaded, self.dictionary, {}, units_known=True, remember=remembered.append)
        self._memory = remembered[0]
        self.reader = ExampleReader(self.loaded, self.dictionary, self.known)
        self._weight = {
            index: sum(int(row.get("times", 1)) for rows in example.given.values() for row in rows)
            for index, example in enumerate(self.loaded.scheme.examples)
        }

        self._expected = {
            index: {part for name in example.expect for part in re.split(r"[.@\[]", name)}
            for index, example in enumerate(self.loaded.scheme.examples)
        }

    def checked(self, changed: LoadedScheme, change: Change) -> CheckedScheme:
        """Return the scheme with a change, checked as far as the change reaches. Raises Rejected when the check refuses it."""
        if change.path[0] == "parameters":
            return with_changed_values(self.known, changed, self.dictionary, self._memory)
        return check_scheme(changed, self.dictionary, {}, units_known=True, memory=self._memory)

    def seen(self, index: int) -> Seen:
        """Return an example as it runs without any change."""
        if index not in self._seen:
            self._seen[index] = Seen(self.reader.show(index))
        return self._seen[index]

    def fate(self, change: Change) -> Fate:
        """Return what becomes of a change: an example catches it, the check refuses it, or neither.

        Examples that caught a change nearby are asked first, the last one before all, then those that expect what is changed,
        then those of few rows.
        """
        try:
            changed = Changed(self, change)
        except Rejected:
            return "refused"
        near = [self._caught.setdefault(change.path[:steps], []) for steps in _NEARNESS if steps <= len(change.path)]
        for index in self._in_order(change, near):
            if changed.comes_out_otherwise(index):
                for caught in near:
                    if index in caught:
                        caught.remove(index)
                    caught.insert(0, index)
                return "killed"
        return "survived"

    def _in_order(self, change: Change, near: list[list[int]]) -> list[int]:
        named = change.place(self.loaded.scheme).split(".")[1]
        expecting = [index for index in self._weight if named in self._expected[index]]
        first = dict.fromkeys(index for known in (*near, expecting) for index in known)
        return [*first, *(index for index in sorted(self._weight, key=lambda index: (self._weight[index], index)) if index not in first)]


class Changed:
    """A scheme with one change, on the examples of the scheme as it was. Raises Rejected when the check refuses it."""

    def __init__(self, jury: Jury, change: Change) -> None:
        self.jury = jury
        self.change = change
        loaded = change.of(jury.loaded)
        self.reader = ExampleReader(loaded, jury.dictionary, jury.checked(loaded, change))
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
        after = self.show(index, self.jury.seen(index))
        return after is not None and any(not agrees(wanted, given(after, name)) for name, wanted in expected.items())

    def show(self, index: int, seen: Seen) -> Shown | None:
        """Return rows of an example under the changed scheme; None when nothing can come out otherwise than it did, as `seen`."""
        checked = self.checked(index)
        run = rerun(seen.before, checked, self.reach)
        if run is None:
            return None
        return Shown(checked, seen.shown.tables, run, seen.shown.span, seen.shown.baseline)


def given(shown: Shown, name: str) -> object:
    """Return what an example gives for a name; a word that nobody expects where it gives nothing of that name."""
    try:
        return value_of(shown, name)
    except KeyError:
        return "nothing of that name"
