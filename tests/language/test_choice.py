"""Choice: one value or another, and labels for conditions and for stretches of a line."""

from __future__ import annotations

from datetime import date

from language.harness import Evaluate, Stage


def test_if_else(evaluate: Evaluate) -> None:
    """`a if condition else b`; a missing condition makes the choice missing."""
    assert evaluate(
        "10 if flag else 20",
        """
        flag:boolean
        true
        false
        -
        """,
    ) == [10, 20, None]


def test_only_the_chosen_value_counts(evaluate: Evaluate) -> None:
    """What is missing in the value not chosen does no harm."""
    assert evaluate(
        "dose if weight > 0 else 0",
        """
        dose:decimal1  weight:integer
        1.5            70
        -              70
        -              0
        """,
    ) == [1.5, None, 0]


def test_several(evaluate: Evaluate) -> None:
    """Choices can follow one another; the first condition that holds decides."""
    assert evaluate(
        "'low' if n < 10 else 'middle' if n < 20 else 'high'",
        """
        n:integer
        9
        10
        19
        20
        -
        """,
    ) == ["low", "middle", "middle", "high", None]


def test_missing(evaluate: Evaluate) -> None:
    """`missing` stands for no value, of the kind that stands on the other side."""
    table = """
        grams:decimal1  weight:decimal1  given:date  drug:name
        70.0            70               2017-04-03  Abc
        70.0            5                2017-04-03  Abc
        """
    assert evaluate("grams / weight if weight > 10 else missing", table) == [1.0, None]
    assert evaluate("missing if weight > 10 else given", table) == [None, date(2017, 4, 3)]
    assert evaluate("drug if weight > 10 else missing", table) == ["abc", None]
    assert evaluate("weight > 50 if weight > 10 else missing", table) == [True, None]
    assert evaluate("1 if weight > 50 else missing if weight > 10 else 2", table) == [1, 2]


def test_names_and_words(evaluate: Evaluate) -> None:
    """A word beside a name is a name too: both are in lower case."""
    assert evaluate(
        "drug if known else 'Other'",
        """
        drug:name  known:boolean
        Infliximab true
        Infliximab false
        """,
    ) == ["infliximab", "other"]


DOSES = """
dose:decimal3
0.9
1.0
1.5
2.0
2.1
-
"""


def test_bands(stage: Stage) -> None:
    """`bands` cut a line into labelled stretches. A value at a limit falls in the band below with `limit_in: lower`."""
    results = stage(
        """
units:
  course:
    from: infusions
    columns:
      band:
        bands: dose
        cuts: [1, 2]
        labels: ["<=1", "(1,2]", ">2"]
        limit_in: lower
    date: row_day
""",
        infusions=DOSES,
    )
    assert results.of("course", "band") == ["<=1", "<=1", "(1,2]", "(1,2]", ">2", None]


def test_bands_upper(stage: Stage) -> None:
    """With `limit_in: upper` a value at a limit falls in the band above."""
    results = stage(
        """
units:
  course:
    from: infusions
    columns:
      band:
        bands: dose
        cuts: [1, 2]
        labels: ["<1", "[1,2)", ">=2"]
        limit_in: upper
    date: row_day
""",
        infusions=DOSES,
    )
    assert results.of("course", "band") == ["<1", "[1,2)", "[1,2)", ">=2", ">=2", None]


def test_classify(stage: Stage) -> None:
    """`classify` gives the label of the first condition that holds; one that cannot be told makes the label missing."""
    results = stage(
        """
units:
  referral:
    from: referrals
    columns:
      route:
        classify:
          - label: urgent
            when: urgent
          - label: slow
            when: wait > 18
        otherwise: routine
    date: row_day
""",
        referrals="""
        urgent:boolean  wait:integer
        true            30
        false           30
        false           18
        false           -
        -               30
        """,
    )
    assert results.of("referral", "urgent wait route") == [
        (True, 30, "urgent"),
        (False, 30, "slow"),
        (False, 18, "routine"),
        (False, None, None),
        (None, 30, None),
    ]
