"""Two versions of a published scheme, the second made by changing the text of the first, and a few rows to run them over."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from improving_value.check.scheme import check_scheme
from improving_value.compare.mixing import Version
from improving_value.compare.model import Comparison
from improving_value.compare.runs import Planned, plan_comparison
from improving_value.comparison import Pair, compare
from improving_value.datasets.dictionary import builtin_folder, load_dictionary
from improving_value.kernel.periods import read_period
from improving_value.spec.dictionary import Dataset
from improving_value.spec.expression_places import is_expression
from improving_value.spec.load import LoadedScheme, read_scheme
from improving_value.spec.yaml_source import read_yaml_text

ROOT = Path(__file__).parents[2]
SCHEME = "itp_immunoglobulin_dosing"
LIMIT = ("recommended_dose: {value: 1.0,", "recommended_dose: {value: 1.1,")
PRICE = f"{SCHEME}:\n  price: 34.00\n"
Edit = tuple[str, str]

INFUSIONS = (
    # patient, day, grams, kilograms
    ("P-at-1.1", "2017-04-03", "77", "70"),  # 77 / 70 = 1.1 g/kg: 7 g above 1 g/kg, none above 1.1
    ("P-over-1.1", "2017-04-10", "78", "70"),  # 8 g above 1 g/kg, 78 - 77 = 1 g above 1.1
    ("P-at-1.0", "2017-05-02", "70", "70"),
    ("P-no-weight", "2017-05-09", "80", ""),
    ("P-small", "2017-06-01", "33", "30"),  # 33 / 30 = 1.1 g/kg: 3 g above 1 g/kg
    ("P-late", "2017-04-03", "60", "60"),  # and again eight days later: two courses, or with 10 days one
    ("P-late", "2017-04-11", "60", "60"),
)


@cache
def dictionary() -> Mapping[str, Dataset]:
    return load_dictionary([builtin_folder()])


def text(*edits: Edit, scheme: str = SCHEME) -> str:
    """Return the text of a scheme with some places changed; each must be there."""
    found = (ROOT / "schemes" / f"{scheme}.yaml").read_text(encoding="utf-8")
    for before, after in edits:
        assert before in found, f"not there: {before}"
        found = found.replace(before, after)
    return found


def version(written: str) -> Version:
    source = read_yaml_text(written, "scheme.yaml", is_expression)
    return Version(LoadedScheme(read_scheme(source), source, ""), {})


def planned(*edits: Edit, scheme: str = SCHEME) -> Planned:
    """Return what changed between a scheme and its edited text."""
    old, new = version(text(scheme=scheme)), version(text(*edits, scheme=scheme))
    checked = [check_scheme(one.loaded, dictionary(), one.entries) for one in (old, new)]
    return plan_comparison(old, new, (checked[0], checked[1]), dictionary())


def write_rows(folder: Path, rows: Sequence[Sequence[str]] = INFUSIONS) -> Path:
    """Write a folder of activity with these infusions."""
    activity = folder / "activity"
    activity.mkdir(exist_ok=True)
    with (activity / "ig_infusions.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(
            ["infusion_id", "provider_code", "patient_id", "infusion_date", "indication", "product_class", "product", "grams", "weight_kg"]
        )
        for number, (patient, day, grams, kilograms) in enumerate(rows):
            writer.writerow([f"I{number}", "X01", patient, day, "ITP", "immunoglobulin", "Privigen", grams, kilograms])
    return activity


def compared(folder: Path, *edits: Edit, out: Path | None = None, parameters: str = PRICE) -> Comparison:
    """Return the comparison of a scheme with its edited text over the few rows."""
    (folder / "parameters.yaml").write_text(parameters, encoding="utf-8")
    (folder / "new.yaml").write_text(text(*edits), encoding="utf-8")
    return compare(
        Pair(
            SCHEME,
            str(folder / "new.yaml"),
            None,
            write_rows(folder),
            read_period("2017/18 Q1"),
            None,
            folder / "parameters.yaml",
            out,
        )
    )
