"""The catalogue's expected values: outputs and scenarios come out exactly, traps only from a wrong reading."""

from __future__ import annotations

from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Literal, NamedTuple

import pytest

from improving_value.examples import ExampleReader, Shown, value_of
from schemes.running import changed, published, shown

ITP, MYOSITIS, MS, CARE = "itp_immunoglobulin_dosing", "myositis_ivig_to_rituximab", "ms_dmt", "acc_delayed_discharges"
Read = Callable[[Shown], object]


class Wanted(NamedTuple):
    """One value of the catalogue, and where the scheme gives it."""

    scheme: str
    kind: Literal["output", "scenario"]
    name: str
    value: str
    read: Read


class Trap(NamedTuple):
    """What a wrong reading gives: the changes that make it, and the value that must come from it only."""

    scheme: str
    name: str
    value: str
    right: str
    read: Read
    changes: tuple[tuple[str, str], ...]


def figure(name: str) -> Read:
    return lambda seen: value_of(seen, name)


def percent(name: str) -> Read:
    return lambda seen: 100 * Decimal(repr(value_of(seen, name)))


def of_patient(patient: str, column: str) -> Read:
    """Read a column, or the pounds of a saving, of the only unit of one patient."""

    def read(seen: Shown) -> object:
        (unit,) = [row for row in seen.run.units["patient"] if row.values["patient_id"] == patient and row.windows]
        return Decimal(unit.pence[column] or 0).scaleb(-2) if column in unit.pence else unit.values[column]

    return read


def reason_of(line: str) -> Read:
    """Read why an invoice line has no approval."""

    def read(seen: Shown) -> object:
        (key,) = [row["row_key"] for row in seen.tables["invoices"] if row["line_id"] == line]
        (unit,) = [row for row in seen.run.units["line"] if key in row.source_keys]
        return unit.values["approval_reason"]

    return read


def stays(column: str) -> Read:
    return lambda seen: sum(1 for row in seen.run.units["stay"] if row.outcome == "eligible" and row.values[column] is True)


def guide_patient(name: str) -> Read:
    """Read a figure of the example that has the guide's own patient, and no other."""
    index = next(number for number, example in enumerate(_examples(MYOSITIS)) if example.startswith("the guide's patient of 80 kg"))
    return lambda _: value_of(shown(MYOSITIS, index), name)


def _examples(scheme: str) -> list[str]:
    return [example.example for loaded in published() if loaded.scheme.scheme == scheme for example in loaded.scheme.examples]


