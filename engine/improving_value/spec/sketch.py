"""What a new scheme is made from: a few answers and tables, each with the place it came from, and what is asked for in a workbook."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, get_args

from improving_value.kernel.issues import Location
from improving_value.spec.chapter import SubTheme, Theme
from improving_value.spec.figures import Kpi, Saving, SavingClass
from improving_value.spec.models import Scheme
from improving_value.spec.parameter import Basis


def _choices(annotation: Any) -> tuple[str, ...]:
    return tuple(str(choice) for choice in get_args(annotation))


@dataclass(frozen=True)
class Said:
    """One answer, and the cell it stands in."""

    text: str
    where: Location | None = None


@dataclass(frozen=True)
class Asked:
    """One thing that is asked: the key of the answer, the heading over it, how to answer, and the words it may be, if they are few."""

    key: str
    heading: str
    help: str
    choices: tuple[str, ...] = ()
    width: int = 24


@dataclass(frozen=True)
class Sketch:
    """Answers by key, and the rows of each table by the table's key."""

    answers: Mapping[str, Said]
    tables: Mapping[str, tuple[Mapping[str, Said], ...]] = field(default_factory=dict)

    def text(self, key: str) -> str:
        """Return an answer, or nothing."""
        return self.answers[key].text if key in self.answers else ""


FORM = (
    Asked("scheme", "Short name", "Small letters, digits and _; the file is called like this. Example: my_scheme"),
    Asked("title", "Title", "As the guide's chapter is called"),
    Asked("theme", "Theme", "One of the guide's three", _choices(Theme)),
    Asked("sub_theme", "Kind of change", "What kind of change it is", _choices(SubTheme)),
    Asked("authored_by", "Written by", "A role, not a person. Example: Specialised pharmacist"),
    Asked("period", "Worked out for each", "How often the figures are wanted", _choices(Scheme.model_fields["period"].annotation)),
    Asked("document", "Document it rests on", "Title of the guide or guideline"),
    Asked("page", "Page", "Where in that document. Example: 9 or 9-11"),
    Asked("summary", "What the opportunity is", "Two or three sentences of your own"),
    Asked("who", "Who should consider it", "One on each line (Alt+Enter starts a line)"),
    Asked("aim", "The aim", "One on each line (Alt+Enter starts a line)"),
    Asked("dataset", "Made from", "The data that hold the activity; the sheet Data lists them"),
    Asked("unit", "Name of what is counted", "One word, small letters. Example: course"),
    Asked("say", "What one of them is", "In words. Example: course of treatment"),
    Asked("keep", "Only the rows where", "A condition; empty for all rows. Example: status == 'given'"),
    Asked("by", "One for each", "Columns separated by commas; empty when each row counts. Example: provider_code, patient_id"),
    Asked("date", "Dated by", "The column that says which period it falls in; empty for the usual one"),
)
"""What is asked once."""

TABLES: Mapping[str, tuple[str, str, tuple[Asked, ...]]] = {
    "parameters": (
        "Numbers",
        "Every number of the guide or of your own, one on each line. A formula names it and never holds the number itself.",
        (
            Asked("name", "Name", "One word, small letters. Example: recommended_dose"),
            Asked("value", "Value", "The number; empty when each place has its own", width=12),
            Asked("unit", "Unit", "Example: g/kg, day, GBP/g, share", width=12),
            Asked("basis", "Where it was born", "published: printed in the guide; local: each place has its own", _choices(Basis)),
            Asked("source", "Page or document", "Example: guide, page 9", width=30),
            Asked("say", "What it is", "In words", width=44),
            Asked("ask", "Who knows it", "For a local number: who to ask", width=30),
        ),
    ),
    "columns": (
        "Worked out",
        "What is worked out for each thing counted, in order. Later lines may use earlier ones.",
        (
            Asked("name", "Name", "One word, small letters. Example: dose_per_kg"),
            Asked("formula", "How it is worked out", "A formula of columns and numbers. Example: dose / weight", width=50),
            Asked("label", "What it is called", "In words, beginning small. Example: dose for each kilogram", width=44),
        ),
    ),
    "eligible": (
        "Who counts",
        "In order: the first rule that does not hold decides. Where a rule cannot be told, the thing is set apart as undetermined.",
        (
            Asked("rule", "Name", "One word, small letters. Example: weighed"),
            Asked("when", "Holds when", "A condition. Example: weight > 0", width=50),
            Asked("say", "In words", "What the reader will see. Example: Body weight recorded", width=44),
        ),
    ),
    "kpis": (
        "Indicators",
        "Shares of what counts. Other indicators (means, ratios, spend) are written in the file afterwards.",
        (
            Asked("kpi", "Name", "One word, small letters. Example: pct_recommended"),
            Asked("title", "Title", "Example: Courses at the recommended dose", width=44),
            Asked("share", "The share for which", "A condition. Example: dose_per_kg <= recommended_dose", width=50),
            Asked("domain", "Domain", "The guide's headings", _choices(Kpi.model_fields["domain"].annotation)),
            Asked("better", "Better when", "interpret: it needs local judgement", _choices(Kpi.model_fields["better"].annotation)),
            Asked("target", "Target", "The name of one of your numbers; empty without", width=20),
        ),
    ),
    "savings": (
        "Savings",
        "Pounds for each thing counted. A saving against a baseline is written in the file afterwards.",
        (
            Asked("saving", "Name", "One word, small letters. Example: excess_dose"),
            Asked("title", "Title", "Example: Every course at the recommended dose", width=44),
            Asked("each", "Pounds for each", "A formula. Example: excess * price", width=50),
            Asked("state", "State", "An opportunity is what could be saved", _choices(Saving.model_fields["state"].annotation)),
            Asked("class", "Kind of saving", "Kinds are never added together", _choices(SavingClass), 32),
            Asked("recurrent", "Every year again", "true or false", ("true", "false")),
            Asked("payer", "Who saves", "Whose money it is", _choices(Saving.model_fields["payer"].annotation)),
        ),
    ),
}
"""What is asked line by line: the sheet, what to write there, and its columns."""
FORM_SHEET, READ_FIRST, DATA_SHEET = "Scheme", "Read first", "Data"
NEEDED = ("name", "formula", "rule", "when", "kpi", "share", "saving", "each")
"""What a row of a table cannot do without."""
HEADING_ROW = 2
"""The row of a table's headings, counted from 0: what to write there stands above it."""
