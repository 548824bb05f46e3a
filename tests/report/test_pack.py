"""A pack: an organisation's own figures exactly, of its peers only what may be shared, and a list of things to do in words that hold."""

from __future__ import annotations

from dataclasses import replace

import pytest

from improving_value.assess.assessment import Assessment, KpiRow
from improving_value.assess.disclosure import INTERNAL, disclose
from improving_value.kernel.issues import Rejected
from improving_value.report.content.index import Place, figures_of
from improving_value.report.content.pack import Pack, besides, pack_of
from improving_value.report.content.pack_actions import to_do, wanting
from improving_value.report.content.pack_peers import standing
from improving_value.report.numbers import pounds
from improving_value.report.pack import packs, wanted_places
from report.reading import read
from report.sample import NAMES, ORGANISATIONS, sample

ASHCOMBE = Place("provider", "R01", NAMES[0])
OTHERS = NAMES[1:]


def without_others(assessment: Assessment) -> Assessment:
    """Return a run of which nothing of any organisation may be shown."""
    schemes = tuple(
        replace(
            one,
            counts=(),
            rules=(),
            savings=(),
            kpis=tuple(replace(row, value=None, numerator=None, denominator=None, verdict="suppressed") for row in one.kpis),  # type: ignore[arg-type]
        )
        for one in assessment.schemes
    )
    return replace(assessment, schemes=schemes)


def html_of(own: Assessment, peers: Assessment, place: Place = ASHCOMBE) -> str:
    (made,) = packs(disclose(own, INTERNAL), disclose(peers, INTERNAL), (place,), "2018-05-14")
    return made.html


def pack(assessment: Assessment, place: Place = ASHCOMBE) -> Pack:
    return pack_of(besides(assessment, assessment), place, "2017/18")


def test_a_pack_has_its_own_figures_exactly_and_no_other_name() -> None:
    assessment = sample()
    text = read(html_of(assessment, without_others(assessment))).text
    own = next(
        row.gross_pence
        for row in assessment.schemes[0].savings
        if (row.saving, row.organisation, row.period, row.scenario) == ("opportunity_all", "R01", "2017/18", "default")
    )
    assert pounds(own) in text
    assert [name for name in OTHERS if name in text] == []


def test_what_may_not_be_shown_of_peers_is_nowhere_in_the_file() -> None:
    """The pack made with peers' exact figures differs from the one made without any; what it adds is theirs."""
    assessment = sample()
    changed = replace(
        assessment,
        schemes=tuple(
            replace(
                one,
                kpis=tuple(row if row.organisation == "R01" else replace(row, value=0.123456) for row in one.kpis),
                savings=tuple(row if row.organisation == "R01" else replace(row, gross_pence=777_77) for row in one.savings),
                counts=tuple(row if row.organisation == "R01" else replace(row, eligible=7_777) for row in one.counts),
            )
            for one in assessment.schemes
        ),
    )
    hidden = without_others(assessment)
    assert html_of(changed, hidden) == html_of(assessment, hidden)
    assert html_of(assessment, changed) != html_of(assessment, hidden)


def test_the_list_begins_with_the_most_money() -> None:
    assessment = sample()
    found = pack(assessment).to_do
    largest = [-one.rank[0] for one in found]
    assert largest == sorted(largest, reverse=True)
    first = figures_of(assessment.schemes[0], ORGANISATIONS)
    (money, instead) = to_do(first, ASHCOMBE).money
    assert money.text.endswith("– every course at or below 1 g/kg (cash-releasing for the commissioner).")
    assert instead.text.endswith("It counts the same money as “Every course at or below 1 g/kg”.")


def row_of(above: float, under: float, target: float, better: str = "higher", **more: object) -> KpiRow:
    row = KpiRow("k", "", "", "provider", "R01", "2017/18", above, under, above / under, "share", 0, target, better, "not_met")
    return replace(row, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (row_of(24, 138, 0.8), ": 87 more of 138 would meet it"),
        (row_of(7, 10, 0.8), ": 1 more of 10 would meet it"),
        (row_of(3, 10, 0.1, "lower"), ": 2 fewer of 10 would meet it"),
        (row_of(79.5, 100, 0.8), ""),
        (row_of(7, 10, 0.8, parts=("GBP", "GBP")), ""),
        (row_of(7, 10, 0.8, unit="day"), ""),
        (replace(row_of(7, 10, 0.8), target=None), ""),
    ],
)
def test_how_many_more_would_meet_a_target(row: KpiRow, words: str) -> None:
    assert wanting(row) == words


def test_a_hundred_per_cent_of_many_is_not_rounded_down() -> None:
    assert wanting(row_of(2, 3, 1.0)) == ": 1 more of 3 would meet it"
    assert wanting(row_of(0.0, 10, 0.3 * 3 - 0.6)) == ": 3 more of 10 would meet it", "0.3 of 10 is 3, whatever doubles make of it"


