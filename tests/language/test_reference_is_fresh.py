"""The reference in docs is what the tests of the language say."""

from __future__ import annotations

from pathlib import Path

from improving_value.expression.functions import SCALAR_FUNCTIONS
from improving_value.expression.functions_of_rows import AGGREGATES, WINDOWS
from language.reference import CHAPTERS, PAGE, page


def test_the_page_is_what_the_tests_say() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run `python tests/language/reference.py` to write it again"


def test_every_language_test_is_a_chapter() -> None:
    files = {path.stem.removeprefix("test_") for path in Path(__file__).parent.glob("test_*.py")}
    assert files - {"reference_is_fresh", "units_of_measure"} == set(CHAPTERS)


def test_every_function_is_shown() -> None:
    """A function that no chapter shows would be one that nobody has tested."""
    shown = page().split("\n## Functions\n")[0]
    assert [name for name in (*SCALAR_FUNCTIONS, *AGGREGATES, *WINDOWS) if f"{name}(" not in shown] == []
