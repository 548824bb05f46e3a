"""Every code that an issue carries is in the catalogue, and says what a reader needs."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from improving_value.kernel.catalogue import CODES, Code

ENGINE = Path(__file__).parents[2] / "engine" / "improving_value"
MAKERS = {"Issue", "Fault", "issue", "note", "fault_at", "_issue", "ValueFault"}
"""Whatever makes an issue; its code is the first argument that looks like one."""
LOOKS_LIKE_A_CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)+")


def codes_made() -> list[tuple[str, str]]:
    found = []
    for path in sorted(ENGINE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            first = node.args[0]
            if name in MAKERS and isinstance(first, ast.Constant) and LOOKS_LIKE_A_CODE.fullmatch(str(first.value)):
                found.append((str(first.value), path.relative_to(ENGINE).as_posix()))
    return found


def test_every_code_made_is_in_the_catalogue() -> None:
    assert [(code, file) for code, file in codes_made() if code not in CODES] == []


@pytest.mark.parametrize("code", CODES.values(), ids=CODES)
def test_a_code_says_what_a_reader_needs(code: Code) -> None:
    assert LOOKS_LIKE_A_CODE.fullmatch(code.code)
    assert code.title[0].isupper()
    assert not code.title.endswith(".")
    assert 1 <= len(re.findall(r"[.?](?: |$)", code.help)) <= 3, "one to three sentences"
    assert code.help.endswith(".")
    assert code.example
    assert not re.search(r"!(?!`)|\b(invalid|illegal|sorry|error)\b", f"{code.title} {code.help}", re.IGNORECASE)
