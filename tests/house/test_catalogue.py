"""Every issue code the engine uses is in the catalogue, and the catalogue holds no other."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

from improving_value.kernel.catalogue import CODES

PACKAGE = Path(__file__).parents[2] / "engine" / "improving_value"
CARRIERS = ("Issue", "Fault", "fault_at", "note", "issue", "_issue", "ValueFault", "ReadValue")
"""Calls that carry a code: as the first or the second argument."""

_CODE = re.compile(r"[a-z]+(?:-[a-z0-9]+)+")


@cache
def _trees() -> dict[str, ast.Module]:
    paths = [path for path in sorted(PACKAGE.rglob("*.py")) if not path.name.startswith("catalogue")]
    return {path.relative_to(PACKAGE).as_posix(): ast.parse(path.read_text(encoding="utf-8")) for path in paths}


def _name(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else call.func.attr if isinstance(call.func, ast.Attribute) else ""


def test_every_code_that_is_used_is_in_the_catalogue() -> None:
    carried = [
        (file, node.lineno, argument.value)
        for file, tree in _trees().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and _name(node) in CARRIERS
        for argument in node.args[:2]
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str) and _CODE.fullmatch(argument.value)
    ]
    assert len(carried) > 50
    assert [f"{file}:{line} {code}" for file, line, code in carried if code not in CODES] == []


def test_every_code_of_the_catalogue_is_used() -> None:
    texts = [
        node.value
        for tree in _trees().values()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    used = {code for text in texts for code in _CODE.findall(text)}
    assert sorted(set(CODES) - used) == []
