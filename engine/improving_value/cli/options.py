"""Options that several commands share, and what is asked of them."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

SchemeFolder = Annotated[
    list[Path] | None, typer.Option("--schemes", help="File or folder of schemes, in place of the built-in ones; may be repeated.")
]
DatasetFolder = Annotated[
    list[Path] | None, typer.Option("--datasets", help="Folder of data dictionary entries, beside the built-in ones.")
]
ParameterFile = Annotated[Path | None, typer.Option("--parameters", help="File of local parameter values.")]
DataFolder = Annotated[Path, typer.Option("--data", help="Folder of CSV or Parquet files, named after the datasets.")]
DataToRead = Annotated[Path | None, typer.Argument(help="Folder of activity data to read through; the dictionary is listed if left out.")]
PeriodText = Annotated[str, typer.Option("--period", help="2017/18, 2017/18 Q1, 2017/18 M01, or two of them joined by `..`.")]
BaselineText = Annotated[str | None, typer.Option("--baseline", help="Period to compare with.")]
Today = Annotated[str | None, typer.Option("--today", help="Date printed on the report, as 2026-11-21; the computer's date if left out.")]
EarlierRun = Annotated[
    Path | None, typer.Option("--since", help="Folder of an earlier run's results; the report then says what changed since.")
]
Packs = Annotated[
    list[str] | None,
    typer.Option("--pack", help="Also write a pack for the provider, hub or region of this code, or for `all`; may be repeated."),
]
Shareable = Annotated[
    bool, typer.Option("--shareable", help="Also write what may be passed on: small numbers suppressed, the others rounded.")
]
Workbook = Annotated[bool, typer.Option("--workbook", help="Also write menu.xlsx, with live formulas that finance can trace.")]
ReviewDay = Annotated[str | None, typer.Option("--today", help="Day from which a review is gone by; the computer's date if left out.")]
PrecedenceFile = Annotated[
    Path | None,
    typer.Option("--precedence", help="File with the order in which schemes keep what several claim, in place of the built-in one."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Write JSON to standard output.")]


def require_all(
    schemes: list[Path] | None,
    datasets: list[Path] | None = None,
    parameters: Path | None = None,
    data: Path | None = None,
    since: Path | None = None,
    precedence: Path | None = None,
) -> None:
    """Stop at once when a file or folder that was named is not there."""
    from improving_value.listing.common import require

    require(schemes or (), "--schemes", "file or folder")
    require(datasets or (), "--datasets", "folder")
    require((parameters,), "--parameters", "file")
    require((data,), "--data", "folder")
    require((precedence,), "--precedence", "file")
    require((since,), "--since", "folder")


def amount_of_memory(text: str) -> str:
    """Return an amount of memory as it was written."""
    from improving_value.pipeline import is_amount_of_memory

    if not is_amount_of_memory(text):
        raise typer.BadParameter("write an amount such as 1.5GB or 800MB", param_hint="--memory")
    return text


def day_of(text: str | None) -> date:
    """Return the date that is printed; today's when none is given."""
    if text is None:
        return date.today()
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter("write a date as 2026-11-21", param_hint="--today") from None
