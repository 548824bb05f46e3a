"""The worked example of `shared_decision_making`."""

from __future__ import annotations

from datetime import timedelta

from schemes.worked.case import Boundary, Forbidden, Trap, Wanted, figure, pair

SDM = "shared_decision_making"
DAY = timedelta(days=1)

WANTED = (
    Wanted(SDM, "output", "fu_np_B", "2.6", figure("fu_np_before")),
    Wanted(SDM, "output", "fu_np_C", "2.3", figure("fu_np_ratio")),
    Wanted(SDM, "output", "fu_slots_released", "315.0", figure("clinic_capacity")),
    Wanted(SDM, "output", "op_saving", "25200.00", figure("op_saving")),
    Wanted(SDM, "output", "prior_growth_pct", "5.0", figure("growth_last")),
    Wanted(SDM, "output", "expected_procedures", "441.0", figure("expected_number")),
    Wanted(SDM, "output", "procedures_avoided", "11.0", figure("avoided_number")),
    Wanted(SDM, "output", "proc_saving", "60500.00", figure("proc_saving")),
    Wanted(SDM, "output", "current_growth_pct", "2.38", figure("procedure_growth")),
)

TRAPS = (
    # New patients over follow-ups, as the guide prints it.
    Trap(
        SDM, "inverted_ratio_np_fu_C", "0.43", "2.30", figure("fu_np_ratio"),
        (("    numerator: sum(follow_ups)\n    denominator: sum(new_patients)\n", "    numerator: sum(new_patients)\n    denominator: sum(follow_ups)\n"),),
    ),
    # As many as the year before, without the growth there was: 420 - 430.
    Trap(
        SDM, "no growth expected", "-55000.00", "60500.00", figure("proc_saving"),
        (("expected_procedures: procedures_before * growth_before", "expected_procedures: procedures_before"),),
    ),
)  # fmt: skip

FORBIDDEN = (
    # Slots and cash are not one sum, and training is not taken from it.
    Forbidden(SDM, "gross", "85700.00"),
    Forbidden(SDM, "net", "73700.00"),
)

BOUNDARIES = (
    Boundary(SDM, "begun within the year", "sdm_implementation", *pair("begun on the last day"), "start_date", DAY, "pathway", "outcome", "eligible", "not_eligible"),
)  # fmt: skip
