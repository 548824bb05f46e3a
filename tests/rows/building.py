"""Checked schemes built by hand, so that the row engine can be tested without the checker's rules."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from improving_value.check.model import Cell, CheckedColumn, CheckedRule, CheckedSaving, CheckedScheme, CheckedUnit
from improving_value.expression.evaluate import RowValue, evaluate
from improving_value.expression.nodes import Aggregate, Name, Namespaced, Node, walk
from improving_value.expression.parse import parse
from improving_value.expression.resolve import resolve
from improving_value.expression.scope import KnownParameter, Scope
from improving_value.expression.types import BOOLEAN, DATE, DOUBLE, INTEGER, NAME_TEXT, TEXT, Type, decimal
from improving_value.kernel.calendar import Calendar, Slice
from improving_value.kernel.parameters import ParameterRow, ParameterValues
from improving_value.kernel.periods import read_period, windows_of
from improving_value.kernel.places import Place
from improving_value.run.rows import RowRun, run_rows
from improving_value.spec.dictionary import Dataset
from improving_value.spec.models import Saving, Scheme

Types = Mapping[str, Type]

PRICE = KnownParameter(DOUBLE, ("drug",))
LIMIT = KnownParameter(DOUBLE, ())
PARAMETERS = {"price": PRICE, "limit": LIMIT}

_KINDS = {"code": TEXT, "name": NAME_TEXT, "integer": INTEGER, "decimal": decimal(2), "date": DATE, "boolean": BOOLEAN}


def node(text: str, columns: Types, **more: Any) -> Node:
    """Return a typed tree over these columns, `price` (by drug) and `limit`."""
    return resolve(parse(text), Scope(columns, PARAMETERS, **more))


def value_of(text: str, **row: tuple[RowValue, Type]) -> RowValue:
    """Return an expression's value over one row, each column given as its value and type."""
    tree = node(text, {name: kind for name, (_, kind) in row.items()})

    def named(name: Name | Namespaced) -> RowValue:
        return row[name.name][0]

    return evaluate(tree, named)


def aggregate(text: str, columns: Types, **more: Any) -> Aggregate:
    """Return a typed aggregate over rows with these columns."""
    made = node(text, {}, inside=columns, **more)
    assert isinstance(made, Aggregate)
    return made


def dataset(name: str, dated_by: str | None = None, **columns: str) -> Dataset:
    return Dataset.model_validate(
        {
            "dataset": name,
            "title": name,
            "feed": "none",
            "grain": "row",
            "date": dated_by,
            "columns": {
                column: {"type": kind, "title": column, "places": 2 if kind == "decimal" else None} for column, kind in columns.items()
            },
        }
    )


def types_of(table: Dataset) -> dict[str, Type]:
    return {name: _KINDS[column.type] for name, column in table.columns.items()}


def column(name: str, text: str, columns: Types, **more: Any) -> CheckedColumn:
    tree = node(text, columns, **more)
    assert tree.type is not None
    return CheckedColumn(name, tree.type, tree)


def rule(name: str, text: str, columns: Types, **more: Any) -> CheckedRule:
    tree = node(text, columns, **more)
    fields = tuple(part.name for part in walk(tree) if isinstance(part, Name))
    return CheckedRule(name, tree, f"{name} is so", fields)


def unit(name: str, source: str, source_types: Types, **parts: Any) -> CheckedUnit:
    """Return a unit that is its rows, except for the parts given."""
    parts.setdefault("types", {**source_types, **{made.name: made.type for made in parts.get("row_columns", ())}})
    plain: dict[str, Any] = {
        "say": name,
        "source_is_unit": False,
        "keep": None,
        "each_period": False,
        "matches": (),
        "row_columns": (),
        "group": None,
        "columns": (),
        "row_date": None,
        "date": None,
        "provider": "provider_code",
        "home": "provider",
        "step": False,
        "rules": (),
        "at_stake": None,
        "per_period": False,
    }
    return CheckedUnit(name=name, source=source, source_types=source_types, **{**plain, **parts})


def scheme(
    units: list[CheckedUnit],
    datasets: list[Dataset],
    cells: list[Cell] | None = None,
    values: Mapping[str, ParameterValues] | None = None,
    savings: list[CheckedSaving] | None = None,
) -> CheckedScheme:
    return CheckedScheme(
        scheme=Scheme.model_construct(scheme="by_hand"),
        sha256="",
        datasets={table.dataset: table for table in datasets},
        parameters={},
        values=values or {},
        units={made.name: made for made in units},
        cells={cell.id: cell for cell in cells or []},
        measures={},
        kpis=(),
        savings=tuple(savings or []),
        costs=(),
    )


def saving_each(name: str, of: str, tree: Node) -> CheckedSaving:
    made = Saving.model_construct(saving=name, of=of, each="")
    return CheckedSaving(made, "default", f"{name}_pence", tree, None, None, None, None, ())


def quarter_by_month() -> Calendar:
    """Return 2017/18 Q1 in months and as a span, with one provider in one hub, and the hub changing in June."""
    windows = windows_of(read_period("2017/18 Q1"), "month", None)
    slices = tuple(Slice(window.id, window.period.start, window.period.end, (window.id, 3)) for window in windows[:3])
    places = tuple(Place(part.id, "R1", "R1", "new" if part.id == 2 else "old", "north") for part in slices)
    return Calendar(windows, slices, places, {0: 0, 1: 1, 2: 2, 3: 2})


def by_drug(**prices: str) -> ParameterValues:
    rows = tuple(ParameterRow((drug,), None, None, Decimal(price), "test") for drug, price in prices.items())
    return ParameterValues("price", ("drug",), rows)


def dated(name: str, *steps: tuple[str, str, str]) -> ParameterValues:
    """Return values that hold from a day until another."""
    rows = tuple(
        ParameterRow((), date.fromisoformat(since), date.fromisoformat(until), Decimal(value), "test") for since, until, value in steps
    )
    return ParameterValues(name, (), rows)


def table(picture: str, **kinds: str) -> list[dict[str, RowValue]]:
    """Return rows drawn as a picture: headings, then values; `-` is missing. The first column is the row's key."""
    lines = [line.split() for line in picture.strip().splitlines()]
    headings = lines[0]
    return [
        {name: text if name == "row_key" else _typed(text, kinds[name]) for name, text in zip(headings, line, strict=True)}
        for line in lines[1:]
    ]


def _typed(text: str, kind: str) -> RowValue:
    if text == "-":
        return None
    match kind:
        case "integer":
            return int(text)
        case "decimal":
            return Decimal(text)
        case "date":
            return date.fromisoformat(text)
        case "boolean":
            return text == "yes"
    return text


def run(checked: CheckedScheme, tables: Mapping[str, list[dict[str, RowValue]]]) -> RowRun:
    return run_rows(checked, tables, quarter_by_month())
