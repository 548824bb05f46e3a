"""What each engine must be able to say for itself: sqlglot does not translate these, or translates them wrongly."""

from __future__ import annotations

from typing import Protocol

from improving_value.expression.sql_pieces import Sql


class Primitives(Protocol):
    """One engine's own words. Every argument and result is a tree; aggregates take the condition on their rows."""

    dialect: str

    def quantise(self, value: Sql) -> Sql:
        """Whole millionths of a double as a wide integer; missing when too large to be exact."""
        ...

    def whole_down(self, value: Sql) -> Sql:
        """The floor of a double as BIGINT."""
        ...

    def days(self, start: Sql, end: Sql) -> Sql: ...

    def hours(self, start: Sql, end: Sql) -> Sql:
        """True hours between two UTC instants, as a double."""
        ...

    def add_days(self, day: Sql, count: Sql) -> Sql: ...

    def add_months(self, day: Sql, count: Sql) -> Sql:
        """The same day some months later, or that month's last day."""
        ...

    def month_start(self, day: Sql) -> Sql: ...

    def date_part(self, part: str, value: Sql) -> Sql:
        """year, month, day, hour, minute or second as BIGINT."""
        ...

    def starts_with(self, whole_text: Sql, prefix: Sql) -> Sql: ...

    def first_by(self, value: Sql, order: tuple[Sql, ...], where: Sql, last: bool) -> Sql:
        """The value on the first (or last) row in an order that has no ties."""
        ...

    def true_for_any(self, value: Sql, where: Sql | None) -> Sql: ...

    def true_for_all(self, value: Sql, where: Sql | None) -> Sql: ...

    def sorted_list(self, value: Sql, where: Sql | None) -> Sql:
        """The values of many rows in rising order, duplicates kept."""
        ...

    def sorted_keys(self, key: Sql) -> Sql:
        """The keys of the rows of a group, sorted."""
        ...

    def sorted_keys_of_lists(self, keys: Sql, disjoint: bool) -> Sql:
        """The union of lists of keys, sorted."""
        ...

    def least_few(self, value: Sql, most: int) -> Sql:
        """An aggregate: the least values, in order, at most so many of them."""
        ...

    def single(self, value: Sql) -> Sql:
        """A list of one value."""
        ...

    def listed(self, *values: Sql) -> Sql:
        """A list of these values."""
        ...

    def sum_of_slice(self, values: Sql, first: Sql, last: Sql) -> Sql:
        """The sum of the elements first to last, counted from 1, of a list of wide integers; missing when a place is."""
        ...

    def element(self, values: Sql, index: Sql) -> Sql:
        """An element counted from 1; missing outside the list."""
        ...

    def length(self, values: Sql) -> Sql: ...

    def squared_distances(self, values: Sql, centre: Sql) -> Sql:
        """The sum of (value / 1e6 - centre) squared over a sorted list, added left to right."""
        ...

    def fixed_span_starts(self, days: Sql, span: Sql) -> Sql:
        """From sorted day numbers, which may be repeated, those that open an episode: span or more after the last opening."""
        ...

    def gap_starts(self, days: Sql, gap: Sql) -> Sql:
        """From sorted day numbers, those that open an episode: gap or more after the day before."""
        ...

    def lone_starts(self, days: Sql, starts: Sql) -> Sql:
        """From sorted days, none of them repeated, and those that open an episode, those whose episode is that one day."""
        ...

    def has_repeats(self, values: Sql) -> Sql:
        """Whether two values of a sorted list are equal."""
        ...

    def contains(self, values: Sql, value: Sql) -> Sql: ...

    def last_at_most(self, values: Sql, limit: Sql) -> Sql:
        """The last element of a sorted list that is not above a limit."""
        ...

    def day_number(self, day: Sql) -> Sql:
        """Days since 1970 as an integer."""
        ...

    def day_of_number(self, number: Sql) -> Sql: ...
