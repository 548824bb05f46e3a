"""From the old figures to the new ones, change by change, over rows whose sums can be done by hand."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from compare.versions import LIMIT, PRICE, ROOT, SCHEME, compared, dictionary, planned, version, write_rows
from improving_value.check.scheme import check_scheme
from improving_value.compare import mixing
from improving_value.compare.mixing import merged, parts_of, scheme_of
from improving_value.compare.model import Bridge, ChangedUnit, Comparison
from improving_value.comparison import Pair, compare
from improving_value.kernel.periods import read_period

WINDOW = ("    value: 7\n    unit: day", "    value: 10\n    unit: day")
WITHIN = "Courses at 1 g/kg or less"
POUNDS = "Every course at 1 g/kg or less"
HEAVY = (
    ("  price:\n    unit: GBP/g\n", "  least_weight: {value: 48, unit: kg, basis: assumption, source: guide}\n  price:\n    unit: GBP/g\n"),
    (
        "      - rule: dose_recorded\n",
        "      - rule: heavy\n        when: weight >= least_weight\n        say: 48 kg or more\n      - rule: dose_recorded\n",
    ),
)


def saving(comparison: Comparison, name: str, scenario: str = "default") -> Bridge:
    (found,) = [bridge for bridge in comparison.bridges if (bridge.name, bridge.scenario, bridge.level) == (name, scenario, "all")]
    return found


def of(comparison: Comparison, respect: str) -> dict[str, ChangedUnit]:
    return {one.key.split("|")[1]: one for one in comparison.changed_units if one.respect == respect and one.unit.startswith("course")}


def test_the_limit_alone(tmp_path: Path) -> None:
    comparison = compared(tmp_path, LIMIT)
    bridge = saving(comparison, "opportunity_all")
    assert bridge.old.pence == (7 + 8 + 3) * 3400
    assert bridge.new.pence == 1 * 3400
    assert [part.pence for part in bridge.parts] == [1 * 3400 - (7 + 8 + 3) * 3400]
    assert {patient: (one.old, one.new) for patient, one in of(comparison, WITHIN).items()} == {
        "P-at-1.1": ("no", "yes"),
        "P-small": ("no", "yes"),
    }
    assert {patient: one.pence for patient, one in of(comparison, POUNDS).items()} == {
        "P-at-1.1": -7 * 3400,
        "P-over-1.1": -7 * 3400,
        "P-small": -3 * 3400,
    }


def test_each_change_at_its_turn_and_the_change_that_decides_each_unit(tmp_path: Path) -> None:
    comparison = compared(tmp_path, LIMIT, WINDOW, *HEAVY)
    assert [step.changes for step in comparison.steps] == [(1,), (2,), (3,), (4,)]
    # After the limit: 1 g above it. With 10 days P-late has 120 g for 60 kg: 54 g above 1.1 g/kg. P-small is then left out, with no grams above.
    assert [part.pence for part in saving(comparison, "opportunity_all").parts] == [-17 * 3400, 54 * 3400, 0, 0]
    decided = {patient: [comparison.steps[step].label for step in one.steps] for patient, one in of(comparison, "Outcome").items()}
    assert decided == {"P-late": ["2"], "P-small": ["4"]}
    assert of(comparison, "Outcome")["P-small"].new == "not eligible: 48 kg or more"
    movement = next(one for one in comparison.movements if one.new == "not eligible: 48 kg or more")
    assert movement.why.startswith("48 kg or more: weight is at least ")


def test_every_row_adds_up_to_the_penny(tmp_path: Path) -> None:
    comparison = compared(tmp_path, LIMIT, WINDOW, *HEAVY, ("target_share: {value: 0.80", "target_share: {value: 0.9"))
    assert len(comparison.steps) == 5
    for bridge in comparison.bridges:
        parts = [part.pence for part in bridge.parts]
        if bridge.old.pence is None or bridge.new.pence is None:
            assert bridge.difference is None
            continue
        assert None not in parts
        assert bridge.old.pence + sum(part or 0 for part in parts) == bridge.new.pence


def test_pounds_of_single_units_add_up_to_the_difference(tmp_path: Path) -> None:
    comparison = compared(tmp_path, LIMIT, WINDOW, *HEAVY)
    pounds = sum(one.pence or 0 for one in comparison.changed_units if one.respect == POUNDS)
    assert pounds == saving(comparison, "opportunity_all").difference


def test_changes_that_make_sense_only_together_are_turned_on_together() -> None:
    plan = planned(
        ("      dose_per_kg: dose / weight\n", "      dose_per_kg: dose / lean_weight\n      lean_weight_found: not is_missing(lean_weight)\n"),
        ("      dose: sum(grams) ", "      lean_weight: max(weight_kg)\n      dose: sum(grams) "),
        ("share: not is_missing(panel_decision)", "share: lean_weight_found"),
        ("  - measure: courses\n", "  - measure: all_courses\n    of: course\n    is: count()\n    over: in_scope\n    unit: course\n  - measure: courses\n"),
        ("target_share * courses - compliant", "target_share * all_courses - compliant"),
    )  # fmt: skip
    together = [stage.step.changes for stage in plan.stages]
    assert sorted(number for some in together for number in some) == list(range(1, len(plan.changes) + 1))
    assert all(len(some) >= 1 for some in together)


def test_a_new_name_and_a_change_of_the_same_column(tmp_path: Path) -> None:
    comparison = compared(tmp_path, LIMIT, ("allowed_dose", "dose_cap"), ("vial_rounding == 0", "vial_rounding <= 0"))
    assert comparison.changes[0].kind == "parameter"
    bridge = saving(comparison, "opportunity_all")
    assert (bridge.old.pence or 0) + sum(part.pence or 0 for part in bridge.parts) == bridge.new.pence == 3400


def test_new_names_alone_make_no_difference(tmp_path: Path) -> None:
    comparison = compared(
        tmp_path, ("allowed_dose", "dose_cap"), ("  patient:\n    say", "  person:\n    say"), ("of: patient\n", "of: person\n")
    )
    assert (comparison.changes, comparison.changed_units) == ((), ())
    assert not comparison.is_different


def test_an_amount_that_can_no_longer_be_worked_out(tmp_path: Path) -> None:
    write_rows(tmp_path)
    files = []
    for name, text in (("old.yaml", PRICE), ("new.yaml", f"{SCHEME}: {{}}\n")):
        (tmp_path / name).write_text(text, encoding="utf-8")
        files.append(str(tmp_path / name))
    pair = Pair(files[0], files[1], SCHEME, tmp_path / "activity", read_period("2017/18 Q1"), None, None, None)
    comparison = compare(pair)
    (change,) = comparison.changes
    assert [one and one.words for one in (change.details[0].old, change.details[0].new)] == ["£34.00 per g", "not supplied"]
    bridge = saving(comparison, "opportunity_all")
    assert (bridge.old.pence, bridge.new.pence, bridge.new.status, bridge.difference) == (18 * 3400, None, "not_calculable", None)
    assert of(comparison, POUNDS)["P-at-1.1"].new == "not calculable"


def test_two_files_of_parameters(tmp_path: Path) -> None:
    write_rows(tmp_path)
    files = []
    for name, price in (("old.yaml", "34.00"), ("new.yaml", "35.50")):
        (tmp_path / name).write_text(f"{SCHEME}:\n  price: {price}\n  baseline.mean_dose: 1.80\n", encoding="utf-8")
        files.append(str(tmp_path / name))
    comparison = compare(Pair(files[0], files[1], SCHEME, tmp_path / "activity", read_period("2017/18 Q1"), None, None, None))
    (change,) = comparison.changes
    assert (change.kind, change.name) == ("parameter", "price")
    assert [one and one.source for one in (change.details[0].old, change.details[0].new)] == [
        "old.yaml, line 2 [local]",
        "new.yaml, line 2 [local]",
    ]
    assert saving(comparison, "opportunity_all").difference == 18 * 150
    assert {one.respect for one in comparison.changed_units} == {POUNDS}


def test_a_saving_that_is_new_begins_at_nothing(tmp_path: Path) -> None:
    twin = (
        "savings:\n",
        "savings:\n  - saving: twice\n    title: Twice as much\n    of: course\n    each: (dose + excess) * price\n    state: opportunity\n"
        "    class: capacity_releasing\n    recurrent: true\n    payer: provider\n",
    )
    given = 77 + 78 + 70 + 33 + 60 + 60 + 18  # grams of the weighed courses, and once more those above 1 g/kg
    bridge = saving(compared(tmp_path, twin), "twice")
    assert (bridge.old.status, bridge.new.pence, [part.pence for part in bridge.parts]) == ("absent", given * 3400, [given * 3400])


@pytest.mark.parametrize("path", sorted((ROOT / "schemes").glob("*.yaml")), ids=lambda path: path.stem)
def test_a_scheme_taken_to_pieces_and_put_together_is_the_same_scheme(path: Path) -> None:
    whole = version(path.read_text(encoding="utf-8"))
    parts = parts_of(whole)
    made = scheme_of(parts, list(parts), whole.loaded.scheme)
    assert made == whole.loaded.scheme
    assert {name: unit.model_fields_set for name, unit in made.units.items()} == {
        name: unit.model_fields_set for name, unit in whole.loaded.scheme.units.items()
    }
    checked = [check_scheme(replace(whole.loaded, scheme=scheme), dictionary(), {}) for scheme in (made, whole.loaded.scheme)]
    assert checked[0] == checked[1]


def test_parts_of_two_versions_stand_in_the_order_of_the_new_one() -> None:
    assert merged(["a", "gone", "b", "c"], ["c", "a", "new", "b"]) == ["c", "a", "gone", "new", "b"]
    assert merged(["first", "a"], ["a"]) == ["first", "a"]


def test_another_period_moves_only_what_is_counted_by_period(tmp_path: Path) -> None:
    comparison = compared(tmp_path, ("\nperiod: quarter", "\nperiod: month"))
    assert [change.name for change in comparison.changes] == ["period"]
    assert {one.unit.split(" ")[0] for one in comparison.changed_units} == {"patient"}
    assert saving(comparison, "opportunity_all").difference == 0


def test_beyond_the_most_steps_the_rest_go_together(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(mixing, "MOST_STEPS", 2)
    comparison = compared(tmp_path, LIMIT, WINDOW, *HEAVY)
    assert [step.label for step in comparison.steps] == ["1", "2+3+4"]
    assert [part.pence for part in saving(comparison, "opportunity_all").parts] == [-17 * 3400, 54 * 3400]


def test_the_way_from_a_figure_to_a_change_names_the_columns_between(tmp_path: Path) -> None:
    comparison = compared(tmp_path, LIMIT)
    why = {one.respect: one.why for one in comparison.movements}
    assert why[WITHIN].startswith("compliant: ")
    assert "; allowed dose: " in why[WITHIN]
    patients = why["Patients all of whose weighed courses were at 1 g/kg or less"]
    assert [part.split(":")[0] for part in patients.split("; ")] == ["all within", "compliant", "allowed dose"]
    assert "start date" not in patients
