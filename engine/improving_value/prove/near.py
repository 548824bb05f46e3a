"""Rows near those of a scheme's examples: one value a step off, left out, or as in another row; always the same ones in the same order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from improving_value.datasets.examples import TIMES, typed_examples
from improving_value.prove.in_values import steps
from improving_value.spec.dictionary import Dataset, DictionaryColumn
from improving_value.spec.models import Scheme

Rows = Mapping[str, Sequence[Mapping[str, Any]]]
"""Example rows by dataset, as an author writes them."""

MOST_ROWS = 12
"""Examples of more rows than this are not varied: a reader could not follow what was changed."""


@dataclass(frozen=True)
class Near:
    """One example's rows with a change to them, and the example they are near."""

    index: int
    given: Rows


class Neighbourhood:
    """What can stand near a scheme's examples."""

    def __init__(self, scheme: Scheme, dictionary: Mapping[str, Dataset], used: Mapping[str, Dataset]) -> None:
        """`used` holds the scheme's datasets with the columns that it reads, which intake may not do without."""
        self.dictionary = dictionary
        self.used = used
        self.examples = [
            (index, example.given)
            for index, example in enumerate(scheme.examples)
            if 0 < sum(map(len, example.given.values())) <= MOST_ROWS
            and not any(TIMES in row for rows in example.given.values() for row in rows)
        ]
        self.numbers = sorted({value for one in scheme.parameters.values() for value in _numbers(one.value)})
        self.written: dict[tuple[str, str], list[Any]] = {}
        for example in scheme.examples:
            for name, rows in example.given.items():
                for row in rows:
                    for column, value in row.items():
                        values = self.written.setdefault((name, column), [])
                        if value not in values:
                            values.append(value)

    def one_step(self) -> Iterator[Near]:
        """Yield every example with just one thing changed, the examples of few rows first; only rows that intake would take."""
        for index, given in sorted(self.examples, key=lambda one: (sum(map(len, one[1].values())), one[0])):
            for name, rows in given.items():
                for at, row in enumerate(rows):
                    for other in self._rows_near(name, row):
                        yield from self._sound(index, {**given, name: [*rows[:at], other, *rows[at + 1 :]]}, name)
                    yield Near(index, {**given, name: [*rows[:at], *rows[at + 1 :]]})
                    for other in self._rows_near(name, row):
                        yield from self._sound(index, {**given, name: [*rows, other]}, name)

    def at_random(self, chance: Random) -> Near | None:
        """Return an example with up to four things changed; None when the rows are not such as intake would take."""
        index, given = chance.choice(self.examples)
        rows = {name: [dict(row) for row in found] for name, found in given.items()}
        for _ in range(chance.randint(1, 4)):
            name = chance.choice([name for name in rows if rows[name]] or [""])
            if not name:
                return None
            at = chance.randrange(len(rows[name]))
            near = list(self._rows_near(name, rows[name][at]))
            if chance.random() < 0.2:
                rows[name].append(dict(rows[name][at]))
            if near:
                rows[name][at] = dict(chance.choice(near))
        return Near(index, rows) if all(self._is_taken(name, found) for name, found in rows.items()) else None

    def _sound(self, index: int, given: Rows, name: str) -> Iterator[Near]:
        if self._is_taken(name, given[name]):
            yield Near(index, given)

    def _is_taken(self, name: str, rows: Sequence[Mapping[str, Any]]) -> bool:
        needed = self.used[name].columns if name in self.used else ()
        return not typed_examples(self.dictionary[name], rows, needed)[1]

    def _rows_near(self, name: str, row: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
        dataset = self.dictionary[name]
        for column, held in dataset.columns.items():
            for value in self._values_near(name, column, held, row.get(column)):
                yield {**row, column: value}
            if column in row:
                yield {other: value for other, value in row.items() if other != column}

    def _values_near(self, name: str, column: str, held: DictionaryColumn, value: Any) -> Iterator[Any]:
        found: list[Any] = []
        if held.type in ("decimal", "integer") and isinstance(value, Decimal):
            found += [*steps(value, "number"), value + 1, value - 1, value * 2, *self.numbers]
            found += [other for number in self.numbers for other in steps(number, "number")]
        elif held.type == "boolean":
            found += [True, False]
        elif held.type == "date" and isinstance(value, str):
            found += [_days_later(value, days) for days in (1, -1, *(int(number) for number in self.numbers if 1 < number < 800))]
        elif held.type == "datetime" and isinstance(value, str):
            found += [_hours_later(value, hours) for hours in (1, -1, *(int(number) for number in self.numbers if 1 < number < 200))]
        found += [*self.written.get((name, column), ())[:6], *(held.values or ())[:4]]
        seen = [value]
        for other in found:
            if other not in seen:
                seen.append(other)
                yield other


def _numbers(value: Any) -> list[Decimal]:
    return [part for part in (value if isinstance(value, list) else [value]) if isinstance(part, Decimal)]


def _days_later(value: str, days: int) -> str:
    return (date.fromisoformat(value[:10]) + timedelta(days=days)).isoformat()


def _hours_later(value: str, hours: int) -> str:
    moment = datetime.fromisoformat(value) + timedelta(hours=hours)
    return moment.isoformat(sep=value[10:11] or "T", timespec="minutes")
