"""Match: each row against the rows of another dataset, by a ladder of tests; the row is never multiplied, and the reason is kept."""

from __future__ import annotations

from language.harness import Stage

LADDER = """
units:
  supply:
    from: invoices
    match:
      approval:
        in: approvals
        tests:
          - {no_form: same patient}
          - {other_drug: same drug}
          - rejected: approved
          - not_yet: given <= supplied
          - expired: supplied < add_months(given, 12)
    columns:
      supplied_again: supplied
    date: supplied
"""
APPROVALS = """
patient:code  drug:name  approved:boolean  given:date
A             x          true              2017-01-01
B             y          true              2017-01-01
C             x          false             2017-01-01
D             x          true              2017-09-01
E             x          true              2016-01-01
G             x          true              2017-01-01
G             x          true              2017-02-01
G             y          true              2016-01-01
"""
SEEN = "patient approval_found approval_reason"


def test_the_ladder(stage: Stage) -> None:
    """The reason is the first test that nobody survives. Two approvals that fit do not make two supplies."""
    results = stage(
        LADDER,
        approvals=APPROVALS,
        invoices="""
        patient:code  drug:name  supplied:date
        A             X          2017-06-01
        B             x          2017-06-01
        C             x          2017-06-01
        D             x          2017-06-01
        E             x          2017-06-01
        F             x          2017-06-01
        G             x          2017-06-01
        """,
    )
    assert results.of("supply", SEEN) == [
        ("A", True, None),
        ("B", False, "other_drug"),
        ("C", False, "rejected"),
        ("D", False, "not_yet"),
        ("E", False, "expired"),
        ("F", False, "no_form"),
        ("G", True, None),
    ]


def test_the_candidate_that_came_furthest(stage: Stage) -> None:
    """With several candidates, the reason is that of the one that passed most tests."""
    results = stage(
        LADDER,
        approvals="""
        patient:code  drug:name  approved:boolean  given:date
        A             y          true              2017-01-01
        A             x          true              2016-01-01
        A             x          false             2017-01-01
        """,
        invoices="""
        patient:code  drug:name  supplied:date
        A             x          2017-06-01
        """,
    )
    assert results.of("supply", SEEN) == [("A", False, "expired")]


def test_limits(stage: Stage) -> None:
    """An approval holds from the day it is given until the day before its anniversary."""
    results = stage(
        LADDER,
        approvals=APPROVALS,
        invoices="""
        patient:code  drug:name  supplied:date
        A             x          2016-12-31
        A             x          2017-01-01
        A             x          2017-12-31
        A             x          2018-01-01
        """,
    )
    assert results.of("supply", "supplied approval_reason approval_found")[0][1:] == ("not_yet", False)
    assert results.of("supply", "approval_found") == [False, True, True, False]


def test_undetermined(stage: Stage) -> None:
    """When the only candidate has a test that cannot be told, it is missing whether there is a match, and so is the reason."""
    results = stage(
        LADDER,
        approvals="""
        patient:code  drug:name  approved:boolean  given:date
        A             x          -                 2017-01-01
        B             x          -                 2017-01-01
        B             x          true              2017-01-01
        C             x          -                 2017-09-01
        """,
        invoices="""
        patient:code  drug:name  supplied:date
        A             x          2017-06-01
        B             x          2017-06-01
        C             x          2017-06-01
        """,
    )
    assert results.of("supply", SEEN) == [("A", None, None), ("B", True, None), ("C", False, "not_yet")]


def test_a_missing_key(stage: Stage) -> None:
    """`same` means equal, and missing equals nothing: a supply without a patient, or without a drug, has no match."""
    results = stage(
        LADDER,
        approvals=APPROVALS,
        invoices="""
        patient:code  drug:name  supplied:date
        -             x          2017-06-01
        A             -          2017-06-01
        """,
    )
    assert results.of("supply", SEEN) == [(None, False, "no_form"), ("A", False, "other_drug")]


def test_keep(stage: Stage) -> None:
    """`keep` says which rows may match at all. Where it cannot be told, the row may match, and the match is missing."""
    results = stage(
        """
units:
  supply:
    from: invoices
    match:
      approval:
        in: approvals
        keep: version == 2
        tests:
          - {no_form: same patient}
    date: supplied
""",
        approvals="""
        patient:code  version:integer
        A             2
        B             1
        C             -
        """,
        invoices="""
        patient:code  supplied:date
        A             2017-06-01
        B             2017-06-01
        C             2017-06-01
        """,
    )
    assert results.of("supply", SEEN) == [("A", True, None), ("B", False, "no_form"), ("C", None, None)]


def test_no_rows_at_all(stage: Stage) -> None:
    """Against an empty dataset everybody fails the first test."""
    results = stage(
        LADDER,
        approvals="patient:code  drug:name  approved:boolean  given:date",
        invoices="""
        patient:code  drug:name  supplied:date
        A             x          2017-06-01
        """,
    )
    assert results.of("supply", SEEN) == [("A", False, "no_form")]
