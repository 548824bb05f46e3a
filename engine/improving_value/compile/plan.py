"""A checked scheme as ordered, named SQL steps that an analyst can read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlglot import exp

from improving_value.check.absent import base_of
from improving_value.check.confidential import confidential_units, secret_parameters
from improving_value.check.demand import REPORTED, compared_cells, demands, demands_in, roles_of_cells
from improving_value.check.model import CheckedScheme
from improving_value.check.narrow import can_narrow, narrowed
from improving_value.check.types import dataset_types
from improving_value.check.uses import sources_first
from improving_value.compile.cells import add_cells
from improving_value.compile.claimed import ClaimStep, claim_steps
from improving_value.compile.figures import FigureTable, PeopleTable
from improving_value.compile.job import Job, Step
from improving_value.compile.parameters import SENSITIVE, ParameterBook, SmallTable
from improving_value.compile.people import add_people
from improving_value.compile.primitives import primitives_for
from improving_value.compile.units import FinishedUnit, build_unit
from improving_value.datasets.clock import instant_of_midnight
from improving_value.expression.sql_pieces import identifier, sql_kind
from improving_value.kernel.calendar import Calendar
from improving_value.kernel.parameters import WITHHELD
from improving_value.kernel.places import LEVELS

_WORDS = re.compile(r"\w+")


@dataclass(frozen=True)
class Plan:
    """What to run, in order.

    `sources` are the datasets with their columns, so that one nobody gave can stand empty; `tables` are small tables handed
    over before the first step; `figures` say where the cells are found afterwards, `windows_of_cells` in which windows each is wanted.
    """

    scheme: str
    dialect: str
    calendar: Calendar
    sources: tuple[SmallTable, ...]
    tables: tuple[SmallTable, ...]
    steps: tuple[Step, ...]
    units: Mapping[str, FinishedUnit]
    figures: tuple[FigureTable, ...]
    windows_of_cells: Mapping[str, frozenset[int]]
    people: tuple[PeopleTable, ...] = ()
    claims: tuple[ClaimStep, ...] = ()
    _texts: dict[str, str] = field(default_factory=dict, compare=False, repr=False)

    def sql(self, masked: bool = True) -> str:
        """Return every step as text; masked, confidential values read `withheld`."""
        given = [f"-- given: {table.name} ({', '.join(name for name, _ in table.columns)})" for table in self.tables]
        return "\n".join([*given, *(f"\n-- {step.comment}\n{self.statement(step, masked, pretty=True)};" for step in self.steps)]) + "\n"

    def statement(self, step: Step, masked: bool = False, pretty: bool = False) -> str:
        """Return the statement that makes one step's table or view."""
        return (
            f"CREATE {'VIEW' if step.is_view else 'TABLE'} {identifier(step.name).sql(self.dialect)} AS\n{self.query(step, masked, pretty)}"
        )

    def finished_with(self, keeps_units: bool) -> Mapping[str, tuple[str, ...]]:
        """Return, by step, the tables that no later step reads, so that their room can be given back; never figures."""
        kept = {*(self.units if keeps_units else ()), *(one.table for one in self.figures), *(one.table for one in self.people)}
        views = {step.name for step in self.steps if step.is_view}
        read: dict[str, set[str]] = {}
        last: dict[str, str] = {}
        for step in self.steps:
            # Any word that is a step's name is taken for its table: a table kept a little longer does no harm.
            read[step.name] = read.keys() & set(_WORDS.findall(self.query(step)))
            for view in [name for name in read[step.name] if name in views]:
                read[step.name] |= read[view]
            last |= dict.fromkeys(read[step.name] & read.keys(), step.name) if not step.is_view else {}
        ends: dict[str, list[str]] = {}
        for name, end in last.items():
            if name not in kept | views:
                ends.setdefault(end, []).append(name)
        return {end: tuple(names) for end, names in ends.items()}

    def query(self, step: Step, masked: bool = False, pretty: bool = False) -> str:
        """Return the query of one step."""
        if masked or pretty:
            tree = step.query.transform(_mask) if masked else step.query
            return tree.sql(self.dialect, pretty=pretty)
        if step.name not in self._texts:
            self._texts[step.name] = step.query.sql(self.dialect, copy=False)
        return self._texts[step.name]


