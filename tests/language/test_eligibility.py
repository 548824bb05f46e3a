"""Eligibility: three outcomes, and which rule decided."""

from __future__ import annotations

from language.harness import Stage

RULES = """
units:
  patient:
    from: patients
    date: row_day
    at_stake: cost
    eligible:
      - rule: adult
        say: Aged 18 or over
        when: years >= 18
      - rule: light
        say: Fewer than 2 grams for each kilogram
        when: grams / weight < 2
"""
HEADINGS = "years:integer grams:integer weight:integer cost:decimal2\n"
VERDICT = "outcome deciding_rule missing_field"


def test_three_outcomes(stage: Stage) -> None:
    """Eligible when every rule is true; not eligible when one is false; undetermined when none is false and one cannot be told."""
    results = stage(RULES, patients=HEADINGS + "18 70 70 0\n17 70 70 0\n- 70 70 0\n")
    assert results.of("patient", VERDICT) == [
        ("eligible", None, None),
        ("not_eligible", "adult", None),
        ("undetermined", "adult", "years"),
    ]


def test_the_first_false_rule_decides(stage: Stage) -> None:
    """A false rule decides, even after one that cannot be told; of several, the first."""
    results = stage(RULES, patients=HEADINGS + "- 140 70 0\n17 140 70 0\n")
    assert results.of("patient", VERDICT) == [("not_eligible", "light", None), ("not_eligible", "adult", None)]


def test_the_first_missing_field(stage: Stage) -> None:
    """Of an undetermined unit, the first rule that cannot be told is named, and the first of its fields that is missing."""
    results = stage(RULES, patients=HEADINGS + "18 - - 0\n18 70 - 0\n- - - 0\n18 70 0 0\n")
    assert results.of("patient", VERDICT) == [
        ("undetermined", "light", "grams"),
        ("undetermined", "light", "weight"),
        ("undetermined", "adult", "years"),
        ("undetermined", "light", None),
    ]


def test_at_stake(stage: Stage) -> None:
    """The pounds at stake are known of undetermined units only; they are neither saved nor lost."""
    results = stage(RULES, patients=HEADINGS + "18 70 70 10.00\n17 70 70 10.00\n- 70 70 10.25\n- 70 70 -\n")
    assert results.of("patient", "outcome at_stake_pence") == [
        ("eligible", None),
        ("not_eligible", None),
        ("undetermined", 1025),
        ("undetermined", None),
    ]


def test_keep(stage: Stage) -> None:
    """`keep` leaves out what is certainly out of scope. What may be in scope stays, undetermined, with `keep` as the rule."""
    results = stage(
        """
units:
  patient:
    from: patients
    keep: drug == 'X' and years >= 18
    date: row_day
""",
        patients="""
        drug:name  years:integer
        x          18
        y          18
        y          -
        x          -
        -          18
        """,
    )
    assert results.of("patient", "drug years outcome deciding_rule missing_field") == [
        ("x", 18, "eligible", None, None),
        ("x", None, "undetermined", "keep", "years"),
        (None, 18, "undetermined", "keep", "drug"),
    ]


def test_keep_of_rows_that_are_grouped(stage: Stage) -> None:
    """One doubtful row makes the whole unit undetermined."""
    results = stage(
        """
units:
  person:
    from: patients
    keep: drug == 'X'
    group: {by: [provider_code, patient]}
    columns:
      rows_kept: count()
      begun: min(row_day)
    date: begun
""",
        patients="""
        patient:code  drug:name
        A             x
        A             -
        B             x
        B             y
        """,
    )
    assert results.of("person", "patient rows_kept outcome deciding_rule missing_field") == [
        ("A", 2, "undetermined", "keep", "drug"),
        ("B", 1, "eligible", None, None),
    ]


def test_a_missing_parameter(stage: Stage) -> None:
    """A rule that needs a local value nobody has given cannot be told."""
    results = stage(
        """
units:
  patient:
    from: patients
    date: row_day
    eligible:
      - rule: adult
        say: Old enough
        when: years >= least_age
""",
        parameters={"least_age": None},
        patients="years:integer\n18\n",
    )
    assert results.of("patient", "outcome deciding_rule") == [("undetermined", "adult")]
