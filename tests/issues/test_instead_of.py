"""A saving that counts the same money another way names one whose sum it would otherwise enter."""

from __future__ import annotations

from pathlib import Path

import pytest

from improving_value.check.scheme import check_scheme
from improving_value.datasets.dictionary import builtin_folder, load_dictionary
from improving_value.kernel.issues import Issue, Rejected
from improving_value.spec.load import load_scheme

SCHEME = """\
scheme: small
title: Small
theme: medicines
sub_themes: [reduce_waste]
status: draft
authored_by: Tester
period: quarter
sources: {here: {title: A test}}
chapter: {summary: Lines., who_should_consider: [Nobody], aim: [None]}
units:
  line: {from: invoices}
savings:
  - {saving: all_of_it, title: All, of: line, each: amount, state: opportunity, class: cost_avoidance, recurrent: true, payer: commissioner}
  - {saving: in_cash, title: Cash, of: line, each: amount, state: opportunity, class: cash_releasing_provider, recurrent: true, payer: provider}
  - {saving: some, title: Some, of: line, each: amount, state: opportunity, class: cost_avoidance, recurrent: true, payer: commissioner, instead_of: all_of_it}
  - saving: few
    title: Few
    of: line
    each: amount
    state: opportunity
    class: cost_avoidance
    recurrent: true
    payer: commissioner
"""


def issues(folder: Path, instead_of: str) -> list[Issue]:
    path = folder / "small.yaml"
    path.write_text(f"{SCHEME}    instead_of: {instead_of}\n", encoding="utf-8")
    loaded = load_scheme(path)
    try:
        checked = check_scheme(loaded, load_dictionary([builtin_folder()]), {})
    except Rejected as rejected:
        return [issue for issue in rejected.issues if issue.severity == "error"]
    return [issue for issue in checked.warnings if issue.severity == "error"]


def test_a_saving_may_stand_in_the_place_of_one_of_its_kind(tmp_path: Path) -> None:
    assert issues(tmp_path, "all_of_it") == []


@pytest.mark.parametrize(
    ("named", "code", "found"),
    [
        ("al_of_it", "unknown-name", "`al_of_it`, which is not a saving of this scheme"),
        ("few", "instead-of-unlike", "`few` in its own place"),
        ("in_cash", "instead-of-unlike", "`in_cash`, which is of another class or state and would not be added anyway"),
        ("some", "instead-of-unlike", "`some`, which itself stands in the place of `all_of_it`"),
    ],
)
def test_what_cannot_stand_in_another_s_place_is_pointed_out(tmp_path: Path, named: str, code: str, found: str) -> None:
    assert [(issue.code, issue.found) for issue in issues(tmp_path, named)] == [(code, found)]
