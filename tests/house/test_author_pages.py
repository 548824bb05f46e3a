"""The pages that authors print are what the engine and the data dictionary say."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from house.author_pages import DICTIONARY, QUICK, data_dictionary, quick_reference
from improving_value.expression.functions import SCALAR_FUNCTIONS
from improving_value.expression.functions_of_rows import AGGREGATES, WINDOWS


@pytest.mark.parametrize(("page", "made"), [(QUICK, quick_reference), (DICTIONARY, data_dictionary)], ids=["quick", "dictionary"])
def test_the_page_is_fresh(page: Path, made: Callable[[], str]) -> None:
    assert page.read_text(encoding="utf-8") == made(), "run `python tests/house/author_pages.py`"


def test_every_function_has_its_line() -> None:
    page = QUICK.read_text(encoding="utf-8")
    assert [name for name in (*SCALAR_FUNCTIONS, *AGGREGATES, *WINDOWS) if f"\n| `{name}(" not in page] == []
