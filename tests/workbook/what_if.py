"""An assumption changed on the sheet, and the same value given to the engine: both must come to the same pounds."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml
from openpyxl import load_workbook

from improving_value.pipeline import Request, demo_request, run
from workbook.reading import Shown, recalculated, shown_in, values_of

HEADING_ROW = 7


@dataclass(frozen=True)
class Change:
    """One live value of the sheet, and another in its place."""

    scheme: str
    name: str
    key: str
    row: int
    before: Any
    after: Any
    starts: date | None
    ends: date | None

    def __str__(self) -> str:
        return f"{self.scheme} {self.name} {self.key or ''} {self.before} -> {self.after}"


def base_request(scheme: str, out: Path) -> Request:
    """Return the demo's run of one scheme."""
    return replace(demo_request(out, date(2018, 5, 14)), only=(scheme,), workbook=True)


def changes_in(path: Path, schemes_by_title: dict[str, str]) -> list[Change]:
    """Return another value for every live assumption of a workbook."""
    sheet = load_workbook(path)["Assumptions"]
    headings = [cell.value for cell in sheet[HEADING_ROW]]
    choices = {
        int(str(one.sqref).removeprefix("G")): str(one.formula1).strip('"').split(",")
        for one in sheet.data_validations.dataValidation
        if one.type == "list"
    }
    found = []
    for row in range(HEADING_ROW + 1, sheet.max_row + 1):
        line = dict(zip(headings, [cell.value for cell in sheet[row]], strict=True))
        if line["When you change it"] == "live":
            before = line["Value"]
            name = str(line["Parameter"])
            change = Change(
                schemes_by_title[line["Scheme"]],
                name,
                line["For"] or "",
                row,
                before,
                other_value(before, str(line["Unit"]), choices.get(row, [])),
                _day(line["From"]),
                _day(line["Until"]),
            )
            if change.after != change.before:
                found.append(change)
    return found


def other_value(value: Any, unit: str, choices: Sequence[str]) -> Any:
    """Return a value of the same sort that is not the same."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, datetime):
        return (value + timedelta(days=31)).date()
    if isinstance(value, str):
        return next((one for one in choices if one != value), value)
    if unit == "share":
        return round(value * 0.9 if value > 0.5 else value + 0.05, 4)
    return value + 1 if float(value).is_integer() and value < 100 else round(float(value) * 1.0625, 2)


def _day(value: Any) -> date | None:
    return value.date() if isinstance(value, datetime) else None


def changed_parameters(change: Change, before: Path, checked: Any, target: Path) -> Path:
    """Write the parameters file with one value changed, whatever it was given by."""
    entries = yaml.safe_load(before.read_text(encoding="utf-8"))
    values = checked.values[change.name]
    rows = []
    for row in values.rows:
        entry: dict[str, Any] = {by: key for by, key in zip(values.by, row.keys, strict=True) if key is not None}
        entry |= {word: day for word, day in (("from", row.starts), ("until", row.ends)) if day is not None}
        key = "" if all(one is None for one in row.keys) else ", ".join(one if one is not None else "any" for one in row.keys)
        same = (key or "", row.starts, row.ends) == (change.key if change.key != "all others" else "", change.starts, change.ends)
        entry["value"] = change.after if same else row.value
        if isinstance(entry["value"], Decimal):
            entry["value"] = int(entry["value"]) if entry["value"] == int(entry["value"]) else float(entry["value"])
        rows.append(entry)
    entries.setdefault(change.scheme, {})[change.name] = rows
    target.write_text(yaml.safe_dump(entries, sort_keys=False, allow_unicode=True), encoding="utf-8")
    return target


def with_changes(path: Path, changes: Sequence[Change], folder: Path) -> list[Path]:
    """Write a copy of a workbook for each change, without any value worked out."""
    found = []
    for number, change in enumerate(changes):
        book = load_workbook(path)
        book["Assumptions"].cell(change.row, 7).value = change.after
        target = folder / f"changed-{number}.xlsx"
        book.save(target)
        found.append(target)
    return found


def differences(sheet: Sequence[Shown], engine: Sequence[Shown]) -> list[str]:
    """Return where two workbooks tell different amounts or statuses."""
    there = {(one.figure, one.organisation, one.period): one for one in engine}
    found = []
    for one in sheet:
        other = there.get((one.figure, one.organisation, one.period))
        if other is None or (one.amount is None) != (other.amount is None) or one.status != other.status:
            found.append(f"{one} against {other}")
        elif one.amount is not None and other.amount is not None and abs(one.amount - other.amount) > 0.005:
            found.append(f"{one} against {other.amount}")
    return found


def trials(scheme: str, folder: Path, most: int | None = None) -> Iterator[tuple[Change, bool, list[str]]]:
    """Yield each change of a scheme's live assumptions, whether anything moved, and where sheet and engine differ."""
    from improving_value.library import check_all, read_library
    from improving_value.spec.parameters_file import load_parameters

    base = base_request(scheme, folder / "base")
    run(base)
    book = base.out / "internal" / "menu.xlsx"
    assert base.parameters is not None
    checked, _ = check_all(read_library((), ()), load_parameters(base.parameters), (scheme,))
    changes = _spread(changes_in(book, {checked[0].scheme.title: scheme}), most)
    if not changes:
        return
    before = shown_in(values_of(book))
    copies = recalculated(with_changes(book, changes, folder), folder)
    for number, (change, copy) in enumerate(zip(changes, copies, strict=True)):
        file = changed_parameters(change, base.parameters, checked[0], folder / f"parameters-{number}.yaml")
        again = replace(base, out=folder / f"again-{number}", parameters=file)
        run(again)
        sheet = shown_in(values_of(copy))
        engine = shown_in(values_of(again.out / "internal" / "menu.xlsx"))
        yield change, sheet != before, differences(sheet, engine)


def _spread(changes: list[Change], most: int | None) -> list[Change]:
    """Return one change of each parameter, as many as wanted; without a limit one of every value."""
    if most is None:
        return changes
    first = {change.name: change for change in reversed(changes)}
    return list(reversed(first.values()))[:most]


def main(schemes: Sequence[str]) -> int:
    """Try every live assumption of some schemes, or of all, and print what came of it."""
    from improving_value.library import read_library

    wrong = 0
    for scheme in schemes or [one.scheme.scheme for one in read_library((), ()).schemes]:
        with tempfile.TemporaryDirectory() as folder:
            for change, moved, found in trials(scheme, Path(folder)):
                wrong += bool(found)
                print("DIFFERS" if found else "same   ", "moved" if moved else "still", change, flush=True)
                print("".join(f"    {one}\n" for one in found[:5]), end="")
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
