"""Arguments of `challenge` in, exit code out."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from improving_value.cli.options import (
    AsJson,
    DataFolder,
    DatasetFolder,
    ParameterFile,
    PeriodText,
    Today,
    amount_of_memory,
    day_of,
    require_all,
)


def challenge(
    data: DataFolder,
    period: PeriodText,
    out: Annotated[Path | None, typer.Option("--out", help="Folder for the lists and pages; they go into its `internal` folder.")] = None,
    tests: Annotated[
        list[Path] | None, typer.Option("--tests", help="File or folder of tests, in place of the built-in ones; may be repeated.")
    ] = None,
    only: Annotated[list[str] | None, typer.Option("--only", help="Only this file of tests, by its id; may be repeated.")] = None,
    parameters: ParameterFile = None,
    datasets: DatasetFolder = None,
    today: Today = None,
    memory: Annotated[str, typer.Option("--memory", help="Most memory the engine may use.")] = "1.5GB",
    json: AsJson = False,
) -> None:
    """Hold the contract's monthly feeds against each other and test every line, and list what to challenge, provider by provider.

    Ends with 0 when all agrees, with 1 when something is challenged or could not be tested.
    """
    from improving_value import challenge as challenges
    from improving_value.listing.challenge import finish_challenge
    from improving_value.listing.run import progress_display
    from improving_value.pipeline import period_or_reject

    require_all(tests, datasets, parameters, data)
    asked = challenges.Asked(
        data=data,
        span=period_or_reject(period, "--period"),
        out=out,
        tests=tuple(tests or ()),
        only=tuple(only or ()),
        parameters=parameters,
        datasets=tuple(datasets or ()),
        today=day_of(today),
        memory=amount_of_memory(memory),
    )
    with progress_display() as progress:
        found, not_run = challenges.challenge(asked, progress)
    sys.exit(finish_challenge(found, not_run, out, json))
