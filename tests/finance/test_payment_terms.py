"""Who keeps a saving, under every way of payment and for every sort of saving, to the penny."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from improving_value.finance.model import Combined, Finance, Line, Overlap, Split
from improving_value.finance.payment_terms import Term, split, term_faults, terms_for_nobody, who_keeps
from improving_value.kernel.periods import read_period
from improving_value.report.content.keeps import MOST_PLACES, chapter_section
from improving_value.spec.models import Saving

MECHANISMS = ("pass_through", "cost_and_volume", "block", "gain_share", "local")
CLASSES = ("cash_releasing_commissioner", "cash_releasing_provider", "capacity_releasing", "cost_avoidance")
TERM = Term("RZ1", "", "", "", "block", None, None, None, "Schedule 3")
LINE = Line("scheme", "saving", 0, CLASSES[0], "realised", "provider", "RZ1", "2017/18 Q1", 100_01)


def saving(class_: str = CLASSES[0], payer: str = "commissioner", transfer: bool = False) -> Saving:
    written = {"saving": "saving", "title": "A saving", "of": "unit", "each": "1", "state": "realised", "class": class_, "recurrent": True}
    return Saving.model_validate({**written, "payer": payer, "transfer": transfer})


def paid(mechanism: str, share: str | None = None) -> Term:
    return replace(TERM, mechanism=mechanism, share=None if share is None else Decimal(share))


@pytest.mark.parametrize(
    ("mechanism", "share", "expected"),
    [
        ("pass_through", None, Split(commissioner=100_01)),
        ("cost_and_volume", None, Split(commissioner=100_01)),
        ("block", None, Split(provider=100_01)),
        ("gain_share", "0.5", Split(commissioner=50_01, provider=50_00)),  # half a penny goes to the commissioner
        ("local", "0.25", Split(commissioner=25_00, provider=75_01)),
    ],
)
def test_cash_of_the_commissioner(mechanism: str, share: str | None, expected: Split) -> None:
    assert split(100_01, saving(), paid(mechanism, share)) == expected


@pytest.mark.parametrize(
    ("class_", "payer", "mechanism", "expected"),
    [
        ("capacity_releasing", "commissioner", "block", Split(capacity=7)),
        ("capacity_releasing", "commissioner", "cost_and_volume", Split(commissioner=7)),
        ("capacity_releasing", "provider", "cost_and_volume", Split(capacity=7)),
        ("cash_releasing_provider", "provider", "block", Split(provider=7)),
        ("cash_releasing_provider", "provider", "cost_and_volume", Split(provider=7)),
        ("cash_releasing_provider", "provider", "pass_through", Split(commissioner=7)),
        ("cost_avoidance", "commissioner", "pass_through", Split(avoided=7)),
    ],
)
def test_other_classes(class_: str, payer: str, mechanism: str, expected: Split) -> None:
    assert split(7, saving(class_, payer), paid(mechanism)) == expected


def test_a_change_of_price_between_two_bodies_is_nobodys_gain() -> None:
    found = split(100_00, saving(transfer=True), paid("cost_and_volume"))
    assert (found.transfer, found.system) == (100_00, 0)
    assert split(100_00, saving(transfer=True), paid("block")) == Split(unreleased=100_00)


@given(
    pence=st.integers(-(10**12), 10**12),
    class_=st.sampled_from(CLASSES),
    payer=st.sampled_from(("commissioner", "provider", "both")),
    transfer=st.booleans(),
    mechanism=st.sampled_from(MECHANISMS),
    share=st.decimals(0, 1, places=4),
)
def test_the_parts_add_up_to_the_line(pence: int, class_: str, payer: str, transfer: bool, mechanism: str, share: Decimal) -> None:
    parts = split(pence, saving(class_, payer, transfer), replace(TERM, mechanism=mechanism, share=share))
    assert sum(vars(parts).values()) == pence
    assert parts.system == pence - parts.transfer - parts.unreleased


def kept(*terms: Term, line: Line = LINE, kinds: tuple[str, ...] = ("drug_month",)) -> tuple[str, str]:
    found = who_keeps(Combined(line, 1_00), saving(), kinds, terms, read_period(line.period))
    assert (found.alone is None) == (found.in_combination is None) == bool(found.needs)
    if found.alone is not None and found.in_combination is not None:
        assert (sum(vars(found.alone).values()), sum(vars(found.in_combination).values())) == (100_01, 99_01)
    return found.mechanism, found.needs


def test_the_row_that_says_most_holds() -> None:
    by_kind = replace(TERM, activity="drug_month", mechanism="pass_through")
    by_scheme = replace(TERM, scheme="scheme", mechanism="cost_and_volume")
    by_saving = replace(TERM, scheme="scheme", saving="saving", mechanism="gain_share", share=Decimal("0.5"))
    assert kept(TERM)[0] == "block"
    assert kept(TERM, by_kind)[0] == "pass_through"
    assert kept(TERM, by_kind, kinds=("bed_day",))[0] == "block"
    assert kept(TERM, by_kind, by_scheme)[0] == "cost_and_volume"
    assert kept(by_saving, TERM, by_kind, by_scheme)[0] == "gain_share"


def test_nothing_is_assumed_where_the_terms_do_not_say() -> None:
    assert "payment_terms.csv" in kept()[1]
    assert kept(replace(TERM, provider="RZ2"))[1] == "payment terms of RZ1 for 2017/18 Q1"
    assert "share" in kept(paid("local"))[1]
    assert "provider by provider" in kept(TERM, line=replace(LINE, level="all", organisation="all"))[1]
    half = replace(TERM, ends=date(2017, 5, 1))
    assert kept(half)[1] == "one way of payment for all of 2017/18 Q1 at RZ1"
    assert kept(half, replace(TERM, starts=date(2017, 5, 1), mechanism="local"))[1] == "one way of payment for all of 2017/18 Q1 at RZ1"
    assert kept(half, replace(TERM, starts=date(2017, 5, 1)))[0] == "block"


def test_rows_that_contradict_each_other_are_faults() -> None:
    later = replace(TERM, starts=date(2017, 10, 1))
    assert [issue.code for issue in term_faults([TERM, later], "payment_terms.csv")] == ["terms-overlap"]
    assert term_faults([replace(TERM, ends=date(2017, 10, 1)), later], "payment_terms.csv") == []
    assert [issue.code for issue in term_faults([paid("gain_share")], "payment_terms.csv")] == ["share-not-said"]


def test_a_name_that_nothing_goes_by_is_told() -> None:
    terms = [replace(TERM, provider="RZQ", scheme="scheem", activity="drug_moth"), replace(TERM, scheme="scheme", saving="savings")]
    found = terms_for_nobody(terms, ["RZ1"], {"scheme": ["saving"]}, ["drug_month"], "payment_terms.csv")
    assert [issue.found.split("`")[1] for issue in found] == ["RZQ", "scheem", "drug_moth", "savings"]


@pytest.mark.parametrize(("places", "rows"), [(MOST_PLACES, MOST_PLACES), (MOST_PLACES + 1, 2)])
def test_of_many_providers_a_chapter_tells_what_becomes_of_a_saving_by_the_terms(places: int, rows: int) -> None:
    """Every second provider has no terms: of 61, 31 have a block, and keep 31 times £100.01."""
    lines = [replace(LINE, organisation=f"R{number:03d}") for number in range(places)]
    terms = [replace(TERM, provider=line.organisation) for line in lines[::2]]
    kept = tuple(who_keeps(Combined(line, 0), saving(), (), terms, read_period(line.period)) for line in lines)
    section = chapter_section(Finance(Overlap((), (), (), (), ()), kept, True), "scheme", "anchor", {}, {}, "2017/18")
    assert section.table is not None
    (group,) = section.table.groups
    assert len(group.rows) == rows
    if rows == 2:
        block, untold = group.rows
        assert (block.heading, block.note, block.cells[2].text) == ("Block", "31 organisations", "£3,100.31")
        assert (untold.heading, untold.note, untold.cells[-1].text) == ("No terms on record", "30 organisations", "£3,000.30")
