"""What counts as a change of meaning, and what does not."""

from __future__ import annotations

import pytest

from compare.versions import LIMIT, SCHEME, Edit, planned, text, version
from improving_value.check.scheme import check_scheme
from improving_value.compare.runs import plan_comparison

from compare.versions import dictionary  # isort: skip

KEEP = "keep: indication == 'ITP' and product_class == 'immunoglobulin'"

SAME: dict[str, tuple[Edit, ...]] = {
    "nothing": (),
    "a comment and another layout": (("      dose: sum(grams)    ", "      dose: sum( grams )  # all of them\n     "),),
    "a column's name": (("allowed_dose", "dose_cap"),),
    "names of columns that rest on one another": (("allowed_dose", "dose_cap"), ("compliant", "within_dose")),
    "a parameter's name": (("double_dose", "twice_the_dose"),),
    "a rule's name": (("rule: weighed\n", "rule: has_weight\n"), ("deciding_rule: weighed,", "deciding_rule: has_weight,")),
    "a measure's name": (("excess_grams", "grams_above"),),
    "a unit's name": (
        ("  patient:\n    say", "  person:\n    say"),
        ("of: patient\n", "of: person\n"),
        ("      patient.", "      person."),
    ),
    "the order of conditions": ((KEEP, "keep: product_class == 'immunoglobulin' and indication == 'ITP'"),),
    "a comparison turned round": (("compliant: dose <= allowed_dose", "compliant: allowed_dose >= dose"),),
    "factors changed about": (("excess: max(0, dose - recommended_dose * weight)", "excess: max(dose - weight * recommended_dose, 0)"),),
    "a number with more noughts": (("recommended_dose: {value: 1.0,", "recommended_dose: {value: 1.000,"),),
    "the order of columns": (
        ("      reactions: sum(adverse_reactions)\n", ""),
        ("      weight: first(", "      reactions: sum(adverse_reactions)\n      weight: first("),
    ),
    "words": (
        ("title: Spend on immunoglobulin for ITP", "title: What immunoglobulin for ITP costs"),
        ("say: Body weight recorded", "say: Weight is known"),
        ("  summary: >-\n    Immunoglobulin is paid", "  summary: >-\n    Immunoglobulin, a medicine, is paid"),
    ),
    "a source": (
        ('basis: published, source: "guide, page 9", say: Recommended', 'basis: published, source: "guide, page 10", say: Recommended'),
    ),
}

OTHER: dict[str, tuple[tuple[Edit, ...], tuple[str, str, str], tuple[str, str]]] = {
    "a parameter": ((LIMIT,), ("changed", "parameter", "recommended_dose"), ("1 g/kg", "1.1 g/kg")),
    "scope": (
        ((KEEP, "keep: indication == 'ITP'"),),
        ("changed", "scope of course of immunoglobulin for ITP", ""),
        ("indication == 'ITP' and product_class == 'immunoglobulin'", "indication == 'ITP'"),
    ),
    "a rule": (
        (("when: weight > 0", "when: weight >= 0"),),
        ("changed", "rule", "weighed of course of immunoglobulin for ITP"),
        ("weight > 0", "weight >= 0"),
    ),
    "a column": (
        (("weight: first(weight_kg, by=infusion_date)", "weight: last(weight_kg, by=infusion_date)"),),
        ("changed", "column", "weight of course of immunoglobulin for ITP"),
        ("first(weight_kg, by=infusion_date)", "last(weight_kg, by=infusion_date)"),
    ),
    "a KPI": (
        (("share: not is_missing(panel_decision)", "share: panel_decision == 'approved'"),),
        ("changed", "KPI", "panel_review_rate"),
        ("not is_missing(panel_decision)", "panel_decision == 'approved'"),
    ),
    "which way is better": (
        (("domain: quality\n    better: lower", "domain: quality\n    better: interpret"),),
        ("changed", "KPI", "side_effects"),
        ("lower", "interpret"),
    ),
    "a saving": (
        (("each: excess * price", "each: (excess + dose) * price"),),
        ("changed", "saving", "opportunity_all"),
        ("excess * price", "(excess + dose) * price"),
    ),
    "a saving's state": (
        (("state: realised", "state: forecast"),),
        ("changed", "saving", "realised"),
        ("realised", "forecast"),
    ),
    "a window": (
        (("within: course_window of first", "gap_under: course_window"),),
        ("changed", "grouping of course of immunoglobulin for ITP", ""),
        ("course_window", "nothing is said"),
    ),
    "a scheme's period": ((("\nperiod: quarter", "\nperiod: month"),), ("changed", "scheme", "period"), ("quarter", "month")),
    "a scenario": (
        (("parameters: {vial_rounding: 5}", "parameters: {vial_rounding: 10}"),),
        ("changed", "scenario", "vial_5g"),
        ("vial_rounding 5", "vial_rounding 10"),
    ),
    "a cost": (
        (('value: 0, basis: published, source: "guide, page 11"', 'value: 100, basis: published, source: "guide, page 11"'),),
        ("changed", "cost", "none"),
        ("£0.00", "£100.00"),
    ),
}


