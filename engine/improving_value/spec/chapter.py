"""What a scheme says in words: its sources and its chapter under the guide's headings; and the base of every part."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Identifier = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]
Expression = Annotated[str, StringConstraints(min_length=1)]
Text = Annotated[str, StringConstraints(min_length=1)]

Theme = Literal["medicines", "demand", "variation"]
SubTheme = Literal[
    "deliver_at_home",
    "reduce_waste",
    "prescribing_variation",
    "mdt_decisions",
    "clinical_variation",
    "coordinated_switching",
    "defined_cohorts",
    "evidence_compliance",
    "specialised_beds",
    "specialised_beds_and_prevention",
    "optimal_pathway",
    "shared_decisions",
]


class Model(BaseModel):
    """Every part of a scheme: unknown keys are faults, and nothing changes after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True)


AsAt = Annotated[
    Text | None, Field(description="The date it holds as at, or the period it speaks of: 2017, 2017-06, 2017-06-30, 2017/18 or 2017/18 Q1.")
]
Undated = Annotated[Text | None, Field(description="Why there is no date: a definition, or a document that prints none.")]


class Source(Model):
    """Where a fact or a number comes from."""

    title: Text = Field(description="Title of the document.")
    page: int | None = Field(None, description="Page, as printed or counted from the front.")
    pages: str | None = Field(None, description="Pages, for example 9-11.")
    url: str | None = Field(None, description="Public address, where there is one.")
    note: str | None = Field(None, description="Edition, table or paragraph.")
    as_at: AsAt = None
    undated: Undated = None


class Erratum(Model):
    """A place where the guide contradicts itself, and the reading taken."""

    as_printed: Text = Field(description="What the guide prints, in a few words.")
    reading: Text = Field(description="How this scheme reads it, and why.")
    page: int | None = Field(None, description="Page of the guide.")


class Chapter(Model):
    """The guide's chapter in our own words. A heading the guide leaves out stays out."""

    summary: Text = Field(description="What the opportunity is.")
    useful_sources: list[Text] | None = Field(None, description="Where to read more.")
    who_should_consider: list[Text] = Field(description="Who should consider this opportunity.")
    aim: list[Text] = Field(description="The aim.")
    success_conditions: list[Text] | None = Field(None, description="How we will know that it has worked.")
    changes: list[Text] | None = Field(None, description="What will be changed.")
    case_studies: list[Text] | None = Field(None, description="Where it has been done.")
    key_enablers: list[Text] | None = Field(None, description="What makes it possible.")
    how_saving_is_achieved: list[Text] | None = Field(None, description="How the saving is achieved.")
    how_saving_is_calculated: list[Text] | None = Field(None, description="How the saving is calculated.")
    costs: list[Text] | None = Field(None, description="What it costs to do.")
    commissioning: list[Text] | None = Field(None, description="Commissioning considerations that stand under no other heading.")
    defining_the_service: list[Text] | None = Field(None, description="Commissioning: defining the service.")
    ensuring_delivery: list[Text] | None = Field(None, description="Commissioning: ensuring delivery.")
    errata: list[Erratum] | None = Field(None, description="Contradictions in the guide, and the reading taken.")
