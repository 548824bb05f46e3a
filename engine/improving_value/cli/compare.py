"""Arguments of `compare` in, exit code out."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from improving_value.cli.options import (
    AsJson,
    BaselineText,
    DataFolder,
    DatasetFolder,
    ParameterFile,
    PeriodText,
    SchemeFolder,
    Today,
    amount_of_memory,
    day_of,
    require_all,
)


def compare(
    old: Annotated[str, typer.Argument(help="The old version: a scheme id or file; with --scheme, a parameters file.")],
    new: Annotated[str, typer.Argument(help="The new version, likewise.")],
    data: DataFolder,
    period: PeriodText,
    scheme: Annotated[str | None, typer.Option("--scheme", help="The one scheme for which two parameters files are compared.")] = None,
    baseline: BaselineText = None,
    parameters: ParameterFile = None,
    out: Annotated[Path | None, typer.Option("--out", help="Folder for the review; it goes into its `internal` folder.")] = None,
    schemes: SchemeFolder = None,
    datasets: DatasetFolder = None,
    today: Today = None,
    memory: Annotated[str, typer.Option("--memory", help="Most memory the engine may use.")] = "1.5GB",
    json: AsJson = False,
) -> None:
    """Say what changed in meaning between two versions of a scheme, whom it moves and why, and what it does to KPIs and pounds.

    Ends with 0 when both mean the same and come to the same figures, with 1 when not.
    """
    from improving_value import comparison
    from improving_value.listing.compare import finish_comparison
    from improving_value.listing.run import progress_display
    from improving_value.pipeline import period_or_reject

    require_all(schemes, datasets, parameters, data)
    if scheme is not None and parameters is not None:
        raise typer.BadParameter("with --scheme, the two parameters files are the arguments", param_hint="--parameters")
    pair = comparison.Pair(
        old=old,
        new=new,
        scheme=scheme,
        data=data,
        span=period_or_reject(period, "--period"),
        baseline=None if baseline is None else period_or_reject(baseline, "--baseline"),
        parameters=parameters,
        out=out,
        schemes=tuple(schemes or ()),
        datasets=tuple(datasets or ()),
        today=day_of(today),
        memory=amount_of_memory(memory),
    )
    with progress_display() as progress:
        found = comparison.compare(pair, progress)
    sys.exit(finish_comparison(found, out, json))
