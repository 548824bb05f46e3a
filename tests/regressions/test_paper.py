"""What a formula says beneath it: what its names are, and its numbers with their units; what the parts of a ratio are numbers of."""

from __future__ import annotations

from pathlib import Path

import pytest

from improving_value.assess.definitions import definitions
from improving_value.assess.parts import parts_of
from improving_value.check.model import CheckedScheme
from improving_value.check.scheme import check_scheme
from improving_value.spec.load import load_scheme
from regressions.small import changed, dictionary, files, line, written

EACH = "    of: line\n    each: max(0, packs - limit) * price\n"


def _checked(folder: Path, text: str) -> CheckedScheme:
    return check_scheme(load_scheme(written(folder, text)), dictionary(), {})


def test_a_column_in_a_formula_is_followed_to_what_is_recorded(tmp_path: Path) -> None:
    text = changed(
        ("      over: packs > limit\n", "      over: packs > limit\n      excess: max(0, packs - limit)\n      worth: excess * price\n"),
        (EACH, "    of: line\n    each: worth\n"),
    )
    checked = _checked(tmp_path, text)
    saving = checked.savings[0]
    assert saving.each is not None
    assert definitions(checked, saving.each, "line") == ("worth = excess * price", "excess = max(0, packs - limit)")


def test_a_measure_in_a_formula_says_what_it_is_of(tmp_path: Path) -> None:
    checked = _checked(tmp_path, changed((EACH, "    total: spend_of_all * 1\n")))
    total = checked.savings[0].total
    assert total is not None
    assert definitions(checked, total, None) == ("spend_of_all = sum(amount) of each line",)


def test_numbers_of_a_formula_have_their_units_and_a_true_minus(tmp_path: Path) -> None:
    text = changed((EACH, "    total: 0 - spend_of_all\n"))
    found = files(tmp_path, [line(1, amount="1024.50")], text=text)
    page = (found / "menu.html").read_text(encoding="utf-8")
    assert "X01, 2017/18 Q2: spend of all = £1,024.50; together −£1,024.50" in page


@pytest.mark.parametrize(("form", "parts"), [
    ("numerator: sum(amount), denominator: count(packs > least), unit: GBP/line", ("GBP", "")),
    ("numerator: sum(amount), denominator: sum(packs), unit: GBP/pack", ("GBP", "pack")),
    ("numerator: sum(amount), denominator: sum(packs + 1), unit: GBP/pack", None),
    ("numerator: 100 * sum(amount), denominator: sum(packs), unit: percent-GBP/pack", None),
])  # fmt: skip
def test_parts_of_a_ratio(form: str, parts: tuple[str, str] | None, tmp_path: Path) -> None:
    checked = _checked(tmp_path, changed(("numerator: sum(amount), denominator: count(packs > least), unit: GBP/line", form)))
    assert parts_of(checked, checked.kpis[1]) == parts
