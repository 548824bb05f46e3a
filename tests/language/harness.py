"""What a language test asks: an expression over a drawing, or a scheme's units over several."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from improving_value.assess.assessment import SchemeAssessment
from improving_value.assess.chapter import assess_scheme
from improving_value.check.absent import without
from improving_value.run.results import Results as Found
from language.drawing import KEY, PROVIDER, Drawing
from language.engines import Engine, Ran, calendar_of, checked, scheme_text

SPAN = "2017/18"
ROWS = "activity"
"""What the only dataset of an `evaluate` is called."""


@dataclass(frozen=True)
class Asked:
    """One question and its answer, as the reference shows them. `results` is a list over the rows, or what the rows come to."""

    expression: str
    table: str
    parameters: Mapping[str, Any]
    results: Any


@dataclass(frozen=True)
class Shown:
    """Some columns of a unit, as a test read them."""

    unit: str
    columns: tuple[str, ...]
    rows: list[tuple[Any, ...]]


@dataclass(frozen=True)
class Staged:
    """A scheme's units over drawings, and what was read of them; `run` says of what periods, unless it is a year without a baseline."""

    body: str
    drawings: Mapping[str, str]
    parameters: Mapping[str, Any]
    run: str
    shown: list[Shown] = field(default_factory=list)


@dataclass
class Evaluate:
    """Gives the value of one expression, on one engine."""

    engine: Engine
    asked: list[Asked] = field(default_factory=list)

    def __call__(self, expression: str, table: str, *, aggregate: bool = False, parameters: Mapping[str, Any] | None = None) -> Any:
        """Return the value on each row of a table, or, of an aggregate, what all its rows come to."""
        drawing = Drawing(ROWS, table)
        body = _gathered(expression) if aggregate else _each(expression, drawing)
        scheme = checked(scheme_text(body, parameters or {}), {ROWS: drawing.dataset})
        ran = self.engine(scheme, {ROWS: drawing}, calendar_of(scheme, SPAN, None, ["P1"]))
        values = [row["result"] for row in sorted(ran.units["one"], key=lambda row: str(row["unit_key"]))]
        results = values[0] if aggregate else values
        self.asked.append(Asked(expression, table, parameters or {}, results))
        return results


def _each(expression: str, drawing: Drawing) -> str:
    return f"units:\n  one:\n    from: {ROWS}\n    columns:\n      result: |-\n        {expression}\n    date: {drawing.dataset.date}\n"


def _gathered(expression: str) -> str:
    return (
        f"units:\n  one:\n    from: {ROWS}\n    group: {{by: [{PROVIDER}]}}\n"
        f"    columns:\n      result: |-\n        {expression}\n      begun: min(known(row_day))\n    date: begun\n"
    )


@dataclass
class Stage:
    """Runs units and figures, on one engine."""

    engine: Engine
    staged: list[Staged] = field(default_factory=list)

    def __call__(
        self,
        body: str,
        *,
        parameters: Mapping[str, Any] | None = None,
        span: str = SPAN,
        baseline: str | None = None,
        period: str = "year",
        absent: Collection[str] = (),
        **tables: str,
    ) -> Results:
        """Return what units come to. `body` is a scheme file from `units` on; each table is a dataset of its name; nobody sent the `absent` ones."""
        drawings = {name: Drawing(name, table) for name, table in tables.items()}
        scheme = checked(scheme_text(body, parameters or {}, period), {name: drawing.dataset for name, drawing in drawings.items()})
        scheme = without(scheme, absent)
        providers = sorted({str(row[PROVIDER]) for drawing in drawings.values() for row in drawing.texts if row[PROVIDER]})
        ran = self.engine(scheme, drawings, calendar_of(scheme, span, baseline, providers))
        compared = "" if baseline is None else f", compared with {baseline}"
        staged = Staged(body, tables, parameters or {}, f"{span}{compared}" if baseline or span != SPAN else "")
        self.staged.append(staged)
        return Results(ran, staged)


@dataclass
class Results:
    """What came out, read a few columns at a time."""

    ran: Ran
    staged: Staged

    def of(self, unit: str, columns: str) -> list[Any]:
        """Return some columns of a unit, in the order of its keys: tuples, or, of one column, its values."""
        names = tuple(columns.split())
        rows = [tuple(row[name] for name in names) for row in sorted(self.ran.units[unit], key=lambda row: str(row["unit_key"]))]
        self.staged.shown.append(Shown(unit, names, rows))
        return [row[0] for row in rows] if len(names) == 1 else rows

    @cached_property
    def labels(self) -> dict[int, str]:
        return {window.id: window.period.label for window in self.ran.calendar.windows}

    def measured(self, measure: str, level: str = "all") -> dict[str, Any]:
        """Return a measure that is one aggregate, by period (and by organisation, at the level of providers)."""
        cell = self.ran.checked.measures[measure].cells[0]
        found = {key: value for key, value in self.ran.cells[cell].items() if key.level == level and not key.category}
        named = {
            self.labels[key.window] if level == "all" else f"{key.organisation} {self.labels[key.window]}": value
            for key, value in found.items()
        }
        self.staged.shown.append(Shown(measure, ("period", "value"), list(named.items())))
        return named

    @cached_property
    def chapter(self) -> SchemeAssessment:
        """Return what a report may say: the figures above the cells, worked out alike for either engine."""
        cells = Found(self.ran.checked.scheme.scheme, self.ran.calendar, self.ran.cells)
        windows = {window.role: window.period for window in self.ran.calendar.windows}
        return assess_scheme(self.ran.checked, cells, windows.get("span", windows["piece"]), windows.get("baseline"), frozenset())

    def figures(self, table: str, columns: str, **wanted: str) -> list[Any]:
        """Return columns of `kpis`, `savings` or `costs`, over the whole span and for all unless something else is wanted."""
        names = tuple(columns.split())
        asked = {"level": "all", "period": self.chapter.span.label, **wanted}
        chosen = [row for row in getattr(self.chapter, table) if all(text in ("any", getattr(row, name)) for name, text in asked.items())]
        rows = [tuple(getattr(row, name) for name in names) for row in chosen]
        self.staged.shown.append(Shown(table, names, rows))
        return [row[0] for row in rows] if len(names) == 1 else rows


__all__ = ["KEY", "Asked", "Evaluate", "Results", "Shown", "Stage", "Staged"]
