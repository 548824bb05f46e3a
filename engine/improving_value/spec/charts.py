"""The charts an author asks for: which KPIs are drawn against each other, and the words on them."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from improving_value.spec.chapter import Identifier, Model, Text

Corner = Literal["top_left", "top_right", "bottom_left", "bottom_right"]
ChartKind = Literal["scatter", "quadrants", "pathway"]


class ChartLabels(Model):
    """Words on a chart; those that are left out are the titles of the KPIs."""

    across: Text | None = Field(None, description="What it means to lie further to the right.")
    up: Text | None = Field(None, description="What it means to lie further up.")
    top_left: Text | None = Field(None, description="Name of this quadrant.")
    top_right: Text | None = Field(None, description="Name of this quadrant.")
    bottom_left: Text | None = Field(None, description="Name of this quadrant.")
    bottom_right: Text | None = Field(None, description="Name of this quadrant.")


class DeclaredChart(Model):
    """A picture of KPIs: two against each other, or one along a pathway."""

    chart: Identifier
    kind: ChartKind = Field(
        description="scatter: two KPIs against each other; quadrants: the same, cut at zero into four; pathway: one KPI as bars, in order."
    )
    title: Text
    across: Identifier | None = Field(None, description="KPI that is drawn from left to right.")
    up: Identifier | None = Field(None, description="KPI that is drawn from the foot up.")
    bars: Identifier | None = Field(None, description="KPI that is drawn as bars, a pathway's only.")
    judged_by: Identifier | None = Field(
        None,
        description="KPI that says the same as `bars` or `up`, turned so that higher is better; where it has no value, local interpretation is needed.",
    )
    points: Literal["categories", "organisations"] = Field(
        "categories", description="What a point is: a category at one organisation, or an organisation."
    )
    in_line: Identifier | None = Field(None, description="Parameter: up to this far from zero is in line.")
    largest_by: Identifier | None = Field(
        None, description="Saving or KPI: organisations where it is largest get a chart each; the tables hold them all."
    )
    look_first: Corner | None = Field(None, description="Quadrant to look at first.")
    labels: ChartLabels = Field(default_factory=ChartLabels, description="Words on the chart.")
    note: str | None = Field(None, description="What a reader should know before drawing conclusions.")

    @property
    def drawn(self) -> tuple[tuple[str, str], ...]:
        """Return the KPIs it draws, each with the key that names it."""
        keys = (("across", self.across), ("up", self.up), ("bars", self.bars), ("judged_by", self.judged_by))
        return tuple((key, name) for key, name in keys if name is not None)
