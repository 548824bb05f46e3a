"""Small folders of data files, and what intake makes of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb

from improving_value.datasets.intake import read_folder
from improving_value.datasets.quality import Intake
from improving_value.kernel.issues import Rejected
from improving_value.kernel.render import render_issue
from improving_value.spec.dictionary import Dataset

SUPPLIES = Dataset.model_validate(
    {
        "dataset": "supplies",
        "title": "Supplies",
        "feed": "a made-up feed",
        "grain": "one supply to one patient",
        "key": ["line_id"],
        "provider": "provider_code",
        "patient": "patient_id",
        "date": "supply_date",
        "columns": {
            "line_id": {"type": "code", "title": "Line"},
            "provider_code": {"type": "code", "title": "Provider", "required": True, "aliases": ["org_code", "ODS code"]},
            "patient_id": {"type": "code", "title": "Patient", "required": True},
            "supply_date": {"type": "date", "title": "Day of supply", "required": True},
            "drug": {"type": "name", "title": "Drug"},
            "amount": {"type": "decimal", "title": "Amount", "places": 2, "maximum": 100000},
            "ready_at": {"type": "datetime", "title": "Ready", "not_after": "gone_at"},
            "gone_at": {"type": "datetime", "title": "Gone"},
        },
    }
)

HEADING = "line_id,provider_code,patient_id,supply_date,drug,amount\n"
GOOD = HEADING + "L1,R1A,P1,2017-04-03,Drug A,10.50\nL2,R1A,P2,2017-04-04,Drug B,20\n"

Tables = tuple[duckdb.DuckDBPyConnection, Intake]


def read(folder: Path, dataset: Dataset = SUPPLIES, without: tuple[str, ...] = (), optional: bool = False, **files: str | bytes) -> Tables:
    """Write files (`__` stands for the dot) and read the dataset from the folder, all its columns but those left out."""
    for name, content in files.items():
        path = folder / name.replace("__", ".")
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    connection = duckdb.connect()
    wanted = {dataset.dataset: (dataset, frozenset(dataset.columns) - frozenset(without))}
    workdir = folder / "work"
    workdir.mkdir(exist_ok=True)
    return connection, read_folder(connection, folder, wanted, workdir, frozenset(wanted) if optional else frozenset())


def refusal(folder: Path, **arguments: Any) -> str:
    """Return the messages with which a folder is refused."""
    try:
        read(folder, **arguments)
    except Rejected as rejected:
        return "\n".join(render_issue(issue) for issue in rejected.issues)
    raise AssertionError("the folder was read")


def rows(connection: duckdb.DuckDBPyConnection, table: str = "supplies", columns: str = "*") -> list[tuple[Any, ...]]:
    return connection.execute(f"SELECT {columns} FROM {table} ORDER BY ALL").fetchall()


def issues(connection: duckdb.DuckDBPyConnection) -> list[tuple[Any, ...]]:
    """Return the complete listing: row, column and code."""
    return connection.execute("SELECT row, column_name, code FROM data_issues ORDER BY ALL").fetchall()
