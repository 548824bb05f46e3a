"""The units behind a run's figures, read from its files: the lines to show, and the months that a longer period is made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from improving_value.datasets.columns_sql import quoted
from improving_value.finance.run_folder import Figure, RunFolder, piece_of
from improving_value.kernel.periods import Period, pieces_of

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

ByMonth = Mapping[tuple[str, date], int]
"""Organisation and first day of a month, to pence or to a number of lines."""

_ALWAYS = ("unit_key", "period", "source_keys", "outcome", "deciding_rule", "missing_field")


@dataclass(frozen=True)
class Line:
    """One unit as a run left it. `day`: when it fell, or the first day of its period where it has no date of its own.

    `pence` is None where the saving is not worked out on each unit, or not on this one; `rows` are the keys of its activity.
    """

    unit: str
    key: str
    organisation: str
    day: date
    is_dated: bool
    outcome: str
    rule: str
    field: str
    pence: int | None
    rows: tuple[str, ...]


@dataclass
class ActivityLines:
    """The lines of a run, read saving by saving and kept."""

    run: RunFolder
    _of_saving: dict[tuple[str, str], tuple[Line, ...]] = field(default_factory=dict)
    _eligible: dict[tuple[str, str], ByMonth] = field(default_factory=dict)
    _by_place: dict[tuple[str, str], dict[str, list[Line]]] = field(default_factory=dict)
    _rows_of: dict[str, frozenset[tuple[str, str]]] = field(default_factory=dict)

    def of_saving(self, scheme: str, saving: str) -> tuple[Line, ...]:
        """Return the lines of the units that a saving draws on; with pence, where it stands on each unit."""
        if (scheme, saving) not in self._of_saving:
            source = self.run.sources[scheme]
            pence = f"{saving}_pence" if source["savings"][saving]["each"] else None
            units = [unit for unit in source["savings"][saving]["units"] if unit in source["units"]]
            self._of_saving[scheme, saving] = tuple(line for unit in units for line in self._lines(scheme, unit, pence))
        return self._of_saving[scheme, saving]

    def at(self, scheme: str, saving: str, organisation: str, period: Period) -> tuple[Line, ...]:
        """Return the lines of a saving at an organisation that fell in a period."""
        if (scheme, saving) not in self._by_place:
            found: dict[str, list[Line]] = {}
            for line in self.of_saving(scheme, saving):
                found.setdefault(line.organisation, []).append(line)
            self._by_place[scheme, saving] = found
        everybody = self._by_place[scheme, saving]
        lines = self.of_saving(scheme, saving) if organisation == "all" else everybody.get(organisation, [])
        return tuple(line for line in lines if period.holds(line.day))

    def by_month(self, scheme: str, saving: str) -> ByMonth | None:
        """Return a saving by organisation and month; None where its lines have no dates, or do not make up its figures."""
        figures = [one for one in self.run.figures if (one.scheme, one.saving) == (scheme, saving)]
        lines = self.of_saving(scheme, saving)
        if not self.run.sources[scheme]["savings"][saving]["each"] or not all(line.is_dated for line in lines):
            return None
        if any(one.status != "calculated" for one in figures):
            return None  # what is wanting cannot be told month from month
        months: dict[tuple[str, date], int] = {}
        for line in lines:
            place = (line.organisation, line.day.replace(day=1))
            months[place] = months.get(place, 0) + (line.pence or 0)
        return months if all(_makes_up(months, one) for one in figures) else None

    def eligible_by_month(self, scheme: str, saving: str) -> ByMonth:
        """Return how many eligible lines of a saving each organisation has in each month."""
        if (scheme, saving) not in self._eligible:
            found: dict[tuple[str, date], int] = {}
            for line in self.of_saving(scheme, saving):
                place = (line.organisation, line.day.replace(day=1))
                found[place] = found.get(place, 0) + (line.outcome == "eligible")
            self._eligible[scheme, saving] = found
        return self._eligible[scheme, saving]

    def pence_shared(self, scheme: str, saving: str, organisation: str, period: Period, other: str) -> int | None:
        """Return what a saving comes to on activity that another scheme's units are made of too; None where there is none."""
        units, theirs = self.run.sources[scheme]["units"], self._activity_of(other)
        lines = self.at(scheme, saving, organisation, period)
        shared = [line for line in lines if any((units[line.unit]["dataset"], key) in theirs for key in line.rows)]
        known = [line.pence for line in shared if line.pence is not None]
        return sum(known) if known else None

    def _activity_of(self, scheme: str) -> frozenset[tuple[str, str]]:
        """Return the rows of activity, as dataset and key, that any unit of a scheme is made of."""
        if scheme not in self._rows_of:
            found: set[tuple[str, str]] = set()
            for unit, source in self.run.sources[scheme]["units"].items():
                if path := self._file(scheme, unit):
                    rows = self._connection.execute("SELECT DISTINCT unnest(source_keys) FROM read_parquet(?)", [path]).fetchall()
                    found.update((source["dataset"], key) for (key,) in rows)
            self._rows_of[scheme] = frozenset(found)
        return self._rows_of[scheme]

    @cached_property
    def _connection(self) -> DuckDBPyConnection:
        import duckdb

        return duckdb.connect(config={"threads": 1})

    def _file(self, scheme: str, unit: str) -> str | None:
        path = self.run.folder / "units" / f"{scheme}.{unit}.parquet"
        return path.as_posix() if path.is_file() else None

    def _lines(self, scheme: str, unit: str, pence: str | None) -> tuple[Line, ...]:
        """Return the lines of one file that fall in the run's pieces; none where the whole unit is withheld."""
        path = self._file(scheme, unit)
        if path is None:
            return ()
        source = self.run.sources[scheme]["units"][unit]
        held = [name for (name, *_) in self._connection.execute("DESCRIBE SELECT * FROM read_parquet(?)", [path]).fetchall()]
        wanted = [*_ALWAYS, source["organisation"], source["date"] or "", pence or ""]
        chosen = ", ".join(quoted(name) if name in held else "NULL" for name in wanted)
        rows = self._connection.execute(f"SELECT {chosen} FROM read_parquet(?) ORDER BY unit_key, period", [path]).fetchall()
        pieces = self._pieces(scheme)
        return tuple(self._line(unit, row, pieces[row[1]], source["date"] in held) for row in rows if row[1] in pieces)

    def _pieces(self, scheme: str) -> Mapping[str, Period]:
        """Return the periods of a scheme's figures by label; the span stands only where there is nothing shorter."""
        labels = {one.period.label for one in self.run.figures if one.scheme == scheme}
        return {label: piece_of(label, self.run.span) for label in sorted(labels)}

    def _line(self, unit: str, row: tuple[Any, ...], piece: Period, is_dated: bool) -> Line:
        key, _, rows, outcome, rule, lacking, organisation, day, pence = row
        fell = day if is_dated and day is not None else piece.start
        place, _, _ = self.run.organisations.place(organisation or "", fell)
        return Line(unit, key, place, fell, is_dated and day is not None, outcome, rule or "", lacking or "", pence, tuple(rows or ()))


def months_of(span: Period) -> tuple[Period, ...]:
    """Return the months of a span."""
    return pieces_of(span, "month")


def _makes_up(months: Mapping[tuple[str, date], int], figure: Figure) -> bool:
    within = sum(
        pence for (organisation, start), pence in months.items() if organisation == figure.organisation and figure.period.holds(start)
    )
    return within == figure.pence