WANTED = (
    Wanted(ITP, "output", "itp_courses", "8", figure("course.in_scope")),
    Wanted(ITP, "output", "undetermined", "1", figure("course.undetermined")),
    Wanted(ITP, "output", "weighed_courses", "7", figure("pct_courses_le_1.denominator")),
    Wanted(ITP, "output", "compliant_courses", "4", figure("pct_courses_le_1.numerator")),
    Wanted(ITP, "output", "pct_courses_le_1", "57.14", percent("pct_courses_le_1")),
    Wanted(ITP, "output", "band_le1", "4", figure("band_share.numerator[<=1]")),
    Wanted(ITP, "output", "band_1_2", "2", figure("band_share.numerator[(1,2]]")),
    Wanted(ITP, "output", "band_gt2", "1", figure("band_share.numerator[>2]")),
    Wanted(ITP, "output", "pct_patients_le_1", "50.00", percent("pct_patients_le_1")),
    Wanted(ITP, "output", "weight_recorded_patients_pct", "85.71", percent("weight_recorded")),
    Wanted(ITP, "output", "excess_g", "148", figure("excess_grams")),
    Wanted(ITP, "output", "opportunity_all", "5032.00", figure("opportunity_all")),
    Wanted(ITP, "output", "opportunity_to_target", "2683.73", figure("opportunity_to_target")),
    Wanted(ITP, "output", "realised", "7364.40", figure("realised")),
    Wanted(MYOSITIS, "output", "eligible", "3", figure("patient.eligible")),
    Wanted(MYOSITIS, "output", "undetermined", "1", figure("patient.undetermined")),
    Wanted(MYOSITIS, "output", "switched", "2", figure("switched_patients")),
    Wanted(MYOSITIS, "output", "switch_plan_rate_pct", "100.00", percent("switch_plan_rate")),
    Wanted(MYOSITIS, "output", "in_year_M1", "33470.00", of_patient("M1", "in_year_pence")),
    Wanted(MYOSITIS, "output", "in_year_M7", "43366.67", of_patient("M7", "in_year_pence")),
    Wanted(MYOSITIS, "output", "in_year_total", "76836.67", figure("in_year")),
    Wanted(MYOSITIS, "output", "opportunity_fye_M2", "59868.00", of_patient("M2", "opportunity_fye_pence")),
    Wanted(MYOSITIS, "output", "attendance_avoided_M1", "11", of_patient("M1", "attendances_avoided")),
    Wanted(MYOSITIS, "output", "on_maintenance_at_year_end", "2", figure("maintenance_count[eligible]")),
    Wanted(MYOSITIS, "output", "text_per_patient", "66940.00", guide_patient("opportunity_fye")),
    Wanted(
        MYOSITIS, "scenario", "per_patient_if_450_on_both_sides", "78640.00", guide_patient("opportunity_fye@ivig_infusion_cost_included")
    ),
    Wanted(MS, "output", "lines", "8", figure("line.in_scope")),
    Wanted(MS, "output", "covered", "2", figure("covered_lines")),
    Wanted(MS, "output", "unmatched", "4", figure("unmatched_lines")),
    Wanted(MS, "output", "grace", "2", figure("grace_lines")),
    Wanted(MS, "output", "covered_spend", "2600.00", figure("covered_spend")),
    Wanted(MS, "output", "unmatched_spend", "5103.00", figure("unmatched_spend")),
    Wanted(MS, "output", "grace_spend", "2503.00", figure("grace_spend")),
    Wanted(MS, "output", "spend_mapped_pct", "33.75", percent("spend_mapped")),
    Wanted(MS, "output", "new_patients", "4", figure("new_patients_mapped.denominator")),
    Wanted(MS, "output", "new_patients_mapped_pct", "25.00", percent("new_patients_mapped")),
    Wanted(MS, "output", "challenge", "5103.00", figure("challenge")),
    Wanted(MS, "output", "realised", "1059.40", figure("realised")),
    Wanted(MS, "output", "reasons.I3", "expired", reason_of("I3")),
    Wanted(MS, "output", "reasons.I4", "drug_mismatch", reason_of("I4")),
    Wanted(MS, "output", "reasons.I5", "rejected", reason_of("I5")),
    Wanted(MS, "output", "reasons.I6", "no_form", reason_of("I6")),
    Wanted(CARE, "output", "in_scope", "8", figure("stay.in_scope")),
    Wanted(CARE, "output", "undetermined", "1", figure("stay.undetermined")),
    Wanted(CARE, "output", "determinate", "7", figure("delayed_rate.denominator")),
    Wanted(CARE, "output", "delayed", "5", figure("delayed_rate.numerator")),
    Wanted(CARE, "output", "delayed_rate_pct", "71.43", percent("delayed_rate")),
    Wanted(CARE, "output", "ge24", "3", figure("delay_24_share.numerator")),
    Wanted(CARE, "output", "gt24", "2", stays("repriced")),
    Wanted(CARE, "output", "delay_24_share_pct", "60.00", percent("delay_24_share")),
    Wanted(CARE, "output", "standard", "2", figure("standard_rate.numerator")),
    Wanted(CARE, "output", "standard_rate_pct", "28.57", percent("standard_rate")),
    Wanted(CARE, "output", "daylight_rate_pct", "85.71", percent("daylight_rate")),
    Wanted(CARE, "output", "phase1_bed_days", "3.5000", figure("repriced_bed_days")),
    Wanted(CARE, "output", "phase1_saving", "3675.00", figure("saving")),
    Wanted(CARE, "output", "phase2_bed_days", "5.1035", figure("delay_bed_days")),
    Wanted(CARE, "scenario", "phase2_saving", "5358.65", figure("saving@phase_2")),
    Wanted(CARE, "scenario", "only_hours_beyond_24", "1575.00", figure("saving@hours_beyond_limit")),
    Wanted(CARE, "scenario", "whole_days_floor", "3150.00", figure("saving@whole_days")),
)

