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
from improving_value.spec.figures import Cost, Gate, Kpi, Measure, Saving, SavingClass
from improving_value.spec.parameter import Basis, DatedValue, Parameter, Scalar
from improving_value.spec.units import Bands, Classify, Column, Facts, Group, Label, Lookup, Match, Rule, Unit

__all__ = [
    "Bands",
    "Basis",
    "Chapter",
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

    scenario: Identifier
    say: Text
    parameters: dict[Identifier, Scalar | list[Scalar]]
    savings: list[Identifier] | None = Field(None, description="Savings it concerns; all that depend on it if left out.")
    kpis: list[Identifier] = Field(default_factory=list, description="KPIs that are worked out again too.")


class Example(Model):
    """The author's own proof: raw activity rows, and what must come out."""

    example: Text
    period: str | None = Field(None, description="Span of the run, for example 2017/18 Q1.")
    baseline: str | None = None
    parameters: dict[str, Any] = Field(default_factory=dict, description="Local values, as a parameters file gives them.")
    given: dict[Identifier, list[dict[Identifier, Any]]]
    expect: dict[str, Any]


class Equivalent(Model):
    """A change that `prove` makes and that is none: no row that can be tells the scheme with it from the scheme without."""

    at: Text = Field(description="Where the change is made, as `prove` prints it.")
    before: Text = Field(description="What stands there.")
    after: Text = Field(description="What the change puts in its place.")
    because: Text = Field(description="Why it makes no difference.")


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
    charts: list[DeclaredChart] = Field(default_factory=list)
    examples: list[Example] = Field(default_factory=list)
    equivalent: list[Equivalent] = Field(default_factory=list, description="Changes of `prove` that are none; at most three.")
