"""What an author wrote: the one definition of a scheme file's shape.

`schemas/scheme.schema.json` is generated from these models. Expressions are held as text here; `check` gives them meaning.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field, StrictBool, StringConstraints

from improving_value.spec.chapter import Chapter, Erratum, Expression, Identifier, Model, Source, SubTheme, Text, Theme

__all__ = ["Chapter", "Erratum", "Expression", "Identifier", "Model", "Source", "SubTheme", "Text", "Theme"]

Basis = Literal["published", "derived", "external", "local", "assumption"]
SavingClass = Literal[
    "cash_releasing_commissioner",
    "cash_releasing_provider",
    "capacity_releasing",
    "cost_avoidance",
]
Scalar = StrictBool | Decimal | str


class DatedValue(Model):
    """One value of a parameter, from a date, for one key."""

    model_config = ConfigDict(extra="allow", frozen=True)
    from_: str | None = Field(None, alias="from", description="First day on which the value holds.")
    until: str | None = Field(None, description="First day on which it no longer holds.")
    value: Scalar | list[Scalar] = Field(description="The value.")
    source: str | None = Field(None, description="Source of this value.")


class Parameter(Model):
    """A number (or a date, a word, a list) with its unit, the date it holds from, and where it was born."""

    value: Scalar | list[Scalar] | None = Field(None, description="The value; none for a local parameter.")
    values: list[DatedValue] | None = Field(None, description="Several values, by date and key.")
    unit: Text = Field(description="Unit: GBP/g, day, share, date, time, text, yes/no …")
    basis: Basis = Field(description="published, derived, external, local or assumption.")
    source: str | None = Field(None, description="A key of `sources`, or a reference in words.")
    by: list[Identifier] = Field(default_factory=list, description="Columns the value depends on.")
    dated: bool = Field(False, description="True when the value changes with the date.")
    say: str | None = Field(None, description="What it is, in words.")
    ask: str | None = Field(None, description="Who would know a local value.")
    minimum: Decimal | None = Field(None, description="Smallest sensible value.")
    maximum: Decimal | None = Field(None, description="Largest sensible value.")
    sensitive: bool = Field(False, description="True for a confidential price: never printed.")


class Match(Model):
    """A ladder of tests against another dataset. The row is never multiplied; the reason is kept."""

    in_: Identifier = Field(alias="in", description="Dataset in which a match is looked for.")
    keep: Expression | None = Field(None, description="Which of its rows may match at all.")
    tests: list[dict[Identifier, Expression]] = Field(min_length=1, description="Each: the reason when nobody passes, and the test.")


class Facts(Model):
    """A column worked out from other activity that belongs to the same unit; the unit is never multiplied."""

    from_: Identifier = Field(alias="from", description="Dataset or unit the facts come from.")
    same: list[Identifier] | dict[Identifier, Identifier] = Field(description="Columns that are equal on both sides (or mine: theirs).")
    where: Expression | None = Field(None, description="Which of its rows count.")
    is_: Expression = Field(alias="is", description="An aggregate of those rows.")


class Bands(Model):
    """A numeric line cut into labelled intervals: closed by construction."""

    bands: Expression = Field(description="The number that is banded.")
    cuts: list[Expression] = Field(min_length=1, description="Limits, rising.")
    labels: list[Text] = Field(min_length=2, description="One more than the cuts.")
    limit_in: Literal["lower", "upper"] = Field(description="The band a value exactly at a limit falls in.")


class Label(Model):
    """A label and when it applies."""

    label: Text
    when: Expression


class Classify(Model):
    """Ordered labels; the first whose condition holds."""

    classify: list[Label] = Field(min_length=1, description="First that holds; a missing condition makes the label missing.")
    otherwise: Text = Field(description="Label when none holds.")


class Lookup(Model):
    """The value of one column of a reference dataset: by equal keys, by date, or by interval."""

    lookup: Identifier = Field(description="Column that is brought.")
    in_: Identifier = Field(alias="in", description="Reference dataset.")
    same: list[Identifier] | dict[Identifier, Identifier] = Field(description="Columns equal on both sides.")
    on: Identifier | None = Field(None, description="Date of mine that falls in its [valid_from, valid_to).")
    between: Identifier | None = Field(None, description="Number of mine that falls in its [lower, upper).")


Column = Expression | Facts | Bands | Classify | Lookup


class Group(Model):
    """Rows that make one unit: by equal keys, and by episode when `on` is given."""

    by: list[Identifier] = Field(min_length=1, description="Columns that are equal within a unit; `period` is allowed.")
    within: str | None = Field(None, description="`<days> of first`: a fixed span from the first row of the episode.")
    gap_under: Expression | None = Field(None, description="Days: a row joins the episode when the gap to the one before is smaller.")
    on: Identifier | None = Field(None, description="Date that orders the rows of an episode.")


class Rule(Model):
    """One eligibility rule, with the words the reader will see."""

    rule: Identifier
    when: Expression
    say: Text


class Unit(Model):
    """What is counted, made step by step from activity or from another unit."""

    from_: Identifier = Field(alias="from", description="Dataset or unit it is made from.")
    say: str | None = Field(None, description="What one is called, for example course of treatment.")
    counts: Identifier | None = Field(
        None, description="What one is in units of measure, in one word; left out, the name of a grouped unit, or what the rows are."
    )
    step: bool = Field(False, description="Worked out for other units to draw on; neither counted nor listed itself.")
    keep: Expression | None = Field(None, description="Rows in scope.")
    each_period: bool = Field(False, description="One unit per row and period: a register looked at period by period.")
    match: dict[Identifier, Match] = Field(default_factory=dict)
    rows: dict[Identifier, Column] = Field(default_factory=dict, description="Columns worked out on each row, before grouping.")
    group: Group | None = None
    columns: dict[Identifier, Column] = Field(default_factory=dict)
    date: Identifier | None = Field(None, description="Date by which a unit falls in a period.")
    provider: Identifier = Field("provider_code", description="Column that holds the provider.")
    commissioner: Identifier | None = Field(
        None, description="Column that holds the commissioner, for what is counted by commissioner instead of by provider."
    )
    history: Annotated[str, StringConstraints(pattern=r"^(all|[1-9][0-9]* (months?|years?))$")] | None = Field(
        None, description="`all`, or a span such as `6 months`, that the data must reach back."
    )
    eligible: list[Rule] = Field(default_factory=list)
    at_stake: Expression | None = Field(None, description="GBP on a unit, for those undetermined.")


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


class Scenario(Model):
    """A named set of other parameter values; savings are worked out again, beside the default."""

    scenario: Identifier
    say: Text
    parameters: dict[Identifier, Scalar | list[Scalar]]
    savings: list[Identifier] | None = Field(None, description="Savings it concerns; all that depend on it if left out.")


class Example(Model):
    """The author's own proof: raw activity rows, and what must come out."""

    example: Text
    period: str | None = Field(None, description="Span of the run, for example 2017/18 Q1.")
    baseline: str | None = None
    parameters: dict[str, Any] = Field(default_factory=dict, description="Local values, as a parameters file gives them.")
    given: dict[Identifier, list[dict[Identifier, Any]]]
    expect: dict[str, Any]


class Scheme(Model):
    """One improving value scheme."""

    scheme: Identifier = Field(description="Id; the file has the same name.")
    title: Text
    theme: Theme
    sub_themes: list[SubTheme] = Field(min_length=1)
    status: Literal["draft", "in_review", "published", "archived"]
    authored_by: Text = Field(description="A role, not a person.")
    checked_by: str | None = Field(None, description="A role, other than the author.")
    next_review: date | None = None
    period: Literal["month", "quarter", "year"]
    sources: dict[Identifier, Source]
    chapter: Chapter
    optional: list[Identifier] = Field(default_factory=list, description="Datasets the scheme can run without.")
    counted: list[Identifier] = Field(
        default_factory=list, description="Things that units of measure name and no unit or dataset counts: session, meeting …"
    )
    parameters: dict[Identifier, Parameter] = Field(default_factory=dict)
    units: dict[Identifier, Unit] = Field(min_length=1)
    measures: list[Measure] = Field(default_factory=list)
    kpis: list[Kpi] = Field(default_factory=list)
    savings: list[Saving] = Field(default_factory=list)
    costs: list[Cost] = Field(default_factory=list)
    scenarios: list[Scenario] = Field(default_factory=list)
    examples: list[Example] = Field(default_factory=list)
