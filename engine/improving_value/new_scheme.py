"""What the `new` command does: a draft of a scheme from answers, a workbook or another scheme, and what is left to do."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from improving_value.kernel.issues import Issue, Location, Rejected
from improving_value.kernel.names import nearest
from improving_value.spec.dictionary import Dataset
from improving_value.spec.load import LoadedScheme, read_scheme
from improving_value.spec.sketch import Said, Sketch
from improving_value.spec.sketch_lines import TO_DO, Line, left_to_do, quoted

_ID = re.compile(r"[a-z][a-z0-9_]{0,59}")
_OF_THE_OTHER = ("checked_by", "next_review")
"""What somebody said of the other scheme, and nobody of this one."""


def write_blank_workbook(path: Path, datasets: Sequence[Path]) -> int:
    """Write the workbook to fill in."""
    from improving_value.library import open_dictionary
    from improving_value.report.sketch_template import write_template

    if path.suffix.lower() != ".xlsx":
        raise Rejected([_not_writable(path, f"`{path}`, which does not end in `.xlsx`", "a file that ends in `.xlsx`")])
    _require_free(path)
    write_template(path, open_dictionary(datasets).values())
    print(f"Written to {path}. Fill it in, then: improving-value new --from {path}")
    return 0


def new_scheme(answers: Mapping[str, str], start: str | None, out: Path, schemes: Sequence[Path], datasets: Sequence[Path]) -> int:
    """Write the draft and say what is left to do. `start` is a scheme's id or file, or a filled-in workbook."""
    from improving_value.library import open_dictionary

    said = {key: Said(text) for key, text in answers.items() if text}
    dictionary = open_dictionary(datasets)
    if start is not None and not start.lower().endswith(".xlsx"):
        lines = _like(start, said, out, schemes)
    else:
        sketch = _from_workbook(Path(start), said) if start is not None else Sketch(said)
        lines = _from_answers(sketch, dictionary, out)
    name = next(line.text.partition(": ")[2] for line in lines if line.text.startswith("scheme:"))
    path = out / f"{name}.yaml"
    _require_name(name)
    _require_free(path)
    text = "".join(line.text + "\n" for line in lines)
    _require_sound(text, path, lines, dictionary)
    try:
        path.write_text(text, encoding="utf-8", newline="\n")
    except OSError:
        raise Rejected([_not_writable(path, "a place where nothing can be written", "a file this user may write")]) from None
    _say(path, text)
    return 0


def _say(path: Path, text: str) -> None:
    left = list(left_to_do(text))
    print(f"Written to {path.as_posix()}: a draft, and `check` finds nothing wrong with it.")
    if left:
        print(f"Left to do ({len(left)}):")
    for number, what in left:
        print(f"  {path.as_posix()}:{number}: {what}")


def _from_workbook(path: Path, said: Mapping[str, Said]) -> Sketch:
    """Return what a workbook says; what was said on the command line stands in its place."""
    from improving_value.spec.sketch_workbook import read_sketch

    sketch = read_sketch(path)
    return replace(sketch, answers={**sketch.answers, **said})


def _from_answers(sketch: Sketch, dictionary: Mapping[str, Dataset], out: Path) -> list[Line]:
    from improving_value.spec.sketch_text import scheme_lines

    lacking = [(key, what) for key, what in (("scheme", "a short name"), ("dataset", "the data it is made from")) if not sketch.text(key)]
    if lacking:
        fix = "improving-value new my_scheme --dataset NAME"
        raise Rejected([Issue("missing-key", Location("new"), "nothing", what, f"write it, as in `{fix}`") for _, what in lacking])
    dataset = sketch.answers["dataset"]
    if dataset.text not in dictionary:
        close = nearest(dataset.text, dictionary)
        fix = f"write `{close}`" if close else "`improving-value data` lists them"
        where = dataset.where or Location("--dataset")
        raise Rejected([Issue("unknown-dataset", where, f"`{dataset.text}`", "a dataset of the data dictionary", fix)])
    if dictionary[dataset.text].provider is None:
        raise Rejected([_nobodys(dataset)])
    return scheme_lines(sketch, dictionary[dataset.text], _schema(out))


