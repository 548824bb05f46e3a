"""Which units are behind each saving, with their pence and the rows they are made from: what its claims start from."""

from __future__ import annotations

from dataclasses import dataclass

from sqlglot import exp

from improving_value.check.claimed_rows import ClaimedRows
from improving_value.check.model import CheckedSaving
from improving_value.compile.cells import counted_by, figures_scope
from improving_value.compile.job import Job
from improving_value.compile.reading import own
from improving_value.compile.stage import Base
from improving_value.compile.units import FinishedUnit
from improving_value.expression import sql_pieces as sql
from improving_value.expression.nodes import Name, Namespaced, walk
from improving_value.expression.sql_pieces import Sql
from improving_value.kernel.places import NOT_LISTED

_GIVEN = ("organisation", "period", "period_start", "period_end")


@dataclass(frozen=True)
class ClaimStep:
    """The units behind one entry of a saving's `claims`.

    Shape of `query`: organisation, period, period_start, period_end, unit_key, pence (missing for a total), source_keys, after_day,
    before_day.
    """

    saving: str
    unit: str
    base: str
    rows: ClaimedRows
    query: exp.Query


def claim_steps(unit: FinishedUnit, base: str, job: Job) -> tuple[ClaimStep, ...]:
    """Return the steps of every saving that claims by way of a unit; savings told instead of others claim nothing."""
    found = []
    for saving in job.checked.savings:
        if saving.scenario == "default" and saving.saving.instead_of is None:
            for rows in saving.claims:
                if unit.name in rows.units:
                    found.append(ClaimStep(saving.saving.saving, unit.name, base, rows, _query(unit, saving, rows, job)))
    return tuple(found)


def _query(unit: FinishedUnit, saving: CheckedSaving, rows: ClaimedRows, job: Job) -> exp.Query:
    scope = figures_scope(unit, job, _in_periods(unit))
    pence: Sql = sql.null("BIGINT")
    if rows.beside:
        scope.stage.keep_where(sql.equal(own("outcome"), sql.text("eligible")))
    elif saving.each is not None and saving.column is not None:
        pence = own(saving.column)
        scope.stage.keep_where(sql.all_of(sql.is_known(pence), sql.negated(sql.equal(pence.copy(), sql.whole(0)))))
    else:
        counted = [counted_by(job.checked.cells[cell], scope) for cell in _cells(saving, job) if job.checked.cells[cell].unit == unit.name]
        if all(one is not None for one in counted):
            scope.stage.keep_where(sql.any_of(*dict.fromkeys(one for one in counted if one is not None)))
    return scope.stage.select(
        [
            *((name, own(f"{name}__")) for name in _GIVEN),
            ("unit_key", own("unit_key")),
            ("pence", pence),
            ("source_keys", own("source_keys")),
            ("after_day", _day(rows.after)),
            ("before_day", _day(rows.before)),
        ]
    )


def _in_periods(unit: FinishedUnit) -> Base:
    """Return a unit's rows in the periods they count in, each with whose they are."""
    provider = sql.column(unit.provider, "r")
    is_piece = sql.equal(sql.column("role", "w"), sql.text("piece"))
    if unit.tied:
        joins = [
            exp.Join(
                this=sql.table("windows", "w"), on=sql.all_of(sql.equal(sql.column("window", "w"), sql.column("window__", "r")), is_piece)
            )
        ]
        piece = sql.column("slice", "w")
    else:
        joins = [
            exp.Join(this=sql.table("slice_windows", "sw"), on=sql.equal(sql.column("slice", "sw"), sql.column("slice__", "r"))),
            exp.Join(
                this=sql.table("windows", "w"), on=sql.all_of(sql.equal(sql.column("window", "w"), sql.column("window", "sw")), is_piece)
            ),
        ]
        piece = sql.column("slice", "sw")
    organisation = sql.coalesce(provider, sql.text(NOT_LISTED))
    if unit.home == "provider":
        same = sql.all_of(sql.equal(sql.column("slice", "p"), piece), sql.equal(sql.column("provider", "p"), provider.copy()))
        joins.append(exp.Join(this=sql.table("places", "p"), side="LEFT", on=same))
        organisation = sql.coalesce(sql.column("organisation", "p"), provider, sql.text(NOT_LISTED))
    given = {"organisation__": organisation, "period__": sql.column("label", "w")}
    given |= {f"{name}__": sql.column(name, "w") for name in ("period_start", "period_end")}
    return Base(sql.table(unit.name, "r"), tuple(joins), resolve=lambda name: given[name] if name in given else sql.column(name, "r"))


def _day(name: str | None) -> Sql:
    return sql.null("DATE") if name is None else sql.cast(own(name), "DATE")


def _cells(saving: CheckedSaving, job: Job) -> list[str]:
    """Return the cells of the measures that a total is made of, also of those looked up in another period."""
    names = [part.name for part in walk(saving.total) if isinstance(part, (Name, Namespaced))] if saving.total is not None else []
    measures = [job.checked.measures[name] for name in names if name in job.checked.measures]
    return list(
        dict.fromkeys(cell for measure in measures for cell in measure.cells if measure.there is None or cell != measure.there.name)
    )
