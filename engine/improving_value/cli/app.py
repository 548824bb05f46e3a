"""Arguments in, exit code out. What the commands do is in `pipeline`, `inquiry` and `listing`."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from improving_value.cli.authors import add_author_commands
from improving_value.cli.compare import compare
from improving_value.cli.finance import add_finance_commands
from improving_value.cli.options import (
    AsJson,
    BaselineText,
    DataFolder,
    DatasetFolder,
    DataToRead,
    EarlierRun,
    Packs,
    ParameterFile,
    PeriodText,
    PrecedenceFile,
    ReviewDay,
    SchemeFolder,
    Shareable,
    Today,
    Workbook,
    amount_of_memory,
    day_of,
    require_all,
)

app = typer.Typer(
    name="improving-value",
    help="Improving value schemes: check them, run them over activity data, and account for every pound.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def main() -> NoReturn:
    """Run the command line."""
    from improving_value.ending import run_to_end

    run_to_end(app)


@app.command()
def demo(
    out: Annotated[Path, typer.Option("--out", help="Folder for the results.")] = Path("demo"),
    today: Today = None,
    since: EarlierRun = None,
    pack: Packs = None,
    shareable: Shareable = False,
    workbook: Workbook = False,
) -> None:
    """Run every scheme over the built-in synthetic data, and say where the report is."""
    from improving_value.listing.run import finish_run, progress_display
    from improving_value.pipeline import demo_request, run

    require_all(None, since=since)
    with progress_display() as progress:
        assessment = run(
            replace(demo_request(out, day_of(today)), since=since, packs=tuple(pack or ()), shareable=shareable, workbook=workbook),
            progress,
        )
    sys.exit(finish_run(assessment, out, as_json=False))


@app.command()
def run(
    data: DataFolder,
    period: PeriodText,
    out: Annotated[Path, typer.Option("--out", help="Folder for the results; they go into its `internal` folder.")],
    baseline: BaselineText = None,
    scheme: Annotated[list[str] | None, typer.Option("--scheme", help="Only this scheme; may be repeated.")] = None,
    parameters: ParameterFile = None,
    schemes: SchemeFolder = None,
    datasets: DatasetFolder = None,
    today: Today = None,
    since: EarlierRun = None,
    pack: Packs = None,
    shareable: Shareable = False,
    workbook: Workbook = False,
    memory: Annotated[str, typer.Option("--memory", help="Most memory the engine may use.")] = "1.5GB",
    precedence: PrecedenceFile = None,
    json: AsJson = False,
) -> None:
    """Run schemes over a folder of activity data and write the menu of opportunities."""
    from improving_value import pipeline
    from improving_value.listing.run import finish_run, progress_display

    require_all(schemes, datasets, parameters, data, since, precedence)
    request = pipeline.Request(
        data=data,
        span=pipeline.period_or_reject(period, "--period"),
        out=out,
        baseline=None if baseline is None else pipeline.period_or_reject(baseline, "--baseline"),
        only=tuple(scheme or ()),
        parameters=parameters,
        schemes=tuple(schemes or ()),
        datasets=tuple(datasets or ()),
        today=day_of(today),
        memory=amount_of_memory(memory),
        precedence=precedence,
        since=since,
        packs=tuple(pack or ()),
        shareable=shareable,
        workbook=workbook,
    )
    with progress_display() as progress:
        assessment = pipeline.run(request, progress)
    sys.exit(finish_run(assessment, out, as_json=json))


@app.command()
def menu(schemes: SchemeFolder = None, json: AsJson = False) -> None:
    """List the schemes by theme."""
    from improving_value.listing.common import list_menu

    require_all(schemes)
    sys.exit(list_menu(tuple(schemes or ()), json))


@app.command()
def check(
    scheme: Annotated[list[str] | None, typer.Argument(help="Scheme ids or files; every scheme if left out.")] = None,
    schemes: SchemeFolder = None,
    datasets: DatasetFolder = None,
    parameters: ParameterFile = None,
    examples: Annotated[bool, typer.Option("--examples/--no-examples", help="Also run the schemes' own examples.")] = True,
    both: Annotated[
        bool | None,
        typer.Option(
            "--both/--rows", help="Run the examples in columns too, or on rows alone. Both, unless there are more than three schemes."
        ),
    ] = None,
    today: ReviewDay = None,
    json: AsJson = False,
) -> None:
    """Say everything that is wrong with scheme files, without any data."""
    from improving_value.listing.check import check_schemes

    require_all(schemes, datasets, parameters)
    sys.exit(
        check_schemes(tuple(scheme or ()), tuple(schemes or ()), tuple(datasets or ()), parameters, examples, json, both, day_of(today))
    )


@app.command()
def explain(
    what: Annotated[str, typer.Argument(help="A scheme id, or the code of an issue such as unknown-name.")],
    patient: Annotated[str | None, typer.Option("--patient", help="A patient's id in the data.")] = None,
    unit: Annotated[str | None, typer.Option("--unit", help="A unit's key, as in units/*.parquet.")] = None,
    data: Annotated[Path | None, typer.Option("--data", help="Folder of activity data.")] = None,
    period: Annotated[str | None, typer.Option("--period", help="The period of the run.")] = None,
    baseline: BaselineText = None,
    parameters: ParameterFile = None,
    schemes: SchemeFolder = None,
    datasets: DatasetFolder = None,
) -> None:
    """Say why a unit was counted or not, rule by rule, and how each pound was reached; or what an issue code means.

    This is the one command that prints patients' values. It prints to the terminal and nowhere else.
    """
    from improving_value.inquiry import Question, explain_code, explain_unit, require_subject
    from improving_value.kernel.catalogue import CODES

    if what in CODES:
        sys.exit(explain_code(what))
    require_all(schemes, datasets, parameters, data)
    require_subject(what, tuple(schemes or ()))
    if data is None or period is None or (patient is None) == (unit is None):
        raise typer.BadParameter("a scheme needs --data, --period, and one of --patient and --unit", param_hint="explain")
    question = Question(what, patient, unit, data, period, baseline, parameters, tuple(schemes or ()), tuple(datasets or ()))
    sys.exit(explain_unit(question))


app.command()(compare)


@app.command()
def parameters(
    template: Annotated[bool, typer.Option("--template", help="Write a skeleton of the local values to fill in.")] = False,
    scheme: Annotated[list[str] | None, typer.Option("--scheme", help="Only this scheme; may be repeated.")] = None,
    schemes: SchemeFolder = None,
    file: ParameterFile = None,
    json: AsJson = False,
) -> None:
    """List every parameter with its value, unit, basis and source; or write a skeleton of the local ones."""
    from improving_value.listing.common import list_parameters

    require_all(schemes, None, file)
    sys.exit(list_parameters(tuple(schemes or ()), tuple(scheme or ()), file, template, json))


@app.command()
def sql(
    scheme: Annotated[str, typer.Argument(help="Scheme id.")],
    period: PeriodText = "2017/18",
    baseline: BaselineText = None,
    parameters: ParameterFile = None,
    schemes: SchemeFolder = None,
    datasets: DatasetFolder = None,
    engine: Annotated[str, typer.Option("--engine", help="duckdb or spark.")] = "duckdb",
) -> None:
    """Print the SQL of a scheme, step by step, with the rules it comes from."""
    from improving_value.listing.common import print_sql

    require_all(schemes, datasets, parameters)
    sys.exit(print_sql(scheme, period, baseline, parameters, tuple(schemes or ()), tuple(datasets or ()), engine))


@app.command()
def data(
    folder: DataToRead = None,
    scheme: Annotated[list[str] | None, typer.Option("--scheme", help="Only what this scheme needs; may be repeated.")] = None,
    schemes: SchemeFolder = None,
    datasets: DatasetFolder = None,
    json: AsJson = False,
) -> None:
    """Read a folder of data through and say what does not fit; or list the datasets and who needs them."""
    from improving_value.listing.data import list_datasets, read_through

    require_all(schemes, datasets, None, folder)
    if folder is None:
        sys.exit(list_datasets(tuple(schemes or ()), tuple(datasets or ()), json))
    sys.exit(read_through(folder, tuple(scheme or ()), tuple(schemes or ()), tuple(datasets or ()), json))


add_finance_commands(app)
add_author_commands(app)
