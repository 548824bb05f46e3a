"""Units built from rows: scope, ladder, episodes, periods, units of units, facts, outcomes, cells."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from improving_value.check.model import Cell, CheckedColumn, CheckedFacts, CheckedGroup, CheckedMatch, CheckedUnit, MatchTest
from improving_value.expression.nodes import Aggregate
from improving_value.expression.types import BOOLEAN, TEXT, decimal
from improving_value.run.results import CellKey
from rows.building import aggregate, by_drug, column, dataset, dated, node, rule, run, saving_each, scheme, table, types_of, unit

INFUSION_KINDS = {"provider_code": "code", "patient_id": "code", "given": "date", "grams": "decimal", "drug": "name"}
INFUSIONS = dataset("infusions", "given", **INFUSION_KINDS)
TYPES = types_of(INFUSIONS)


def infusions(picture: str) -> dict[str, list[dict[str, object]]]:
    return {"infusions": table(picture, **INFUSION_KINDS)}  # type: ignore[dict-item]


def courses(**parts: object) -> CheckedUnit:
    """Return a unit of infusions grouped by provider and patient."""
    parts.setdefault("group", CheckedGroup(("provider_code", "patient_id"), False, None, None, None))
    keys = {name: TYPES[name] for name in ("provider_code", "patient_id")}
    start = column("start", "min(given)", keys, inside=TYPES)
    total = column("total", "sum(grams)", keys, inside=TYPES)
    parts.setdefault("types", {**keys, "start": start.type, "total": total.type})
    parts.setdefault("date", "start")
    return unit("course", "infusions", TYPES, columns=(start, total), row_date="given", **parts)


ONE_PATIENT = """
row_key provider_code patient_id given      grams drug
1       R1            P          2017-04-01 1     a
2       R1            P          2017-04-07 2     a
3       R1            P          2017-04-08 4     a
4       R1            P          2017-04-14 8     a
5       R1            P          2017-04-21 16    a
"""


def episodes(within: str | None, gap: str | None) -> list[tuple[str, object]]:
    group = CheckedGroup(
        ("provider_code", "patient_id"), False, "given", None if within is None else node(within, {}), None if gap is None else node(gap, {})
    )
    found = run(scheme([courses(group=group)], [INFUSIONS], values={"limit": dated("limit", ("2000-01-01", "2100-01-01", "7"))}), infusions(ONE_PATIENT))
    return [(row.unit_key, row.values["total"]) for row in found.units["course"]]


def test_a_fixed_span_opens_an_episode_on_its_last_day() -> None:
    """Day 7 after the first infusion is not fewer than 7 days: the 8th opens a course, and so do the 21st's."""
    assert episodes("limit", None) == [("R1|P|2017-04-01", 1 + 2), ("R1|P|2017-04-08", 4 + 8), ("R1|P|2017-04-21", 16)]


def test_a_rolling_gap_looks_at_the_row_before() -> None:
    assert episodes(None, "7") == [("R1|P|2017-04-01", 1 + 2 + 4 + 8), ("R1|P|2017-04-21", 16)]
    assert episodes(None, "limit + 0.5") == [("R1|P|2017-04-01", 1 + 2 + 4 + 8 + 16)]


def test_a_row_without_its_key_is_a_unit_of_its_own() -> None:
    found = run(
        scheme([courses()], [INFUSIONS]),
        infusions("""
        row_key provider_code patient_id given      grams drug
        1       R1            P          2017-04-01 1     a
        2       R1            -          2017-04-01 2     a
        3       R1            -          2017-04-01 3     a
        4       R1            P          2017-05-01 4     a
        """),
    )
    assert [(row.unit_key, row.source_keys, row.outcome, row.deciding_rule, row.missing_field) for row in found.units["course"]] == [
        ("2", ("2",), "undetermined", "group", "patient_id"),
        ("3", ("3",), "undetermined", "group", "patient_id"),
        ("R1|P", ("1", "4"), "eligible", None, None),
    ]


def test_keep_in_doubt_keeps_the_row_and_rules_still_decide() -> None:
    kept = unit(
        "line",
        "infusions",
        TYPES,
        keep=node("grams > 1 and drug == 'A'", TYPES),
        date="given",
        row_date="given",
        rules=(rule("early", "given < p", {**TYPES, "p": TYPES["given"]}),),
        row_columns=(column("p", "add_days(given, grams)", TYPES),),
    )
    found = run(
        scheme([kept], [INFUSIONS]),
        infusions("""
        row_key provider_code patient_id given      grams drug
        1       R1            P          2017-04-01 -     a
        2       R1            P          2017-04-01 -     b
        3       R1            P          2017-04-01 5     a
        4       R1            P          2017-04-01 1     -
        5       R1            P          2017-04-01 5     -
        """),
    )
    assert [(row.unit_key, row.outcome, row.deciding_rule, row.missing_field) for row in found.units["line"]] == [
        ("1", "undetermined", "keep", "grams"),
        ("3", "eligible", None, None),
        ("5", "undetermined", "keep", "drug"),
    ]
    assert [(verdict.rule, verdict.holds) for verdict in found.units["line"][0].rules] == [("keep", None), ("early", None)]


