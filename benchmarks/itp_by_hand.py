"""Runs the hand-written DuckDB SQL of the ITP scheme: data in, counts, KPIs, savings and units out."""

from __future__ import annotations

import argparse
from pathlib import Path
from string import Template
from tempfile import TemporaryDirectory

import duckdb
import yaml

SCRIPTS = ("itp_by_hand.sql", "itp_by_hand_figures.sql")


def run(data: Path, out: Path) -> None:
    """Write `counts.csv`, `kpis.csv`, `savings.csv` and `units/*.parquet` for 2017/18 against 2016/17."""
    (out / "units").mkdir(parents=True, exist_ok=True)
    places = {"infusions": data / "activity" / "ig_infusions.parquet", "out": out}
    with TemporaryDirectory(dir=out) as spill, duckdb.connect() as connection:
        connection.execute("SET memory_limit = '1.5GB'; SET threads = 2; SET preserve_insertion_order = false")
        connection.execute(f"SET temp_directory = '{spill}'")
        connection.execute(f"CREATE TABLE organisations AS FROM read_csv('{data / 'activity' / 'organisations.csv'}', all_varchar = true)")
        connection.execute("CREATE TABLE prices (product VARCHAR, starts DATE, ends DATE, value DOUBLE)")
        connection.executemany("INSERT INTO prices VALUES (?, ?, ?, ?)", _prices(data / "parameters.yaml"))
        for script in SCRIPTS:
            text = Template((Path(__file__).parent / script).read_text(encoding="utf-8")).substitute(
                {name: str(path) for name, path in places.items()}
            )
            connection.execute(text)


def _prices(path: Path) -> list[list[object]]:
    rows = yaml.safe_load(path.read_text(encoding="utf-8"))["itp_immunoglobulin_dosing"]["price"]
    return [[row["product"].lower() if "product" in row else None, row.get("from"), row.get("until"), row["value"]] for row in rows]


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--data", type=Path, required=True, help="folder that make_infusions.py wrote")
    arguments.add_argument("--out", type=Path, required=True, help="folder for the results")
    chosen = arguments.parse_args()
    run(chosen.data, chosen.out)


if __name__ == "__main__":
    main()
