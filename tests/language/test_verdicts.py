"""Verdicts: what a KPI is held against, and when it is not judged at all."""

from __future__ import annotations

from language.harness import Stage


def judged(better: str = "higher", more: str = "target: goal") -> str:
    """Return a unit of tests with one KPI held against a parameter."""
    return f"""
units:
  test:
    from: tests
    date: row_day
kpis:
  - kpi: passed
    title: Passed
    of: test
    share: passed
    domain: quality
    better: {better}
    {more}
"""


def rows(passed: int, failed: int, provider: str = "P1") -> str:
    return f"{provider} true\n" * passed + f"{provider} false\n" * failed


HEADINGS = "provider_code:code! passed:boolean\n"


def test_exactly_at_the_target(stage: Stage) -> None:
    """A target is met from its value on: 9 of 10 meet 90 %, 899 of 1,000 do not."""
    goal = {"goal": 0.9}
    assert stage(judged(), parameters=goal, tests=HEADINGS + rows(9, 1)).figures("kpis", "value target verdict") == [(0.9, 0.9, "met")]
    below = stage(judged(), parameters=goal, tests=HEADINGS + rows(899, 101))
    assert below.figures("kpis", "value target verdict") == [(0.899, 0.9, "not_met")]


def test_lower_is_better(stage: Stage) -> None:
    """With `better: lower` it is met up to its value: 7 of 10 meet 70 %, 8 of 10 do not."""
    goal = {"goal": 0.7}
    assert stage(judged("lower"), parameters=goal, tests=HEADINGS + rows(7, 3)).figures("kpis", "verdict") == ["met"]
    assert stage(judged("lower"), parameters=goal, tests=HEADINGS + rows(8, 2)).figures("kpis", "verdict") == ["not_met"]


def test_needs_local_interpretation(stage: Stage) -> None:
    """`better: interpret` is never judged, not even beside a target."""
    results = stage(judged("interpret"), parameters={"goal": 0.7}, tests=HEADINGS + rows(8, 2))
    assert results.figures("kpis", "value target verdict") == [(0.8, 0.7, "interpret")]


def test_no_target(stage: Stage) -> None:
    """Without a target, or with a local one that nobody supplied, there is *no target*."""
    assert stage(judged(more="note: None"), tests=HEADINGS + rows(8, 2)).figures("kpis", "verdict") == ["no_target"]
    results = stage(judged(), parameters={"goal": {"unit": "share", "basis": "local"}}, tests=HEADINGS + rows(8, 2))
    assert results.figures("kpis", "value target verdict") == [(0.8, None, "no_target")]


def test_too_few(stage: Stage) -> None:
    """`minimum` names the parameter that says how many units a verdict takes; with fewer it is *insufficient*, and the value still shown."""
    more = "target: goal\n    minimum: least"
    results = stage(judged(more=more), parameters={"goal": 0.7, "least": 10}, tests=HEADINGS + rows(9, 1) + rows(9, 0, "P2"))
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
    results = stage(judged(), parameters={"goal": goal}, tests=HEADINGS + rows(8, 2) + rows(8, 2, "P2"))
    assert results.figures("kpis", "organisation target verdict", level="provider") == [("P1", 0.8, "met"), ("P2", 0.9, "not_met")]
    first = stage(judged(), parameters={"goal": goal}, span="2017/18 Q1", tests=HEADINGS + rows(8, 2))
    assert first.figures("kpis", "organisation target verdict", level="provider") == [("P1", 0.9, "not_met")]


def test_not_reported(stage: Stage) -> None:
    """A KPI that no activity can give is `reported: true`: until somebody reports it, it is *not reported*, which is not *no activity*."""
    none = HEADINGS + rows(1, 0).replace("true", "-")
    assert stage(judged(), parameters={"goal": 0.7}, tests=none).figures("kpis", "value verdict") == [(None, "no_activity")]
    results = stage(judged(more="target: goal\n    reported: true"), parameters={"goal": 0.7}, tests=none)
    assert results.figures("kpis", "value verdict") == [(None, "not_reported")]