@pytest.mark.parametrize("what", SAME)
def test_no_change_of_meaning(what: str) -> None:
    assert planned(*SAME[what]).changes == ()


@pytest.mark.parametrize("what", OTHER)
def test_a_change_of_meaning_with_both_wordings(what: str) -> None:
    edits, (how, kind, name), wordings = OTHER[what]
    (change,) = planned(*edits).changes
    assert (change.how, change.kind, change.name) == (how, kind, name)
    said = [one and (one.written or one.words) for one in (change.details[0].old, change.details[0].new)]
    assert said == list(wordings)
    assert all(one is not None and one.words for one in (change.details[0].old, change.details[0].new))


def test_a_parameter_is_shown_with_its_sources() -> None:
    (change,) = planned(LIMIT, ('"guide, page 9", say: Recommended', '"guide, page 10", say: Recommended')).changes
    detail = change.details[0]
    assert detail.old is not None
    assert detail.new is not None
    assert (detail.old.source, detail.new.source) == ("guide, page 9 [published]", "guide, page 10 [published]")


def test_new_names_and_words_are_told_apart_from_meaning() -> None:
    plan = planned(*SAME["a column's name"], *SAME["words"])
    assert plan.renamed == ("column `allowed_dose` of `course` is now called `dose_cap`",)
    assert [change.place for change in plan.texts] == [
        "chapter: summary",
        "kpi itp_ig_spend: title",
        "rule weighed of course of immunoglobulin for ITP: say",
    ]


def test_what_is_added_stands_first_and_what_is_removed_last() -> None:
    rule = "      - rule: dose_recorded\n"
    plan = planned(
        (rule, "      - rule: heavy\n        when: dose <= double_dose * weight\n        say: Not too much\n" + rule),
        ("  - kpi: outcome_recorded\n    title: Courses with an outcome on record\n    of: course\n    over: in_scope\n"
         "    share: outcome_recorded\n    domain: efficiency\n    better: higher\n", ""),
        ("outcome_recorded: 0.6667, ", ""),
        LIMIT,
    )  # fmt: skip
    assert [(change.number, change.how, change.kind, change.name.split(" ")[0]) for change in plan.changes] == [
        (1, "changed", "parameter", "recommended_dose"),
        (2, "added", "rule", "heavy"),
        (3, "removed", "KPI", "outcome_recorded"),
    ]


def test_the_order_of_rules_is_meaning_since_it_names_the_rule_that_decides() -> None:
    weighed = "      - rule: weighed\n        when: weight > 0\n        say: Body weight recorded\n"
    dosed = "      - rule: dose_recorded\n        when: dose > 0\n        say: Grams recorded for every infusion\n"
    (change,) = planned((weighed + dosed, dosed + weighed)).changes
    assert change.kind == "order of rules of course of immunoglobulin for ITP"


def test_the_same_change_read_from_the_other_side() -> None:
    old, new = version(text(LIMIT)), version(text())
    checked = [check_scheme(one.loaded, dictionary(), {}) for one in (old, new)]
    (change,) = plan_comparison(old, new, (checked[0], checked[1]), dictionary()).changes
    assert [one and one.words for one in (change.details[0].old, change.details[0].new)] == ["1.1 g/kg", "1 g/kg"]


@pytest.mark.parametrize(
    "scheme", ["acc_delayed_discharges", "ms_dmt", "where_to_look_packs", "myositis_ivig_to_rituximab", "enhanced_supportive_care", SCHEME]
)
def test_a_scheme_means_the_same_as_itself(scheme: str) -> None:
    plan = planned(scheme=scheme)
    assert (plan.changes, plan.renamed, plan.texts) == ((), (), ())
