"""The language reference, written from the language tests: `python tests/language/reference.py`."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from importlib import import_module
from itertools import groupby
from pathlib import Path
from textwrap import dedent
from types import ModuleType
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
if __name__ == "__main__":
    sys.path[:0] = [str(ROOT / "engine"), str(ROOT / "tests")]

from improving_value.expression.functions import SCALAR_FUNCTIONS, Function  # noqa: E402
from improving_value.expression.functions_of_rows import AGGREGATES, WINDOWS  # noqa: E402
from language.chapter_of_units import units_of_measure  # noqa: E402
from language.drawing import Drawing  # noqa: E402
from language.engines import on_rows  # noqa: E402
from language.harness import Asked, Evaluate, Shown, Stage, Staged  # noqa: E402

PAGE = ROOT / "docs" / "language.md"
CHAPTERS = (
    "arithmetic", "comparison", "missing", "choice", "membership", "text", "dates", "times", "rounding", "intervals", "aggregates", "windows", "parameters",
    "group", "match", "facts", "units_of_units", "eligibility", "history", "figures", "verdicts", "comparisons", "savings", "money", "breakdowns",
    "peers", "commissioners", "periods", "boundaries",
)  # fmt: skip
HEAD = """\
# The language of a scheme

What stands behind a key such as `when`, `keep` or `is`, and under `columns`, is written in a small language: names, numbers, text in quotes,
`+ - * /`, comparisons, `and or not`, `a if c else b`, `in [a, b]`, and the functions below. Nothing else is understood.

This page is written from the tests of the language, which run on both engines: `python tests/language/reference.py` writes it again.
[Capabilities](capabilities.md) says what an opportunity may need, and where here it stands.
In the tables `–` is missing, and the columns on the right are what the expressions at their head come to, row by row.
"""


def page() -> str:
    """Return the whole reference."""
    modules = {name: import_module(f"language.test_{name}") for name in CHAPTERS}
    parts = [HEAD, _contents(modules), *(_chapter(module) for module in modules.values()), units_of_measure(), _functions()]
    return "\n".join(parts).rstrip() + "\n"


def _contents(modules: Mapping[str, ModuleType]) -> str:
    titles = [_title(module) for module in modules.values()]
    return "".join(f"- [{title}](#{_anchor(title)})\n" for title in [*titles, "Units of measure", "Functions"])


def _title(module: ModuleType) -> str:
    return (module.__doc__ or "").split(":")[0].strip()


def _anchor(title: str) -> str:
    return title.lower().replace(" ", "-")


def _chapter(module: ModuleType) -> str:
    said = (module.__doc__ or "").strip().split(":", 1)[1].strip()
    tests = [part for name, part in vars(module).items() if name.startswith("test_") and inspect.isfunction(part)]
    told: dict[str, str] = {}
    paragraphs = [_paragraph(test, told) for test in sorted(tests, key=lambda test: test.__code__.co_firstlineno)]
    return "\n".join([f"## {_title(module)}\n", said[0].upper() + said[1:] + "\n", *paragraphs])


def _paragraph(test: Callable[..., None], told: dict[str, str]) -> str:
    """Return what one test says, and what it shows. `told` has the units that the chapter has shown, and under which heading."""
    title = heading(test.__name__)
    asked: list[Asked] = []
    staged: list[Staged] = []
    for arguments in _cases(test):
        evaluate, stage = Evaluate(on_rows), Stage(on_rows)
        known = {"evaluate": evaluate, "stage": stage, **arguments}
        test(**{name: known[name] for name in inspect.signature(test).parameters})
        asked += evaluate.asked
        staged += stage.staged
    shown = [*_answers(asked), *(text for one in _first_of_each(staged) for text in _story(one, title, told))]
    return "\n".join([f"### {title}\n", dedent(test.__doc__ or "").strip() + "\n", *shown])


def heading(test: str) -> str:
    """Return the heading under which a test stands."""
    title = test.removeprefix("test_").replace("_", " ")
    return title[0].upper() + title[1:]


def _first_of_each(staged: list[Staged]) -> Iterator[Staged]:
    """Yield the first two stories over the same units and parameters."""
    told: dict[str, int] = {}
    for one in staged:
        key = f"{one.body}{one.parameters}"
        told[key] = told.get(key, 0) + 1
        if told[key] < 3:
            yield one


def _cases(test: Callable[..., None]) -> list[dict[str, Any]]:
    """Return the sets of arguments of a test that has several."""
    for mark in getattr(test, "pytestmark", []):
        if mark.name == "parametrize":
            names = [mark.args[0]] if isinstance(mark.args[0], str) else list(mark.args[0])
            return [dict(zip(names, [case] if len(names) == 1 else case, strict=True)) for case in mark.args[1]]
    return [{}]


def _answers(asked: list[Asked]) -> Iterator[str]:
    """Yield tables: expressions over the same rows stand side by side."""
    for (table, parameters, _), together in groupby(
        asked, key=lambda one: (one.table, repr(one.parameters), isinstance(one.results, list))
    ):
        some = list(together)
        if parameters != "{}":
            yield _given(some[0].parameters)
        drawing = Drawing("rows", dedent(table))
        columns = {name: [row[name] for row in drawing.texts] for name in drawing.headings}
        if isinstance(some[0].results, list):
            yield _table({**columns, **{_code(one.expression): [_value(result) for result in one.results] for one in some}})
        else:
            yield _table(columns)
            yield "".join(f"- {_code(one.expression)} is {_value(one.results) if one.results is not None else 'missing'}\n" for one in some)


def _given(parameters: Mapping[str, Any]) -> str:
    lines = [f"  {name}: {_plain(value)}" for name, value in parameters.items()]
    return "\n".join(["```yaml", "parameters:", *lines, "```\n"])


def _plain(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{name}: {_plain(part)}" for name, part in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_plain(part) for part in value) + "]"
    if value is None:
        return "{basis: local}  # no value"
    return str(value).lower() if isinstance(value, bool) else str(value)


def _story(staged: Staged, title: str, told: dict[str, str]) -> Iterator[str]:
    """Yield a scheme's units, the rows they are made from, and what came out."""
    units = dedent(staged.body).strip()
    if units not in told:
        yield f"```yaml\n{units}\n```\n"
    elif told[units] != title:
        yield f"The units are those of *{told[units]}*.\n"
    told.setdefault(units, title)
    if staged.parameters:
        yield _given(staged.parameters)
    for name, text in staged.drawings.items():
        if told.get(f"{name} {text}") == title:
            continue  # stands above, under the same heading
        told[f"{name} {text}"] = title
        drawing = Drawing(name, dedent(text))
        yield f"`{name}`:\n"
        yield _table({column: [row[column] for row in drawing.texts] for column in drawing.headings})
    if staged.run:
        yield f"Run for {staged.run}.\n"
    for shown in staged.shown:
        yield f"gives `{shown.unit}`:\n"
        yield _table(_by_column(shown))


