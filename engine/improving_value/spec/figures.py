"""How an author says what is measured and saved: KPIs, measures, savings and costs."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from pydantic import Field

from improving_value.spec.chapter import Expression, Identifier, Model, Text
from improving_value.spec.parameter import Basis

SavingClass = Literal[
    "cash_releasing_commissioner",
    "cash_releasing_provider",
    "capacity_releasing",
    "cost_avoidance",
]


class Kpi(Model):
    """A key performance indicator. Exactly one of share, numerator (with denominator), is, distribution."""

    kpi: Identifier
    title: Text
    of: Identifier | None = Field(None, description="Unit; none when `is` is made of measures.")
    over: Literal["eligible", "in_scope"] = Field("eligible", description="Which units count.")
    share: Expression | None = None
    among: Expression | None = Field(None, description="Which units are in the denominator of a share.")
    numerator: Expression | None = None
    denominator: Expression | None = None
    per: Decimal | None = Field(None, description="Multiplier of the ratio: 100, 1000 …")
    is_: Expression | None = Field(None, alias="is")
    distribution: Identifier | None = Field(None, description="Share of units in each category of this column.")
    breakdown: Identifier | None = Field(None, description="Also for each category of this column.")
    top: Identifier | None = Field(None, description="Parameter: how many of the largest categories are shown; equal ones share a rank.")
    unit: str | None = Field(None, description="Unit of the value; `share` where it follows.")
    domain: Literal["quality", "efficiency", "condition", "finance", "enabler", "data_quality"]
    better: Literal["higher", "lower", "interpret"]
    target: Expression | None = Field(None, description="Name of the parameter that holds the target.")
    references: list[Identifier] = Field(default_factory=list, description="Parameters printed beside it for comparison.")
    minimum: Identifier | None = Field(None, description="Parameter: fewest units for a verdict.")
    reported: bool = Field(False, description="True when no activity can give it: somebody reports it.")
    levels: list[Literal["provider", "hub", "region", "commissioner", "all"]] | None = None
    note: str | None = None


class Measure(Model):
    """A named aggregate over units; the only thing a `total` may use."""

    measure: Identifier
    of: Identifier
    is_: Expression = Field(alias="is")
    where: Expression | None = None
    over: Literal["eligible", "in_scope"] = "eligible"
    unit: Text
    say: str | None = None
    label: Text | None = Field(None, description="What it is called inside a sentence, where `say` is too long.")
    baseline: Literal["computed", "local"] = Field(
        "computed", description="local: its baseline value is supplied, or computed when data reach."
    )


class Gate(Model):
    """A condition on the data without which a saving is withheld."""

    when: Expression
    say: Text


class Saving(Model):
    """A saving: GBP on each eligible unit, or GBP per provider and period."""

    saving: Identifier
    title: Text
    of: Identifier | None = None
    each: Expression | None = None
    where: Expression | None = Field(None, description="Which eligible units earn it.")
    total: Expression | None = None
    state: Literal["opportunity", "forecast", "realised"]
    class_: SavingClass = Field(alias="class")
    recurrent: bool
    payer: Literal["commissioner", "provider", "both"]
    basis: str | None = Field(None, description="The counterfactual, in words.")
    by: Literal["provider", "commissioner", "all"] | None = Field(
        None, description="Whose line it is; `all` for one line of everybody together. Left out, it follows from the units it draws on."
    )
    requires: list[Gate] = Field(default_factory=list)


class Cost(Model):
    """What it costs: booked once for each scheme, provider and period."""

    cost: Identifier
    title: str | None = None
    value: Decimal | None = Field(None, description="A stated amount; 0 is a stated zero.")
    total: Expression | None = Field(None, description="An expression of measures and parameters.")
    basis: Basis
    source: str | None = None
    recurrent: bool = True
    by: Literal["provider", "commissioner", "all"] | None = Field(
        None, description="Whose line it is; `all` for one line of everybody together. Left out, it follows from what it draws on."
    )
