"""The shareable page says what its files say: nothing that they leave out, and nothing finer."""

from __future__ import annotations

import csv
import re
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from disclosure.product import Product
from improving_value.assess.assessment import SchemeAssessment
from improving_value.assess.disclosure import INTERNAL, SHAREABLE, Profile, disclose
from improving_value.assess.people import NOT_TOLD
from improving_value.report.page import render_page
from report.sample import sample

TODAY = "2018-05-14"


def without_what_no_file_says(scheme: SchemeAssessment) -> SchemeAssessment:
    """Return a chapter as if only its files were known, and the numbers of its rules: not whom figures rest on, nor their lines."""
    nobody = (NOT_TOLD,) * 4
    return replace(
        scheme,
        counts=tuple(replace(row, people=nobody) for row in scheme.counts),
        rules=tuple(replace(row, people=NOT_TOLD) for row in scheme.rules),
        kpis=tuple(replace(row, behind=None) for row in scheme.kpis),
        scenario_kpis=tuple(replace(row, behind=None) for row in scheme.scenario_kpis),
        savings=tuple(replace(row, people=NOT_TOLD) for row in scheme.savings),
        costs=tuple(replace(row, people=NOT_TOLD) for row in scheme.costs),
        workings=(),
        at_stake_pence={},
    )


def pages(profile: Profile) -> tuple[str, str]:
    whole = disclose(replace(sample(), run_record={}), profile)
    schemes = tuple(without_what_no_file_says(scheme) for scheme in whole.assessment.schemes)
    known = replace(whole, assessment=replace(whole.assessment, schemes=schemes))
    return render_page(whole, TODAY), render_page(known, TODAY)


def test_the_page_is_made_of_nothing_but_what_disclosure_control_has_passed() -> None:
    page, of_files = pages(SHAREABLE)
    assert page == of_files
    page, of_files = pages(INTERNAL)  # what is at stake on undecided units stands in no file
    assert page != of_files


def exact_texts(internal: Path, shareable: Path) -> set[str]:
    """Return exact amounts and long values of the internal files, as a page prints them, that the shareable ones do not hold."""
    texts: list[set[str]] = []
    for folder in (internal, shareable):
        found = set()
        for name, column in (
            ("savings", "gross_gbp"),
            ("costs", "cost_gbp"),
            ("kpis", "value"),
            ("kpis", "numerator"),
            ("kpis", "denominator"),
        ):
            with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
                numbers = {row[column] for row in csv.DictReader(file)} - {"", "*"}
            found |= {text for number in numbers for text in printed(Decimal(number), name)}
        texts.append(found)
    return texts[0] - texts[1]


def printed(number: Decimal, name: str) -> set[str]:
    """Return the texts of a number that no other is likely to have: no round ones, no short ones."""
    if abs(number) < 1000 or number == number.to_integral_value():
        return set()
    return {f"£{abs(number):,.2f}"} if name != "kpis" else {f"{abs(number):,.2f}", f"£{abs(number):,.2f}"}


def spoken(page: str) -> set[str]:
    return set(re.findall(r"£?\d[\d,]*\.\d+%?", page))


def test_no_exact_number_of_the_internal_files_is_printed(year: Product) -> None:
    """Looked for wherever it might stand: in a sentence, a title, a drawing or a style."""
    exact = exact_texts(year.internal, year.shareable)
    assert len(exact) > 100
    assert exact & spoken((year.shareable / "menu.html").read_text(encoding="utf-8")) == set()
    assert len(exact & spoken((year.internal / "menu.html").read_text(encoding="utf-8"))) > 50
