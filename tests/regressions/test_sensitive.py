"""A confidential value reaches no file of a run, however a saving uses it."""

from __future__ import annotations

from pathlib import Path

import pytest

from regressions.small import changed, files, line

SECRET = "7.7313"
PARAMETER = ("  least:", f"  secret: {{value: {SECRET}, unit: number, basis: assumption, source: here, sensitive: true}}\n  least:")
EACH = ("    each: max(0, packs - limit) * price\n", "    each: max(0, packs - limit) * price * secret\n")
TOTAL = ("    of: line\n    each: max(0, packs - limit) * price\n", "    total: spend_of_all * secret\n")


@pytest.mark.parametrize("saving", [EACH, TOTAL], ids=["each", "total"])
def test_a_sensitive_value_is_in_no_file(saving: tuple[str, str], tmp_path: Path) -> None:
    out = files(tmp_path, [line(1), line(2)], text=changed(PARAMETER, saving))
    written = [path for path in sorted(out.rglob("*")) if path.is_file()]
    assert len(written) > 5
    assert [path.name for path in written if SECRET.encode() in path.read_bytes()] == []
    assert "withheld" in (out / "menu.html").read_text(encoding="utf-8")
