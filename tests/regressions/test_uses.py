"""What a parameter is used by: also by deciding who is counted, by facts about other units, by gates, and beside a KPI."""

from __future__ import annotations

from pathlib import Path

from regressions.small import changed, example

FACT = (
    "      spend: sum(amount)\n",
    "      spend: sum(amount)\n      counted_lines: {from: line, same: [patient_id], where: outcome == 'eligible', is: count()}\n"
    "    eligible:\n      - {rule: spent, when: spend > floor, say: Spent}\n",
)
PARAMETERS = (
    "  least: {value: 0, unit: pack, basis: assumption, source: here}\n",
    "  least: {value: 0, unit: pack, basis: assumption, source: here}\n"
    "  floor: {value: 1, unit: GBP, basis: assumption, source: here}\n"
    "  beside: {value: 1, unit: share, basis: assumption, source: here}\n"
    "  enough: {value: 1, unit: GBP, basis: assumption, source: here}\n",
)
KPIS = (
    "savings:\n  - saving: excess",
    "  - {kpi: lines_each, title: Lines each, of: patient, is: mean(counted_lines), unit: line, domain: quality, better: interpret, references: [beside]}\n"
    "  - {kpi: spend_each, title: Spend each, of: patient, is: mean(spend), unit: GBP, domain: finance, better: interpret}\n"
    "savings:\n  - saving: excess",
)
GATE = (
    "    each: max(0, packs - limit) * price\n",
    "    each: max(0, packs - limit) * price\n    requires:\n      - {when: spend_of_all >= enough, say: enough billed}\n",
)


def test_a_parameter_is_used_by_whatever_would_change_with_it(tmp_path: Path) -> None:
    shown = example(tmp_path, ["packs: 12, amount: 24.00"], text=changed(FACT, PARAMETERS, KPIS, GATE))
    used = {line.name: line.used_by for line in shown.chapter.parameters}
    assert used["enough"] == ("excess",)
    assert used["beside"] == ("lines_each",)
    assert used["floor"] == ("lines_each", "spend_each")
    # Which lines are eligible rests on `least`, and patients are made from lines.
    assert used["least"] == ("excess", "billed", "over_share", "mean_amount", "lines_each", "spend_each")
    assert used["limit"] == ("excess", "over_share")
