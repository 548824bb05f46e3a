"""Every construct of a scheme is said: change it, and the words change."""

from __future__ import annotations

from pathlib import Path

import pytest

from words.chapters import GIVEN, words_of

EVERYTHING = GIVEN / "everything.yaml"
CHANGES = (
    ("title: Every construct", "title: Each construct"),
    ("status: published", "status: draft"),
    ("Writer of schemes", "Author of schemes"),
    ("Reader of schemes", "Checker of schemes"),
    ("2027-11-01", "2028-11-01"),
    ("period: quarter", "period: month"),
    ("optional: [blueteq]", "optional: []"),
    ("A summary of it", "Another summary"),
    ("reading: Read so", "reading: Read otherwise"),
    ("value: 10, unit", "value: 11, unit"),
    ("page 7", "page 8"),
    ("basis: external, source: here, say: Days", "basis: assumption, source: here, say: Days"),
    ("label: enough", "label: plenty"),
    ("[alpha, beta]", "[alpha, gamma]"),
    ("value: false", "value: true"),
    ("until: 2018-04-01, value: 2", "until: 2018-03-01, value: 2"),
    ("from: 2018-04-01", "from: 2018-05-01"),
    ("by: [drug], dated: true, ask: The pharmacist", "dated: true, ask: The pharmacist"),
    ("ask: The pharmacist", "ask: The buyer"),
    ("keep: drug in drugs", "keep: drug not in drugs"),
    ("history: 6 months", "history: all"),
    ("keep: status == 'approved'", "keep: status != 'approved'"),
    ("no_form: same patient_id", "no_form: same drug"),
    ("approval_date <= supply_date}", "approval_date < supply_date}"),
    ("too_late:", "not_yet:"),
    ("previous(supply_date", "next(supply_date"),
    ("by=supply_date, per=[patient_id])\n      packs", "by=supply_date, per=[provider_code])\n      packs"),
    ("cuts: [limit, more]", "cuts: [limit, 100]"),
    ("labels: [small", "labels: [little"),
    ("limit_in: lower", "limit_in: upper"),
    ("when: amount < 0", "when: amount <= 0"),
    ("otherwise: uncovered", "otherwise: bare"),
    ("lookup: role", "lookup: molecule"),
    ("same: {drug: product}", "same: {drug: molecule}"),
    ("        on: supply_date\n      dose", "      dose"),
    ("between: packs", "between: amount"),
    ("where: supply_date < add_months", "where: supply_date > add_months"),
    ("validity)\n        is: count()", "validity)\n        is: count_distinct(drug)"),
    ("number of earlier forms", "count of earlier forms"),
    ("when: amount >= 0 or strict", "when: amount >= 0 and strict"),
    ("say: Amount recorded", "say: Amount on record"),
    ("at_stake: packs * price", "at_stake: packs / price"),
    ("plural: courses of the drugs", "plural: drug courses"),
    ("by: [provider_code, patient_id, drug]\n      within", "by: [provider_code, drug]\n      within"),
    ("within: window of first", "gap_under: window"),
    ("begun: min(", "begun: max("),
    ("known(amount)", "amount"),
    (", where=amount > 0)", ")"),
    ("any(size", "all(size"),
    ("date: begun", "date: begun\n    provider: drug"),
    ("    step: true\n", ""),
    ("gap_under: window", "within: window of first"),
    ("each_period: true\n    keep: is_missing(switch_date) or switch_date < period_end", "date: switch_date"),
    ("same: [patient_id], is: count()}\nmeasures", "same: [provider_code], is: count()}\nmeasures"),
    ("size != 'large'", "size != 'small'"),
    ("say: Spend on the drugs, baseline: local", "say: Spend on the drugs"),
    ("is: count(), over: in_scope", "is: count(), over: eligible"),
    ("over: in_scope, share", "share"),
    ("share: size == 'small'", "share: size == 'large'"),
    (", among: amount > 0", ""),
    ("domain: quality", "domain: data_quality"),
    ("better: higher, target", "better: lower, target"),
    (", target: goal", ""),
    (", references: [seen]", ""),
    ("note: A note on it", "note: Another note"),
    ("distribution: size", "distribution: sort"),
    (", top: shown", ""),
    ("numerator: sum(spent)", "numerator: max(spent)"),
    ("denominator: count()", "denominator: count(large)"),
    (", per: 100", ""),
    (", breakdown: drug", ", breakdown: outcome"),
    (", minimum: least", ""),
    ("levels: [hub, all]", "levels: [hub]"),
    ("is: median(spent), unit: GBP", "is: median(spent), unit: score"),
    (", reported: true", ""),
    ("spend / baseline.spend", "baseline.spend / spend"),
    ("each: max(0, amount - packs * tariff)", "each: amount - packs * tariff"),
    ("    where: sort == 'uncovered'\n", ""),
    ("state: opportunity", "state: forecast"),
    ("class: cost_avoidance", "class: cash_releasing_provider"),
    ("recurrent: false\n    payer", "recurrent: true\n    payer"),
    ("payer: both", "payer: provider"),
    ("claims: [invoices]", "claims: [{activity: invoices, same: [patient_id]}]"),
    ("same: [drug]}\n    requires", "same: [drug, patient_id]}\n    requires"),
    ("transfer: true", "transfer: false"),
    ("basis: Lines at the tariff", "basis: Lines at the old tariff"),
    ("(baseline.spend - spend)", "(spend - baseline.spend)"),
    ("    by: all\n    state", "    state"),
    ("when: lines > 0, say", "when: lines >= 0, say"),
    ("say: There are lines", "say: Lines there are"),
    ("value: 100, basis", "value: 101, basis"),
    ("source: here, recurrent: false}", "source: here}"),
    ("total: lines * paper", "total: lines * paper * 2"),
    ("parameters: {tariff: 4}", "parameters: {tariff: 5}"),
    (", kpis: [small_share]", ", kpis: [sizes]"),
    ("title: Two together", "title: Both together"),
    ("up: change", "up: told"),
    ("in_line: seen, ", ""),
    (", largest_by: each_line", ", largest_by: all_lines"),
    ("look_first: top_left", "look_first: bottom_left"),
    ("across: More small lines", "across: Fewer large lines"),
    ("note: A note on the chart", "note: A word on the chart"),
    ("say: At a higher tariff", "say: At a lower tariff"),
)
"""What stands in the scheme, and what is written in its place."""