TRAPS = (
    # Every infusion a course of its own: a split dose looks right twice.
    Trap(ITP, "naive_per_infusion_pct", "75.00", "57.14", percent("pct_courses_le_1"), (("    value: 7\n    unit: day\n", "    value: 1\n    unit: day\n"),)),
    # Not wrong in itself: the strict reading is the default, and vials of 5 g another one.
    Trap(ITP, "pct with vials of 5 g", "71.43", "57.14", percent("pct_courses_le_1"), (("    value: 0\n    unit: g\n", "    value: 5\n    unit: g\n"),)),
    # Exactly 1 g/kg taken as too much: only P08 is below.
    Trap(ITP, "exactly 1 g/kg refused", "14.29", "57.14", percent("pct_courses_le_1"), (("compliant: dose <= allowed_dose", "compliant: dose < allowed_dose"),)),
    # 80 kg for everybody, whatever the weight on record.
    Trap(
        MYOSITIS, "80 kg for everybody", "66940.00", "59868.00", figure("opportunity_fye"),
        (("weight: if_missing(weight_kg, assumed_weight) if assume_weight else weight_kg", "weight: assumed_weight if assume_weight else assumed_weight"),),
    ),
    # A full year for each switch: 2 x 66,940, although M1 has half a year and M7 eight months.
    Trap(
        MYOSITIS, "a full year for each switch", "133880.00", "76836.67", figure("in_year"),
        (("each: ivig_cost_per_year * months_switched / 12 - rituximab_cost - weaning_cost", "each: ivig_cost_per_year - rituximab_cost_per_year"),),
    ),
    # Rituximab by the month instead of by the course given: M7's second course after the revert is lost.
    Trap(
        MYOSITIS, "rituximab pro rata", "78096.67", "76836.67", figure("in_year"),
        (("months_switched / 12 - rituximab_cost - weaning_cost", "months_switched / 12 - rituximab_cost_per_year * months_switched / 12 - weaning_cost"),),
    ),
    # The registers' other forms of the disease left out of the count of infusions.
    Trap(
        MYOSITIS, "infusions of two forms only", "6", "7", figure("ivig_infusions_im"),
        (("keep: indication in inflammatory_myositis and product_class", "keep: indication in policy_diseases and product_class"),),
    ),
    # Patients from before the forms were mandatory challenged like the new ones: 5,103 + 2,503.
    Trap(MS, "challenge without grace", "7606.00", "5103.00", figure("challenge"), (("grace_months: {value: 12,", "grace_months: {value: 0,"),)),
    # The anniversary of an approval taken as covered.
    Trap(MS, "anniversary covered", "3730.00", "2600.00", figure("covered_spend"), (("expired: supply_date < add_months(", "expired: supply_date <= add_months("),)),
    # The patient alone: a form for another drug covers the line.
    Trap(MS, "any drug's form", "3730.00", "5103.00", figure("challenge"), (("          - drug_mismatch: same drug\n", ""),)),
    # A rejected form is a form, and covers.
    Trap(MS, "rejected form covers", "3633.00", "5103.00", figure("challenge"), (("rejected: status == 'approved' ", "rejected: status in ['approved', 'rejected'] "),)),
    # Grace counted as mapped to nothing: 2,600 of 10,206.
    Trap(
        MS, "grace in the denominator", "25.48", "33.75", percent("spend_mapped"),
        (("denominator: sum(amount, where=coverage != 'grace' and amount > 0)", "denominator: sum(amount, where=amount > 0)"),),
    ),
    # 24 hours or more is the statistic; the first year pays what is above.
    Trap(CARE, "phase1_if_ge24", "4725.00", "3675.00", figure("saving"), (("repriced: delay_hours > repriced_over_hours", "repriced: delay_hours >= repriced_over_hours"),)),
    # A time of leaving is enough for daylight: C10, without a decision, would count.
    Trap(
        CARE, "daylight over all in scope", "87.50", "85.71", percent("daylight_rate"),
        (("    title: Discharges in daylight hours\n    of: stay\n", "    title: Discharges in daylight hours\n    of: stay\n    over: in_scope\n"),),
    ),
    # A tenth of all discharges instead of a tenth of the delayed.
    Trap(CARE, "24 hours of all", "42.86", "60.00", percent("delay_24_share"), (("    share: long_delay\n    among: delayed\n", "    share: long_delay\n"),)),
    Trap(CARE, "exactly 4 hours late", "85.71", "71.43", percent("delayed_rate"), (("delayed: delay_hours > standard_hours", "delayed: delay_hours >= standard_hours"),)),
)  # fmt: skip


