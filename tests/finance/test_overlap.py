"""What several schemes claim is counted once: by the database as by plain reading, to the penny."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import duckdb
from hypothesis import given, settings
from hypothesis import strategies as st

from finance.plain_register import Claimed, combination, given_up
from improving_value.finance.model import Line, Overlap
from improving_value.finance.overlap import from_table

CASH, CAPACITY = "cash_releasing_commissioner", "capacity_releasing"
SCHEMES = ("first", "second", "third", "fourth")
DATABASE = duckdb.connect(config={"threads": 1})


def worked_out(
    connection: duckdb.DuckDBPyConnection, lines: Sequence[Line], claimed: Sequence[Claimed], order: Sequence[str] = SCHEMES
) -> Overlap:
    connection.execute(
        """CREATE OR REPLACE TEMP TABLE claimed (scheme VARCHAR, saving VARCHAR, organisation VARCHAR, period VARCHAR, unit VARCHAR,
        pence BIGINT, kind VARCHAR, piece VARCHAR)"""
    )
    if claimed:
        marks = ", ".join(["(?, ?, ?, ?, ?, ?, ?, ?)"] * len(claimed))
        connection.execute(f"INSERT INTO claimed VALUES {marks}", [value for row in claimed for value in vars(row).values()])
    return from_table(connection, lines, order)


def line(scheme: str, pence: int, saving: str = "saving", organisation: str = "RZ1", **other: object) -> Line:
    plain = Line(scheme, saving, 0, CASH, "realised", "provider", organisation, "2017/18", pence)
    return replace(plain, **other)  # type: ignore[arg-type]


def claim(scheme: str, unit: str, pence: int | None, piece: str | None, saving: str = "saving", organisation: str = "RZ1") -> Claimed:
    return Claimed(scheme, saving, organisation, "2017/18", unit, pence, None if piece is None else "drug_month", piece)


@st.composite
def runs(draw: st.DrawFn) -> tuple[list[Line], list[Claimed]]:
    """Draw what a few schemes claim of a few pieces: on each unit or as a total, gains and losses, with and without pieces."""
    lines: list[Line] = []
    claimed: list[Claimed] = []
    for scheme in SCHEMES[: draw(st.integers(2, 4))]:
        for place, saving in enumerate(("one", "two")[: draw(st.integers(1, 2))]):
            class_, is_total = draw(st.sampled_from((CASH, CAPACITY))), draw(st.booleans())
            for organisation in ("RZ1", "RZ2")[: draw(st.integers(1, 2))]:
                units = draw(st.integers(0, 3))
                pence = [draw(st.integers(-300, 900)) for _ in range(units)]
                for number, worth in enumerate(pence):
                    pieces = draw(st.sets(st.sampled_from(("a", "b", "c", "d")), max_size=3))
                    unit, told = f"unit {number}", None if is_total else worth
                    claimed += [claim(scheme, unit, told, piece, saving, organisation) for piece in sorted(pieces) or [None]]
                total = draw(st.integers(-500, 2000)) if is_total else sum(pence) + draw(st.sampled_from((0, 0, 7)))
                lines.append(line(scheme, total, saving, organisation, place=place, class_=class_))
    return lines, claimed


EVERY = settings(max_examples=60, deadline=None)


@EVERY
@given(run=runs(), order=st.permutations(SCHEMES))
def test_the_database_agrees_with_plain_reading(run: tuple[list[Line], list[Claimed]], order: list[str]) -> None:
    lines, claimed = run
    found = worked_out(DATABASE, lines, claimed, order)
    assert [one.given_up for one in found.lines] == given_up(lines, claimed, order)
    assert {(kind.class_, kind.state): kind.in_combination for kind in found.kinds} == combination(lines, claimed, order)
    assert combination(lines, claimed, order) == combination(lines, claimed, order[::-1])
    reverse = dict(zip(lines, given_up(lines, claimed, order[::-1]), strict=True))
    for part in found.parts:
        lost = [reverse[one] for one in lines if (one.class_, one.state, one.scheme) == (part.class_, part.state, part.scheme)]
        assert part.given_up_reversed == sum(lost)


@EVERY
@given(run=runs())
def test_removing_any_scheme_takes_away_what_it_adds(run: tuple[list[Line], list[Claimed]]) -> None:
    lines, claimed = run
    parts = worked_out(DATABASE, lines, claimed).parts
    whole = combination(lines, claimed, SCHEMES)
    for part in parts:
        left = [one for one in lines if one.scheme != part.scheme]
        without = combination(left, [row for row in claimed if row.scheme != part.scheme], SCHEMES)
        assert whole[part.class_, part.state] - without.get((part.class_, part.state), 0) == part.adds


@EVERY
@given(run=runs())
def test_together_is_never_more_than_the_sum_of_alone_and_the_parts_add_up(run: tuple[list[Line], list[Claimed]]) -> None:
    lines, claimed = run
    found = worked_out(DATABASE, lines, claimed)
    for kind in found.kinds:
        parts = [part for part in found.parts if (part.class_, part.state) == (kind.class_, kind.state)]
        assert kind.in_combination == sum(part.in_combination for part in parts) <= kind.alone
        assert kind.alone == sum(one.pence for one in lines if (one.class_, one.state) == (kind.class_, kind.state))
        assert kind.interaction == -sum(part.given_up for part in parts)
    said = {(row.second_scheme, row.second_saving, row.organisation): 0 for row in found.shared}
    for row in found.shared:
        said[row.second_scheme, row.second_saving, row.organisation] += row.given_up
    lost = {(one.line.scheme, one.line.saving, one.line.organisation): one.given_up for one in found.lines}
    assert all(lost[where] == pence for where, pence in said.items())
    assert sum(said.values()) == sum(lost.values())


def test_the_first_keeps_its_pounds_and_the_second_what_it_shows_beyond_them() -> None:
    lines = [line("first", 30_00), line("second", 100_00)]
    claimed = [claim("first", "u", 30_00, "shared"), claim("second", "v", 40_00, "shared"), claim("second", "w", 60_00, "own")]
    found = worked_out(DATABASE, lines, claimed)
    assert [one.in_combination for one in found.lines] == [30_00, 100_00 - 30_00]
    (pair,) = found.shared
    assert (pair.pieces, pair.first_pence, pair.second_pence, pair.given_up) == (1, 30_00, 40_00, 30_00)
    (kind,) = found.kinds
    assert (kind.alone, kind.in_combination, kind.interaction) == (130_00, 100_00, -30_00)
    # Without the first, the second takes up its pounds; without the second, its own piece and the £10 beyond the first's are gone.
    assert [(part.scheme, part.adds) for part in found.parts] == [("first", 0), ("second", 60_00 + 10_00)]
    assert [part.in_reverse_order for part in found.parts] == [0, 100_00]


def test_of_several_before_it_a_scheme_gives_up_to_the_one_that_shows_most() -> None:
    lines = [line("first", 10_00), line("second", 40_00), line("third", 50_00)]
    claimed = [claim(scheme, "u", one.pence, "shared") for scheme, one in zip(SCHEMES, lines, strict=False)]
    found = worked_out(DATABASE, lines, claimed)
    assert [one.in_combination for one in found.lines] == [10_00, 30_00, 10_00]
    given = {(row.first_scheme, row.second_scheme): row.given_up for row in found.shared}
    assert given == {("first", "second"): 10_00, ("first", "third"): 0, ("second", "third"): 40_00}


def test_a_scheme_never_takes_anything_from_the_whole() -> None:
    lines = [line("first", 1), line("second", 1_000_00)]
    claimed = [claim("first", "u", 1, "a"), claim("second", "v", 1_000_00, "a")]
    assert [kind.in_combination for kind in worked_out(DATABASE, lines, claimed).kinds] == [1_000_00]


def test_classes_and_states_have_nothing_to_give_up_to_each_other() -> None:
    lines = [line("first", 30_00), line("second", 40_00, class_=CAPACITY), line("third", 50_00, state="opportunity")]
    claimed = [claim(scheme, "u", one.pence, "shared") for scheme, one in zip(SCHEMES, lines, strict=False)]
    found = worked_out(DATABASE, lines, claimed)
    assert [one.given_up for one in found.lines] == [0, 0, 0]
    assert found.shared == ()
    told = [(one.first_scheme, one.second_scheme, one.pieces, one.first_pence, one.second_pence) for one in found.apart]
    assert told == [("first", "second", 1, 30_00, 40_00), ("first", "third", 1, 30_00, 50_00), ("second", "third", 1, 40_00, 50_00)]


def test_a_saving_told_instead_of_another_enters_nothing() -> None:
    lines = [line("first", 30_00), line("first", 90_00, "other", counts=False), line("second", 40_00)]
    claimed = [claim("first", "u", 30_00, "shared"), claim("second", "v", 40_00, "shared")]
    found = worked_out(DATABASE, lines, claimed)
    assert [kind.alone for kind in found.kinds] == [70_00]


def test_savings_of_one_scheme_do_not_compete() -> None:
    lines = [line("first", 30_00, "one"), line("first", 20_00, "two", place=1)]
    claimed = [claim("first", "u", 30_00, "same", "one"), claim("first", "u", 20_00, "same", "two")]
    assert [one.given_up for one in worked_out(DATABASE, lines, claimed).lines] == [0, 0]


def test_a_credit_is_netted_before_anything_is_given_up() -> None:
    lines = [line("first", 30_00), line("second", 0)]
    claimed = [claim("first", "u", 30_00, "a"), claim("second", "v", 40_00, "a"), claim("second", "w", -40_00, "a")]
    assert [one.given_up for one in worked_out(DATABASE, lines, claimed).lines] == [0, 0]


def test_extra_spending_is_nobodys_to_give_up() -> None:
    lines = [line("first", -30_00), line("second", 40_00), line("third", 5_00)]
    claimed = [claim("first", "u", -30_00, "a"), claim("second", "v", 40_00, "a"), claim("third", "w", 5_00, "a")]
    assert [one.given_up for one in worked_out(DATABASE, lines, claimed).lines] == [0, 0, 5_00]


def test_pence_are_dealt_out_over_pieces_without_a_rest() -> None:
    lines = [line("first", 1_00), line("second", 10)]
    claimed = [claim("first", "u", 1_00, piece) for piece in "abc"] + [claim("second", "v", None, piece) for piece in "abc"]
    found = worked_out(DATABASE, lines, claimed)
    assert sum(row.first_pence for row in found.shared) == 1_00
    assert found.shared[0].given_up == 10
