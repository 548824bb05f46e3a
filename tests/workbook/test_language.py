"""The fifth reading agrees with the others: every expression of the language tests, in one workbook, worked out by LibreOffice."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from xlsxwriter import Workbook as Writer
from xlsxwriter.utility import xl_col_to_name

from improving_value.expression.excel_pieces import MISSING, ROW, NotSayable, Said
from improving_value.expression.nodes import Name, Namespaced, Node, walk
from improving_value.expression.to_excel import to_excel
from improving_value.report.workbook.assumptions import CONSTANTS
from improving_value.report.workbook.cells import as_cell
from language.engines import Ran, on_rows
from language.harness import Evaluate, Stage
from language.reference import CHAPTERS, _cases
from workbook.reading import is_same, recalculated, values_of

SAYABLE = 75
"""Expressions of the language tests that a sheet can work out, at least."""


@dataclass
class OneRow:
    """A place for the working columns of one row of a table, with the values of names beside them."""

    values: Mapping[str, Any]
    row: int
    longest: int = 110
    formulas: list[str] = field(default_factory=list)
    given: dict[str, Any] = field(default_factory=dict)
    at: dict[str, int] = field(default_factory=dict)
    constants: dict[str, Decimal] = field(default_factory=dict)

    def of(self, leaf: Name | Namespaced) -> Said:
        if leaf.name not in self.at:
            value = self.values[leaf.name]
            if value is not None and not isinstance(value, (bool, str, int, float, Decimal, date)):
                raise NotSayable("a value that no cell holds")
            self.at[leaf.name] = self._next()
            self.given[leaf.name] = value
        return Said(f"{xl_col_to_name(self.at[leaf.name])}{ROW}", leaf)

    def _next(self) -> int:
        return len(self.at)

    def constant(self, number: object) -> str:
        assert isinstance(number, Decimal)
        name = f"number_{str(number).replace('.', '_').replace('-', 'minus_')}"
        self.constants[name] = number
        return name

    def hold(self, formula: str, node: Node, origin: Node) -> Said:
        place = self._next()
        self.formulas.append(formula)
        self.at[f"step {place}"] = place
        text = f"{xl_col_to_name(place)}{ROW}"
        is_number = origin.type is None or origin.type.kind not in ("text", "boolean")
        return Said(text, Name(f"step {place}", origin.span, origin.type, "column"), (text,) if is_number else ())

    def same_case(self, *nodes: Node) -> None:
        texts = [str(part.value) for node in nodes for part in walk(node) if isinstance(getattr(part, "value", None), str)]
        texts += [value for value in self.values.values() if isinstance(value, str)]
        if len({text.casefold() for text in texts}) < len(set(texts)) or MISSING in texts:
            raise NotSayable("texts that differ by case")


@dataclass
class Watched(Evaluate):
    """Evaluates as the tests ask, and keeps the typed tree with the rows it was read on."""

    kept: list[tuple[str, Node, list[dict[str, Any]]]] = field(default_factory=list)

    def __call__(self, expression: str, table: str, *, aggregate: bool = False, parameters: Mapping[str, Any] | None = None) -> Any:
        held: list[Ran] = []

        def engine(*arguments: Any) -> Ran:
            held.append(on_rows(*arguments))
            return held[-1]

        self.engine = engine
        found = super().__call__(expression, table, aggregate=aggregate, parameters=parameters)
        unit = held[0].checked.units["one"]
        if not aggregate:
            how = next(column.how for column in unit.row_columns if column.name == "result")
            known = {name: values.rows[0].value for name, values in held[0].checked.values.items() if values.is_constant}
            rows = sorted(held[0].units["one"], key=lambda row: str(row["unit_key"]))
            if isinstance(how, Node):  # type: ignore[arg-type, misc]
                self.kept.append((expression, how, [{**known, **row} for row in rows]))
        return found


def questions() -> Iterator[tuple[str, Node, list[dict[str, Any]]]]:
    """Yield every expression of the language tests that is read row by row."""
    for chapter in CHAPTERS:
        module = import_module(f"language.test_{chapter}")
        for name, test in inspect.getmembers(module, inspect.isfunction):
            if name.startswith("test_") and test.__module__ == module.__name__ and "evaluate" in inspect.signature(test).parameters:
                yield from _asked_by(test)


def _asked_by(test: Callable[..., None]) -> Iterator[tuple[str, Node, list[dict[str, Any]]]]:
    for arguments in _cases(test):
        evaluate = Watched(on_rows)
        known = {"evaluate": evaluate, "stage": Stage(on_rows), **arguments}
        test(**{name: known[name] for name in inspect.signature(test).parameters})
        yield from evaluate.kept


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[tuple[str, str, Any]]]:
    """Write one row for each expression and row of its table; return the file, and of each its expression, cell and value."""
    path = tmp_path_factory.mktemp("language") / "language.xlsx"
    wanted: list[tuple[str, str, Any]] = []
    constants: dict[str, Decimal] = {}
    row = 0
    with Writer(str(path), {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet, numbers = book.add_worksheet("One"), book.add_worksheet("Numbers")
        for expression, tree, rows in questions():
            for values in rows:
                place = OneRow(values, row)
                try:
                    said = to_excel(tree, place)
                except (NotSayable, KeyError):
                    break
                column = _write_row(sheet, place, said)
                wanted.append((expression, f"{xl_col_to_name(column)}{row + 1}", values["result"]))
                constants |= place.constants
                row += 1
        for line, (name, value) in enumerate({**{name: value for name, (value, _) in CONSTANTS.items()}, **constants}.items()):
            numbers.write_number(line, 0, float(value))
            book.define_name(name, f"=Numbers!$A${line + 1}")
    return path, wanted


def _write_row(sheet: Any, place: OneRow, said: Said) -> int:
    formulas = iter(place.formulas)
    for name, column in place.at.items():
        if name in place.given:
            _write(sheet, place.row, column, place.given[name])
        else:
            sheet.write_formula(place.row, column, "=" + next(formulas).replace(ROW, str(place.row + 1)), None, "")
    last = len(place.at)
    sheet.write_formula(place.row, last, "=" + said.text.replace(ROW, str(place.row + 1)), None, "")
    return last


def _write(sheet: Any, row: int, column: int, value: Any) -> None:
    held = as_cell(value)
    if isinstance(held, str):
        sheet.write_string(row, column, held)
    elif isinstance(held, bool):
        sheet.write_boolean(row, column, held)
    else:
        sheet.write_number(row, column, held)


def test_libreoffice_agrees_with_the_row_evaluator(written: tuple[Path, list[tuple[str, str, Any]]], tmp_path: Path) -> None:
    path, wanted = written
    (copy,) = recalculated([path], tmp_path)
    sheet = values_of(copy)["One"]
    different = []
    for expression, place, value in wanted:
        there = sheet[place].value
        there = there.date() if hasattr(there, "date") else there
        held = as_cell(value)
        if not (is_same(held, there) or (isinstance(value, bool) and there in (0, 1) and bool(there) == value)):
            different.append(f"{expression}: {value!r}, and there {there!r}")
    assert different == []
    assert len({expression for expression, _, _ in wanted}) >= SAYABLE
