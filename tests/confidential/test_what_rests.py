"""What rests on a confidential parameter: by arithmetic, by choices and comparisons, through columns, matches, facts and units."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest

from confidential.priced import NAME, TEXT
from improving_value.check.confidential import ConfidentialUnit, confidential_units
from improving_value.check.scheme import check_scheme
from improving_value.datasets.dictionary import builtin_folder, load_dictionary
from improving_value.kernel.issues import Issue, Rejected
from improving_value.spec.dictionary import Dataset
from improving_value.spec.load import load_scheme


@cache
def dictionary() -> Mapping[str, Dataset]:
    return load_dictionary([builtin_folder()])


def units(folder: Path, text: str) -> dict[str, ConfidentialUnit]:
    path = folder / f"{NAME}.yaml"
    path.write_text(text, encoding="utf-8")
    return confidential_units(check_scheme(load_scheme(path), dictionary(), {}, units_known=True))


def issues(folder: Path, text: str) -> list[Issue]:
    with pytest.raises(Rejected) as found:
        units(folder, text)
    return list(found.value.issues)


def changed(*changes: tuple[str, str]) -> str:
    text = TEXT
    for before, after in changes:
        assert text.count(before) == 1, before
        text = text.replace(before, after)
    return text


def of_line(column: str) -> str:
    """Return the scheme with one more column on each line, called `new`."""
    return changed(("      so_far:", f"      new: {column}\n      so_far:"))


def of_patient(column: str) -> str:
    """Return the scheme with one more column on each patient, called `new`."""
    return changed(("      lines: count()", f"      lines: count()\n      new: {column}"))


@pytest.mark.parametrize(
    ("column", "rests"),
    [
        ("amount / packs", False),
        ("amount - small", False),
        ("agreed", True),
        ("packs * agreed", True),
        ("due + 1", True),
        ("amount > agreed", True),
        ("1 if amount > due else 0", True),
        ("is_missing(agreed)", True),
        ("('dear' if overcharged else 'cheap')", True),
        ("drug in ['a'] and overcharged", True),
        ("previous(due, by=supply_date, per=[patient_id])", True),
        ("previous(amount, by=due, per=[patient_id])", True),
        ("previous(amount, by=supply_date, per=[patient_id])", False),
        ("{from: invoices, same: [patient_id], is: count()}", False),
        ("{from: invoices, same: [patient_id], is: sum(amount)}", False),
        ("{from: invoices, same: [patient_id], where: amount > agreed, is: count()}", True),
        ("{lookup: mdt_per_month, in: centres, same: {size: centre}}", True),
        ("{lookup: mdt_per_month, in: centres, same: {drug: centre}}", False),
    ],
)
def test_a_column_of_a_line(column: str, rests: bool, tmp_path: Path) -> None:
    if column.startswith("{from") and "amount > " in column:
        column = "\n        from: invoices\n        same: [patient_id]\n        where: amount > agreed\n        is: count()"
    assert units(tmp_path, of_line(column))["line"].hides("new") == rests


@pytest.mark.parametrize(
    ("column", "rests"),
    [
        ("sum(amount)", False),
        ("count(packs > 1)", False),
        ("sum(due)", True),
        ("max(amount, where=overcharged)", True),
        ("first(amount, by=due)", True),
        ("first(amount, by=supply_date)", False),
        ("any(overcharged)", True),
        ("any(outcome == 'eligible')", False),
        ("{from: line, same: [patient_id], is: sum(amount)}", False),
        ("{from: line, same: [patient_id], is: count(overcharged)}", True),
        ("{from: line, same: [patient_id], where: overcharged, is: count()}", True),
    ],
)
def test_a_column_of_a_unit_of_units(column: str, rests: bool, tmp_path: Path) -> None:
    assert units(tmp_path, of_patient(column))["patient"].hides("new") == rests


def test_an_outcome_hides_all_that_follows_from_it(tmp_path: Path) -> None:
    plain = units(tmp_path, TEXT)["line"]
    assert not plain.hides("outcome")
    told = units(tmp_path, changed(("        when: packs > 0", "        when: packs > 0 and not overcharged")))
    for column in ("outcome", "deciding_rule", "missing_field", "at_stake_pence", "excess_paid_pence"):
        assert told["line"].hides(column), column
    assert not told["line"].hides("amount")
    assert not told["line"].whole


def test_a_rung_on_a_price_hides_what_the_match_found(tmp_path: Path) -> None:
    ladder = """\
    match:
      other:
        in: invoices
        tests:
          - none: same patient_id
          - dear: {}
    rows:
"""
    for test, rests in (("amount <= agreed", True), ("packs > 1", False)):
        found = units(tmp_path, changed(("    rows:\n", ladder.format(test))))["line"]
        assert (found.hides("other_found"), found.hides("other_reason")) == (rests, rests)


@pytest.mark.parametrize(
    "changes",
    [
        [("    rows:\n", "    keep: amount > agreed\n    rows:\n")],
        [
            (
                "    group: {by: [provider_code, patient_id, period]}",
                "    keep: overcharged\n    group: {by: [provider_code, patient_id, period]}",
            )
        ],
        [("by: [provider_code, patient_id, period]", "by: [provider_code, patient_id, size, period]")],
    ],
)
def test_a_unit_that_is_there_because_of_a_price_is_withheld_whole(changes: list[tuple[str, str]], tmp_path: Path) -> None:
    found = units(tmp_path, changed(*changes))["patient"]
    assert found.whole == {"agreed"}
    assert found.hides("patient_id")
    assert found.hides("unit_key")


def test_a_scenario_s_columns_and_pounds_are_hidden_too(tmp_path: Path) -> None:
    scenario = "scenarios:\n  - {scenario: strict, say: Stricter, parameters: {small: 5}}\ncosts:\n"
    found = units(
        tmp_path, changed(("costs:\n", scenario), ("each: max(0, amount - packs * agreed)", "each: excess if overcharged else 0"))
    )
    assert found["line"].hides("overcharged__strict")
    assert found["line"].hides("excess_paid__strict_pence")


def test_nothing_is_hidden_where_nothing_is_confidential(tmp_path: Path) -> None:
    found = units(tmp_path, TEXT.replace(", sensitive: true", ""))
    assert [one.hidden for one in found.values()] == [(), ()]


KPI = "  - {kpi: overcharge, title: Amount over the agreed price, of: line, is: sum(excess), unit: GBP, domain: finance, better: lower}"


def kpi(said: str, more: str = "") -> str:
    return f"  - {{kpi: overcharge, title: Over the price, {said}, unit: GBP, domain: finance, better: lower{more}}}"


@pytest.mark.parametrize(
    ("said", "more"),
    [
        ("of: line, is: mean(excess)", ""),
        ("of: line, is: max(due)", ""),
        ("of: line, is: 'percentile(excess, 0)'", ""),
        ("of: line, is: sum(due) / sum(packs)", ""),
        ("of: line, numerator: sum(due), denominator: sum(packs)", ""),
        ("of: patient, is: max(spend)", ""),
        ("is: lines_counted * fee", ""),
        ("of: line, is: sum(amount)", ", target: fee"),
        ("of: line, is: sum(amount)", ", references: [fee]"),
        ("of: line, is: sum(amount)", ", minimum: fee"),
    ],
)
def test_a_kpi_that_gives_a_price_back_is_an_issue(said: str, more: str, tmp_path: Path) -> None:
    assert [issue.code for issue in issues(tmp_path, changed((KPI, kpi(said, more))))] == ["confidential-figure"]


@pytest.mark.parametrize(
    "said",
    [
        "of: line, is: sum(due) - sum(amount)",
        "of: line, is: sum(excess)",
        "of: line, is: mean(amount)",
        "of: line, is: 'mean(amount, where=overcharged)'",
        "of: line, is: count(amount > agreed)",
        "of: line, numerator: sum(amount), denominator: count(overcharged)",
        "is: lines_counted / dear_share",
    ],
)
def test_sums_counts_and_shares_are_not(said: str, tmp_path: Path) -> None:
    units(tmp_path, changed((KPI, kpi(said))))


def test_categories_may_follow_from_a_price_but_not_be_called_after_it(tmp_path: Path) -> None:
    units(tmp_path, TEXT)  # `breakdown: size`, whose labels are the author's own
    named = [
        ("  fee: {unit", "  seller: {unit: text, basis: local, sensitive: true, ask: Nobody, say: Who sells}\n  fee: {unit"),
        ("      so_far:", "      sold_by: seller\n      so_far:"),
        ("breakdown: size", "breakdown: sold_by"),
    ]
    assert [issue.code for issue in issues(tmp_path, changed(*named))] == ["confidential-figure"]
