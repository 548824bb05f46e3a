"""Verdicts: what a KPI is held against, and when it is not judged at all."""

from __future__ import annotations

from language.harness import Stage

HEADINGS = "provider_code:code! passed:integer taken:integer\n"
NINE_OF_TEN = HEADINGS + "P1 9 10\n"
EIGHT_OF_TEN = HEADINGS + "P1 8 10\n"


def judged(better: str = "higher", more: str = "target: goal") -> str:
    """Return a unit of classes with one KPI held against a parameter."""
    return f"""
units:
  class:
    from: classes
    date: row_day
kpis:
  - kpi: passed
    title: Passed
    of: class
    numerator: sum(passed)
    denominator: sum(taken)
    unit: share
    domain: quality
    better: {better}
    {more}
"""


def test_exactly_at_the_target(stage: Stage) -> None:
    """A target is met from its value on: 9 of 10 meet 90 %, 899 of 1,000 do not."""
    at = stage(judged(), parameters={"goal": 0.9}, classes=NINE_OF_TEN)
    assert at.figures("kpis", "value target verdict") == [(0.9, 0.9, "met")]
    below = stage(judged(), parameters={"goal": 0.9}, classes=HEADINGS + "P1 899 1000\n")
    assert below.figures("kpis", "value target verdict") == [(0.899, 0.9, "not_met")]


def test_lower_is_better(stage: Stage) -> None:
    """With `better: lower` it is met up to its value: 7 of 10 meet 70 %, 701 of 1,000 do not."""
    at = stage(judged("lower"), parameters={"goal": 0.7}, classes=HEADINGS + "P1 7 10\n")
    assert at.figures("kpis", "value verdict") == [(0.7, "met")]
    above = stage(judged("lower"), parameters={"goal": 0.7}, classes=HEADINGS + "P1 701 1000\n")
    assert above.figures("kpis", "value verdict") == [(0.701, "not_met")]


def test_needs_local_interpretation(stage: Stage) -> None:
    """`better: interpret` is never judged, not even beside a target."""
    results = stage(judged("interpret"), parameters={"goal": 0.7}, classes=EIGHT_OF_TEN)
    assert results.figures("kpis", "value target verdict") == [(0.8, 0.7, "interpret")]


def test_no_target(stage: Stage) -> None:
    """Without a target there is none to meet; nor with a local one that nobody supplied."""
    assert stage(judged(more="note: None"), classes=EIGHT_OF_TEN).figures("kpis", "verdict") == ["no_target"]
    results = stage(judged(), parameters={"goal": None}, classes=EIGHT_OF_TEN)
    assert results.figures("kpis", "value target verdict") == [(0.8, None, "no_target")]


def test_too_few(stage: Stage) -> None:
    """`minimum` names the parameter that says how many units a verdict takes; with fewer it is *insufficient*, and the value still shown."""
    classes = HEADINGS + "P1 9 10\nP1 9 10\nP2 10 10\n"
    results = stage(judged(more="target: goal\n    minimum: least"), parameters={"goal": 0.7, "least": 2}, classes=classes)
    assert results.figures("kpis", "organisation value verdict", level="provider") == [("P1", 0.9, "met"), ("P2", 1.0, "insufficient")]


def test_targets_by_provider_and_date(stage: Stage) -> None:
    """A target may differ by provider and change with the date: the one that holds on the last day of the period counts."""
    goal = {
        "unit": "share", "by": ["provider_code"], "dated": True, "basis": "assumption",
        "values": [
            {"provider_code": "P1", "from": "2016-04-01", "until": "2017-07-01", "value": 0.9},
            {"provider_code": "P1", "from": "2017-07-01", "value": 0.8},
            {"provider_code": "P2", "from": "2016-04-01", "value": 0.9},
        ],
    }  # fmt: skip
    results = stage(judged(), parameters={"goal": goal}, classes=EIGHT_OF_TEN + "P2 8 10\n")
    assert results.figures("kpis", "organisation target verdict", level="provider") == [("P1", 0.8, "met"), ("P2", 0.9, "not_met")]
    first = stage(judged(), parameters={"goal": goal}, span="2017/18 Q1", classes=EIGHT_OF_TEN)
    assert first.figures("kpis", "organisation target verdict", level="provider") == [("P1", 0.9, "not_met")]


def test_not_reported(stage: Stage) -> None:
    """A KPI that no activity can give is `reported: true`: until somebody reports it, it is *not reported*, which is not *no activity*."""
    none = HEADINGS + "P1 - 10\n"
    assert stage(judged(), parameters={"goal": 0.7}, classes=none).figures("kpis", "value verdict") == [(None, "no_activity")]
    results = stage(judged(more="target: goal\n    reported: true"), parameters={"goal": 0.7}, classes=none)
    assert results.figures("kpis", "value verdict") == [(None, "not_reported")]
