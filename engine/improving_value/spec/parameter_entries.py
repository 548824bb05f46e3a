"""What a parameters file (or an example) says of each parameter, row by row, with the place of every row."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, TypeGuard

from improving_value.kernel.issues import Issue, Location
from improving_value.spec.as_written import date_meant, date_of, truth_meant
from improving_value.spec.positions import KeyPath, YamlSource

Raw = Decimal | str | bool | tuple["Raw", ...]
"""A value as YAML gives it, before the parameter's unit says what it is."""

ENTRY_NAME = re.compile(r"(?:(?:before_)?baseline\.)?[a-z][a-z0-9_]*", re.ASCII)

_OF_ROW = frozenset({"value", "from", "until", "source", "illustrative", "basis", "note"})
_OF_ENTRY = frozenset({"values", "source", "illustrative", "basis", "note"})


@dataclass(frozen=True)
class EntryRow:
    """One value: for these keys, from a day, until before another. `illustrative`: made up, to show how it works."""

    keys: Mapping[str, str]
    starts: date | None
    ends: date | None
    value: Raw
    source: str
    illustrative: bool
    location: Location
    excerpt: str


@dataclass(frozen=True)
class ParameterEntry:
    """All that was supplied of one parameter, or of the baseline value of a measure."""

    name: str
    rows: tuple[EntryRow, ...]
    location: Location
    excerpt: str = ""


class EntryReader:
    """Reads the entries below one path of a source; the issues gather in `issues`."""

    def __init__(self, source: YamlSource) -> None:
        self.source = source
        self.issues: list[Issue] = []

    def entries(self, path: KeyPath) -> dict[str, ParameterEntry]:
        """Return an entry for each name that has a value; one with nothing after it counts as not supplied."""
        found = self.source.data_at(path)
        if found is None:
            return {}
        if not isinstance(found, dict):
            self._issue(
                "not-a-mapping",
                path,
                "a value or a list",
                "names of parameters, each with its value",
                "write each name on a line of its own, indented",
            )
            return {}
        entries = {}
        for name in found:
            below = (*path, name)
            if not ENTRY_NAME.fullmatch(name):
                self._issue(
                    "not-a-name",
                    below,
                    f"`{name}`",
                    "the name of a parameter, or `baseline.` and the name of a measure",
                    "correct the name",
                    of_key=True,
                )
                continue
            rows = tuple(self._rows(below))
            if rows:
                where = self.source.key(below)
                # Nobody knows yet whether the value is confidential: of the line only the name is ever shown.
                entries[name] = ParameterEntry(name, rows, where, self.source.excerpt(where.line)[: where.column + len(name)])
        return entries

    def _rows(self, path: KeyPath) -> Iterator[EntryRow]:
        found = self.source.data_at(path)
        if isinstance(found, list) and any(isinstance(item, dict) for item in found):
            yield from self._listed(path, {})
        elif isinstance(found, dict) and "values" in found:
            for key in [key for key in found if key not in _OF_ENTRY]:
                self._issue(
                    "unknown-key",
                    (*path, key),
                    f"`{key}`, beside `values`",
                    "`values`, `source`, `basis`, `illustrative` or `note`",
                    "move it into each row, or delete it",
                    of_key=True,
                )
            if isinstance(found["values"], list):
                yield from self._listed((*path, "values"), found)
            elif found["values"] is not None:
                self._issue(
                    "not-a-list",
                    (*path, "values"),
                    "a single value",
                    "a list of rows, each with its `value`",
                    "write each row on a line of its own, after `- `",
                )
        elif isinstance(found, dict):
            yield from self._row(path, {})
        elif found is not None and (value := self._value(path)) is not None:
            yield self._entry_row(path, {}, None, None, value, {})

    def _listed(self, path: KeyPath, entry: Mapping[str, Any]) -> Iterator[EntryRow]:
        for number, item in enumerate(self.source.data_at(path)):
            if isinstance(item, dict):
                yield from self._row((*path, number), entry)
            else:
                self._issue(
                    "not-a-mapping",
                    (*path, number),
                    "a value without keys, among rows with keys",
                    "`value` and its keys in every row",
                    "write `value:` before it",
                )

    def _row(self, path: KeyPath, entry: Mapping[str, Any]) -> Iterator[EntryRow]:
        row = self.source.data_at(path)
        if "value" not in row:
            self._issue("missing-key", path, "a row without `value`", "`value`: the value that holds", "add `value: …`")
            return
        starts, ends = self._date((*path, "from")), self._date((*path, "until"))
        keys = {}
        for key in row:
            if key not in _OF_ROW and row[key] is not None:
                if isinstance(row[key], dict | list):
                    self._issue("not-single-value", (*path, key), "a list or a mapping", "one code or name", "write one row for each")
                else:
                    keys[key] = self.source.positions[*path, key].held or ""
        if row["value"] is not None and (value := self._value((*path, "value"))) is not None:
            yield self._entry_row(path, keys, starts, ends, value, {**entry, **row})

    def _entry_row(
        self, path: KeyPath, keys: Mapping[str, str], starts: date | None, ends: date | None, value: Raw, said: Mapping[str, Any]
    ) -> EntryRow:
        where = self.source.locate((*path, "value")) if self.source.has((*path, "value")) else self.source.locate(path)
        illustrative = said.get("illustrative", False)
        if not isinstance(illustrative, bool):
            meant = truth_meant(str(illustrative)) or "true"
            self._issue(
                "not-true-or-false-value",
                (*path, "illustrative"),
                f"`{illustrative}`",
                "`true` or `false`",
                f"write `{meant}`, without quotes",
            )
        source = said.get("source")
        return EntryRow(
            keys, starts, ends, value, "" if source is None else str(source), illustrative is True, where, self.source.excerpt(where.line)
        )

    def _value(self, path: KeyPath) -> Raw | None:
        found = self.source.data_at(path)
        if isinstance(found, list) and all(_is_single(item) for item in found):
            return tuple(found)
        if _is_single(found):
            return found
        self._issue(
            "not-single-value",
            path,
            "a mapping, or a list with gaps",
            "one value, or a list of values",
            "write the value after the key, on the same line",
        )
        return None

    def _date(self, path: KeyPath) -> date | None:
        found = self.source.data_at(path)
        day = date_of(found)
        if found is not None and day is None:
            meant = date_meant(str(found))
            self._issue(
                "not-a-date",
                path,
                f"`{found}`" if _is_single(found) else "a list or a mapping",
                "a date that exists: year, month, day",
                f"write `{meant}`" if meant else "write it as in `2017-04-01`",
            )
        return day

    def _issue(self, code: str, path: KeyPath, found: str, expected: str, fix: str, of_key: bool = False) -> None:
        where = self.source.key(path) if of_key else self.source.locate(path)
        self.issues.append(self.source.issue(code, where, found, expected, fix))


def _is_single(found: object) -> TypeGuard[Decimal | str | bool]:
    return isinstance(found, Decimal | str | bool)
