"""How an author says what is measured and saved: KPIs, measures, savings and costs."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from pydantic import Field

from improving_value.spec.chapter import AsAt, Expression, Identifier, Model, Text, Undated
from improving_value.spec.parameter import Basis

SavingClass = Literal[
    "cash_releasing_commissioner",
    "cash_releasing_provider",
    "capacity_releasing",
    "cost_avoidance",
]


class Kpi(Model):
    """A key performance indicator. Exactly one of share, numerator (with denominator), is, distribution."""

    kpi: Identifier = Field(description="Id of the KPI.")
    title: Text = Field(description="What it is called in the report.")
    of: Identifier | None = Field(None, description="Unit; none when `is` is made of measures.")
    over: Literal["eligible", "in_scope"] = Field("eligible", description="Which units count.")
    share: Expression | None = Field(None, description="The condition; the KPI is the share of units that meet it.")
    among: Expression | None = Field(None, description="Which units are in the denominator of a share.")
    numerator: Expression | None = Field(None, description="Above the line of a ratio: an aggregate.")
    denominator: Expression | None = Field(None, description="Below the line of a ratio: an aggregate.")
    per: Decimal | None = Field(None, description="Multiplier of the ratio: 100, 1000 …")
    is_: Expression | None = Field(None, alias="is", description="The value itself: an aggregate, or a calculation of measures.")
    distribution: Identifier | None = Field(None, description="Share of units in each category of this column.")
    breakdown: Identifier | None = Field(None, description="Also for each category of this column.")
    top: Identifier | None = Field(None, description="Parameter: how many of the largest categories are shown; equal ones share a rank.")
    unit: str | None = Field(None, description="Unit of the value; `share` where it follows.")
    domain: Literal["quality", "efficiency", "condition", "finance", "enabler", "data_quality"] = Field(
        description="Which sort of KPI it is."
    )
    better: Literal["higher", "lower", "interpret"] = Field(description="Which way is better; `interpret` where neither is.")
    target: Expression | None = Field(None, description="Name of the parameter that holds the target.")
    references: list[Identifier] = Field(default_factory=list, description="Parameters printed beside it for comparison.")
    minimum: Identifier | None = Field(None, description="Parameter: fewest units for a verdict.")
    reported: bool = Field(False, description="True when no activity can give it: somebody reports it.")
    levels: list[Literal["provider", "hub", "region", "commissioner", "all"]] | None = Field(
        None, description="For whom it is shown; everybody if left out."
    )
    note: str | None = Field(None, description="What a reader should know of it.")


class Measure(Model):
    """A named aggregate over units; the only thing a `total` may use."""

    measure: Identifier = Field(description="Id of the measure.")
    of: Identifier = Field(description="Unit it is worked out from.")
    is_: Expression = Field(alias="is", description="An aggregate of units.")
    where: Expression | None = Field(None, description="Which of those units count.")
    over: Literal["eligible", "in_scope"] = Field("eligible", description="Which units count: those eligible, or all in scope.")
    unit: Text = Field(description="Unit of the value: g, GBP/course …")
    say: str | None = Field(None, description="What it is, in words.")
    label: Text | None = Field(None, description="What it is called inside a sentence, where `say` is too long.")
    baseline: Literal["computed", "local"] = Field(
        "computed", description="local: its baseline value is supplied, or computed when data reach."
    )


class Gate(Model):
    """A condition on the data without which a saving is withheld."""

    when: Expression = Field(description="The condition under which the saving may be told.")
    say: Text = Field(description="What is needed, in words, as a noun.")


class ClaimedActivity(Model):
    """Activity that a saving claims where it is not simply what its units are made from."""

    activity: Identifier = Field(description="Dataset whose rows are claimed.")
    of: Identifier | None = Field(
        None, description="Unit of the same provider and period that is made from those rows, where the saving is earned on another one."
    )
    same: list[Identifier] | dict[Identifier, Identifier] | None = Field(
        None, description="Columns that its rows share with the rows the saving's unit is made from (or theirs: its own); in the period."
    )
    after: Identifier | None = Field(
        None, description="Date of the unit from which on activity is claimed; the period's first day if left out."
    )
    before: Identifier | None = Field(None, description="Date of the unit before which it is claimed; the period's end if left out.")


class Saving(Model):
    """A saving: GBP on each eligible unit, or GBP per provider and period."""

    saving: Identifier = Field(description="Id of the saving.")
    title: Text = Field(description="What it is called in the report.")
    of: Identifier | None = Field(None, description="Unit on which it is earned.")
    each: Expression | None = Field(None, description="GBP on each eligible unit.")
    where: Expression | None = Field(None, description="Which eligible units earn it.")
    total: Expression | None = Field(None, description="GBP for each provider and period, from measures.")
    state: Literal["opportunity", "forecast", "realised"] = Field(
        description="How far it has come: an opportunity, a forecast, or realised."
    )
    class_: SavingClass = Field(alias="class", description="Who is relieved, and of what; classes are never added together.")
    recurrent: bool = Field(description="True when it comes back every year.")
    payer: Literal["commissioner", "provider", "both"] = Field(description="Who is relieved.")
    basis: str | None = Field(None, description="The counterfactual, in words.")
    by: Literal["provider", "commissioner", "all"] | None = Field(
        None, description="Whose line it is; `all` for one line of everybody together. Left out, it follows from the units it draws on."
    )
    instead_of: Identifier | None = Field(
        None, description="Saving of the same class and state that counts the same money another way; the two are never added together."
    )
    requires: list[Gate] = Field(default_factory=list, description="Conditions on the data, without which it is withheld.")
    claims: list[Identifier | ClaimedActivity] = Field(
        default_factory=list,
        description="Activity whose pounds it is: datasets its unit is made from, or looks at. Nobody else may count them too.",
    )
    transfer: bool = Field(False, description="True when one body saves what another loses: a change of price between them.")


class Cost(Model):
    """What it costs: booked once for each scheme, provider and period."""

    cost: Identifier = Field(description="Id of the cost; `none` where there is none.")
    title: str | None = Field(None, description="What it is called in the report.")
    value: Decimal | None = Field(None, description="A stated amount; 0 is a stated zero.")
    total: Expression | None = Field(None, description="An expression of measures and parameters.")
    basis: Basis = Field(description="Where the amount was born.")
    source: str | None = Field(None, description="A key of `sources`, or a reference in words.")
    as_at: AsAt = None
    undated: Undated = None
    recurrent: bool = Field(True, description="True when it comes back every year.")
    by: Literal["provider", "commissioner", "all"] | None = Field(
        None, description="Whose line it is; `all` for one line of everybody together. Left out, it follows from what it draws on."
    )