def _nobodys(dataset: Said) -> Issue:
    """Return what is said of data whose rows belong to no provider: prices, lists, facts about patients."""
    fix = "begin with the activity that is counted, and look these data up in it"
    found = f"`{dataset.text}`, whose rows belong to no provider"
    return Issue("unit-provider", dataset.where or Location("--dataset"), found, "data of which each row is some provider's", fix)


def _like(start: str, said: Mapping[str, Said], out: Path, schemes: Sequence[Path]) -> list[Line]:
    """Return another scheme as a draft under a new name: all that it says, but for who wrote it and who checked it."""
    from improving_value.listing.common import chosen

    loaded, issues = chosen([start], schemes)
    if issues:
        raise Rejected(issues)
    if "scheme" not in said:
        raise Rejected(
            [
                Issue(
                    "missing-key",
                    Location("new"),
                    "nothing",
                    "a short name",
                    f"write it, as in `improving-value new my_scheme --from {start}`",
                )
            ]
        )
    return [Line(text) for text in _renamed(loaded[0], said, out)]


def _renamed(loaded: LoadedScheme, said: Mapping[str, Said], out: Path) -> Iterator[str]:
    skipping = False
    for number, line in enumerate(loaded.source.lines):
        key = line.partition(":")[0] if re.match(r"[a-z_]+:", line) else None
        if number == 0 and "$schema=" in line:
            yield f"# yaml-language-server: $schema={_schema(out)}"
            continue
        skipping = key in _OF_THE_OTHER or (skipping and line[:1] in (" ", "-"))
        if skipping:
            continue
        yield from _said_anew(key, line, loaded.scheme.scheme, said)


def _said_anew(key: str | None, line: str, other: str, said: Mapping[str, Said]) -> Iterator[str]:
    """Yield a line of the other scheme as it stands in the new one."""
    match key:
        case "scheme":
            yield f"scheme: {said['scheme'].text}"
        case "status":
            yield "status: draft"
        case "authored_by" | "title" if key in said:
            yield f"{key}: {quoted(said[key].text)}"
        case "authored_by":
            yield f"{TO_DO}say in which role you write this; another role checks it"
            yield "authored_by: Author"
        case "title":
            yield f"{TO_DO}give the title of the guide's chapter"
            yield line
        case "chapter" | "parameters" | "units" | "measures" | "kpis" | "savings" | "costs" | "examples":
            yield f"{TO_DO}go through `{key}`; all of it is that of {other}"
            yield line
        case _:
            yield line


def _schema(out: Path) -> str:
    """Return the path of the JSON Schema as seen from a folder: in a checkout the one that is there, elsewhere one beside the file."""
    beside = Path("..") / "schemas" / "scheme.schema.json"
    return beside.as_posix() if os.path.exists(out / beside) else "scheme.schema.json"


def _require_name(name: str) -> None:
    if not _ID.fullmatch(name):
        expected = "small letters, digits and `_`, beginning with a letter"
        raise Rejected([Issue("not-a-name", Location("new"), f"`{name}`", expected, "choose a short name such as `my_scheme`")])


def _require_free(path: Path) -> None:
    if not path.parent.is_dir():
        raise Rejected([_not_writable(path, f"`{path}`, whose folder is not there", "a file in a folder that is there")])
    if path.exists():
        raise Rejected([_not_writable(path, f"`{path}`, which is there already", "a name that is free")])


def _require_sound(text: str, path: Path, lines: Sequence[Line], dictionary: Mapping[str, Dataset]) -> None:
    """Check the draft before it is written; a fault is said of the cell that it came from."""
    from improving_value.check.scheme import check_scheme
    from improving_value.spec.expression_places import is_expression
    from improving_value.spec.yaml_source import read_yaml_text

    try:
        source = read_yaml_text(text, path.name, is_expression)
        check_scheme(LoadedScheme(read_scheme(source, path.name), source, source.sha256), dictionary, {})
    except Rejected as rejected:
        raise Rejected([_at_its_cell(issue, lines) for issue in rejected.issues]) from None


def _at_its_cell(issue: Issue, lines: Sequence[Line]) -> Issue:
    line = lines[issue.where.line - 1] if 0 < issue.where.line <= len(lines) else None
    if line is None or line.where is None:
        return issue
    return replace(issue, where=line.where, excerpt="")


def _not_writable(path: Path, found: str, expected: str) -> Issue:
    return Issue("output-not-writable", Location(path.as_posix()), found, expected, "choose another; nothing was written")
