"""The shape of a data dictionary entry: one dataset, its grain, its key and its columns."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from pydantic import Field

from improving_value.spec.models import Identifier, Model, Text

ColumnType = Literal["code", "name", "text", "boolean", "integer", "decimal", "date", "datetime"]


class DictionaryColumn(Model):
    """One column: its type, where it lies in the national standard, and what is a sensible value."""

    type: ColumnType = Field(description="code: exact text; name: compared without case; text: free text.")
    title: Text = Field(description="What it is, in words.")
    label: Text | None = Field(None, description="What it is called inside a sentence, where the title is too long: body weight.")
    required: bool = Field(False, description="A row without it cannot be used and is set aside.")
    places: int | None = Field(None, description="Decimal places of a decimal.")
    unit: str | None = Field(
        None, description="Unit: g, kg, GBP, day …; `varies` where each row has its own; of a code, what its different values are."
    )
    above: Decimal | None = Field(None, description="Values must be greater than this.")
    minimum: Decimal | None = Field(None, description="Values must be at least this.")
    maximum: Decimal | None = Field(None, description="Values must be at most this.")
    values: list[str] | None = Field(None, description="The codes or names allowed.")
    not_after: Identifier | None = Field(None, description="Another date or date-time of the row that this one may not follow.")
    element: str | None = Field(None, description="NHS Data Dictionary element, where one exists.")
    aliases: list[str] = Field(default_factory=list, description="Other headings the column may arrive under.")


class Days(Model):
    """A stretch of days, the last not in it; a stretch of one day at the least."""

    from_: Identifier = Field(alias="from", description="Column with its first day.")
    until: Identifier = Field(description="Column with the day after its last; empty where it still goes on.")


class Piece(Model):
    """The smallest piece of activity that a saving can claim, so that two savings that claim it are found out.

    Datasets with the same `kind` have the same parts (`key`, `always`, month or day): a piece is the same in all of them.
    """

    kind: Identifier = Field(description="What it is: drug_month, bed_day, attendance …")
    key: dict[Identifier, Identifier] = Field(min_length=1, description="Parts of its name, each with the column that holds it.")
    always: dict[Identifier, Text] = Field(default_factory=dict, description="Parts that are the same for every row of the dataset.")
    month: Identifier | None = Field(None, description="Date whose month is a part.")
    day: Identifier | None = Field(None, description="Date that is a part.")
    days: Days | None = Field(None, description="A row is a piece for each of these days.")

    @property
    def parts(self) -> tuple[str, ...]:
        """The names of its parts, in order."""
        dated = ("month",) if self.month else ("day",) if self.day or self.days else ()
        return (*sorted({*self.key, *self.always}), *dated)

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns it is made from."""
        days = (self.days.from_, self.days.until) if self.days else ()
        return (*self.key.values(), *(name for name in (self.month, self.day, *days) if name))


class Dataset(Model):
    """One activity or reference table."""

    dataset: Identifier
    title: Text
    feed: Text = Field(description="The national feed or local system it stands for.")
    grain: Text = Field(description="What one row is.")
    counts: Identifier | None = Field(None, description="What one row is in units of measure, in one word: infusion, spell, line …")
    label: Text | None = Field(None, description="What one row is called inside a sentence: infusion.")
    kind: Literal["activity", "register", "reference", "reported"] = "activity"
    key: list[Identifier] = Field(default_factory=list, description="Columns that name a row; without them, a content hash and an ordinal.")
    provider: Identifier | None = Field(None, description="Column that holds the provider's code.")
    patient: Identifier | None = Field(None, description="Column that holds the patient's id.")
    date: Identifier | None = Field(None, description="Column by which a row is dated.")
    valid_from: Identifier | None = Field(None, description="First day of a reference row.")
    valid_until: Identifier | None = Field(None, description="First day on which it no longer holds.")
    piece: Piece | None = Field(
        None, description="What one piece of its activity is that a saving can claim; none where it is no activity."
    )
    columns: dict[Identifier, DictionaryColumn]
