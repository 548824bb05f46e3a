"""How an author says what is counted: units, made step by step from activity, and the columns on them."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from improving_value.spec.chapter import Expression, Identifier, Model, Text


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
    plural: Text | None = Field(None, description="What several are called, where the first noun does not just take an s.")
    labels: dict[Identifier, Text] = Field(
        default_factory=dict, description="What columns are called in words; of a yes-or-no column, what is so when it is yes."
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