def agree(found: object, wanted: str) -> bool:
    """Say whether a value is the one written: to the places that the catalogue prints, exactly when it prints none."""
    if isinstance(found, str) or found is None:
        return found == wanted
    exact = found if isinstance(found, Decimal) else Decimal(repr(found))
    places = len(wanted.partition(".")[2])
    rounded = exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP) if places else exact
    return rounded == Decimal(wanted)


@pytest.mark.parametrize("wanted", WANTED, ids=[f"{one.scheme}-{one.kind}-{one.name}" for one in WANTED])
def test_a_value_of_the_catalogue_comes_out(wanted: Wanted) -> None:
    found = wanted.read(shown(wanted.scheme, 0))
    assert agree(found, wanted.value), found


@pytest.mark.parametrize("trap", TRAPS, ids=[f"{one.scheme}-{one.name}" for one in TRAPS])
def test_a_trap_comes_from_the_wrong_reading_only(trap: Trap, tmp_path: Path) -> None:
    assert trap.value != trap.right
    right = trap.read(shown(trap.scheme, 0))
    assert agree(right, trap.right), right
    wrong = trap.read(_wrong(trap, tmp_path).show(0))
    assert agree(wrong, trap.value), wrong


def _wrong(trap: Trap, folder: Path) -> ExampleReader:
    return changed(trap.scheme, folder, *trap.changes)


def test_scenarios_stay_beside_the_default() -> None:
    """What the catalogue calls a trap and the scheme offers as a scenario is not the default's figure."""
    seen = shown(CARE, 0)
    default = value_of(seen, "saving")
    assert [value_of(seen, f"saving@{name}") == default for name in ("phase_1", "phase_2", "hours_beyond_limit", "whole_days")] == [
        True,
        False,
        False,
        False,
    ]


def test_two_forms_do_not_make_two_lines() -> None:
    seen = shown(MS, 0)
    forms = [row for row in seen.tables["blueteq"] if row["patient_id"] == "P2"]
    assert len(forms) == 2
    assert value_of(seen, "line.in_scope") == len(seen.tables["invoices"]) == 8


@pytest.mark.parametrize("scheme", [ITP, MYOSITIS, MS, CARE])
def test_no_total_is_over_savings_of_different_sorts(scheme: str) -> None:
    """Savings of two classes, or of two states, are never one figure: each row is one saving of the scheme."""
    seen = shown(scheme, 0)
    sorts = {saving.saving: (saving.class_, saving.state) for saving in seen.checked.scheme.savings}
    assert {row.saving for row in seen.chapter.savings} == set(sorts)
    assert all((row.class_, row.state) == sorts[row.saving] for row in seen.chapter.savings)