def test_a_false_rule_beats_every_doubt() -> None:
    doubtful = unit(
        "line",
        "infusions",
        TYPES,
        keep=node("grams > 1", TYPES),
        date="given",
        rules=(rule("weighed", "grams > 2", TYPES), rule("drug_a", "drug == 'a'", TYPES)),
    )
    picture = "row_key provider_code patient_id given grams drug\n1 R1 P 2017-04-01 - b\n2 R1 P 2017-04-01 - a"
    found = run(scheme([doubtful], [INFUSIONS]), infusions(picture)).units["line"]
    assert [(row.outcome, row.deciding_rule) for row in found] == [("not_eligible", "drug_a"), ("undetermined", "keep")]


APPROVAL_KINDS = {"patient_id": "code", "drug": "name", "status": "code", "approved": "date"}
APPROVALS = dataset("approvals", "approved", **APPROVAL_KINDS)


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


APPROVED = """
row_key patient_id drug status   approved
f1      covered    a    approved 2016-05-01
f2      covered    a    rejected 2017-03-01
f3      expired    a    approved 2016-04-01
f4      expired    a    rejected 2017-01-01
f5      mismatch   b    approved 2017-01-01
f6      rejected   a    rejected 2017-01-01
f7      rejected   b    approved 2017-01-01
f8      later      a    approved 2017-04-02
f9      unclear    a    approved -
f10     certain    a    approved -
f11     certain    a    approved 2017-01-01
"""


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
    line = unit("line", "infusions", TYPES, matches=(ladder("status == 'none'"),), date="given")
    tables = {**infusions(ONE_PATIENT), "approvals": table(APPROVED, **APPROVAL_KINDS)}
    rows = run(scheme([line], [INFUSIONS, APPROVALS]), tables).units["line"]  # type: ignore[arg-type]
    assert {row.values["form_reason"] for row in rows} == {"no_form"}
    assert len(rows) == 5  # rows are never multiplied


def patients_of_courses() -> CheckedUnit:
    """Return a unit of units: a patient's courses in one period."""
    seen = {"provider_code": TEXT, "patient_id": TEXT, "start": TYPES["given"], "total": decimal(2), "outcome": TEXT}
    keys = {name: seen[name] for name in ("provider_code", "patient_id")}
    columns = (
        column("courses", "count()", keys, inside=seen),
        column("large", "any(total > 10, where=outcome == 'eligible')", keys, inside=seen),
        column("last_day", "days(max(start), period_end)", keys, inside=seen, boundaries=True),
    )
    return unit(
        "patient",
        "course",
        seen,
        source_is_unit=True,
        group=CheckedGroup(("provider_code", "patient_id"), True, None, None, None),
        columns=columns,
        row_date="start",
        per_period=True,
        types={**keys, **{made.name: made.type for made in columns}},
    )


def test_a_unit_of_units_counts_in_its_piece_and_in_the_span() -> None:
    group = CheckedGroup(("provider_code", "patient_id"), False, "given", node("7", {}), None)
    picture = """
    row_key provider_code patient_id given      grams drug
    1       R1            P          2017-04-01 1     a
    2       R1            P          2017-04-02 20    a
    3       R1            P          2017-05-31 3     a
    4       R1            P          2017-07-01 3     a
    """
    found = run(scheme([courses(group=group), patients_of_courses()], [INFUSIONS]), infusions(picture)).units["patient"]
    assert [(row.unit_key, row.source_keys, row.values["courses"], row.values["large"], row.values["last_day"]) for row in found] == [
        ("R1|P|2017/18 M01", ("1", "2"), 1, True, 30),
        ("R1|P|2017/18 M02", ("3",), 1, False, 1),
        ("R1|P|2017/18 Q1", ("1", "2", "3"), 2, True, 31),
    ]
    assert [(row.windows, row.slice) for row in found] == [((0,), 0), ((1,), 1), ((3,), 2)]


