"""Peers: beside those most like oneself, oneself left out."""

from __future__ import annotations

import pytest

from language.harness import Stage

PEERS = """
units:
  place:
    from: areas
    step: true
    date: row_day
    columns:
      rate: spend / people
  peer:
    from: peers
    step: true
    date: row_day
    keep: other != place
    rows:
      rate: {from: place, same: {other: place}, is: only(rate)}
      survival: {from: place, same: {other: place}, is: only(survival)}
  compared:
    from: place
    date: row_day
    columns:
      peer_mean: {from: peer, same: [place], is: mean(known(rate))}
      peer_survival: {from: peer, same: [place], is: mean(known(survival))}
      lowest: {from: peer, same: [place], is: "mean_of_least(known(survival), best_of)"}
      highest: {from: peer, same: [place], is: "mean_of_greatest(known(survival), best_of)"}
      best: highest if polarity == 'higher' else lowest if polarity == 'lower' else missing
      difference: (rate - peer_mean) / peer_mean
      spends_more: rate > peer_mean
      worse: survival < peer_survival if polarity == 'higher' else survival > peer_survival if polarity == 'lower' else missing
      quadrant:
        classify:
          - {label: look here first, when: spends_more and worse}
          - {label: "more, for more", when: spends_more}
          - {label: "less, for less", when: worse}
        otherwise: less, for more
"""
PLACES = """
place:code  spend:integer  people:integer  survival:decimal1  polarity:code
X           150            10              60                higher
P           100            10              70                higher
Q           110            10              50                higher
R           120            10              90                higher
S           1200           100             -                 interpret
"""
LIST = "place:code other:code\n" + "".join(f"X {other}\n" for other in "PQRSX") + "S X\nS P\n"


def test_similar_places(stage: Stage) -> None:
    """The mean is of the peers' rates, each counting once; a place on its own list is left out. A rate of 15 beside 10, 11, 12 and 12."""
    results = stage(PEERS, parameters={"best_of": 2}, areas=PLACES, peers=LIST)
    by_place = dict(results.of("compared", "place peer_mean"))
    assert by_place["X"] == (10 + 11 + 12 + 12) / 4
    assert dict(results.of("compared", "place difference"))["X"] == (15 - 11.25) / 11.25


def test_the_best_two_by_polarity(stage: Stage) -> None:
    """Where higher is better the best are the greatest, where lower is, the least; where neither is, there is no best."""
    results = stage(PEERS, parameters={"best_of": 2}, areas=PLACES, peers=LIST)
    assert dict(results.of("compared", "place best")) == {"X": (70 + 90) / 2, "P": None, "Q": None, "R": None, "S": None}
    lower = stage(PEERS, parameters={"best_of": 2}, areas=PLACES.replace("higher", "lower"), peers=LIST)
    assert dict(lower.of("compared", "place best"))["X"] == (70 + 50) / 2


def test_quadrants(stage: Stage) -> None:
    """Two answers together make a quadrant; the lists of either are shares of the same units, and of both their intersection."""
    results = stage(PEERS, parameters={"best_of": 2}, areas=PLACES, peers=LIST)
    found = {place: rest for place, *rest in results.of("compared", "place spends_more worse quadrant")}
    assert found["X"] == [True, True, "look here first"]
    assert found["S"][:2] == [False, None]


def test_the_mean_of_rates_is_not_the_pooled_rate(stage: Stage) -> None:
    """Pooled, a large place weighs more: 1,530 for 130 people is 11.77, the mean of the four rates 11.25."""
    body = (
        PEERS
        + """measures:
  - {measure: pooled, of: compared, where: place != 'X', is: sum(spend) / sum(people), unit: GBP}
  - {measure: mean_of_rates, of: compared, where: place != 'X', is: mean(rate), unit: GBP}
kpis:
  - {kpi: pooled, title: Pooled, unit: GBP, is: pooled, domain: finance, better: interpret}
  - {kpi: mean_of_rates, title: Mean, unit: GBP, is: mean_of_rates, domain: finance, better: interpret}
"""
    )
    results = stage(body, parameters={"best_of": 2}, areas=PLACES, peers=LIST)
    assert results.figures("kpis", "value") == pytest.approx([1530 / 130, 45 / 4])


def test_rank(stage: Stage) -> None:
    """A rank is 1 and as many as are ahead; equals share it, and the one after them has the next but one."""
    body = """
units:
  area:
    from: areas
    columns:
      mine: spend
      ahead: {from: areas, same: [provider_code], where: spend > mine, is: count()}
      rank: 1 + ahead
    date: row_day
"""
    results = stage(body, areas="area:code spend:integer\nneuro 90\nheart 120\nblood 90\nskin 30\n")
    assert results.of("area", "mine rank") == [(90, 2), (120, 1), (90, 2), (30, 4)]
