"""Options that several commands have, said alike everywhere."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

SchemeFolder = Annotated[list[Path] | None, typer.Option("--schemes", help="Folder of scheme files, in place of the built-in ones.")]
DatasetFolder = Annotated[
    list[Path] | None, typer.Option("--datasets", help="Folder of data dictionary entries, beside the built-in ones.")
]
ParameterFile = Annotated[Path | None, typer.Option("--parameters", help="File of local parameter values.")]
DataFolder = Annotated[Path, typer.Option("--data", help="Folder of CSV or Parquet files, named after the datasets.")]
PeriodText = Annotated[str, typer.Option("--period", help="2017/18, 2017/18 Q1, 2017/18 M01, or two of them joined by `..`.")]
BaselineText = Annotated[str | None, typer.Option("--baseline", help="Period to compare with.")]
Today = Annotated[str | None, typer.Option("--today", help="Date printed on the report, as 2026-11-21; the computer's date if left out.")]
AsJson = Annotated[bool, typer.Option("--json", help="Write JSON to standard output.")]


def amount_of_memory(text: str) -> str:
    """Return an amount of memory as written; refuse what is none."""
    from improving_value.pipeline import is_amount_of_memory

    if not is_amount_of_memory(text):
        raise typer.BadParameter("write an amount such as 1.5GB or 800MB", param_hint="--memory")
    return text


def day_of_report(text: str | None) -> date:
    """Return the day that is printed on the report."""
    if text is None:
        return date.today()
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter("write a date as 2026-11-21", param_hint="--today") from None
