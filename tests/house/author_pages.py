"""The pages that authors print: `python tests/house/author_pages.py` writes the quick reference and the data dictionary."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
if __name__ == "__main__":
    sys.path[:0] = [str(ROOT / "engine")]

from improving_value.datasets.dictionary import builtin_folder, load_dictionary  # noqa: E402
from improving_value.dimensions.words import MEASURES, PHRASES, PLAIN, VARIES, WITHOUT_UNIT  # noqa: E402
from improving_value.expression.functions import SCALAR_FUNCTIONS, Function  # noqa: E402
from improving_value.expression.functions_of_rows import AGGREGATES, WINDOWS  # noqa: E402
from improving_value.spec.dictionary import Dataset, DictionaryColumn  # noqa: E402
from improving_value.spec.json_schema import scheme_schema  # noqa: E402

QUICK, DICTIONARY = ROOT / "docs" / "quick-reference.md", ROOT / "docs" / "data-dictionary.md"
SIGNS = (
    ("`a + b`  `a - b`  `a * b`  `a / b`", "arithmetic; missing if a part is, and division by nought is missing"),
    (
        "`a == b`  `a != b`  `<`  `<=`  `>`  `>=`",
        "comparison; `1 < x <= 2` is allowed; names of drugs and diseases compare without regard to case",
    ),
    ("`a and b`  `a or b`  `not a`", "yes, no or missing"),
    ("`a if c else b`", "one or the other; `missing` may stand on one side"),
    ("`a in ['x', 'y']`  `a not in …`", "one of several"),
    ("`'text'`", "text stands in single quotes; a date is a parameter, and so is every number but 0, 1, 12 and 100"),
    ("`known(x)`", "inside an aggregate: leave out the rows where x is missing"),
    ("`where=condition`", "inside an aggregate: only the rows for which it is so"),
    ("`baseline.x`  `before_baseline.x`", "a measure in the baseline period, and in the one before it"),
    ("`period_start`  `period_end`", "the first day of the period, and the first day after it, in an `each_period` unit"),
    ("`outcome`", "of a unit that another is made from: `eligible`, `not_eligible` or `undetermined`"),
    ("`NAME_found`  `NAME_reason`", "of a `match` called NAME: whether something was found, and why not"),
)
UNSAID = {
    "title": "Its title, as the reader sees it",
    "theme": "The guide's theme",
    "sub_themes": "The kinds of change",
    "status": "A draft never reaches a report",
    "next_review": "Day by which it is looked at again",
    "period": "What it is worked out for",
    "sources": "Documents that numbers and facts come from, by a short name",
    "chapter": "The guide's chapter in your own words",
    "parameters": "Numbers, by name",
    "units": "What is counted, by name",
    "measures": "Named aggregates",
    "kpis": "Indicators",
    "savings": "What is saved",
    "costs": "What it costs",
    "scenarios": "Other values, beside the default",
    "charts": "Pictures of indicators",
    "examples": "The author's own proof",
    "match": "Ladders of tests against other datasets, by name",
    "group": "Rows that make one unit",
    "columns": "What is worked out for each, by name",
    "eligible": "Who counts, rule by rule, in order",
    "rule": "Name of the rule",
    "when": "A condition",
    "say": "In words",
    "label": "The label",
    "kpi": "Name of the indicator",
    "measure": "Name of the measure",
    "saving": "Name of the saving",
    "cost": "Name of the cost",
    "scenario": "Name of the scenario",
    "chart": "Name of the chart",
    "example": "What it shows",
    "of": "The unit it is worked out over",
    "is": "An aggregate, or a formula of measures",
    "where": "Which units count",
    "over": "Those eligible, or all in scope",
    "unit": "Unit of the value",
    "share": "A condition: the share of units for which it is so",
    "numerator": "An aggregate, above",
    "denominator": "An aggregate, below",
    "domain": "The guide's heading",
    "better": "Which way is better; interpret needs local judgement",
    "levels": "Levels it is shown at",
    "note": "What a reader should know",
    "each": "Pounds on every eligible unit",
    "total": "Pounds for each provider and period",
    "state": "An opportunity is floored at nought; the others keep their sign",
    "class": "Kind of saving; kinds are never added together",
    "recurrent": "Whether it comes again every year",
    "payer": "Whose money it is",
    "requires": "Conditions without which it is withheld",
    "basis": "Where the number was born",
    "source": "Where it stands",
    "baseline": "Period to compare with",
    "given": "Raw rows, by dataset",
    "expect": "What must come out",
}
"""What is said of a key where the models say nothing, because its name says it."""


def quick_reference() -> str:
    """Return the page of every unit of measure, function and construct, one line each."""
    groups = (("Functions of one row", SCALAR_FUNCTIONS), ("Functions of many rows", AGGREGATES), ("Functions of neighbours", WINDOWS))
    parts = [
        "# Quick reference\n",
        "One line for each. [The language](language.md) shows them at work; [Writing a scheme](../schemes/README.md) says in what order to write.",
        "Written by `python tests/house/author_pages.py`; do not edit.\n",
        _table("Signs and names", ("write", "for"), SIGNS),
        *(_table(title, ("function", "gives", "example"), _functions(functions)) for title, functions in groups),
        _table("Units of measure", ("unit", "is"), _units()),
        *_constructs(json.loads(scheme_schema())),
    ]
    return "\n".join(parts)


def _functions(functions: Mapping[str, Function]) -> Iterator[tuple[str, ...]]:
    for function in functions.values():
        yield f"`{function.name}{function.takes}`", function.says, f"`{function.example}`"


def _units() -> Iterator[tuple[str, str]]:
    for measure in MEASURES:
        name, _, rest = measure.partition(" = ")
        size, *others = rest.split(" = ")
        also = [other for other in others if other != "_"]
        meaning = f"a measure of {size.strip('[]')}" if size.startswith("[") else size.replace(" * ", " × ").replace("1/100", "a hundredth")
        yield f"`{name}`", meaning + (f"; also `{'`, `'.join(also)}`" if also else "")
    for phrase, name in PHRASES.items():
        yield f"`{phrase}`", f"the same as `{name}`"
    yield ", ".join(f"`{word}`" for word in sorted(PLAIN - {"1"})), "no unit"
    yield ", ".join(f"`{word}`" for word in sorted(WITHOUT_UNIT)), "of a parameter that is no quantity"
    yield f"`{VARIES}`", "of a column of the data dictionary that has another unit from row to row"
    counted = sorted({dataset.counts for dataset in _datasets().values() if dataset.counts})
    yield ", ".join(f"`{word}`" for word in counted), "things counted: what a row of the data is"
    yield "the name of a unit of the scheme", "a thing counted"
    yield "`a/b`, `a per b`, `a per 1,000 b`", "one for each of another"


def _constructs(schema: dict[str, Any]) -> Iterator[str]:
    yield _table("A scheme", ("key", "must", "is"), _keys(schema, "Scheme"))
    for name, part in schema["definitions"].items():
        said = part.get("description", "").splitlines()[0]
        yield _table(_spaced(name), ("key", "must", "is"), _keys(part, name), said)


def _spaced(name: str) -> str:
    return {"DeclaredChart": "Chart", "ChartLabels": "Labels of a chart", "DatedValue": "Dated value", "Kpi": "KPI"}.get(name, name)


def _keys(part: dict[str, Any], name: str) -> Iterator[tuple[str, str, str]]:
    for key, shape in part.get("properties", {}).items():
        if key not in UNSAID and "description" not in shape:
            raise KeyError(f"{name}.{key} says nothing: give it a description, or a line in UNSAID")
        said = str(shape.get("description") or UNSAID[key]).rstrip(".")
        choices = [] if all(choice in said for choice in _choices(shape)) else _choices(shape)
        yield f"`{key}`", "yes" if key in part.get("required", ()) else "", said + (f": {', '.join(choices)}" if choices else "")


def _choices(shape: dict[str, Any]) -> list[str]:
    inner = [shape, *shape.get("anyOf", ()), shape.get("items", {})]
    inner += [part["items"] for part in shape.get("anyOf", ()) if "items" in part]
    return [str(choice) for part in inner for choice in part.get("enum", ())]


def data_dictionary() -> str:
    """Return the page of every dataset and its columns."""
    known = _datasets()
    listed = ((f"[{name}](#{name})", dataset.title, dataset.grain) for name, dataset in known.items())
    parts = [
        "# Data dictionary\n",
        "Every set of data that a scheme may name, in files called like it (`NAME.csv` or `NAME.parquet`). A row without what it must have is set",
        "aside; a value outside what is allowed is missing. A column may also arrive under one of its other headings.",
        "Written from `schemas/datasets` by `python tests/house/author_pages.py`; do not edit.\n",
        _table("", ("data", "title", "one row is"), listed),
        *(_dataset(dataset) for dataset in known.values()),
    ]
    return "\n".join(parts)


def _dataset(dataset: Dataset) -> str:
    key = f"key {', '.join(f'`{name}`' for name in dataset.key)}" if dataset.key else "no key: rows that are the same count once"
    dated = f"; dated by `{dataset.date}`" if dataset.date else ""
    counts = f"; counts: {dataset.counts}" if dataset.counts else ""
    said = f"{dataset.title}. From: {dataset.feed}. One row is {dataset.grain} ({dataset.kind}; {key}{dated}{counts})."
    rows = (
        (f"`{name}`", column.type, column.unit or "", "yes" if column.required else "", _said(column))
        for name, column in dataset.columns.items()
    )
    return _table(dataset.dataset, ("column", "type", "unit", "must", "is"), rows, said)


def _said(column: DictionaryColumn) -> str:
    """Return what a column is, what is allowed in it, and what else it may be called."""
    limits = (("above", column.above), ("at least", column.minimum), ("at most", column.maximum), ("decimal places:", column.places))
    more = [f"{word} {limit}" for word, limit in limits if limit is not None]
    more += [f"one of {', '.join(column.values)}"] if column.values else []
    more += [f"not after `{column.not_after}`"] if column.not_after else []
    more += [f"element {column.element}"] if column.element else []
    more += [f"also {', '.join(f'`{alias}`' for alias in column.aliases)}"] if column.aliases else []
    return "; ".join([column.title, *more])


def _datasets() -> dict[str, Dataset]:
    return load_dictionary([builtin_folder()])


def _table(title: str, heads: tuple[str, ...], rows: Any, said: str = "") -> str:
    lines = [heads, tuple("---" for _ in heads), *rows]
    drawn = "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)
    return "\n".join([*([f"## {title}\n"] if title else []), *([said + "\n"] if said else []), drawn + "\n"])


if __name__ == "__main__":
    QUICK.write_text(quick_reference(), encoding="utf-8", newline="\n")
    DICTIONARY.write_text(data_dictionary(), encoding="utf-8", newline="\n")