def peer(value: float | None, verdict: str = "met") -> KpiRow:
    return KpiRow("k", "", "", "provider", "R02", "2017/18", None, None, value, "share", 0, 0.8, "higher", verdict)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("own", "others", "words"),
    [
        (0.5, [], "No peer has a value."),
        (0.5, [peer(None, "suppressed")], "1 peer is not shown, resting on too few people."),
        (0.5, [peer(None, "suppressed")] * 2, "2 peers are not shown, resting on too few people."),
        (0.5, [peer(0.4)], "Better than the one peer that is shown; the peer at 40.0%."),
        (0.5, [peer(0.4), peer(0.3)], "Better than all 2 peers; their median 35.0%, from 30.0% to 40.0%."),
        (0.5, [peer(0.6), peer(0.7)], "Worse than all 2 peers; their median 65.0%, from 60.0% to 70.0%."),
        (0.5, [peer(0.5), peer(0.5)], "The same as all 2 peers; peers at 50.0%."),
        (0.5, [peer(0.4), peer(0.5), peer(0.6)], "Better than 1, the same as 1 and worse than 1 of 3 peers; their median 50.0%, from 40.0% to 60.0%."),
        (None, [peer(0.4), peer(0.6)], "Their median 50.0%, from 40.0% to 60.0%."),
        (0.5, [peer(0.4), peer(0.6), peer(None, "suppressed")],
         "Better than 1 and worse than 1 of 2 peers; their median 50.0%, from 40.0% to 60.0%; 1 peer is not shown, resting on too few people."),
    ],
)  # fmt: skip
def test_standing_among_peers_in_words(own: float | None, others: list[KpiRow], words: str) -> None:
    kpi = sample().schemes[0].scheme.kpis[0]
    assert standing(peer(own), others, kpi) == words


def test_lower_is_better_and_neither_is() -> None:
    kpi = sample().schemes[0].scheme.kpis[0]
    others = [peer(0.4), peer(0.3)]
    assert standing(peer(0.5), others, kpi.model_copy(update={"better": "lower"})).startswith("Worse than all 2 peers;")
    assert standing(peer(0.5), others, kpi.model_copy(update={"better": "interpret"})).startswith("Higher than all 2 peers;")


def test_what_is_not_recorded_is_on_the_list() -> None:
    first = figures_of(sample().schemes[0], ORGANISATIONS)
    place = Place("provider", "R02", NAMES[1])
    records = [one.text for one in to_do(first, place).records]
    assert records[0] == "Record weight kg: 2 (course of treatment) could not be decided for want of it."


def test_a_hub_and_a_region_have_packs_and_each_says_its_own_level() -> None:
    assessment = sample()
    for level, code in (("hub", "H1"), ("region", "Y1")):
        text = read(html_of(assessment, assessment, Place(level, code, ORGANISATIONS[code]))).text
        assert f"the other {level}s with activity in the same scheme" in text
        assert ORGANISATIONS[code] in text


def test_an_organisation_without_anything_gets_a_pack_that_says_so() -> None:
    text = read(html_of(sample(), sample(), Place("provider", "R99", "Nowhere"))).text
    assert "Nowhere has no activity in any scheme in 2017/18." in text
    assert "Nothing: no opportunity has an amount here, no target is missed and nothing is missing." in text


def test_codes_are_taken_as_they_are_and_all_means_everybody() -> None:
    assessment = sample()
    assert wanted_places(assessment, ()) == ()
    assert [place.organisation for place in wanted_places(assessment, ("R02", "H1"))] == ["H1", "R02"]
    assert len(wanted_places(assessment, ("all",))) == 12 + 3 + 2


@pytest.mark.parametrize(
    ("code", "fix"),
    [
        ("R022", "write `R02` (Brackley General)"),
        ("Brackley Genral", "write `R02` (Brackley General)"),
        ("kingsbarrow", "write `R11` ("),
        ("zzz", "take a code"),
    ],
)
def test_a_wrong_code_is_an_issue_with_the_nearest(code: str, fix: str) -> None:
    with pytest.raises(Rejected) as rejected:
        wanted_places(sample(), (code, "R02"))
    assert [(issue.code, issue.fix.startswith(fix)) for issue in rejected.value.issues] == [("no-such-pack", True)]


def test_a_code_from_data_never_names_a_file_outside_the_folder() -> None:
    bad = [Place("provider", code, code) for code in ("../../etc/passwd", "a/b", "", "x" * 300, "R01")]
    names = [made.name for made in packs(disclose(sample(), INTERNAL), disclose(sample(), INTERNAL), bad, "2018-05-14")]
    assert len(set(names)) == len(names)
    assert all(name.endswith(".html") and "/" not in name and ".." not in name and len(name) < 60 for name in names)


def test_a_page_of_hostile_names_is_inert() -> None:
    html = html_of(sample(), sample(), Place("provider", "R01", "<script>alert(1)</script>"))
    assert "<script" not in html


def test_a_pack_is_one_file_from_which_no_request_goes() -> None:
    reading = read(html_of(sample(), sample()))
    assert "default-src 'none'" in str(reading.all("meta"))
    assert reading.all("script") == reading.all("link") == reading.all("img") == []
    ids = [attributes["id"] for _, attributes in reading.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
