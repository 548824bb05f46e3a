"""Ten thousand rows made up around a scheme's examples: what they cannot tell apart may be called the same."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import astuple, dataclass, field
from random import Random
from typing import Any

from improving_value.datasets.examples import EXAMPLE_PROVIDER
from improving_value.examples.values import Shown
from improving_value.prove.near import Near, Rows
from improving_value.prove.suggest import Suggester, names_of
from improving_value.prove.trial import Changed, Seen, given
from improving_value.prove.unseen import is_unseen

ROWS = 10_000
_AT_ONCE = 500
_PROVIDERS = 4
_MOST_RUNS = 3 * ROWS // _AT_ONCE


class TooFew(Exception):
    """So many rows cannot be made up around a scheme's examples."""


@dataclass
class Crowd:
    """Generated rows, run once for all the changes that are claimed to be none."""

    suggester: Suggester
    _runs: list[tuple[Near, Seen]] = field(default_factory=list)

    def tells_apart(self, changed: Changed) -> str | None:
        """Return what differs under a change for some of the rows; None when nothing does."""
        for near, seen in self.runs():
            after = changed.show(near.index, seen)
            if after is None or is_unseen(seen.before, after.checked, changed.reach, after.run):
                continue
            for name in dict.fromkeys([*names_of(seen.shown), *names_of(after)]):
                if not _close(given(seen.shown, name), given(after, name)):
                    return name
            if not _same_chapter(seen.shown, after):
                return "a provider's figures"
        return None

    def runs(self) -> Iterator[tuple[Near, Seen]]:
        """Yield runs of some hundred rows each, ten thousand rows in all. Raises TooFew when they cannot be made."""
        if not self._runs:
            if not self.suggester.around.examples:
                raise TooFew
            chance = Random(1)
            made = tried = 0
            while made < ROWS:
                tried += 1
                if tried > _MOST_RUNS:
                    raise TooFew
                near = self._together(chance)
                seen = self.suggester.run(near)
                if seen is not None:
                    made += sum(len(rows) for name, rows in near.given.items() if not self._is_reference(name))
                    self._runs.append((near, seen))
        yield from self._runs

    def _is_reference(self, name: str) -> bool:
        return self.suggester.jury.dictionary[name].kind == "reference"

    def _together(self, chance: Random) -> Near:
        """Return the rows of many examples side by side, of patients and records of their own."""
        index = chance.choice(self.suggester.around.examples)[0]
        example = self.suggester.jury.loaded.scheme.examples[index]
        rows: dict[str, list[Mapping[str, Any]]] = {
            name: list(found) if self._is_reference(name) else [] for name, found in example.given.items()
        }
        number = tried = 0
        while sum(map(len, rows.values())) < _AT_ONCE and tried < 2 * _AT_ONCE:
            tried += 1
            near = self.suggester.around.at_random(chance)
            if near is None:
                continue
            number += 1
            for name, own in self._own(near.given, number).items():
                rows.setdefault(name, []).extend(own)
        return Near(index, rows)

    def _own(self, given_rows: Rows, number: int) -> dict[str, list[Mapping[str, Any]]]:
        """Return rows whose patients and records are nobody else's, at one of a few providers."""
        dictionary = self.suggester.jury.dictionary
        parameters = self.suggester.jury.loaded.scheme.parameters.values()
        keyed = {column for one in parameters for column in one.by}
        own = {column for name in given_rows for column in dictionary[name].key if dictionary[name].kind != "reference"}
        own |= {column for name in given_rows for column in (dictionary[name].patient, dictionary[name].provider) if column}
        found: dict[str, list[Mapping[str, Any]]] = {}
        for name, rows in given_rows.items():
            if self._is_reference(name):
                continue
            columns = dictionary[name].columns
            texts = {
                column for column in own - keyed if column in columns and columns[column].type == "code" and not columns[column].values
            }
            of_providers = {column: number % _PROVIDERS for column in (dictionary[name].provider,) if column in texts}
            made_up: dict[str, Any] = dict.fromkeys(of_providers, EXAMPLE_PROVIDER)
            found[name] = [
                {
                    column: f"{value}-{of_providers.get(column, number)}" if column in texts else value
                    for column, value in {**made_up, **self._patient(name, at), **row}.items()
                }
                for at, row in enumerate(rows)
            ]
        return found

    def _patient(self, name: str, at: int) -> dict[str, str]:
        """Return the patient of a row that names none: one of its own, as in an example."""
        patient = self.suggester.jury.dictionary[name].patient
        return {} if patient is None else {patient: f"nobody-{at}"}


def _same_chapter(mine: Shown, theirs: Shown) -> bool:
    return all(
        len(one) == len(other) and all(_alike(a, b) for a, b in zip(one, other, strict=True))
        for one, other in zip(mine.figures.everywhere(), theirs.figures.everywhere(), strict=True)
    )


def _alike(mine: Any, theirs: Any) -> bool:
    return all(_close(one, other) for one, other in zip(astuple(mine), astuple(theirs), strict=True))


def _close(one: object, other: object) -> bool:
    if isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-9)
    return one == other
