"""Rooms import only what stands to their left, and a library is imported in one room only."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "engine" / "improving_value"
ROOMS = (
    "kernel",
    "spec",
    "datasets",
    "expression",
    "dimensions",
    "check",
    "compile",
    "run",
    "assess",
    "finance",
    "compare",
    "report",
    "words",
    "prove",
)
"""From left to right: data flows this way, imports point the other."""

AROUND = ("cli", "listing", "examples")
"""Folders over the rooms, with the modules beside them: what people type, what they are told, and a scheme's examples."""

BESIDE = {"prove": ("improving_value.examples.running", "improving_value.examples.values")}
"""What stands beside the rooms and a room may see all the same."""

LIBRARIES: dict[str, tuple[str, ...]] = {
    "yaml": ("spec/",),
    "pydantic": ("spec/",),
    "pydantic_core": ("spec/",),
    "simpleeval": ("expression/evaluate",),
    "sqlglot": ("expression/sql_", "expression/to_sql", "compile/", "run/engines/", "compare/unit_rows"),
    "duckdb": ("datasets/", "run/", "finance/"),
    "pyspark": ("run/engines/",),
    "pint": ("dimensions/words",),
    "matplotlib": ("report/",),
    "jinja2": ("report/",),
    "xlsxwriter": ("report/",),
    "openpyxl": ("spec/", "finance/ledger_files"),
    "typer": ("cli",),
    "rich": ("cli", "listing"),
}
"""Where each library may be imported, as the beginnings of paths. An import for types alone may stand anywhere."""

LATE = ("pint", "matplotlib", "pyspark", "jinja2", "pandas", "pyarrow", "duckdb", "sqlglot", "openpyxl", "xlsxwriter")
"""Heavy ones: `--help` does not pay for them."""


@dataclass(frozen=True)
class Import:
    """One imported module. `late`: inside a function; `for_types`: under TYPE_CHECKING."""

    file: str
    line: int
    module: str
    late: bool
    for_types: bool

    @property
    def room(self) -> str:
        return _room(self.file)

    def __str__(self) -> str:
        return f"{self.file}:{self.line} imports {self.module}"


def _room(path: str) -> str:
    first = path.split("/")[0]
    return first if first in ROOMS else ""


def _found(node: ast.AST, file: str, late: bool = False, for_types: bool = False) -> Iterator[Import]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Import):
            yield from (Import(file, child.lineno, name.name, late, for_types) for name in child.names)
        elif isinstance(child, ast.ImportFrom):
            assert child.level == 0, f"{file}:{child.lineno}: write the whole name of the module"
            yield Import(file, child.lineno, child.module or "", late, for_types)
        else:
            inside = late or isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda))
            typing = for_types or (isinstance(child, ast.If) and "TYPE_CHECKING" in ast.dump(child.test))
            yield from _found(child, file, inside, typing)


@cache
def imports() -> tuple[Import, ...]:
    paths = sorted(PACKAGE.rglob("*.py"))
    return tuple(one for path in paths for one in _found(ast.parse(path.read_text(encoding="utf-8")), path.relative_to(PACKAGE).as_posix()))


def _ours(module: str) -> str | None:
    """Return the room of a module of ours (empty for those beside the rooms), or None for somebody else's."""
    parts = module.split(".")
    if parts[0] != PACKAGE.name:
        return None
    return parts[1] if len(parts) > 1 and parts[1] in ROOMS else ""


def _right_of(one: Import) -> bool:
    target = _ours(one.module)
    if target is None or not one.room:
        return False
    allowed = ROOMS[: ROOMS.index(one.room) + 1]
    return target not in allowed and one.module != PACKAGE.name and one.module not in BESIDE.get(one.room, ())


def test_every_folder_is_a_room() -> None:
    folders = {path.name for path in PACKAGE.iterdir() if path.is_dir() and list(path.glob("*.py"))}
    assert folders == {*ROOMS, *AROUND}


def test_rooms_import_only_rooms_to_their_left() -> None:
    assert [str(one) for one in imports() if _right_of(one)] == []


def test_an_expression_knows_nothing_of_files_and_files_nothing_of_expressions() -> None:
    apart = (("spec", "expression"), ("expression", "spec"))
    assert [str(one) for one in imports() if (one.room, _ours(one.module)) in apart] == []


def test_a_report_cannot_reach_raw_figures() -> None:
    """The workbook may: it is of the internal product alone, and lists the units line by line."""
    seen = [one for one in imports() if one.room in ("report", "words") and not one.file.startswith("report/workbook/")]
    assert [str(one) for one in seen if _ours(one.module) in ("run", "compile")] == []


def test_the_command_line_sees_what_stands_beside_it_and_the_kernel() -> None:
    seen = [one for one in imports() if one.file.startswith("cli") and _ours(one.module) is not None]
    assert [str(one) for one in seen if _ours(one.module) not in ("", "kernel")] == []


@pytest.mark.parametrize("library", LIBRARIES)
def test_a_library_is_imported_in_its_own_room(library: str) -> None:
    used = [one for one in imports() if one.module.split(".")[0] == library and not one.for_types]
    assert [str(one) for one in used if not one.file.startswith(LIBRARIES[library])] == []


def test_the_command_line_starts_without_heavy_libraries() -> None:
    asked = f"import sys, improving_value.cli.app; print([name for name in {LATE!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", asked], cwd=PACKAGE.parent, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
