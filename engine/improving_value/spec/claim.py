"""How an author repeats a figure that the guide states, so that `check` works it out again."""

from __future__ import annotations

from decimal import Decimal

from pydantic import Field

from improving_value.spec.chapter import Expression, Model, Text


class Claim(Model):
    """A figure that a source states, worked out again from the scheme's own parameters, or with the reason why it cannot be."""

    claim: Text = Field(description="The figure as the source puts it: 154,700 fractions a year.")
    value: Decimal = Field(description="The figure as a number.")
    unit: Text = Field(description="Unit of the figure: GBP, fraction, share …")
    nearest: Decimal | None = Field(
        None, description="What it is rounded to: 100000 for £5.6m. Left out, it is exact to the last place written under `value`."
    )
    formula: Expression | None = Field(None, description="The calculation, of parameters alone.")
    source: Text = Field(description="Where it stands: a key of `sources`, and the page.")
    why_not: Text | None = Field(None, description="Why it cannot be reproduced; then it is printed as not reproduced, with this.")
