"""Nothing is not nought: missing values, missing activity, and ratios of nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from improving_value.examples.values import value_of
from regressions.small import changed, example, files, line, lines_of

INFUSION = "      ig_infusions:\n        - {{patient_id: A, infusion_date: 2017-07-10, grams: 0.5{weight}}}"
COURSE = "  course:\n    from: ig_infusions\n    columns:\n      dose: grams / weight_kg\n      light: weight_kg < limit\n    eligible:\n      - {rule: weighed, when: weight_kg > least, say: Weighed}\n"


def test_a_missing_weight_is_not_0_kg(tmp_path: Path) -> None:
    text = changed(("  patient:\n    from: line", COURSE + "  patient:\n    from: line"))
    for weight, wanted in (("", ("undetermined", None, None)), (", weight_kg: 9", ("eligible", 0.5 / 9, True))):
        seen = example(tmp_path, ["packs: 1"], text=text, more="\n" + INFUSION.format(weight=weight))
        (course,) = seen.run.units["course"]
        assert (course.outcome, course.values["dose"], course.values["light"]) == wanted


def test_missing_activity_is_not_zero_activity(tmp_path: Path) -> None:
    """A line without an amount costs nobody knows what; a provider without lines has no rows at all."""
    found = files(tmp_path, [line(1, amount=""), line(2, provider_code="X02", amount="0.00")])
    billed = {
        row["organisation"]: (row["gross_gbp"], row["status"]) for row in lines_of(found, "savings", saving="billed", level="provider")
    }
    assert billed == {"X01": ("", "not_calculable"), "X02": ("0.00", "calculated")}
    assert not lines_of(found, "counts", organisation="X03")


def test_a_total_names_the_local_value_that_one_provider_lacks(tmp_path: Path) -> None:
    text = changed(
        (
            "price: {unit: GBP/pack, basis: local, by: [drug], dated: true",
            "rate: {unit: number, basis: local, by: [provider_code], dated: true",
        ),
        ("    of: line\n    each: max(0, packs - limit) * price\n", "    total: spend_of_all * rate\n"),
        ("value: 0, basis: assumption, source: here}\n", "total: spend_of_all * rate, basis: assumption, source: here}\n"),
    )
    text = text.replace("price", "rate")
    found = files(tmp_path, [line(1), line(2, provider_code="X02")], "small: {rate: [{provider_code: X01, value: 2}]}", text)
    for table, wanted in (("savings", {"saving": "excess"}), ("costs", {"cost": "none"})):
        needs = {row["organisation"]: (row["status"], row["needs"]) for row in lines_of(found, table, level="provider", **wanted)}
        assert needs == {"X01": ("calculated", ""), "X02": ("not_calculable", "rate")}


def test_a_total_of_a_measure_names_the_local_value_that_one_provider_lacks(tmp_path: Path) -> None:
    text = changed(
        ("by: [drug], dated: true", "by: [provider_code, drug], dated: true"),
        ("of: line, is: sum(amount), unit: GBP}", "of: line, is: sum(packs * price) / count(), unit: GBP}"),
        ("    of: line\n    each: max(0, packs - limit) * price\n", "    total: spend_of_all\n"),
    )
    found = files(tmp_path, [line(1), line(2, provider_code="X02")], "small: {price: [{provider_code: X01, drug: a, value: 2}]}", text)
    needs = {row["organisation"]: (row["status"], row["needs"]) for row in lines_of(found, "savings", saving="excess", level="provider")}
    assert needs == {"X01": ("calculated", ""), "X02": ("not_calculable", "price")}


def test_a_value_out_of_range_is_missing_and_listed(tmp_path: Path) -> None:
    """A weight of 0, or of 7,000 kg, is no weight; here a date of supply that never was sets its row aside."""
    found = files(tmp_path, [line(1), line(2, supply_date="2017-02-31"), line(3, packs="many")])
    (count,) = lines_of(found, "counts", unit="line", level="all")
    assert (count["in_scope"], count["eligible"], count["undetermined"]) == ("2", "1", "1")
    assert {row["column"]: row["row"] for row in _data_issues(found)} == {"supply_date": "3", "packs": "4"}


def _data_issues(found: Path) -> list[dict[str, str]]:
    return lines_of(found, "data_issues")


@pytest.mark.parametrize("packs", ["0", "8"])
def test_a_ratio_of_nothing_is_missing_and_never_0(packs: str, tmp_path: Path) -> None:
    text = changed(("numerator: sum(amount), denominator: count(packs > least)", "numerator: sum(amount), denominator: sum(packs)"))
    seen = example(tmp_path, [f"packs: {packs}, amount: 16.00"], text=text)
    assert value_of(seen, "mean_amount") == (2 if packs == "8" else None)
    assert value_of(seen, "mean_amount.verdict") == ("interpret" if packs == "8" else "no_activity")


def test_division_by_a_missing_number_is_missing(tmp_path: Path) -> None:
    text = changed(("over: packs > limit", "over: amount / packs > limit"))
    seen = example(tmp_path, ["packs: 0, amount: 100.00", "amount: 100.00", "packs: 1, amount: 100.00"], text=text)
    assert [row.values["over"] for row in sorted(seen.run.units["line"], key=lambda row: str(row.values["patient_id"]))] == [
        None,
        None,
        True,
    ]


MATCH = """\
    match:
      approval:
        in: blueteq
        tests:
          - no_form: same patient_id
          - too_late: approval_date <= supply_date
