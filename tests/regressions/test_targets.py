"""A target of each category's own, on both engines: what has none takes the one for all, and the whole has only that."""

from __future__ import annotations

from pathlib import Path

import pytest

from improving_value.examples.values import value_of
from regressions.small import changed, example, files, line, lines_of

TEXT = changed(
    ("      over: packs > limit\n", "      over: packs > limit\n      size: {classify: [{label: Huge, when: packs > huge}, {label: large, when: over}], otherwise: small}\n"),
    ("least: {value: 0,", "aim: {unit: share, basis: local, by: [size]}\n  huge: {value: 100, unit: pack, basis: assumption, source: here}\n  dear: {value: 3, unit: GBP, basis: assumption, source: here}\n  least: {value: 0,"),
    ("{kpi: over_share, title: Lines over the limit, of: line, share: over,", "{kpi: over_share, title: Lines that are dear, of: line, share: amount > dear, breakdown: size, target: aim,"),
    ("domain: quality, better: lower}", "domain: quality, better: higher}"),
)  # fmt: skip
OWN = "aim: [{size: huge, value: 0.4}, {size: large, value: 0.6}]"
GENERAL = "aim: [{size: huge, value: 0.4}, {value: 0.5}]"
# Of two huge lines one is dear, of two large ones one, of one small one none: 2 of 5.
ROWS = [(120, 5), (120, 1), (12, 5), (12, 1), (1, 1)]


@pytest.mark.parametrize(("supplied", "wanted"), [
    (OWN, {"": "no_target", "Huge": "met", "large": "not_met", "small": "no_target"}),
    (GENERAL, {"": "not_met", "Huge": "met", "large": "met", "small": "not_met"}),
    ("aim: 0.4", {"": "met", "Huge": "met", "large": "met", "small": "not_met"}),
])  # fmt: skip
def test_each_category_is_judged_by_its_own_target(tmp_path: Path, supplied: str, wanted: dict[str, str]) -> None:
    shown = example(tmp_path, [f"packs: {packs}, amount: {amount}" for packs, amount in ROWS], f"{{price: 2, {supplied}}}", text=TEXT)
    names = {category: f"over_share.verdict[{category}]" if category else "over_share.verdict" for category in wanted}
    assert {category: value_of(shown, name) for category, name in names.items()} == wanted
    lines = [line(number, packs=packs, amount=amount) for number, (packs, amount) in enumerate(ROWS)]
    found = files(tmp_path, lines, f"small: {{price: 2, {supplied}}}", TEXT)
    assert {
        row["category"]: row["verdict"] for row in lines_of(found, "kpis", kpi="over_share", level="all", period="2017/18 Q2")
    } == wanted
    page = (found / "menu.html").read_text(encoding="utf-8")
    assert ("Target by category" in page) == (supplied == OWN)
    assert "target 40.0%" in page
