"""Columns: the ladder, windows over rows, facts, parameters."""

from __future__ import annotations

from datetime import date

import pytest

from improving_value.check.model import CheckedColumn, CheckedFacts, CheckedMatch, MatchTest
from improving_value.expression.nodes import Aggregate
from improving_value.expression.types import BOOLEAN, TEXT
from rows.building import by_drug, column, dated, node, run, scheme, table, types_of, unit
from rows.infusions import APPROVAL_KINDS, APPROVALS, APPROVED, INFUSIONS, ONE_PATIENT, TYPES, courses, infusions


def ladder(keep: str | None = None) -> CheckedMatch:
    theirs = types_of(APPROVALS)
    tests = (
        MatchTest("no_form", "patient_id", None),
        MatchTest("drug_mismatch", "drug", None),
        MatchTest("rejected", None, node("status == 'approved'", TYPES, theirs=theirs)),
        MatchTest("after_supply", None, node("approved <= given", TYPES, theirs=theirs)),
        MatchTest("expired", None, node("given < add_months(approved, 12)", TYPES, theirs=theirs)),
    )
    return CheckedMatch("form", "approvals", None if keep is None else node(keep, theirs), tests)


@pytest.mark.parametrize(
    ("patient", "found", "reason"),
    [
        ("covered", True, None),
        ("expired", False, "expired"),  # the anniversary itself is not covered; the nearest miss gives the reason
        ("mismatch", False, "drug_mismatch"),
        ("rejected", False, "rejected"),
        ("later", False, "after_supply"),
        ("nobody", False, "no_form"),
        ("unclear", None, None),
        ("certain", True, None),
    ],
)
def test_the_ladder_finds_or_says_why_not(patient: str, found: bool | None, reason: str | None) -> None:
    types = {**TYPES, "form_found": BOOLEAN, "form_reason": TEXT}
    line = unit("line", "infusions", TYPES, matches=(ladder(),), date="given", types=types)
    tables = {
        **infusions(f"row_key provider_code patient_id given grams drug\n1 R1 {patient} 2017-04-01 1 a"),
        "approvals": table(APPROVED, **APPROVAL_KINDS),
    }
    rows = run(scheme([line], [INFUSIONS, APPROVALS]), tables).units["line"]  # type: ignore[arg-type]
    assert [(row.values["form_found"], row.values["form_reason"]) for row in rows] == [(found, reason)]


def test_a_ladder_with_nobody_on_it_gives_the_first_reason() -> None:
    types = {**TYPES, "form_reason": TEXT}
    line = unit("line", "infusions", TYPES, matches=(ladder("status == 'none'"),), date="given", types=types)
    tables = {**infusions(ONE_PATIENT), "approvals": table(APPROVED, **APPROVAL_KINDS)}
    rows = run(scheme([line], [INFUSIONS, APPROVALS]), tables).units["line"]  # type: ignore[arg-type]
    assert {row.values["form_reason"] for row in rows} == {"no_form"}
    assert len(rows) == 5  # rows are never multiplied


def test_windows_over_rows_know_their_neighbours() -> None:
    made = tuple(
        column(name, f"{name}({operand}, by=given, per=[patient_id])", TYPES, windows=True)
        for name, operand in (("running", "sum(grams)"), ("previous", "given"), ("next", "grams"))
    )
    line = unit("line", "infusions", TYPES, row_columns=made, date="given")
    picture = """
    row_key provider_code patient_id given      grams drug
    b       R1            P          2017-04-02 2     a
    a       R1            P          2017-04-02 1     a
    c       R1            P          2017-04-01 4     a
    d       R1            P          2017-04-09 -     a
    e       R1            P          2017-04-10 1     a
    f       R1            Q          2017-04-01 8     a
    g       R1            P          -          8     a
    h       R1            -          2017-04-01 8     a
    """
    found = {row.unit_key: row.values for row in run(scheme([line], [INFUSIONS]), infusions(picture)).units["line"]}
    assert {key: values["running"] for key, values in found.items()} == {
        "c": 4, "a": 5, "b": 7, "d": None, "e": None, "f": 8, "g": None, "h": None,
    }  # fmt: skip
    assert [found[key]["next"] for key in "cabde"] == [1, 2, None, 1, None]
    assert [found[key]["previous"] for key in "ca"] == [None, date(2017, 4, 1)]


def test_facts_never_multiply_and_see_both_rows() -> None:
    theirs = types_of(APPROVALS)
    both = {"inside": {"start": TYPES["given"], "limit_date": TYPES["given"]}, "inside_theirs": theirs}
    seen = {"provider_code": TEXT, "patient_id": TEXT, "start": TYPES["given"]}

    def fact(name: str, text: str, where: str | None) -> CheckedColumn:
        made = node(text, seen, **both)
        assert isinstance(made, Aggregate)
        assert made.type is not None
        condition = None if where is None else node(where, seen, theirs=theirs)
        return CheckedColumn(name, made.type, CheckedFacts("approvals", False, (("patient_id", "patient_id"),), condition, made))

    facts = (
        fact("forms", "count()", None),
        fact("before", "count()", "approved < start"),
        fact("known_before", "count(known(approved < start))", None),
        fact("latest", "last(status, by=approved)", None),
    )
    base = courses()
    made = unit(
        "course",
        "infusions",
        TYPES,
        group=base.group,
        columns=(base.columns[0], *facts),
        date="start",
        types={**seen, **{fact.name: fact.type for fact in facts}},
    )
    picture = """
    row_key provider_code patient_id given      grams drug
    1       R1            covered    2017-04-01 1     a
    2       R1            covered    2017-04-02 1     a
    3       R1            certain    2017-04-01 1     a
    4       R1            nobody     2017-04-01 1     a
    """
    tables = {**infusions(picture), "approvals": table(APPROVED, **APPROVAL_KINDS)}
    found = run(scheme([made], [INFUSIONS, APPROVALS]), tables).units["course"]  # type: ignore[arg-type]
    assert {row.unit_key: tuple(row.values[fact.name] for fact in facts) for row in found} == {
        "R1|covered": (2, 2, 2, "rejected"),
        "R1|certain": (2, None, 1, "approved"),
        "R1|nobody": (0, 0, 0, None),
    }


def test_parameters_follow_the_row_inside_an_aggregate_and_the_unit_outside() -> None:
    keys = {"provider_code": TEXT, "patient_id": TEXT}
    start = column("start", "min(given)", keys, inside=TYPES)
    spend = column("spend", "sum(grams * limit)", keys, inside=TYPES)
    at_unit = column("at_unit", "sum(grams) * limit", {**keys, "start": TYPES["given"]}, inside=TYPES)
    by_row = column("by_row", "sum(grams * price)", keys, inside=TYPES)
    base = courses()
    columns = (start, spend, at_unit, by_row)
    types = {**keys, **{made.name: made.type for made in columns}}
    made = unit("course", "infusions", TYPES, group=base.group, columns=columns, row_date="given", date="start", types=types)
    values = {
        "limit": dated("limit", ("2017-01-01", "2017-05-01", "10"), ("2017-05-01", "2018-01-01", "100")),
        "price": by_drug(A="2", B="3"),
    }
    picture = "row_key provider_code patient_id given grams drug\n1 R1 P 2017-04-30 1 a\n2 R1 P 2017-05-01 2 b"
    found = run(scheme([made], [INFUSIONS], values=values), infusions(picture)).units["course"][0].values
    assert (found["spend"], found["at_unit"], found["by_row"]) == (1 * 10 + 2 * 100, 3 * 10, 1 * 2 + 2 * 3)