"""


@pytest.mark.parametrize(
    ("form", "found", "reason"),
    [("approval_date: 2017-07-01", True, None), ("approval_date: 2017-07-11", False, "too_late"), ("status: approved", None, None)],
)
def test_a_condition_that_cannot_be_judged_is_never_no_match(form: str, found: bool | None, reason: str | None, tmp_path: Path) -> None:
    """A form whose date nobody wrote may cover the line or not: the line is not said to be uncovered."""
    text = changed(
        ("    columns:\n      over: packs > limit", MATCH + "    columns:\n      over: packs > limit\n      covered: approval_found")
    )
    text = text.replace(
        "      - rule: counted", "      - {rule: covered_or_not, when: covered or not covered, say: Known}\n      - rule: counted"
    )
    seen = example(tmp_path, ["patient_id: A, packs: 1"], text=text, more=f"\n      blueteq:\n        - {{patient_id: A, {form}}}")
    (row,) = seen.run.units["line"]
    assert (row.values["approval_found"], row.values["approval_reason"]) == (found, reason)
    assert (row.outcome, row.deciding_rule) == (("undetermined", "covered_or_not") if found is None else ("eligible", None))


CHOICE = (
    (
        "least: {value: 0, unit: pack, basis: assumption, source: here}\n",
        "least: {value: 0, unit: pack, basis: assumption, source: here}\n  large: {unit: yes/no, basis: local}\n  fee: {unit: GBP, basis: local}\n",
    ),
    ("value: 0, basis: assumption, source: here}\n", "total: 0 if not large else fee, basis: assumption, source: here}\n"),
)


@pytest.mark.parametrize(("supplied", "cost"), [
    ("large: false", ("0.00", "calculated", "")),
    ("large: true", ("", "not_calculable", "fee")),
    ("fee: 7", ("", "not_calculable", "large")),
    ("price: 2", ("", "not_calculable", "large; fee")),
    ("large: true, fee: 7", ("7.00", "calculated", "")),
])  # fmt: skip
def test_a_choice_needs_what_the_branch_taken_needs(tmp_path: Path, supplied: str, cost: tuple[str, str, str]) -> None:
    """What nobody asks for here is not wanting; where it cannot be told which branch is taken, both are."""
    found = files(tmp_path, [line(1)], f"small: {{{supplied}}}", changed(*CHOICE))
    rows = lines_of(found, "costs", cost="none", level="provider")
    assert {(row["cost_gbp"], row["status"], row["needs"]) for row in rows} == {cost}


def test_a_condition_that_knows_nothing_for_want_of_a_value_is_not_false(tmp_path: Path) -> None:
    """Nobody is counted where no price is known: a fee for those who are is not £0.00, but needs the price."""
    text = changed(
        ("of: line, is: sum(amount), unit: GBP}", "of: line, is: count(packs * price > 0), unit: line}"),
        ("  price: {unit", "  fee: {value: 12, unit: GBP, basis: assumption, source: here}\n  price: {unit"),
        ("value: 0, basis: assumption, source: here}\n", "total: fee if spend_of_all > 0 else 0, basis: assumption, source: here}\n"),
    )
    found = files(tmp_path, [line(1)], "small: {}", text)
    rows = lines_of(found, "costs", cost="none", level="provider")
    assert {(row["cost_gbp"], row["status"], row["needs"]) for row in rows} == {("", "not_calculable", "price")}


def test_a_gate_that_nobody_can_judge_names_the_value(tmp_path: Path) -> None:
    text = changed(
        ("least: {value: 0, unit: pack, basis: assumption, source: here}\n", "least: {unit: GBP, basis: local}\n"),
        ("    each: max(0, packs - limit) * price\n", "    each: max(0, packs - limit) * price\n    requires:\n      - {when: spend_of_all >= least, say: enough billed}\n"),
        ("packs >= least", "packs >= 0"), ("count(packs > least)", "count(packs > 0)"),
    )  # fmt: skip
    wanted = {
        "": ("", "not_calculable", "least"),
        ", least: 1000000": ("", "withheld", "enough billed"),
        ", least: 0": ("0.00", "calculated", ""),
    }
    for number, (least, expected) in enumerate(wanted.items()):
        (tmp_path / str(number)).mkdir()
        found = files(tmp_path / str(number), [line(1, packs=1)], f"small: {{price: 2{least}}}", text)
        rows = lines_of(found, "savings", saving="excess", level="provider")
        assert {(row["gross_gbp"], row["status"], row["needs"]) for row in rows} == {expected}


def test_a_total_without_activity_names_the_measure(tmp_path: Path) -> None:
    text = changed(
        ("of: line, is: sum(amount), unit: GBP}", "of: line, is: mean(amount), where: packs > limit, unit: GBP}"),
        ("    of: line\n    each: max(0, packs - limit) * price\n", "    total: spend_of_all * 1\n"),
    )
    found = files(tmp_path, [line(1, packs=1)], text=text)
    rows = lines_of(found, "savings", saving="excess", level="provider")
    assert {(row["status"], row["needs"]) for row in rows} == {("not_calculable", "activity for spend_of_all")}


def test_pounds_on_units_say_which_units_lack_what(tmp_path: Path) -> None:
    """Drug b has no price, a line has no packs, and a line below the limit needs no price at all."""
    text = changed(("    each: max(0, packs - limit) * price\n", "    each: (packs - limit) * price if packs > limit else 0\n"))
    text = text.replace("      - rule: counted\n        when: packs >= least\n", "      - rule: counted\n        when: limit > 0\n")
    rows = [line(1), line(2, drug="b"), line(3, drug="b"), line(4, drug="b", packs=1), line(5, packs="")]
    found = files(tmp_path, rows, "small: {price: [{drug: a, value: 2}]}", text)
    saved = lines_of(found, "savings", saving="excess", level="provider")
    assert {(row["gross_gbp"], row["status"], row["needs"]) for row in saved} == {
        ("4.00", "partial", "price (2 of 5); a record of packs (1 of 5)")
    }


@pytest.mark.parametrize(("supplied", "needs"), [("{}", "price (3 of 5)"), ("{price: [{drug: c, value: 2}]}", "price (3 of 5)")])
def test_without_any_value_only_the_units_that_ask_for_one_lack_it(tmp_path: Path, supplied: str, needs: str) -> None:
    text = changed(("    each: max(0, packs - limit) * price\n", "    each: (packs - limit) * price if packs > limit else 0\n"))
    rows = [line(1), line(2, drug="b"), line(3, drug="b"), line(4, drug="b", packs=1), line(5, packs=2)]
    found = files(tmp_path, rows, f"small: {supplied}", text)
    saved = lines_of(found, "savings", saving="excess", level="provider")
    assert {(row["gross_gbp"], row["status"], row["needs"]) for row in saved} == {("", "not_calculable", needs)}


def test_the_row_engine_counts_what_is_lacking_alike(tmp_path: Path) -> None:
    text = changed(("    each: max(0, packs - limit) * price\n", "    each: (packs - limit) * price if packs > limit else 0\n"))
    text = text.replace("      - rule: counted\n        when: packs >= least\n", "      - rule: counted\n        when: limit > 0\n")
    wanted = "price (1 of 3); a record of packs (1 of 3)"
    shown = example(tmp_path, ["packs: 12", "packs: 1", "amount: 2"], "{}", text=text)
    assert value_of(shown, "excess.needs") == wanted
    found = files(tmp_path, [line(1), line(2, packs=1), line(3, packs="")], "small: {}", text)
    assert {row["needs"] for row in lines_of(found, "savings", saving="excess", level="all")} == {wanted}


def test_a_total_divided_by_nothing_names_the_measure(tmp_path: Path) -> None:
    text = changed(
        ("of: line, is: sum(amount), unit: GBP}", "of: line, is: count(packs > limit), unit: line}"),
        ("    of: line\n    each: max(0, packs - limit) * price\n", "    total: 0 / spend_of_all\n"),
    )
    found = files(tmp_path, [line(1, packs=1)], text=text)
    rows = lines_of(found, "savings", saving="excess", level="provider")
    assert {(row["status"], row["needs"]) for row in rows} == {("not_calculable", "activity for spend_of_all")}


def test_nought_because_nobody_can_be_told_to_be_eligible_is_not_nought(tmp_path: Path) -> None:
    """Without the least number of packs no line is eligible: its £0 would stand for want of that number."""
    text = changed(
        ("least: {value: 0, unit: pack, basis: assumption, source: here}\n", "least: {unit: pack, basis: local}\n"),
        ("value: 0, basis: assumption, source: here}\n", "total: spend_of_all * 1, basis: assumption, source: here}\n"),
    )
    found = files(tmp_path, [line(1)], "small: {price: 2}", text)
    for table, names in (("savings", {"saving": "billed"}), ("costs", {"cost": "none"})):
        assert {(row["status"], row["needs"]) for row in lines_of(found, table, **names)} == {("not_calculable", "least")}
