"""Whether two runs of the ITP scheme came out the same: every count, KPI and saving, and every course and patient."""

from __future__ import annotations

import csv
from pathlib import Path

import duckdb

TABLES = {
    "counts.csv": (("unit", "level", "organisation", "period"), ("in_scope", "eligible", "not_eligible", "undetermined")),
    "kpis.csv": (("kpi", "category", "level", "organisation", "period"), ("numerator", "denominator", "value", "skipped")),
    "savings.csv": (("saving", "scenario", "level", "organisation", "period"), ("gross_gbp",)),
}
"""Each table's key and figures. Numbers are compared exactly: pounds to the penny, shares to the last bit of a double."""

UNITS = {
    "course": {
        "period": "VARCHAR", "source_keys": "VARCHAR[]", "provider_code": "VARCHAR", "patient_id": "VARCHAR", "start_date": "DATE", "product": "VARCHAR",
        "dose": "DECIMAL(18, 3)", "weight": "DECIMAL(18, 3)", "dose_per_kg": "DOUBLE", "band": "VARCHAR", "compliant": "BOOLEAN",
        "compliant__vial_5g": "BOOLEAN", "excess": "DOUBLE", "panel_decision": "VARCHAR", "eligibility_met": "BOOLEAN", "outcome_recorded": "BOOLEAN",
        "reactions": "BIGINT", "outcome": "VARCHAR", "deciding_rule": "VARCHAR", "at_stake_pence": "BIGINT", "opportunity_all_pence": "BIGINT",
    },
    "patient": {
        "period": "VARCHAR", "source_keys": "VARCHAR[]", "provider_code": "VARCHAR", "patient_id": "VARCHAR", "has_weight": "BOOLEAN",
        "highest_dose": "DOUBLE", "all_within": "BOOLEAN", "outcome": "VARCHAR", "deciding_rule": "VARCHAR",
    },
}  # fmt: skip
"""Each unit's columns, and the type in which they are compared."""


def differences(first: Path, second: Path) -> tuple[str, list[str]]:
    """Return how much was compared, in words, and a line for each thing that is not the same."""
    found: list[str] = []
    figures = 0
    for name, (key, numbers) in TABLES.items():
        one, other = (_figures(folder / name, key, numbers) for folder in (first, second))
        figures += len(one) * len(numbers)
        for place in sorted(one.keys() | other.keys()):
            if one.get(place) != other.get(place):
                found.append(f"{name} {' / '.join(place)}: {one.get(place)} and {other.get(place)}")
    units = 0
    for unit, columns in UNITS.items():
        counted, different = _units(first / "units", second / "units", unit, columns)
        units += counted
        found += different
    return f"{figures:,} figures equal, and {units:,} courses and patients equal in every column", found


def _figures(path: Path, key: tuple[str, ...], numbers: tuple[str, ...]) -> dict[tuple[str, ...], tuple[float | None, ...]]:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    found = {tuple(row[name] for name in key): tuple(float(row[name]) if row[name] else None for name in numbers) for row in rows}
    assert len(found) == len(rows), f"a place stands twice in {path.name}"
    return found


def _units(first: Path, second: Path, unit: str, columns: dict[str, str]) -> tuple[int, list[str]]:
    """Compare a unit's tables by a sum of hashes for each column, which does not depend on the order of rows."""
    sums = ", ".join(f"sum(hash(unit_key, CAST({_plain(name, kind)} AS {kind})))" for name, kind in columns.items())
    one, other = (duckdb.execute(f"SELECT count(*), {sums} FROM '{_file(folder, unit)}'").fetchall()[0] for folder in (first, second))
    found = [f"{unit}: {one[0]} and {other[0]} rows"] if one[0] != other[0] else []
    found += [f"{unit}.{name}: not the same in every row" for name, a, b in zip(columns, one[1:], other[1:], strict=True) if a != b]
    return one[0], found


def _plain(name: str, kind: str) -> str:
    """Return a column's text with nothing for empty, and numbers as they are (pandas keeps counts with gaps as doubles)."""
    return f"nullif({name}, '')" if kind == "VARCHAR" else name


def _file(folder: Path, unit: str) -> Path:
    (found,) = (path for path in sorted(folder.glob("*.parquet")) if path.stem.rsplit(".", 1)[-1] == unit)
    return found
