"""Data drawn as a small table of text: the headings give types, `-` is missing."""

from __future__ import annotations

import csv
import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from improving_value.datasets.values import read_value
from improving_value.spec.dictionary import Dataset, DictionaryColumn

KEY, PROVIDER, DATE = "row_id", "provider_code", "row_day"
"""Columns that a drawing has without drawing them: r01, r02 …; P1; a day in April 2017."""

USUAL_DAY = "2017-04-03"


@dataclass(frozen=True)
class Drawing:
    """A dataset and its rows as text.

    A heading is `name:type`, with the places of a decimal after it (`grams:decimal3`) and `!` where the data dictionary requires a
    value. Words are separated by spaces and may stand in quotes. A date called `day` dates the rows.
    """

    name: str
    text: str

    @cached_property
    def _lines(self) -> list[list[str]]:
        return [shlex.split(line) for line in self.text.strip().splitlines()]

    @cached_property
    def headings(self) -> dict[str, DictionaryColumn]:
        """Return the columns drawn, by name, in order."""
        return dict(_heading(heading) for heading in self._lines[0])

    @cached_property
    def dataset(self) -> Dataset:
        """Return the data dictionary's entry."""
        columns = {KEY: _column("code", required=True), PROVIDER: _column("code", required=True), DATE: _column("date"), **self.headings}
        dated = columns.get("day")
        return Dataset(
            dataset=self.name, title=self.name, feed="none", grain="row", key=[KEY], provider=PROVIDER,
            date="day" if dated is not None and dated.type == "date" else DATE, valid_from="valid_from", valid_until="valid_until",
            columns=columns,
        )  # fmt: skip

    @cached_property
    def texts(self) -> list[dict[str, str | None]]:
        """Return the rows with every column as text, the columns not drawn included."""
        found = []
        for number, line in enumerate(self._lines[1:], start=1):
            drawn = dict(zip(self.headings, line, strict=True))
            row = {KEY: f"r{number:02d}", PROVIDER: "P1", DATE: USUAL_DAY, **drawn}
            found.append({name: None if text == "-" else text for name, text in row.items()})
        return found

    def typed(self) -> list[dict[str, Any]]:
        """Return the rows as the row engine takes them."""
        return [typed_row(self.dataset, row) for row in self.texts]

    def write(self, folder: Path) -> None:
        """Write the rows as the file an extract would be."""
        with (folder / f"{self.name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(self.dataset.columns)
            writer.writerows(["" if row[name] is None else row[name] for name in self.dataset.columns] for row in self.texts)


def typed_row(dataset: Dataset, row: Mapping[str, str | None]) -> dict[str, Any]:
    """Return one row as typed values, with its key."""
    values: dict[str, Any] = {"row_key": "|".join(str(row[name]) for name in dataset.key)}
    for name, column in dataset.columns.items():
        read = read_value(row[name], column)
        assert read.fault in (None, "hour-happened-twice"), f"{name}: {read.fault}"
        values[name] = read.value
    return values


def _heading(heading: str) -> tuple[str, DictionaryColumn]:
    name, written = heading.split(":")
    kind = written.rstrip("!")
    return name, _column(kind.rstrip("0123456789"), required=written.endswith("!"), places=kind.lstrip("abcdefghijklmnopqrstuvwxyz"))


def _column(kind: str, required: bool = False, places: str = "") -> DictionaryColumn:
    return DictionaryColumn.model_validate({"type": kind, "title": kind, "required": required, "places": int(places) if places else None})