def _by_column(shown: Shown) -> dict[str, list[Any]]:
    return {column: [_value(row[index]) for row in shown.rows] for index, column in enumerate(shown.columns)}


def _table(columns: Mapping[str, list[Any]]) -> str:
    heads = [" | ".join(columns), " | ".join("---" for _ in columns)]
    rows = [
        " | ".join("–" if value is None else str(value).replace("|", "\\|") for value in row) for row in zip(*columns.values(), strict=True)
    ]
    return "\n".join(f"| {line} |" for line in [*heads, *rows]) + "\n"


def _code(expression: str) -> str:
    return f"`{expression.strip()}`".replace("|", "\\|")


def _value(value: Any) -> str:
    match value:
        case None:
            return "–"
        case bool():
            return "true" if value else "false"
        case list():
            return ", ".join(_value(part) for part in value)
        case datetime():
            return value.isoformat(" ")
        case date():
            return value.isoformat()
        case float() | Decimal():
            return f"{float(value):.15g}"
    return str(value)


def _functions() -> str:
    groups = (("Of one row", SCALAR_FUNCTIONS), ("Of many rows", AGGREGATES), ("Of the rows before and after", WINDOWS))
    return "\n".join(["## Functions\n", *(_catalogue(title, functions) for title, functions in groups)])


def _catalogue(title: str, functions: Mapping[str, Function]) -> str:
    rows = [f"| `{function.name}{function.takes}` | {function.says} | `{function.example}` |" for function in functions.values()]
    return "\n".join([f"### {title}\n", "| function | gives | example |", "| --- | --- | --- |", *rows, ""])


if __name__ == "__main__":
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(page(), encoding="utf-8")
