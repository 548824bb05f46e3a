"""A row on its way to becoming a unit, and the finished unit with everything `explain` needs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Literal, NamedTuple

from improving_value.expression.evaluate_values import RowValue
from improving_value.kernel.periods import Window

Outcome = Literal["eligible", "not_eligible", "undetermined"]


class Doubt(NamedTuple):
    """A reason found before any rule why a unit may be undetermined: `keep` or `group`, and the field that was missing."""

    rule: Literal["keep", "group"]
    field: str | None


class Record(NamedTuple):
    """A row, or a gathered unit, with the columns worked out so far. A tuple: there are many, and none lives long.

    `sources` are the keys of the activity rows it came from; `day` is the date its dataset or unit gives it.
    """

    key: str
    sources: tuple[str, ...]
    columns: Mapping[str, RowValue]
    day: date | None = None
    window: Window | None = None
    doubts: tuple[Doubt, ...] = ()
    untied: str | None = None

    @property
    def order_key(self) -> str:
        """What breaks ties: its key before it was tied to a window, which is the same in every window."""
        return self.key if self.untied is None else self.untied

    def with_column(self, name: str, value: RowValue) -> Record:
        return Record(self.key, self.sources, {**self.columns, name: value}, self.day, self.window, self.doubts, self.untied)


class Verdict(NamedTuple):
    """What one rule said of one unit, and the words the reader sees."""

    rule: str
    holds: bool | None
    say: str


@dataclass(frozen=True)
class UnitRow:
    """A finished unit.

    `slice` is the stretch of days it falls in, None when the run's windows do not reach it; `windows` are those it counts
    in. `pence` has an entry for each saving worked out on each unit: None unless the unit is eligible and nothing is missing.
    """

    unit_key: str
    source_keys: tuple[str, ...]
    day: date | None
    window: Window | None
    slice: int | None
    windows: tuple[int, ...]
    values: Mapping[str, RowValue]
    outcome: Outcome
    deciding_rule: str | None
    missing_field: str | None
    at_stake_pence: int | None
    pence: Mapping[str, int | None]
    rules: tuple[Verdict, ...]

    @cached_property
    def seen(self) -> Mapping[str, RowValue]:
        """Its columns as other units, cells and facts see them."""
        of_itself = {"outcome": self.outcome, "deciding_rule": self.deciding_rule, "at_stake_pence": self.at_stake_pence}
        return {**self.values, **self.pence, **of_itself}
