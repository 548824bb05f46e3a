"""What is said of bad input, in one document: every fault there is, with what the program prints."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

from cli.faults import Fault, as_printed
from cli.faults_boundaries import BOUNDARIES
from cli.faults_data import FILES, ROWS
from cli.faults_evidence import EVIDENCE
from cli.faults_finance import FINANCE
from cli.faults_review import REVIEW
from cli.faults_scheme import EXPRESSIONS, YAML
from cli.faults_units import UNITS
from cli.faults_usage import COMMANDS, OUTPUT, PARAMETERS
from cli.terminal import given
from improving_value.kernel.catalogue import CODES
from issues import rendered
from issues.every_code import CASES

DOCUMENT = Path(__file__).parents[2] / "docs" / "errors.md"
GROUPS = (
    ("Scheme files", YAML),
    ("Expressions", EXPRESSIONS),
    ("Units of measure", UNITS),
    ("Where numbers come from", EVIDENCE),
    ("Review", REVIEW),
    ("Limits, taken together", BOUNDARIES),
    ("Parameters files and examples", PARAMETERS),
    ("Data files", FILES),
    ("Rows of data", ROWS),
    ("Commands", COMMANDS),
    ("Results", OUTPUT),
    ("Finance", FINANCE),
)
EVERY: tuple[Fault, ...] = tuple(fault for _, group in GROUPS for fault in group)

INTRODUCTION = """# What is said of bad input

Every message says where, what was found, what was expected and how to mend it. Below is each fault that the tests know, with what the
program really prints: messages go to standard error, results to standard output, and `…` stands for a folder. A value of the data is
never printed. `improving-value explain CODE` says more about the code in square brackets.

Exit codes: 0 fine; 1 ran, and found problems; 2 wrong usage; 3 the data or the folder cannot be used; 70 a bug.

Written by `tests/cli/write_errors.py`; do not edit.
"""


EVERY_CODE = """
## Every code

A page for each: what it means and how to mend it, as `improving-value explain CODE` prints them, and the smallest input that has it with
its message.
"""


def document() -> str:
    """Return the document, made of what is expected."""
    parts = [INTRODUCTION]
    for title, group in GROUPS:
        parts.append(f"\n## {title}\n\n| fault | code | exit code |\n|---|---|---|\n")
        printed = {fault.name: fault.expected().read_text(encoding="utf-8") for fault in group}
        parts.extend(f"| [{fault.title}](#{_anchor(fault.title)}) | {_codes(printed[fault.name])} | {fault.code} |\n" for fault in group)
        parts.extend(f"\n### {fault.title}\n\n```\n{printed[fault.name]}```\n" for fault in group)
    return "".join([*parts, *every_code()])


def every_code() -> Iterator[str]:
    """Yield a page for every code: what it means, how to mend it, and the smallest input that has it with its message."""
    yield EVERY_CODE
    shown = shown_above()
    cases = {case.code: case for case in CASES}
    for code, entry in sorted(CODES.items()):
        yield f"\n### `{code}`\n\n{entry.title}. {entry.help}\n\nMended:\n\n```\n{entry.example}\n```\n"
        files = sorted((Path(rendered.FOLDER) / code).glob("*.txt"))
        if code in shown:
            links = ", ".join(f"[{fault.title}](#{_anchor(fault.title)})" for fault in shown[code])
            yield f"\nShown above: {links}.\n"
        elif code in cases:
            yield f"\nWritten:\n\n```\n{cases[code].written}\n```\n\nSaid:\n\n```\n{cases[code].message()}\n```\n"
        elif files:
            yield f"\nSaid:\n\n```\n{files[0].read_text(encoding='utf-8').rstrip()}\n```\n"


def shown_above() -> dict[str, list[Fault]]:
    """Return the faults of the command line that show each code."""
    found: dict[str, list[Fault]] = {}
    for fault in EVERY:
        for code in re.findall(r"[a-z0-9-]+", _codes(fault.expected().read_text(encoding="utf-8"))):
            found.setdefault(code, []).append(fault)
    return found


def without_page() -> list[str]:
    """Return the codes of the catalogue that nothing shows."""
    shown = {*shown_above(), *(case.code for case in CASES), *(path.parent.name for path in rendered.CASES)}
    return sorted(set(CODES) - shown)


def _anchor(title: str) -> str:
    """Return what a heading is called in a link: letters, digits, hyphens for spaces."""
    return "".join(sign for sign in title.lower().replace(" ", "-") if sign.isalnum() or sign in "-_")


def _codes(printed: str) -> str:
    found = [part.partition("]")[0] for part in printed.replace("warning[", "error[").split("error[")[1:]]
    found += [line.rpartition("[")[2].rstrip("]") for line in printed.splitlines() if line.startswith("  row") and line.endswith("]")]
    return ", ".join(f"`{code}`" for code in dict.fromkeys(found))


def write(names: list[str]) -> None:
    """Write what the named faults print (all, when none is named) into `expected`, and the document afresh."""
    for fault in EVERY:
        if names and fault.name not in names:
            continue
        with tempfile.TemporaryDirectory() as folder:
            fault.do(given(Path(folder)))
            fault.expected().parent.mkdir(exist_ok=True)
            fault.expected().write_text(as_printed(fault.command, fault.run(Path(folder)), Path(folder)), encoding="utf-8", newline="\n")
    DOCUMENT.write_text(document(), encoding="utf-8", newline="\n")
