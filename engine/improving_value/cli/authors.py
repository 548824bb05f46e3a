"""Arguments in, exit code out, for the commands of those who write schemes."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from improving_value.cli.options import AsJson, DatasetFolder, SchemeFolder, require_all

THEMES = ("medicines", "demand", "variation")
PERIODS = ("month", "quarter", "year")


def add_author_commands(app: typer.Typer) -> None:
    """Add the commands of this module to the program."""
    for command in (prove, words, schema, new):
        app.command()(command)


def prove(
    scheme: Annotated[list[str] | None, typer.Argument(help="Scheme ids or files; every scheme that is no draft if left out.")] = None,
    only: Annotated[list[str] | None, typer.Option("--scheme", help="The same as an argument; may be repeated.")] = None,
    schemes: SchemeFolder = None,
    datasets: DatasetFolder = None,
    suggest: Annotated[bool, typer.Option("--suggest/--no-suggest", help="Look for an example that would notice each change.")] = True,
    show_all: Annotated[bool, typer.Option("--all", help="Print every change that nobody noticed, not the first twenty alone.")] = False,
    json: AsJson = False,
) -> None:
    """Change schemes in every way a slip of the pen could, and say which changes their own examples do not notice."""
    from improving_value.listing.prove import prove_schemes

    require_all(schemes, datasets)
    sys.exit(prove_schemes((*(scheme or ()), *(only or ())), tuple(schemes or ()), tuple(datasets or ()), suggest, json, show_all))


def words(
    scheme: Annotated[str, typer.Argument(help="Scheme id or file.")],
    out: Annotated[Path | None, typer.Option("--out", help="File to write, ending in .md or .html; printed if left out.")] = None,
    schemes: SchemeFolder = None,
    datasets: DatasetFolder = None,
) -> None:
    """Say a scheme in plain English, for clinical sign-off: who is counted, what is measured, what is saved, from which values."""
    from improving_value.listing.words import write_words

    require_all(schemes, datasets)
    sys.exit(write_words(scheme, out, tuple(schemes or ()), tuple(datasets or ())))


def schema(dataset: Annotated[bool, typer.Option("--dataset", help="The schema of a data dictionary entry.")] = False) -> None:
    """Print the JSON Schema of a scheme file."""
    from improving_value.listing.common import schema_text

    typer.echo(schema_text(dataset), nl=False)


def new(
    scheme: Annotated[str | None, typer.Argument(help="Short name of the new scheme; the file is called like this.")] = None,
    start: Annotated[
        str | None, typer.Option("--from", help="Begin with another scheme (id or file), or with a filled-in workbook (.xlsx).")
    ] = None,
    template: Annotated[Path | None, typer.Option("--template", help="Write the workbook to fill in, and nothing else.")] = None,
    dataset: Annotated[str | None, typer.Option("--dataset", help="Data it is made from; `data` lists them.")] = None,
    title: Annotated[str | None, typer.Option("--title", help="Title of the chapter.")] = None,
    theme: Annotated[str | None, typer.Option("--theme", help=f"{', '.join(THEMES)}.")] = None,
    period: Annotated[str | None, typer.Option("--period", help=f"What it is worked out for: {', '.join(PERIODS)}.")] = None,
    unit: Annotated[str | None, typer.Option("--unit", help="What is counted, in one word, such as course.")] = None,
    say: Annotated[str | None, typer.Option("--say", help="What one of them is, in words.")] = None,
    role: Annotated[str | None, typer.Option("--role", help="In which role you write it.")] = None,
    out: Annotated[Path, typer.Option("--out", help="Folder for the file.")] = Path("."),
    schemes: Annotated[list[Path] | None, typer.Option("--schemes", help="Folder of scheme files to begin with one of.")] = None,
    datasets: Annotated[
        list[Path] | None, typer.Option("--datasets", help="Folder of data dictionary entries, beside the built-in.")
    ] = None,
) -> None:
    """Write a draft of a new scheme, and say what is left to do. At a terminal it asks for what was not given."""
    from improving_value.listing.common import require
    from improving_value.new_scheme import new_scheme, write_blank_workbook

    require(schemes or (), "--schemes", "file or folder")
    require(datasets or (), "--datasets", "folder")
    require((Path(start),) if start is not None and start.lower().endswith(".xlsx") else (), "--from", "file")
    if template is not None:
        sys.exit(write_blank_workbook(template, tuple(datasets or ())))
    given = {
        "scheme": scheme,
        "title": title,
        "theme": theme,
        "period": period,
        "dataset": dataset,
        "unit": unit,
        "say": say,
        "authored_by": role,
    }
    answers = {key: text for key, text in given.items() if text is not None}
    if start is None and sys.stdin.isatty() and sys.stdout.isatty():
        answers = _ask(answers)
    sys.exit(new_scheme(answers, start, out, tuple(schemes or ()), tuple(datasets or ())))


def _ask(answers: Mapping[str, str]) -> dict[str, str]:
    """Return the answers with those that were asked for at the terminal; an empty one is left to do."""
    questions: tuple[tuple[str, str, tuple[str, ...]], ...] = (
        ("scheme", "Short name (small letters, digits and _)", ()),
        ("title", "Title of the chapter", ()),
        ("theme", "Theme: " + ", ".join(THEMES), THEMES),
        ("dataset", "Data it is made from (`improving-value data` lists them)", ()),
        ("unit", "What is counted, in one word", ()),
        ("say", "What one of them is, in words", ()),
        ("period", "Worked out for each " + ", ".join(PERIODS), PERIODS),
        ("authored_by", "Your role", ()),
    )
    found = dict(answers)
    for key, question, choices in questions:
        while key not in found:
            answer = str(typer.prompt(question, default="", show_default=False)).strip()
            if not answer or not choices or answer in choices:
                found[key] = answer
    return found
