"""Everything a report may say of a run: no patient rows, every figure with its status."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from improving_value.assess.people import NOT_TOLD, Behind
from improving_value.kernel.issues import Issue
from improving_value.kernel.periods import Period
from improving_value.spec.models import Scheme

Verdict = Literal["met", "not_met", "no_target", "interpret", "insufficient", "no_activity", "not_reported", "suppressed"]
Status = Literal["calculated", "partial", "withheld", "not_calculable", "suppressed"]
Count = int | None
"""A number of units; None when disclosure control has suppressed it."""


@dataclass(frozen=True)
class CountRow:
    """Units of one sort, at one organisation, in one period."""

    unit: str
    level: str
    organisation: str
    period: str
    in_scope: Count
    eligible: Count
    not_eligible: Count
    undetermined: Count
    people: tuple[int, int, int, int] = (NOT_TOLD, NOT_TOLD, NOT_TOLD, NOT_TOLD)
    """How many people are behind each, told apart up to a few; the units themselves where they are nobody's."""


@dataclass(frozen=True)
class RuleRow:
    """How many units one rule decided (all organisations). Outcome: not_eligible or undetermined; `field` is what was missing."""

    unit: str
    rule: str
    say: str
    outcome: str
    field: str
    level: str
    organisation: str
    period: str
    units: Count
    people: int = NOT_TOLD


@dataclass(frozen=True)
class KpiRow:
    """One KPI, or one category of it. Numbers are None when missing."""

    kpi: str
    breakdown: str
    category: str
    level: str
    organisation: str
    period: str
    numerator: float | None
    denominator: float | None
    value: float | None
    unit: str
    skipped: Count
    target: float | None
    better: str
    verdict: Verdict
    scenario: str = "default"
    needs: str = ""
    """The parameters that nobody supplied and without which there is no value."""
    parts: tuple[str, str] | None = ("", "")
    """What numerator and denominator are numbers of; None when they mean nothing apart."""
    behind: Behind | None = None
    """Whom it rests on; None when nobody has said."""
    suppressed: tuple[str, ...] = ()
    """Which of its numbers disclosure control has suppressed: numerator, denominator, value, skipped."""


@dataclass(frozen=True)
class SavingRow:
    """One saving in one scenario (`default` is the scheme's own parameters). Pence are whole; None unless calculated or partial."""

    saving: str
    scenario: str
    level: str
    organisation: str
    period: str
    gross_pence: int | None
    class_: str
    state: str
    recurrent: bool
    payer: str
    status: Status
    needs: str
    people: int = NOT_TOLD
    """The fewest people behind anything that makes it, told apart up to a few; 0 when it rests on nobody."""


@dataclass(frozen=True)
class CostRow:
    """One cost, booked once per scheme, provider and period."""

    cost: str
    level: str
    organisation: str
    period: str
    cost_pence: int | None
    recurrent: bool
    status: Status
    needs: str
    people: int = NOT_TOLD


@dataclass(frozen=True)
class ParameterLine:
    """A value in force, with its birthplace. `value` is None for a local one nobody supplied; sensitive ones read `withheld`."""

    name: str
    say: str
    key: str
    starts: date | None
    ends: date | None
    value: str | None
    unit: str
    basis: str
    source: str
    used_by: tuple[str, ...]
    illustrative: bool
    dated: str = ""
    """The date the value holds as at, or why it has none."""


@dataclass(frozen=True)
class ClaimLine:
    """A figure that a source states, and what this scheme's own parameters come to; `why_not` when it is not reproduced."""

    claim: str
    source: str
    value: str
    comes_to: str
    words: str
    why_not: str


@dataclass(frozen=True)
class FormulaLine:
    """How a saving is worked out: in words, and with the numbers of one worked line (all organisations, the span)."""

    saving: str
    scenario: str
    formula: str
    words: str
    numbers: str
    definitions: tuple[str, ...] = ()
    """What the names in the formula are, as written, each after those that use it."""