def test_each_period_looks_at_every_row_window_by_window() -> None:
    months = column("so_far", "running(sum(grams), by=given, per=[patient_id])", TYPES, windows=True)
    left = column("left", "days(period_start, max(given, period_start))", TYPES, boundaries=True)
    register = unit("register", "infusions", TYPES, each_period=True, row_columns=(months, left), row_date="given", per_period=True)
    picture = "row_key provider_code patient_id given grams drug\n1 R1 P 2017-04-03 1 a\n2 R1 P 2017-04-05 2 a"
    found = run(scheme([register], [INFUSIONS]), infusions(picture)).units["register"]
    assert [(row.unit_key, row.values["so_far"], row.values["left"]) for row in found][:4] == [
        ("1|2017/18 M01", 1, 2),
        ("1|2017/18 M02", 1, 0),
        ("1|2017/18 M03", 1, 0),
        ("1|2017/18 Q1", 1, 2),
    ]
    assert {row.day for row in found} == {date(2017, 4, 30), date(2017, 5, 31), date(2017, 6, 30)}


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
    made = unit("course", "infusions", TYPES, group=base.group, columns=(base.columns[0], *facts), date="start", types=seen)
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
    made = unit("course", "infusions", TYPES, group=base.group, columns=(start, spend, at_unit, by_row), row_date="given", date="start", types=keys)
    values = {"limit": dated("limit", ("2017-01-01", "2017-05-01", "10"), ("2017-05-01", "2018-01-01", "100")), "price": by_drug(A="2", B="3")}
    picture = "row_key provider_code patient_id given grams drug\n1 R1 P 2017-04-30 1 a\n2 R1 P 2017-05-01 2 b"
    found = run(scheme([made], [INFUSIONS], values=values), infusions(picture)).units["course"][0].values
    assert (found["spend"], found["at_unit"], found["by_row"]) == (1 * 10 + 2 * 100, 3 * 10, 1 * 2 + 2 * 3)


def test_a_parameter_without_a_value_is_missing_and_named() -> None:
    line = unit("line", "infusions", TYPES, date="given", rules=(rule("cheap", "grams < limit", TYPES),))
    row = run(scheme([line], [INFUSIONS]), infusions(ONE_PATIENT)).units["line"][0]
    assert (row.outcome, row.deciding_rule, row.missing_field) == ("undetermined", "cheap", "limit")


def test_cells_for_every_level_window_and_category() -> None:
    line = unit("line", "infusions", TYPES, date="given", rules=(rule("weighed", "grams < 9", TYPES),), at_stake=node("2.005", TYPES))
    total = aggregate("sum(grams)", TYPES)
    pence = aggregate("sum(all_pence)", {"all_pence": types_of(dataset("d", n="integer"))["n"]})
    cells = [
        Cell("total", "line", "eligible", total, None, "drug"),
        Cell("late", "line", "in_scope", aggregate("count()", TYPES), node("given > limit_day", {"given": TYPES["given"], "limit_day": TYPES["given"]}), None),
        Cell("pence", "line", "eligible", pence, None, None),
        Cell("average", "line", "eligible", aggregate("mean(grams)", TYPES), None, None),
    ]
    line = CheckedUnit(**{**line.__dict__, "row_columns": (column("limit_day", "add_days(given, grams - 3)", TYPES),)})
    picture = """
    row_key provider_code patient_id given      grams drug
    1       R1            P          2017-04-30 1     a
    2       R1            P          2017-06-01 2     b
    3       R9            P          2017-06-30 4     -
    4       R1            P          2017-06-30 16    b
    5       R1            P          2017-06-30 -     b
    6       R1            P          2017-07-01 8     b
    """
    made = scheme([line], [INFUSIONS], cells, savings=[saving_each("all", "line", node("grams * 1.005", TYPES))])
    found = run(made, infusions(picture))
    value = found.results.cells
    assert value["total"][CellKey("all", "all", 3, "")] == Decimal(1 + 2 + 4)
    assert value["total"][CellKey("all", "all", 3, "b")] == Decimal(2)
    assert value["total"][CellKey("hub", "old", 3, "a")] == Decimal(1)
    assert value["total"][CellKey("hub", "new", 3, "b")] == Decimal(2)
    assert value["total"][CellKey("hub", "not listed", 2, "")] == Decimal(4)
    assert value["total"][CellKey("provider", "R9", 3, "")] == Decimal(4)
    assert CellKey("all", "all", 1, "") not in value["total"]
    assert value["late"][CellKey("all", "all", 3, "")] == 2
    assert value["pence"][CellKey("all", "all", 3, "")] == 101 + 201 + 402
    assert value["average"][CellKey("provider", "R1", 2, "")] == 2.0
    rows = {row.unit_key: row for row in found.units["line"]}
    assert [(rows[key].at_stake_pence, rows[key].pence["all_pence"]) for key in "145"] == [(None, 101), (None, None), (201, None)]
    assert (rows["6"].slice, rows["6"].windows) == (None, ())
