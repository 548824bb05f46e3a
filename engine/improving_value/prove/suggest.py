"""An example that would notice a change nobody notices: rows near those of the scheme's examples, and what the scheme makes of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from itertools import islice
from random import Random
from typing import Any

from improving_value.examples.running import ExampleReader
from improving_value.examples.values import Shown, agrees, is_confidential
from improving_value.kernel.issues import Rejected
from improving_value.prove.change import Change
from improving_value.prove.edit import edited
from improving_value.prove.near import Near, Neighbourhood, Rows
from improving_value.prove.trial import Changed, Jury, Seen, given
from improving_value.spec.load import LoadedScheme

MOST_TRIED = 300
"""Rows tried for one change: more would keep the author waiting for what is quicker to think of."""

MOST_DRAWN = 5_000
"""Times that rows are drawn by chance: where so few of them can be read, more would not help."""

_MOST_NAMES = 6
_COUNTS = ("in_scope", "eligible", "not_eligible", "undetermined")


@dataclass(frozen=True)
class Suggestion:
    """An example as an author would write it.

    `as_it_is` when the rows are those of the example it is near, which then need only expect more; `because` says what comes
    out otherwise under the change.
    """

    near: str
    as_it_is: bool
    period: str | None
    baseline: str | None
    parameters: Mapping[str, Any]
    given: Rows
    expect: Mapping[str, object]
    because: tuple[tuple[str, object], ...]


@dataclass
class Suggester:
    """Looks for rows that tell a scheme from a change to it; the rows near its examples are run once for all changes."""

    jury: Jury
    _pool: list[tuple[Near, Seen]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.around = Neighbourhood(self.jury.loaded.scheme, self.jury.dictionary, self.jury.reader.checked(0).datasets)
        self._more = self._neighbours()

    def suggest(self, change: Change) -> Suggestion | None:
        """Return an example that would notice a change; None when none of the rows tried would."""
        changed = Changed(self.jury, change)
        for near, seen in self._tried():
            if self._told_apart(changed, near, seen):
                as_it_is = near.given is self.jury.loaded.scheme.examples[near.index].given
                return self._written(changed, *((near, seen) if as_it_is else self._smallest(changed, near, seen)), as_it_is)
        return None

    def _tried(self) -> Iterator[tuple[Near, Seen]]:
        yield from self._pool
        for found in islice(self._more, max(0, MOST_TRIED - len(self._pool))):
            self._pool.append(found)
            yield found

    def _neighbours(self) -> Iterator[tuple[Near, Seen]]:
        chance = Random(0)
        yield from ((Near(index, given), self.jury.seen(index)) for index, given in self.around.examples)
        near = list(self.around.one_step())
        chance.shuffle(near)
        for one in near[: MOST_TRIED // 2]:
            seen = self.run(one)
            if seen is not None:
                yield one, seen
        for _ in range(MOST_DRAWN if self.around.examples else 0):
            other = self.around.at_random(chance)
            seen = None if other is None else self.run(other)
            if other is not None and seen is not None:
                yield other, seen

    def run(self, near: Near) -> Seen | None:
        """Return rows as they come out under the scheme; None when they cannot be read together."""
        loaded = self.jury.loaded
        changed = LoadedScheme(edited(loaded.scheme, ("examples", near.index, "given"), near.given), loaded.source, loaded.sha256)
        try:
            return Seen(ExampleReader(changed, self.jury.dictionary, _checked=self.jury.reader._checked).show(near.index))
        except Rejected:
            return None

    def _told_apart(self, changed: Changed, near: Near, seen: Seen) -> list[str]:
        """Return the names under which a change shows."""
        names = names_of(seen.shown)
        after = changed.show(near.index, seen)
        if after is None:
            return []
        names = list(dict.fromkeys([*names, *names_of(after)]))
        return [name for name in names if not _alike(given(seen.shown, name), given(after, name))]

    def _smallest(self, changed: Changed, near: Near, seen: Seen) -> tuple[Near, Seen]:
        """Return the rows without those that are not needed to notice the change."""
        for name in near.given:
            for at in reversed(range(len(near.given[name]))):
                rows = near.given[name]
                fewer = Near(near.index, {**near.given, name: [*rows[:at], *rows[at + 1 :]]})
                run = self.run(fewer)
                if run is not None and self._told_apart(changed, fewer, run):
                    near, seen = fewer, run
        return near, seen

    def _written(self, changed: Changed, near: Near, seen: Seen, as_it_is: bool) -> Suggestion:
        example = self.jury.loaded.scheme.examples[near.index]
        apart = [name for name in self._told_apart(changed, near, seen) if not is_confidential(seen.shown.checked, name)][:_MOST_NAMES]
        after = changed.show(near.index, seen)
        assert after is not None, "something came out otherwise"
        return Suggestion(
            example.example,
            as_it_is,
            example.period,
            example.baseline,
            example.parameters,
            {name: rows for name, rows in near.given.items() if rows},
            {name: rounded(given(seen.shown, name)) for name in apart},
            tuple((name, rounded(given(after, name))) for name in apart),
        )


def names_of(shown: Shown) -> list[str]:
    """Return everything an example could expect."""
    checked = shown.checked
    found = [f"{name}.{count}" for name, unit in checked.units.items() if not unit.step for count in _COUNTS]
    for kpi in checked.kpis:
        at = "" if kpi.scenario == "default" else f"@{kpi.scenario}"
        rows = [row for row in shown.figures.kpi(kpi.kpi.kpi, "default") if row.category]
        found += [f"{kpi.kpi.kpi}{at}", f"{kpi.kpi.kpi}.verdict"]
        found += [f"{kpi.kpi.kpi}[{category}]" for category in dict.fromkeys(row.category for row in rows)]
    found += [f"{one.saving.saving}{'' if one.scenario == 'default' else f'@{one.scenario}'}" for one in checked.savings]
    found += [cost.cost.cost for cost in checked.costs]
    found += [name for name in checked.measures if "__" not in name]
    found += [f"{name}.at_stake" for name, unit in checked.units.items() if unit.at_stake is not None]
    return list(dict.fromkeys(found))


def rounded(value: object) -> object:
    """Return a number as an author would expect it, to six places at most."""
    if isinstance(value, bool) or not isinstance(value, (int, float, Decimal)):
        return value
    if isinstance(value, (int, Decimal)):
        return Decimal(value)
    short = Decimal(repr(value)).quantize(Decimal("0.000001"), ROUND_HALF_UP)
    return short.quantize(Decimal(1)) if short == short.to_integral() else short.normalize()


def _alike(mine: object, theirs: object) -> bool:
    wanted = rounded(mine)
    return agrees(wanted.isoformat() if isinstance(wanted, date) else wanted, theirs)
