"""A run's folder, made by hand: two schemes that draw on the same activity, a quarter cut by month, a provider that closes."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from pathlib import Path

import duckdb

SAVINGS = (
    "scheme",
    "saving",
    "scenario",
    "level",
    "organisation",
    "period",
    "gross_gbp",
    "class",
    "state",
    "recurrent",
    "payer",
    "status",
    "needs",
)
COUNTS = ("scheme", "unit", "level", "organisation", "period", "in_scope", "eligible", "not_eligible", "undetermined")
COSTS = ("scheme", "cost", "level", "organisation", "period", "cost_gbp", "recurrent", "status", "needs", "basis")
WHO_KEEPS = (
    "scheme", "saving", "organisation", "period", "standing", "mechanism", "commissioner_cash_gbp", "transfer_to_commissioner_gbp",
)  # fmt: skip
Unit = tuple[str, str, str, str, int, str]
"""Scheme, key, provider, day, pence, the row of activity it is made of."""

UNITS: tuple[Unit, ...] = (
    ("alpha", "A1", "RX1", "2017-04-10", 10000, "d1"),
    ("alpha", "A2", "RX1", "2017-05-10", 20000, "d2"),
    ("alpha", "A3", "RX1", "2017-06-10", 30050, "d3"),
    ("alpha", "A4", "RX2", "2017-04-20", 4500, "d4"),
    ("alpha", "A5", "RX3", "2017-05-20", 7700, "d5"),
    ("beta", "B1", "RX1", "2017-04-11", 50000, "d1"),
    ("beta", "B2", "RX1", "2017-05-11", 60000, "d9"),
)
"""Alpha reports by quarter, beta by month. RX3 was closed into RX1 on 1 May, so A5 is RX1's."""


def make_run(
    folder: Path, units: Sequence[Unit] = UNITS, needs: Sequence[tuple[str, str]] = (), terms: Sequence[Sequence[str]] = ()
) -> Path:
    """Write a run of 2017/18 Q1 into a folder; `needs` are scheme and provider whose figures are not calculable, `terms` rows of who keeps."""
    internal = folder / "internal"
    (internal / "units").mkdir(parents=True)
    figures: dict[tuple[str, str, str], list[int]] = {}
    for scheme, _, provider, day, pence, _ in units:
        where = "RX1" if provider == "RX3" and day >= "2017-05-01" else provider
        period = "2017/18 Q1" if scheme == "alpha" else f"2017/18 M{int(day[5:7]) - 3:02d}"
        figures.setdefault((scheme, where, period), []).append(pence)
    savings, counts = [], []
    for (scheme, where, period), amounts in sorted(figures.items()):
        lacking = (scheme, where) in needs
        gross = "" if lacking else f"{sum(amounts) / 100:.2f}"
        status = "not_calculable" if lacking else "calculated"
        said = ("cash_releasing_commissioner", "realised", "true", "commissioner", status, "price" if lacking else "")
        savings.append((scheme, "saved", "default", "provider", where, period, gross, *said))
        counts.append((scheme, "line", "provider", where, period, len(amounts), len(amounts), 0, 0))
    for row in [row for row in savings if row[0] == "alpha"]:  # the same money, counted another way: nobody claims it twice
        savings.append((row[0], "said_otherwise", *row[2:]))
    _write(internal / "savings.csv", SAVINGS, savings)
    _write(internal / "counts.csv", COUNTS, counts)
    _write(
        internal / "costs.csv", COSTS, [("alpha", "set_up", "provider", "RX1", "2017/18 Q1", "50.00", "false", "calculated", "", "local")]
    )
    _write(internal / "who_keeps.csv", WHO_KEEPS, terms)
    for scheme in ("alpha", "beta"):
        _units(internal / "units" / f"{scheme}.line.parquet", [unit for unit in units if unit[0] == scheme])
    source = {
        "title": "A scheme",
        "savings": {"saved": {"title": "Saved", "each": True, "line": "provider", "units": ["line"], "instead_of": None}},
        "units": {"line": {"dataset": "supplies", "date": "day", "organisation": "provider_code"}},
    }
    closed = {"code": "RX3", "from": None, "until": "2017-05-01", "successor": "RX1"}
    again = {
        **source,
        "savings": {
            **source["savings"],
            "said_otherwise": {"title": "Said otherwise", "each": False, "line": "provider", "units": ["line"], "instead_of": "saved"},
        },
    }
    record = {"span": "2017/18 Q1", "sources": {"alpha": again, "beta": source}, "successions": [closed]}
    (internal / "run.json").write_text(json.dumps(record), encoding="utf-8")
    return folder


def _units(path: Path, units: Sequence[Unit]) -> None:
    with duckdb.connect() as connection:
        connection.execute(
            "CREATE TABLE units (unit_key VARCHAR, period VARCHAR, source_keys VARCHAR[], outcome VARCHAR, deciding_rule VARCHAR, "
            "missing_field VARCHAR, provider_code VARCHAR, day DATE, saved_pence BIGINT)"
        )
        for scheme, key, provider, day, pence, row in units:
            period = "2017/18 Q1" if scheme == "alpha" else f"2017/18 M{int(day[5:7]) - 3:02d}"
            connection.execute(
                "INSERT INTO units VALUES (?, ?, ?, 'eligible', NULL, NULL, ?, ?, ?)", [key, period, [row], provider, day, pence]
            )
        connection.execute(f"COPY units TO '{path.as_posix()}' (FORMAT parquet)")


def _write(path: Path, headings: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(headings)
        table.writerows(rows)


HEAD = "scheme_id,provider_ods,month,actual_gross"
AGREEING = (
    "alpha,RX1,2017/18 M01,100.00",
    "alpha,RX1,2017/18 M02,277.00",
    "alpha,RX1,2017/18 M03,300.50",
    "alpha,RX2,2017/18 M01,45.00",
    "beta,RX1,2017/18 M01,500.00",
    "beta,RX1,2017/18 M02,600.00",
)
"""A ledger that agrees with the run."""


def write_ledger(folder: Path, rows: Sequence[str], head: str = HEAD, name: str = "ledger.csv") -> Path:
    path = folder / name
    path.write_text("\n".join((head, *rows)) + "\n", encoding="utf-8")
    return path
