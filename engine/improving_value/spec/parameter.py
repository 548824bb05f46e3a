"""How an author writes a number: its unit, the dates it holds from, and where it was born."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from pydantic import ConfigDict, Field, StrictBool

from improving_value.spec.chapter import AsAt, Identifier, Model, Text, Undated

Basis = Literal["published", "derived", "external", "local", "assumption"]
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
    as_at: AsAt = None
    undated: Undated = None
    by: list[Identifier] = Field(default_factory=list, description="Columns the value depends on.")
    dated: bool = Field(False, description="True when the value changes with the date.")
    say: str | None = Field(None, description="What it is, in words.")
    label: Text | None = Field(None, description="What it is called inside a sentence, where `say` is too long: course window.")
    ask: str | None = Field(None, description="Who would know a local value.")
    minimum: Decimal | None = Field(None, description="Smallest sensible value.")
    maximum: Decimal | None = Field(None, description="Largest sensible value.")
    sensitive: bool = Field(
        False, description="True for a confidential price: neither printed, nor what it could be worked out from on one unit."
    )
