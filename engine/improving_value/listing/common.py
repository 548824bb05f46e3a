"""What the commands print: for people on the terminal, as JSON for programs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from improving_value.ending import print_issues, write_json
from improving_value.kernel.issues import Issue, Location, Rejected
from improving_value.kernel.names import nearest

if TYPE_CHECKING:
    from improving_value.library import Entries, Library
    from improving_value.spec.load import LoadedScheme


def require(paths: Sequence[Path | None], option: str, kind: str) -> None:
    """Raise Rejected, all at once, for what an option names and is not there. `kind` is `file`, `folder` or `file or folder`."""
    issues = []
    for path in paths:
        if path is None or (path.is_dir() and kind != "file") or (path.is_file() and kind != "folder"):
            continue
        found = f"`{path}`, which is not a {kind}" if path.exists() else f"`{path}`, which is not there"
        siblings = sorted(entry.name for entry in path.parent.iterdir()) if path.parent.is_dir() else []
        close = None if path.exists() else nearest(path.name, siblings)
        fix = f"write `{path.with_name(close)}`" if close else "check the spelling, and the folder you are in"
        issues.append(Issue("missing-file", Location(option), found, f"a {kind}", fix))
    if issues:
        raise Rejected(issues)


def _library(schemes: Sequence[Path], datasets: Sequence[Path] = ()) -> Library:
    from improving_value.library import read_library

    return read_library(schemes, datasets)


def list_menu(schemes: Sequence[Path], as_json: bool) -> int:
    """List the schemes under their themes."""
    from improving_value.report.content.words import THEMES

    library = _library(schemes)
    listed = [loaded.scheme for loaded in library.schemes]
    if as_json:
        write_json(
            [scheme.model_dump(mode="json", include={"scheme", "title", "theme", "sub_themes", "status", "period"}) for scheme in listed]
        )
    else:
        for theme, title in THEMES.items():
            mine = [scheme for scheme in listed if scheme.theme == theme]
            if mine:
                print(f"\n{title}")
                for scheme in mine:
                    status = "" if scheme.status == "published" else f"  [{scheme.status.replace('_', ' ')}]"
                    print(f"  {scheme.scheme:<34} {scheme.title}{status}")
    rejected = [issue for _, issues in library.rejected for issue in issues]
    if rejected:
        print_issues(rejected)
    return 1 if rejected else 0


def read_entries(path: Path | None) -> Entries:
    from improving_value.spec.parameters_file import load_parameters

    return {} if path is None else load_parameters(path)


def scheme_files(schemes: Sequence[Path]) -> list[Path]:
    """Return the scheme files of some folders, the built-in ones by default."""
    from improving_value.library import scheme_folders

    return [path for folder in scheme_folders(schemes) for path in ([folder] if folder.is_file() else sorted(folder.glob("*.yaml")))]


def chosen_files(names: Sequence[str], schemes: Sequence[Path]) -> list[Path]:
    """Return the files of the schemes named by id or by file, of every scheme when none is."""
    files = scheme_files(schemes)
    if names:
        by_id = {path.stem: path for path in files}
        files, unknown = [], []
        for name in names:
            path = Path(name) if name.endswith((".yaml", ".yml")) else by_id.get(name)
            if path is None or not path.exists():
                close = nearest(name, sorted(by_id))
                fix = f"write `{close}`" if close else "`improving-value menu` lists the schemes"
                unknown.append(
                    Issue(
                        "unknown-scheme",
                        Location(name),
                        f"`{name}`, which is neither a scheme nor a file",
                        "a scheme's id, or the path of a file",
                        fix,
                    )
                )
            else:
                files.append(path)
        if unknown:
            raise Rejected(unknown)
    if not files:
        places = ", ".join(f"`{folder}`" for folder in schemes) or "the built-in folder"
        raise Rejected(
            [
                Issue(
                    "no-schemes",
                    Location("--schemes"),
                    f"no scheme in {places}",
                    "at least one `.yaml` file",
                    "name the folder that holds the schemes",
                )
            ]
        )
    return files


def chosen(names: Sequence[str], schemes: Sequence[Path]) -> tuple[list[LoadedScheme], list[Issue]]:
    """Return the schemes named by id or by file, every scheme when none is, and what could not be read."""
    from improving_value.spec.load import load_scheme

    loaded: list[LoadedScheme] = []
    issues: list[Issue] = []
    for path in chosen_files(names, schemes):
        try:
            loaded.append(load_scheme(path))
        except Rejected as rejected:
            issues += rejected.issues
    return loaded, issues


def list_parameters(schemes: Sequence[Path], only: Sequence[str], file: Path | None, template: bool, as_json: bool) -> int:
    """List parameters with their birthplaces, or write the skeleton of a parameters file."""
    from improving_value.assess.paper import parameter_lines
    from improving_value.check.scheme import check_scheme
    from improving_value.library import open_dictionary
    from improving_value.spec.parameters_file import template as skeleton

    loaded, issues = chosen(only, schemes)
    if issues:
        print_issues(issues)
    entries = read_entries(file)
    dictionary = open_dictionary(())
    lines = {
        one.scheme.scheme: parameter_lines(check_scheme(one, dictionary, entries.get(one.scheme.scheme, {})), frozenset())
        for one in loaded
        if one.scheme.status == "published" or only
    }
    if template:
        unlocks = {(scheme, line.name): line.used_by for scheme, found in lines.items() for line in found}
        print(skeleton([one.scheme for one in loaded if one.scheme.scheme in lines], unlocks), end="")
    elif as_json:
        write_json({scheme: [vars(line) for line in found] for scheme, found in lines.items()})
    else:
        for scheme, found in lines.items():
            print(f"\n{scheme}")
            for line in found:
                value = line.value if line.value is not None else "not supplied"
                when = f" from {line.starts}" if line.starts else ""
                print(
                    f"  {line.name:<28} {line.key + ': ' if line.key else ''}{value} {line.unit}{when}  [{line.basis}] {line.source}{f' ({line.dated})' if line.dated else ''}"
                )
    return 1 if issues else 0


def print_sql(
    scheme: str, period: str, baseline: str | None, parameters: Path | None, schemes: Sequence[Path], datasets: Sequence[Path], engine: str
) -> int:
    """Print the plan of one scheme."""
    from improving_value.check.scheme import check_scheme
    from improving_value.compile.plan import compile_scheme
    from improving_value.library import open_dictionary
    from improving_value.pipeline import period_or_reject
    from improving_value.run.calendar import make_calendar

    if engine not in ("duckdb", "spark"):
        raise Rejected([Issue("unknown-engine", Location("--engine"), f"`{engine}`", "`duckdb` or `spark`", "write one of them")])
    loaded, issues = chosen([scheme], schemes)
    if issues:
        raise Rejected(issues)
    checked = check_scheme(loaded[0], open_dictionary(datasets), read_entries(parameters).get(loaded[0].scheme.scheme, {}))
    span = period_or_reject(period, "--period")
    before = None if baseline is None else period_or_reject(baseline, "--baseline")
    calendar = make_calendar(span, loaded[0].scheme.period, before, [], [], lambda code, _: (code, "", ""))
    print(compile_scheme(checked, calendar, engine).sql(masked=True))
    return 0


def schema_text(dataset: bool) -> str:
    """Return the JSON Schema of a scheme file, or of a data dictionary entry."""
    from improving_value.spec.json_schema import dataset_schema, scheme_schema

    return dataset_schema() if dataset else scheme_schema()