def _mask(node: exp.Expression) -> exp.Expression:
    return exp.Literal.string(WITHHELD) if isinstance(node, exp.Literal) and SENSITIVE in node.meta else node


def compile_scheme(checked: CheckedScheme, calendar: Calendar, dialect: str, with_claims: bool = False) -> Plan:
    """Return the plan of a checked scheme over the windows of a calendar, in one engine's words; asked for, with what its savings claim."""
    sensitive = sorted(secret_parameters(checked))
    scenarios = [scenario.scenario for scenario in checked.scheme.scenarios]
    hidden = frozenset([*sensitive, *(f"{name}__{scenario}" for name in sensitive for scenario in scenarios)])
    book = ParameterBook(dict(checked.values), hidden, {})
    apart = can_narrow(checked)
    job = Job(
        checked,
        calendar,
        primitives_for(dialect),
        book,
        demands_in(checked, REPORTED) if apart else demands(checked),
        confidential_units(checked),
    )
    units: dict[str, FinishedUnit] = {}
    figures: list[FigureTable] = []
    people: list[PeopleTable] = []
    for role, cells in compared_cells(checked).items() if apart else ():
        other = narrowed(checked, cells, f"__{role}")
        beside = job.beside(other, demands_in(other, frozenset([role])))
        for unit in sources_first(other.units):
            made = build_unit(unit, beside)
            figures.extend(add_cells(made, beside))
            people.extend(add_people(made, beside))
    claims: list[ClaimStep] = []
    for unit in sources_first(checked.units):
        made = build_unit(unit, job)
        figures.extend(add_cells(made, job))
        people.extend(add_people(made, job))
        if with_claims:
            claims.extend(claim_steps(made, base_of(checked, unit), job))
        if not unit.step:
            units[unit.name] = made
    return Plan(
        scheme=checked.scheme.scheme,
        dialect=dialect,
        calendar=calendar,
        sources=tuple(_source_table(checked, name) for name in sorted(checked.datasets)),
        tables=(*_calendar_tables(calendar), *book.tables.values()),
        steps=tuple(job.steps),
        units=units,
        figures=tuple(figures),
        windows_of_cells={
            cell: frozenset(window.id for window in calendar.windows_in(roles)) for cell, roles in roles_of_cells(checked).items()
        },
        people=tuple(people),
        claims=tuple(claims),
    )


def _source_table(checked: CheckedScheme, name: str) -> SmallTable:
    columns = [("row_key", "VARCHAR")]
    for column, kind in dataset_types(checked.datasets[name]).items():
        columns.append((column, f"DECIMAL(18, {kind.places or 0})" if kind.kind == "decimal" else sql_kind(kind)))
        if kind.kind == "datetime":
            columns.append((f"{column}__utc", "TIMESTAMP"))
    return SmallTable(name, tuple(columns), ())


def _calendar_tables(calendar: Calendar) -> tuple[SmallTable, ...]:
    windows = tuple(
        (
            window.id,
            window.role,
            window.period.label,
            window.period.start,
            window.period.end,
            instant_of_midnight(window.period.start),
            instant_of_midnight(window.period.end),
            window.period.last_day,
            calendar.window_slice.get(window.id),
        )
        for window in calendar.windows
    )
    kinds = ("BIGINT", "VARCHAR", "VARCHAR", "DATE", "DATE", "TIMESTAMP", "TIMESTAMP", "DATE", "BIGINT")
    names = ("window", "role", "label", "period_start", "period_end", "period_start_at", "period_end_at", "last_day", "slice")
    counted = tuple((piece.id, window) for piece in calendar.slices for window in piece.windows)
    places = tuple((place.slice, place.provider, place.organisation, place.hub, place.region) for place in calendar.places)
    place_columns = (("slice", "BIGINT"), *((name, "VARCHAR") for name in ("provider", "organisation", "hub", "region")))
    return (
        SmallTable("windows", tuple(zip(names, kinds, strict=True)), windows),
        SmallTable("slice_windows", (("slice", "BIGINT"), ("window", "BIGINT")), counted),
        SmallTable("places", place_columns, places),
        SmallTable(
            "levels", (("home", "VARCHAR"), ("level", "VARCHAR")), tuple((home, level) for home in LEVELS for level in LEVELS[home])
        ),
    )
