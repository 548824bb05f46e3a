"""KPIs under other assumptions: worked out again over the same units, in rows of their own, on both engines."""

from __future__ import annotations

from pathlib import Path

import pytest

from improving_value.examples.values import value_of
from regressions.small import changed, example, files, issues_of, line, lines_of

SIZED = (
    "      over: packs > limit\n",
    "      over: packs > limit\n      size: {classify: [{label: large, when: over}], otherwise: small}\n",
)
MEASURED = ("of: line, is: sum(amount), unit: GBP}", "of: line, is: count(over), unit: line}")
MORE_KPIS = (
    "savings:\n  - saving: excess",
    "  - {kpi: sizes, title: Lines by size, of: line, distribution: size, domain: quality, better: interpret}\n"
    "  - {kpi: many, title: Lines over, is: spend_of_all, unit: line, domain: quality, better: interpret}\n"
    "savings:\n  - saving: excess",
)
SCENARIO = "scenarios:\n  - {{scenario: five, say: Over five packs, parameters: {{limit: 5}}, kpis: [{kpis}]}}\n"
COSTS = "costs:\n"


def text_with(kpis: str) -> str:
    return changed(SIZED, MEASURED, MORE_KPIS, (COSTS, SCENARIO.format(kpis=kpis) + COSTS))


def test_both_engines_work_out_a_kpi_again(tmp_path: Path) -> None:
    """Of lines of 12, 8 and 3 packs one is over ten, and two are over five."""
    text = text_with("over_share, sizes, many")
    wanted = {
        "over_share": 1 / 3, "over_share@five": 2 / 3, "over_share.numerator@five": 2, "many": 1.0, "many@five": 2.0,
        "sizes[large]": 1 / 3, "sizes@five[large]": 2 / 3, "sizes@five[small]": 1 / 3, "excess": 4.0, "excess@five": 20.0,
    }  # fmt: skip
    shown = example(tmp_path, ["packs: 12", "packs: 8", "packs: 3"], text=text)
    for name, value in wanted.items():
        assert float(str(value_of(shown, name))) == pytest.approx(value), name
    found = files(tmp_path, [line(1), line(2, packs=8), line(3, packs=3)], text=text)
    rows = {(row["kpi"], row["scenario"], row["category"]): row for row in lines_of(found, "kpis", level="all", period="2017/18 Q2")}
    assert float(rows["over_share", "default", ""]["value"]) == pytest.approx(1 / 3)
    assert float(rows["over_share", "five", ""]["value"]) == pytest.approx(2 / 3)
    assert rows["many", "five", ""]["value"] == "2"
    sizes = {key[1:]: (row["breakdown"], row["numerator"]) for key, row in rows.items() if key[0] == "sizes"}
    assert sizes == {("default", "large"): ("size", "1"), ("default", "small"): ("size", "2"), ("five", "large"): ("size", "2"), ("five", "small"): ("size", "1")}  # fmt: skip
    assert ("mean_amount", "five", "") not in rows


def test_the_chapter_sets_them_side_by_side(tmp_path: Path) -> None:
    found = files(tmp_path, [line(1), line(2, packs=8), line(3, packs=3)], text=text_with("over_share"))
    page = (found / "menu.html").read_text(encoding="utf-8")
    table = page.split("KPIs under other assumptions", 1)[1].split("</table>", 1)[0]
    assert table.index("As the scheme is written") < table.index("Over five packs") < table.index("33.3%") < table.index("66.7%")


@pytest.mark.parametrize(("kpis", "code"), [("over_shore", "unknown-name"), ("mean_amount", "scenario-without-effect")])
def test_a_kpi_that_is_not_there_or_does_not_depend_on_it_is_a_fault(tmp_path: Path, kpis: str, code: str) -> None:
    (issue,) = issues_of(tmp_path, text_with(kpis))
    assert issue.code == code
    assert f"`{kpis}`" in issue.found


def test_what_a_scenario_does_not_work_out_has_no_value_to_expect(tmp_path: Path) -> None:
    shown = example(tmp_path, ["packs: 12"], text=text_with("over_share"))
    with pytest.raises(KeyError):
        value_of(shown, "many@five")
