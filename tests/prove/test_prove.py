"""A scheme's examples must notice every change to it, and what they do not notice is shown with an example that would."""

from __future__ import annotations

from pathlib import Path

import pytest

from prove.small import A_GRAM_OVER, ALL, ANOTHER_DISEASE, AT_THE_LIMIT, TEXT, proof, survivors

COMPLIANT = "units.infusion.columns.compliant"
SAME = """\
equivalent:
  - at: units.infusion.columns.compliant
    before: {before}
    after: {after}
    because: Nobody is given as much
"""


def test_examples_either_side_of_every_limit_notice_every_change(tmp_path: Path) -> None:
    found = proof(tmp_path, *ALL)
    assert survivors(found) == []
    assert (found.changes, found.killed, found.refused) == (9, 9, 0)


def test_without_a_row_at_the_limit_the_limit_may_be_loose_or_a_gram_lower(tmp_path: Path) -> None:
    well_under = AT_THE_LIMIT.replace("grams: 70", "grams: 50")
    assert survivors(proof(tmp_path, well_under, A_GRAM_OVER, ANOTHER_DISEASE)) == [
        ("parameters.limit.value", "70", "69"),
        (COMPLIANT, "grams <= limit", "grams < limit"),
    ]


def test_without_a_row_over_the_limit_it_may_be_a_gram_higher(tmp_path: Path) -> None:
    far_over = A_GRAM_OVER.replace("grams: 71", "grams: 140")
    assert survivors(proof(tmp_path, AT_THE_LIMIT, far_over, ANOTHER_DISEASE)) == [("parameters.limit.value", "70", "71")]


def test_without_a_row_of_another_disease_nothing_need_be_kept(tmp_path: Path) -> None:
    unknown = ANOTHER_DISEASE.replace("        - {indication: CIDP, infusion_date: 2017-04-03, grams: 70}\n", "")
    assert survivors(proof(tmp_path, AT_THE_LIMIT, A_GRAM_OVER, unknown)) == [("units.infusion.keep", "indication == 'ITP'", "taken out")]


def test_a_limit_no_value_lies_on_is_not_moved(tmp_path: Path) -> None:
    """Grams are above 0 by the data dictionary, so that `> 0` and `>= 0` are the same; a limit that values lie on is moved."""
    text = TEXT.replace("grams > 0", "adverse_reactions > 0")
    found = proof(tmp_path, *(example.replace("grams:", "adverse_reactions: 1, grams:") for example in ALL), text=text)
    assert ("units.infusion.eligible.known.when", "adverse_reactions > 0", "adverse_reactions >= 0") in survivors(found)


def test_the_example_that_is_suggested_notices_the_change(tmp_path: Path) -> None:
    far_over = A_GRAM_OVER.replace("grams: 71", "grams: 140")
    before = proof(tmp_path, AT_THE_LIMIT, far_over, ANOTHER_DISEASE, suggestions=True)
    (survivor,) = before.survivors
    assert "grams: 71" in survivor.example
    assert "within: 0    # 1 with the change" in survivor.example
    assert survivors(proof(tmp_path, AT_THE_LIMIT, far_over, ANOTHER_DISEASE, f"{survivor.example}\n")) == []


def test_an_example_that_has_the_rows_is_told_what_it_could_expect(tmp_path: Path) -> None:
    silent = AT_THE_LIMIT.replace(", within: 1", "")
    before = proof(tmp_path, silent, A_GRAM_OVER, ANOTHER_DISEASE, suggestions=True)
    assert survivors(before)[0] == ("parameters.limit.value", "70", "69")
    assert before.survivors[0].example.splitlines()[0] == "  - example: at the limit    # which is there already"
    assert "      within: 1    # 0 with the change" in before.survivors[0].example


def test_a_survivor_is_shown_at_the_characters_it_changes(tmp_path: Path) -> None:
    well_under = AT_THE_LIMIT.replace("grams: 70", "grams: 50")
    issue = proof(tmp_path, well_under, A_GRAM_OVER, ANOTHER_DISEASE).survivors[1].issue
    line = TEXT.splitlines().index("      compliant: grams <= limit") + 1
    assert (issue.code, issue.where.line, issue.where.column, issue.where.length) == ("change-not-noticed", line, 18, 14)
    assert issue.found == "`grams <= limit`, which every example leaves free to be `grams < limit`"


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        ("grams <= limit", "grams < limit", "rows for which"),  # survives the examples; a made-up row lies on the limit
        ("grams <= limit", "grams > limit", "an example of this scheme notices"),
        ("grams <= limit", "grams != limit", "`prove` does not make"),
    ],
)
def test_an_equivalent_claimed_falsely_is_refused(tmp_path: Path, before: str, after: str, found: str) -> None:
    well_under = AT_THE_LIMIT.replace("grams: 70", "grams: 50")
    claim = SAME.format(before=before, after=f'"{after}"' if "!" in after else after)
    result = proof(tmp_path, well_under, A_GRAM_OVER, ANOTHER_DISEASE, more=claim)
    (issue,) = result.issues
    assert issue.code == "not-equivalent"
    assert found in issue.found
    assert result.equivalent == 0
    assert len(result.survivors) == 2


def test_a_claim_about_examples_that_cannot_be_varied_is_refused(tmp_path: Path) -> None:
    """Examples of many rows are not varied, so nothing is made up around them."""
    many = AT_THE_LIMIT.replace("grams: 70", "grams: 50, times: 20").replace("eligible: 1", "eligible: 20")
    result = proof(tmp_path, many, more=SAME.format(before="grams <= limit", after="grams < limit"))
    assert [issue.code for issue in result.issues] == ["not-equivalent"]
    assert "10,000 rows cannot be made up" in result.issues[0].found


def test_a_change_that_no_row_can_tell_apart_may_be_listed(tmp_path: Path) -> None:
    """The greater and the lesser of a number and itself are the same number, whatever the rows."""
    text = TEXT.replace("grams <= limit", "max(grams, grams) <= limit")
    change = "units.infusion.columns.compliant", "max(grams, grams)", "min(grams, grams)"
    assert change in survivors(proof(tmp_path, *ALL, text=text))
    claim = SAME.format(before=change[1], after=change[2])
    found = proof(tmp_path, *ALL, text=text, more=claim)
    assert (found.equivalent, found.issues) == (1, ())
    assert change not in survivors(found)


def test_a_fourth_claim_is_refused(tmp_path: Path) -> None:
    text = TEXT.replace("grams <= limit", "max(grams, min(grams, grams), max(grams, grams)) <= limit")
    every = [one for one in survivors(proof(tmp_path, *ALL, text=text)) if one[0] == COMPLIANT]
    assert len(every) > 3
    claims = "equivalent:\n" + "".join(
        f"  - {{at: {place}, before: '{before}', after: '{after}', because: It is the same}}\n" for place, before, after in every[:4]
    )
    found = proof(tmp_path, *ALL, text=text, more=claims)
    assert [issue.found for issue in found.issues] == ["a fourth claim"]
    assert found.equivalent == 3
