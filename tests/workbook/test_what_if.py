"""A changed assumption: LibreOffice comes to what the engine comes to with the same value in a parameters file.

A few of one scheme here; every one of a scheme with `python -m workbook.what_if SCHEME` in `tests`.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from workbook.what_if import trials


@pytest.mark.parametrize(
    ("scheme", "most"),
    [("oral_chemo_wastage", 3)],
)
def test_a_live_assumption_moves_the_sheet_as_it_moves_the_engine(scheme: str, most: int, tmp_path: Path) -> None:
    done = list(trials(scheme, tmp_path, most))
    assert len(done) >= 3
    assert [f"{change}: {found[:3]}" for change, _, found in done if found] == []
    assert any(moved for _, moved, _ in done)
