"""Which units are behind each saving, with their pence and the rows they are made from: what its claims start from."""

from __future__ import annotations

from dataclasses import dataclass

from sqlglot import exp

from improving_value.check.claimed_rows import ClaimedRows
from improving_value.check.model import CheckedSaving
from improving_value.compile.cells import counted_by, placed, unit_scope
from improving_value.compile.job import Job
from improving_value.compile.reading import own
from improving_value.compile.units import FinishedUnit
from improving_value.expression import sql_pieces as sql
from improving_value.expression.nodes import Name, Namespaced, walk
from improving_value.expression.sql_pieces import Sql


@dataclass(frozen=True)
class ClaimStep:
    """The units behind one entry of a saving's `claims`.

    Shape of `query`: organisation, window, unit_key, pence (missing for a total), source_keys, after_day, before_day.
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
    scope = unit_scope(unit, placed(unit), job)
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
    pieces = [sql.whole(window.id) for window in job.calendar.windows_in(("piece",))]
    scope.stage.keep_where(sql.within_list(own("counted__"), pieces))
    scope.stage.keep_where(sql.equal(own("level__"), sql.text(unit.home)))
    return scope.stage.select(
        [
            ("organisation", own("organisation__")),
            ("counted", own("counted__")),
            ("unit_key", own("unit_key")),
            ("pence", pence),
            ("source_keys", own("source_keys")),
            ("after_day", _day(rows.after)),
            ("before_day", _day(rows.before)),
        ]
    )


def _day(name: str | None) -> Sql:
    return sql.null("DATE") if name is None else sql.cast(own(name), "DATE")


def _cells(saving: CheckedSaving, job: Job) -> list[str]:
    """Return the cells of the measures that a total is made of, also of those looked up in another period."""
    names = [part.name for part in walk(saving.total) if isinstance(part, (Name, Namespaced))] if saving.total is not None else []
    measures = [job.checked.measures[name] for name in names if name in job.checked.measures]
    return list(dict.fromkeys(cell for measure in measures for cell in measure.cells if measure.there is None or cell != measure.there.name))
