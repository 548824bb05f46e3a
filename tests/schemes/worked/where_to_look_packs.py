"""The worked example of `where_to_look_packs`."""

from __future__ import annotations

from decimal import Decimal

from improving_value.examples.values import Shown
from schemes.worked.case import Boundary, Read, Trap, Wanted, figure, pair, percent

PACKS = "where_to_look_packs"
PENNY, TEN_THOUSANDTH = Decimal("0.01"), Decimal("0.0001")
MEASURED = "is: mean(peer_mean), unit"
A_MEAN = "        is: mean(known(spend_rate))\n"


def answer(column: str) -> Read:
    """Read the word that the only commissioner compared has for a question."""

    def read(seen: Shown) -> object:
        (unit,) = [row for row in seen.run.units["compared"] if row.outcome == "eligible"]
        return unit.values[column]

    return read


WANTED = (
    Wanted(PACKS, "output", "own_spend_per_1000", "15000.00", figure("spend_per_1000")),
    Wanted(PACKS, "output", "peer_mean_spend_per_1000", "12901.00", figure("peer_mean_spend_per_1000")),
    Wanted(PACKS, "output", "pct_diff", "16.27", percent("pct_diff")),
    Wanted(PACKS, "output", "best5_mean", "12242.00", figure("best5_mean")),
    Wanted(PACKS, "output", "opportunity_vs_mean", "419800.00", figure("opportunity")),
    Wanted(PACKS, "scenario", "opportunity_vs_best5", "551600.00", figure("opportunity@best_five")),
    Wanted(PACKS, "output", "own_activity", "5.00", figure("activity_per_1000")),
    Wanted(PACKS, "output", "peer_mean_activity", "4.62", figure("peer_mean_activity")),
    Wanted(PACKS, "output", "own_unit_cost", "3000.00", figure("unit_cost")),
    Wanted(PACKS, "output", "implied_peer_unit_cost", "2792.42", figure("implied_peer_unit_cost")),
    Wanted(PACKS, "output", "mean_of_peer_unit_costs", "2790.00", figure("mean_of_peer_unit_costs")),
    Wanted(PACKS, "output", "activity_effect_total", "220112.12", figure("activity_effect")),
    Wanted(PACKS, "output", "cost_effect_total", "199687.88", figure("cost_effect")),
    Wanted(PACKS, "output", "answer_q1", "yes", answer("spends_more")),
    Wanted(PACKS, "output", "answer_q2", "both", answer("reason")),
)

TRAPS = (
    # The peers' spend over the peers' people instead of the mean of their rates.
    Trap(
        PACKS, "pooled_spend_per_1000", "12920.55", "12901.00", figure("peer_mean_spend_per_1000"),
        ((A_MEAN, "        is: sum(known(spend))\n"), ("        is: mean(known(cost_each))\n", "        is: sum(known(people))\n"),
         (MEASURED, "is: mean(per_people * peer_mean / peer_unit_cost), unit")),
    ),
    # Mean activity times mean unit cost is not the mean spend, so the two parts would not make up the difference.
    Trap(
        PACKS, "mean activity x mean unit cost", "12889.80", "12901.00", figure("peer_mean_spend_per_1000"),
        ((MEASURED, "is: mean(peer_activity * peer_unit_cost), unit"),),
    ),
    # The commissioner among its own peers.
    Trap(
        PACKS, "itself a peer", "13091.82", "12901.00", figure("peer_mean_spend_per_1000"),
        ((MEASURED, "is: mean((peers_known * peer_mean + spend_rate) / (peers_known + 1)), unit"),),
    ),
    # The five dearest.
    Trap(
        PACKS, "best five the wrong way up", "1440.00", "2758.00", figure("gap_best5"),
        (("      gap_to_best: spend_rate - best_five\n", "      gap_to_best: spend_rate - (peer_mean * peers_known - best_of * best_five) / (peers_known - best_of)\n"),),
    ),
)  # fmt: skip

BOUNDARIES = (
    Boundary(PACKS, "as much as the peers", "indicator_values", *pair("as much as the peers"), "spend", PENNY, "compared", "spends_more", "in line", "yes"),
    Boundary(PACKS, "within tolerance", "indicator_values", *pair("within a stated tolerance"), "spend", PENNY, "compared", "spends_more", "in line", "yes"),
    Boundary(
        PACKS, "as good an outcome", "indicator_values", *pair("an outcome as good"), "outcome_value", TEN_THOUSANDTH,
        "compared", "quality", "in line", "better",
    ),
    Boundary(
        PACKS, "as good an outcome, low being good", "indicator_values", *pair("an outcome as good", 2, 3), "outcome_value", TEN_THOUSANDTH,
        "compared", "quality", "in line", "worse",
    ),
    Boundary(
        PACKS, "twentieth service area", "indicator_values", *pair("twentieth and twenty-first"), "spend", -PENNY,
        "compared", "among_largest", True, False,
    ),
)  # fmt: skip
