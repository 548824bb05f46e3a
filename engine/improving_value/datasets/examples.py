"""The rows of a scheme's worked examples, made as typed as the rows of a file."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from improving_value.datasets.clock import LocalTime
from improving_value.datasets.keys import content_keys, key_of
from improving_value.datasets.values import HAPPENED_TWICE, Value, read_value
from improving_value.spec.dictionary import Dataset

EXAMPLE_PROVIDER = "X01"
TIMES, MOST_COPIES = "times", 10_000

Written = Mapping[str, Any]
Typed = dict[str, Value | None]


class RowFault(NamedTuple):
    """What is wrong with an example row: its index, the column (empty when it is the whole row) and the code."""

    row: int
    column: str
    code: str


def typed_examples(dataset: Dataset, rows: Sequence[Written], needed: Collection[str] = ()) -> tuple[list[Typed], list[RowFault]]:
    """Return example rows read by the rules of the dictionary, and their faults.

    Shape: every column of the dataset, and `row_key`.
    Missing: a column left out is missing, except the provider's, which is X01, and the patient's, which differs in every
    row. Rows that are the same in every column count once, as they would in a file. The hour that happens twice is no
    fault here: it is read as in a file, and an example may be about it.
    Of the columns that are needed, one without which intake would set the row aside has to be there.
    `times: 300` stands for 300 rows, alike but for their identifier, which ends in -1, -2 and so on.
    """
    typed: list[Typed] = []
    origins: list[int] = []
    faults: dict[RowFault, None] = {}
    for index, row in enumerate(rows):
        faults.update({RowFault(index, name, "unknown-column"): None for name in row if name not in {*dataset.columns, TIMES}})
        copies = _copies(dataset, row)
        if copies is None:
            faults[RowFault(index, TIMES, "not-a-whole-number")] = None
        for values, found in _typed_copies(dataset, row, index + 1, copies or ()):
            typed.append(values)
            origins.append(index)
            faults.update({RowFault(index, column, code): None for column, code in found})
            empty = [name for name in needed if dataset.columns[name].required and values[name] is None]
            wrong = {column for column, _ in found}
            faults.update({RowFault(index, name, "missing-required-value"): None for name in empty if name not in wrong})
    kept, different = _keyed(dataset, typed)
    return kept, [*faults, *(RowFault(origins[fault.row], fault.column, fault.code) for fault in different)]


def _copies(dataset: Dataset, row: Written) -> Sequence[str] | None:
    """Return what each copy of a row adds to its identifier; None when `times` is no number of rows."""
    if TIMES in dataset.columns or TIMES not in row:
        return ("",)
    times = row[TIMES]
    if isinstance(times, bool) or not isinstance(times, (int, Decimal)) or times != int(times) or not 1 <= times <= MOST_COPIES:
        return None
    return [f"-{number}" for number in range(1, int(times) + 1)]


def _typed_copies(dataset: Dataset, row: Written, number: int, copies: Sequence[str]) -> Iterator[tuple[Typed, list[tuple[str, str]]]]:
    """Yield a row as often as it stands for; what all copies share is read once, unless something is wrong with it."""
    given = {name: value for name, value in row.items() if name != TIMES or TIMES in dataset.columns}
    if dataset.provider in dataset.columns:
        given.setdefault(dataset.provider, EXAMPLE_PROVIDER)
    first: Typed | None = None
    for copy in copies:
        own = _own(dataset, row, number, copy)
        read = {} if first is None else {name: read_value(value, dataset.columns[name]) for name, value in own.items()}
        if first is not None and all(one.fault is None for one in read.values()):
            yield {**first, **{name: one.value for name, one in read.items()}}, []
            continue
        values, faults = _typed_row(dataset, {**given, **own})
        first = None if faults else values
        yield values, faults


def _own(dataset: Dataset, row: Written, number: int, copy: str) -> Written:
    """Return what no other row has: the patient, unless it is given, and, among several copies, the last name in the key."""
    own = {}
    if dataset.patient in dataset.columns and dataset.patient not in row:
        own[dataset.patient] = f"example-{number}{copy}"
    if copy:
        codes = [
            name for name in dataset.key if name in dataset.columns and dataset.columns[name].type == "code" and name != dataset.provider
        ]
        if codes and codes[-1] not in own:
            own[codes[-1]] = f"{row.get(codes[-1], f'example-{number}')}{copy}"
    return own


def _typed_row(dataset: Dataset, row: Written) -> tuple[Typed, list[tuple[str, str]]]:
    read = {name: read_value(row.get(name), column) for name, column in dataset.columns.items()}
    values: Typed = {name: one.value for name, one in read.items()}
    faults = [(name, one.fault) for name, one in read.items() if one.fault is not None and one.fault != HAPPENED_TWICE]
    late = [name for name, column in dataset.columns.items() if column.not_after and is_after(values[name], values.get(column.not_after))]
    return {**values, **dict.fromkeys(late)}, [*faults, *((name, "not-after") for name in late)]


def is_after(moment: Value | None, other: Value | None) -> bool:
    """Say whether one date or date-time lies after another: instants when both have a time, otherwise local days."""
    if moment is None or other is None:
        return False
    if isinstance(moment, LocalTime) and isinstance(other, LocalTime):
        return moment.utc > other.utc
    first, second = (value.local.date() if isinstance(value, LocalTime) else value for value in (moment, other))
    assert isinstance(first, date), "not_after is between dates"
    assert isinstance(second, date), "not_after is between dates"
    return first > second


def _keyed(dataset: Dataset, typed: list[Typed]) -> tuple[list[Typed], list[RowFault]]:
    """Return rows with their keys; copies are left out, and different rows with one key are a fault."""
    kept: dict[str, Typed] = {}
    faults: list[RowFault] = []
    keys = [key_of(row, dataset.key) for row in typed]
    contents = iter(content_keys([row for row, key in zip(typed, keys, strict=True) if key is None], tuple(dataset.columns)))
    for index, (row, known) in enumerate(zip(typed, keys, strict=True)):
        key = next(contents) if known is None else known
        keyed: Typed = {**row, "row_key": key}
        before = kept.setdefault(key, keyed)
        if before != keyed:
            faults.append(RowFault(index, "", "duplicate-key-different-row"))
    return list(kept.values()), faults
