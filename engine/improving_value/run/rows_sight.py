"""What an expression sees from where it stands: its row, the other row, parameters, and the window at hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time

from improving_value.datasets.clock import LocalTime, to_utc
from improving_value.expression.evaluate import Gathered, evaluate
from improving_value.expression.evaluate_values import RowValue
from improving_value.expression.nodes import Name, Namespaced, Node
from improving_value.kernel.periods import Window
from improving_value.run.rows_parameters import ParameterBook


def as_day(value: RowValue) -> date | None:
    """Return the day of a date, or the local day of a date-time."""
    if isinstance(value, LocalTime):
        return value.local.date()
    return value if isinstance(value, date) and not isinstance(value, datetime) else None


def _midnight(day: date) -> datetime:
    """Return the instant at which a local day begins."""
    found = to_utc(datetime.combine(day, time()))
    assert isinstance(found, LocalTime), "clocks never skip midnight, and periods lie in the years the clock covers"
    return found.utc


@dataclass(slots=True)
class Sight:
    """The names an expression may meet.

    `columns` are of the row or unit at hand, `theirs` of the row that a match or a fact looks at. A parameter is looked
    up by `keys` (`columns` unless said otherwise; the first that has a column gives it) and `day`. Nothing changes it; not frozen, which would treble what making one takes.
    """

    book: ParameterBook
    columns: Mapping[str, RowValue]
    day: date | None
    window: Window | None
    theirs: Mapping[str, RowValue] = field(default_factory=dict)
    keys: tuple[Mapping[str, RowValue], ...] = ()

    def __call__(self, name: Name | Namespaced) -> RowValue:
        """Return the value of a name; raise KeyError for one that is not in sight."""
        if isinstance(name, Namespaced):
            raise KeyError(f"{name.namespace}.{name.name}")
        match name.kind:
            case "column":
                return self.columns[name.name]
            case "theirs":
                return self.theirs[name.name]
            case "parameter":
                constant = self.book.constants.get(name.name)
                return self.book.value(name.name, self._keys(), self.day) if constant is None else constant
            case "boundary":
                return self.boundary(name.name)
            case _:
                return self.columns[name.name]

    def _keys(self) -> Mapping[str, RowValue]:
        return {name: value for row in reversed(self.keys) for name, value in row.items()} if self.keys else self.columns

    def boundary(self, name: str) -> RowValue:
        """Return an end of the window at hand; period_end is the first day after it."""
        if self.window is None:
            raise KeyError(name)
        period = self.window.period
        day = period.start if name in ("period_start", "period_start_at") else period.end
        return _midnight(day) if name.endswith("_at") else day

    def value(self, node: Node) -> RowValue:
        return evaluate(node, self)

    def value_with(self, node: Node, gathered: Gathered) -> RowValue:
        """Return the value of an expression some of whose parts were gathered from many rows."""
        return evaluate(node, self, gathered)

    def truth(self, node: Node) -> bool | None:
        value = evaluate(node, self)
        assert value is None or isinstance(value, bool), "a condition is true, false or missing"
        return value

    def beside(self, theirs: Mapping[str, RowValue]) -> Sight:
        """Return this sight with another row in it, seen as `theirs`; parameters stay looked up by this row's own columns."""
        return Sight(self.book, self.columns, self.day, self.window, theirs, (self.columns, theirs))

    def from_beside(self, theirs: Mapping[str, RowValue], their_day: date | None, is_dated: bool) -> Sight:
        """Return this sight with another row in it, whose columns and date parameters are looked up by.

        Rows of a kind that has no date at all take this row's; one whose own date is missing has none.
        """
        day = their_day if is_dated else self.day
        return Sight(self.book, self.columns, day, self.window, theirs, (theirs, self.columns))


def first_missing(fields: tuple[str, ...], sight: Sight) -> str | None:
    """Return the first of some columns and parameters that is missing."""
    for name in fields:
        value = sight.columns[name] if name in sight.columns else sight.book.value(name, sight.columns, sight.day)
        if value is None:
            return name
    return None