@dataclass(frozen=True)
class WithheldLine:
    """What of a unit is not written, since it rests on confidential parameters; `whole` when nothing of it is."""

    unit: str
    columns: tuple[str, ...]
    whole: bool
    because_of: tuple[str, ...]


@dataclass(frozen=True)
class UnitSource:
    """Where a unit's file leads: the dataset its rows came from, the column that dates it (None: its period does), and whose it is."""

    unit: str
    dataset: str
    date: str | None
    organisation: str


@dataclass(frozen=True)
class HandedOn:
    """A provider for which another answers, on the days in [starts, ends)."""

    provider: str
    starts: date
    ends: date
    organisation: str


@dataclass(frozen=True)
class SavingSource:
    """What a saving is worked out from: `each` when pounds stand on every unit, and the units it draws on."""

    saving: str
    each: bool
    line: str
    units: tuple[str, ...]
    instead_of: str | None


@dataclass(frozen=True)
class Working:
    """One line of a total (a saving's or a cost's): what its parts came to, and the whole before it is rounded to pence.

    A part's name is a measure's or a cell's, in another period with the name of that before it.
    """

    figure: str
    organisation: str
    period: str
    parts: Mapping[str, Any]
    whole: float | None
    waits: bool
    """Whether units behind it wait for a value that nobody supplied: then nought is not told."""


@dataclass(frozen=True)
class SchemeAssessment:
    """One scheme's chapter. `at_stake_pence` is the known £ on undetermined units, by unit name (all organisations, span)."""

    scheme: Scheme
    file_hash: str
    pieces: tuple[Period, ...]
    span: Period
    baseline: Period | None
    counts: tuple[CountRow, ...]
    rules: tuple[RuleRow, ...]
    kpis: tuple[KpiRow, ...]
    savings: tuple[SavingRow, ...]
    costs: tuple[CostRow, ...]
    parameters: tuple[ParameterLine, ...]
    formulas: tuple[FormulaLine, ...]
    at_stake_pence: Mapping[str, int]
    issues: tuple[Issue, ...]
    withheld: tuple[WithheldLine, ...] = ()
    scenario_kpis: tuple[KpiRow, ...] = ()
    """KPIs under other assumptions, to be read beside those of the scheme as it is written."""
    claims: tuple[ClaimLine, ...] = ()
    unit_sources: tuple[UnitSource, ...] = ()
    saving_sources: tuple[SavingSource, ...] = ()
    handed_on: tuple[HandedOn, ...] = ()
    workings: tuple[Working, ...] = ()
    """The lines of its totals, for those who follow a sum; without those that hold a confidential value."""
    datasets: Mapping[str, str] = field(default_factory=dict)
    """The datasets the scheme reads, and what each is in words."""
    above: Mapping[tuple[str, str], tuple[tuple[str, str], ...]] = field(default_factory=dict)
    """The levels and organisations that a period and provider (or commissioner) count for, besides its own."""
    is_rounded: bool = False
    """Whether its numbers have been rounded, so that none may be taken from another."""


@dataclass(frozen=True)
class NotRun:
    """A scheme that did not run, and why."""

    scheme: str
    title: str
    issues: tuple[Issue, ...]


@dataclass(frozen=True)
class DatasetQuality:
    """What intake found in one dataset."""

    dataset: str
    file: str
    sha256: str
    rows_read: Count
    rows_used: Count
    rows_set_aside: Count
    duplicates: Count
    issues: tuple[tuple[str, str, Count], ...]
    """Code, column, number of rows."""


@dataclass(frozen=True)
class Assessment:
    """A whole run."""

    engine_version: str
    span: Period
    baseline: Period | None
    schemes: tuple[SchemeAssessment, ...]
    not_run: tuple[NotRun, ...]
    quality: tuple[DatasetQuality, ...]
    organisations: Mapping[str, str]
    """Code to name, for providers, hubs and regions."""
    warnings: tuple[str, ...]
    run_record: Mapping[str, Any]


def pounds(pence: int) -> Decimal:
    """Return pence as pounds with two decimals."""
    return Decimal(pence).scaleb(-2)
