"""How one organisation stands among its peers, in words and on a strip; of peers only what may be shared, and no name."""

from __future__ import annotations

import math

from improving_value.assess.assessment import KpiRow
from improving_value.kernel.numbers import is_equal
from improving_value.report.charts import Point, strip
from improving_value.report.content.index import Figures, Place
from improving_value.report.content.model import Chart, shortened
from improving_value.report.content.peers import bare, middle
from improving_value.report.content.words import sentence_case
from improving_value.report.numbers import count, counted, listed, quantity
from improving_value.spec.models import Kpi


def standing(own: KpiRow | None, others: list[KpiRow], kpi: Kpi) -> str:
    """Return how many peers an organisation is better than, where their middle lies and their ends, and how many are not shown."""
    known = [row.value for row in others if row.value is not None and math.isfinite(row.value)]
    hidden = sum(1 for row in others if row.verdict == "suppressed")
    unshown = f"{counted(hidden, 'peer')} {'is' if hidden == 1 else 'are'} not shown, resting on too few people" if hidden else ""
    if not known:
        return sentence_case(unshown) + "." if unshown else "No peer has a value."
    unit = others[0].unit
    rank = _rank(own.value, known, kpi) if own is not None and own.value is not None and math.isfinite(own.value) else ""
    return sentence_case("; ".join(part for part in (rank, _spread(known, unit), unshown) if part)) + "."


def _rank(value: float, known: list[float], kpi: Kpi) -> str:
    same = sum(1 for other in known if is_equal(other, value))
    above = sum(1 for other in known if other > value and not is_equal(other, value))
    below = len(known) - above - same
    better, worse = (below, above) if kpi.better != "lower" else (above, below)
    first, last = ("higher than", "lower than") if kpi.better == "interpret" else ("better than", "worse than")
    parts = [f"{words} {count(number)}" for words, number in ((first, better), ("the same as", same), (last, worse)) if number]
    if len(parts) == 1:
        words = first if better else last if worse else "the same as"
        return f"{words} all {counted(len(known), 'peer')}" if len(known) > 1 else f"{words} the one peer that is shown"
    return f"{listed(parts)} of {counted(len(known), 'peer')}"


def _spread(known: list[float], unit: str) -> str:
    low, half, high = (quantity(value, unit) for value in (min(known), middle(known), max(known)))
    if low == high:
        return f"peers at {low}" if len(known) > 1 else f"the peer at {low}"
    return f"their median {bare(half, high)}, from {bare(low, high)} to {high}"


def others_of(peers: Figures, kpi: Kpi, place: Place) -> list[KpiRow]:
    """Return what may be shown of every other organisation at the same level that has activity."""
    rows = [peers.kpi(kpi, other, peers.span) for other in peers.at(place.level) if other.organisation != place.organisation]
    return [row for row in rows if row is not None and row.verdict != "no_activity"]


def own_strip(own: Figures, peers: Figures, kpi: Kpi, place: Place) -> Chart | None:
    """Return peers as open circles on a line and the organisation as a filled one; none when there is nobody to be beside."""
    row, others = own.kpi(kpi, place, own.span), others_of(peers, kpi, place)
    known = [other for other in others if other.value is not None and math.isfinite(other.value)]
    if row is None or row.value is None or not math.isfinite(row.value) or not known:
        return None
    points = [Point("a peer", other.value, "", "none") for other in known]
    points.append(Point(place.name, row.value, "", "plain"))
    title = f"{shortened(kpi.title)}: {place.name} among its peers"
    target = row.target if row.target is not None and math.isfinite(row.target) else None
    return strip(f"{own.anchor}-strip", title, standing(row, others, kpi), points, target, 1.0 if row.unit == "share" else None)