@pytest.fixture(scope="module")
def said() -> str:
    return words_of(EVERYTHING).partition("## Where each statement")[0]


@pytest.mark.parametrize(("old", "new"), CHANGES, ids=[old.strip() for old, _ in CHANGES])
def test_a_change_of_the_scheme_changes_its_words(old: str, new: str, said: str, tmp_path: Path) -> None:
    text = EVERYTHING.read_text(encoding="utf-8")
    assert old in text
    changed = tmp_path / EVERYTHING.name
    changed.write_text(text.replace(old, new, 1).replace("paper * 2", "paper * 12"), encoding="utf-8")
    assert words_of(changed).partition("## Where each statement")[0] != said


def test_bands_say_on_which_side_a_limit_lies(said: str) -> None:
    assert "“small”: at most 10 packs (enough, published)" in said
    assert "“middling”: above 10 packs (enough, published) and at most 20 packs (packs that are too many, derived)" in said
    assert "“large”: above 20 packs (packs that are too many, derived)" in said


def test_a_course_says_how_long_it_lasts(said: str) -> None:
    assert "the day of supply is fewer than 7 days (days of a course, external) after that of the first line of the course" in said


def test_a_rule_says_what_a_missing_field_does(said: str) -> None:
    assert "If the amount of the invoice line is not known, the line is undetermined, unless the rule holds anyway." in said


def test_a_local_value_says_who_knows_it(said: str) -> None:
    assert "| Price of a pack – for each drug and each date on which it changes. | pounds per pack | The pharmacist |" in said
