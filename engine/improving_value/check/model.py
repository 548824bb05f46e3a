"""A scheme that makes sense: every name resolved, every expression typed, every shorthand spelt out.

Bands, classifications and lookups have become expressions and facts; KPIs, measures and savings have
become cells (aggregates over a unit's table) and expressions of cells. Both engines read this and nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from improving_value.check.claim import CheckedClaim
from improving_value.check.claimed_rows import ClaimedRows
from improving_value.check.lines import ProvedLimit
from improving_value.expression.nodes import Aggregate, Name, Node
from improving_value.expression.types import Type
from improving_value.kernel.issues import Issue
from improving_value.kernel.parameters import ParameterValues
from improving_value.kernel.places import Home
from improving_value.spec.dictionary import Dataset
from improving_value.spec.models import Cost, Kpi, Measure, Parameter, Saving, Scheme

Over = Literal["eligible", "in_scope"]
CellValue = int | Decimal | float | str | bool | date | None
"""What a cell may give."""


@dataclass(frozen=True)
class CheckedFacts:
    """One aggregate of other activity of the same unit: a left join that never multiplies the unit.

    Inside `where` and `aggregate`, a Name of kind `theirs` is a column of `source`, one of kind `column` is the unit's own.
    """

    source: str
    source_is_unit: bool
    same: tuple[tuple[str, str], ...]
    where: Node | None
    aggregate: Aggregate


@dataclass(frozen=True)
class CheckedColumn:
    """A named column: an expression of columns before it, or a fact."""

    name: str
    type: Type
    how: Node | CheckedFacts


@dataclass(frozen=True)
class MatchTest:
    """One rung: `same` names the column that must be equal on both sides, or `when` is a typed condition."""

    reason: str
    same: str | None
    when: Node | None


@dataclass(frozen=True)
class CheckedMatch:
    """A ladder. It adds `<name>_found` (true, false, missing) and `<name>_reason` (text, missing when found).

    The first test is always a `same`. A candidate's depth is the index of the first test that is false for it, or the
    number of tests. found: true when some candidate reaches the end with no test missing; missing when one reaches the
    end with a test missing (the reason is then missing too); otherwise false, and the reason is that of the greatest depth
    (the first test's when there is no candidate).
    """

    name: str
    dataset: str
    keep: Node | None
    tests: tuple[MatchTest, ...]


@dataclass(frozen=True)
class CheckedGroup:
    """Rows equal on `by` make a unit; with `on`, episodes among them.

    `by_period` when `period` stood in `by` (it is left out of `by` here). `within` or `gap_under` is an expression of
    parameters giving whole days.
    """

    by: tuple[str, ...]
    by_period: bool
    on: str | None
    within: Node | None
    gap_under: Node | None


@dataclass(frozen=True)
class CheckedRule:
    """An eligibility rule. `fields` are the columns it reads, in the order written."""

    rule: str
    when: Node
    say: str
    fields: tuple[str, ...]


@dataclass(frozen=True)
class CheckedUnit:
    """A unit of analysis, ready to be built.

    `row_columns` are worked out on each row before grouping (for an ungrouped unit they are all its columns, and
    `columns` is empty). `types` gives every column that can be seen on the finished unit. `per_period` is true when
    one unit belongs to one window by construction (each_period, grouped by period, or made from such a unit).
    `row_date` dates rows (for parameters inside aggregates); `date` dates the unit, None when the window does.
    `provider` is the column that says whose unit it is; with `home: commissioner` it holds a commissioner's code.
    A `step` is there for other units to draw on: not counted, not listed, not written.
    `person` is the column that tells people apart and `people` says how many one unit stands for at least, once `people.peopled`
    has put them there; `of_people` without a `person`: nobody can tell.
    """

    name: str
    say: str
    source: str
    source_is_unit: bool
    keep: Node | None
    each_period: bool
    matches: tuple[CheckedMatch, ...]
    row_columns: tuple[CheckedColumn, ...]
    group: CheckedGroup | None
    columns: tuple[CheckedColumn, ...]
    row_date: str | None
    date: str | None
    provider: str
    home: Home
    step: bool
    rules: tuple[CheckedRule, ...]
    at_stake: Node | None
    source_types: Mapping[str, Type]
    types: Mapping[str, Type]
    per_period: bool
    person: str | None = None
    people: str | None = None
    of_people: bool = False


@dataclass(frozen=True)
class Cell:
    """One aggregate over a unit's table, for every organisation and window.

    Missing operands are left out; a unit counts only where `where` is true. `category` names a text column: the cell is
    then worked out for each of its values, and for all units together (category "").
    `aggregate.where` and `aggregate.known` are already folded into `where`.
    """

    id: str
    unit: str
    over: Over
    aggregate: Aggregate
    where: Node | None
    category: str | None


@dataclass(frozen=True)
class CheckedMeasure:
    """A measure: an expression whose names are cells.

    Where pounds rest on it and units can drop out of it for want of a value, `skipped` and `counted` are the cells that count those
    that did and those that did not. Where another period is compared with, `there` counts the units in scope: where there is
    none, nothing is known of that period, and a sum over them is no nought.
    """

    measure: Measure
    value: Node
    cells: tuple[str, ...]
    skipped: Name | None = None
    counted: Name | None = None
    there: Name | None = None


@dataclass(frozen=True)
class CheckedKpi:
    """A KPI: value (and numerator, denominator) as expressions of cells, or of measures when it has no unit.

    `skipped` is the id of the cell that counts units left out because something was missing.
    """

    kpi: Kpi
    numerator: Node | None
    denominator: Node | None
    value: Node
    skipped: str | None
    units: str | None
    category: str | None
    target: Node | None
    scenario: str = "default"


@dataclass(frozen=True)
class CheckedSaving:
    """A saving, by scenario. With `each`: `column` is the unit's column of whole pence. With `total`: an expression of measures."""

    saving: Saving
    scenario: str
    column: str | None
    each: Node | None
    pence_cell: str | None
    missing_cell: str | None
    units_cell: str | None
    total: Node | None
    gates: tuple[tuple[Node, str], ...]
    lacking: tuple[tuple[str, str], ...] = ()
    """For each local value that may be wanting: its name, and the cell that counts the units without pounds that lack it. Last, under an
    empty name, those that lack something else."""
    claims: tuple[ClaimedRows, ...] = ()


@dataclass(frozen=True)
class CheckedCost:
    """A cost: a stated amount, or an expression of measures and parameters."""

    cost: Cost
    total: Node | None


@dataclass(frozen=True)
class CheckedScheme:
    """Everything an engine needs. `values` holds the values in force, also of `baseline.<measure>` where one was supplied
    and of `<parameter>__<scenario>`; a local parameter without a value is not in it. `absent` are the optional
    datasets that a run has no file for."""

    scheme: Scheme
    sha256: str
    datasets: Mapping[str, Dataset]
    parameters: Mapping[str, Parameter]
    values: Mapping[str, ParameterValues]
    units: Mapping[str, CheckedUnit]
    cells: Mapping[str, Cell]
    measures: Mapping[str, CheckedMeasure]
    kpis: tuple[CheckedKpi, ...]
    savings: tuple[CheckedSaving, ...]
    costs: tuple[CheckedCost, ...]
    warnings: tuple[Issue, ...] = ()
    absent: tuple[str, ...] = ()
    limits: tuple[ProvedLimit, ...] = ()
    """What its examples should stand on either side of."""
    claims: tuple[CheckedClaim, ...] = ()
