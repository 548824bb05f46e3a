"""What an author wrote: the one definition of a scheme file's shape.

`schemas/scheme.schema.json` is generated from these models. Expressions are held as text here; `check` gives them meaning.
The parts of a scheme have modules of their own; whoever reads one takes it from here.
"""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from pydantic import Field

from improving_value.spec.chapter import Chapter, Erratum, Expression, Identifier, Model, Source, SubTheme, Text, Theme
from improving_value.spec.charts import DeclaredChart
from improving_value.spec.claim import Claim
from improving_value.spec.figures import ClaimedActivity, Cost, Gate, Kpi, Measure, Saving, SavingClass
from improving_value.spec.parameter import Basis, DatedValue, Parameter, Scalar
from improving_value.spec.units import Bands, Classify, Column, Facts, Group, Label, Lookup, Match, Rule, Unit

__all__ = [
    "Bands",
    "Basis",
    "Chapter",
    "Claim",
    "ClaimedActivity",
    "Classify",
    "Column",
    "Cost",
    "DatedValue",
    "Equivalent",
    "Erratum",
    "Example",
    "Expression",
    "Facts",
    "Gate",
    "Group",
    "Identifier",
    "Kpi",
    "Label",
    "Lookup",
    "Match",
    "Measure",
    "Model",
    "Parameter",
    "Rule",
    "Saving",
    "SavingClass",
    "Scalar",
    "Scenario",
    "Scheme",
    "Source",
    "SubTheme",
    "Text",
    "Theme",
    "Unit",
]


class Scenario(Model):
    """A named set of other parameter values; savings, and the KPIs named, are worked out again, beside the default."""

    scenario: Identifier = Field(description="Id of the scenario.")
    say: Text = Field(description="What is different, in words.")
    parameters: dict[Identifier, Scalar | list[Scalar]] = Field(description="The parameters that have other values, each with its value.")
    savings: list[Identifier] | None = Field(None, description="Savings it concerns; all that depend on it if left out.")
    kpis: list[Identifier] = Field(default_factory=list, description="KPIs that are worked out again too.")


class Example(Model):
    """The author's own proof: raw activity rows, and what must come out."""

    example: Text = Field(description="What it shows, in words.")
    period: str | None = Field(None, description="Span of the run, for example 2017/18 Q1.")
    baseline: str | None = Field(None, description="Span of the baseline, for example 2016/17 Q1.")
    parameters: dict[str, Any] = Field(default_factory=dict, description="Local values, as a parameters file gives them.")
    given: dict[Identifier, list[dict[Identifier, Any]]] = Field(description="Rows of activity, by dataset, as they would arrive.")
    expect: dict[str, Any] = Field(description="What must come out: counts, KPIs, measures and savings by name.")


class Equivalent(Model):
    """A change that `prove` makes and that is none: no row that can be tells the scheme with it from the scheme without."""

    at: Text = Field(description="Where the change is made, as `prove` prints it.")
    before: Text = Field(description="What stands there.")
    after: Text = Field(description="What the change puts in its place.")
    because: Text = Field(description="Why it makes no difference.")


class Scheme(Model):
    """One improving value scheme."""

    scheme: Identifier = Field(description="Id; the file has the same name.")
    title: Text = Field(description="What the opportunity is called.")
    theme: Theme = Field(description="Theme of the menu it belongs to.")
    sub_themes: list[SubTheme] = Field(min_length=1, description="Sub-themes of the menu.")
    status: Literal["draft", "in_review", "published", "archived"] = Field(
        description="How far it has come; a draft never reaches a report."
    )
    authored_by: Text = Field(description="A role, not a person.")
    checked_by: str | None = Field(None, description="A role, other than the author.")
    next_review: date | None = Field(
        None, description="Day by which it is looked at again: 2027-11-01. Once it has gone by, the report carries a warning."
    )
    period: Literal["month", "quarter", "year"] = Field(description="The period it is calculated for.")
    sources: dict[Identifier, Source] = Field(description="Documents that facts and numbers come from, each under a short name.")
    chapter: Chapter = Field(description="The chapter in words, under the headings of the menu.")
    optional: list[Identifier] = Field(default_factory=list, description="Datasets the scheme can run without.")
    counted: list[Identifier] = Field(
        default_factory=list, description="Things that units of measure name and no unit or dataset counts: session, meeting …"
    )
    parameters: dict[Identifier, Parameter] = Field(default_factory=dict, description="Every number: its unit, and where it was born.")
    units: dict[Identifier, Unit] = Field(min_length=1, description="What is counted, step by step from activity.")
    measures: list[Measure] = Field(default_factory=list, description="Named aggregates, for totals and for KPIs made of measures.")
    kpis: list[Kpi] = Field(default_factory=list, description="What is measured.")
    savings: list[Saving] = Field(default_factory=list, description="What is saved, in pounds.")
    costs: list[Cost] = Field(default_factory=list, description="What it costs to do.")
    scenarios: list[Scenario] = Field(default_factory=list, description="Named sets of other parameter values.")
    reproduces: list[Claim] = Field(
        default_factory=list, description="Figures that the guide states, each worked out again or with the reason why it cannot be."
    )
    charts: list[DeclaredChart] = Field(default_factory=list, description="Pictures beside the tables.")
    examples: list[Example] = Field(default_factory=list, description="The proof: rows of activity, and what must come out.")
    equivalent: list[Equivalent] = Field(default_factory=list, description="Changes of `prove` that are none; at most three.")
