"""What changed since an earlier run, in words that hold for nothing, one and many; and folders that hold no run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from improving_value.assess.assessment import Assessment, KpiRow, SavingRow, SchemeAssessment
from improving_value.assess.disclosure import INTERNAL, disclose
from improving_value.kernel.issues import Rejected
from improving_value.kernel.periods import read_period
from improving_value.report.content.since import Since, since
from improving_value.report.numbers import points
from improving_value.report.page import render_page
from improving_value.report.standing import Standing, read_standing, standing_of
from improving_value.report.tables import write_json, write_tables
from report.reading import read
from report.sample import sample

TITLE = "Immunoglobulin – dosing regimens for immune thrombocytopenic purpura (ITP)"


def part(found: Since, heading: str) -> tuple[str, ...]:
    return next(one.sentences for one in found.parts if one.heading == heading)


def with_first(assessment: Assessment, change: Callable[[SchemeAssessment], SchemeAssessment]) -> Assessment:
    first, *rest = assessment.schemes
    return replace(assessment, schemes=(change(first), *rest))


def with_kpi(assessment: Assessment, level: str, organisation: str, **changes: object) -> Assessment:
    def changed(row: KpiRow) -> KpiRow:
        ours = (row.kpi, row.level, row.organisation, row.period) == ("pct_courses_le_1", level, organisation, "2017/18")
        return replace(row, **changes) if ours else row  # type: ignore[arg-type]

    return with_first(assessment, lambda one: replace(one, kpis=tuple(changed(row) for row in one.kpis)))


def with_saving(assessment: Assessment, **changes: object) -> Assessment:
    def changed(row: SavingRow) -> SavingRow:
        ours = (row.saving, row.level, row.period, row.scenario) == ("opportunity_all", "all", "2017/18", "default")
        return replace(row, **changes) if ours else row  # type: ignore[arg-type]

    return with_first(assessment, lambda one: replace(one, savings=tuple(changed(row) for row in one.savings)))


def test_two_runs_that_are_alike_say_so_everywhere() -> None:
    found = since(standing_of(sample()), sample())
    assert found.intro == ("The earlier run was of 2017/18, against 2016/17. This one is of 2017/18, against 2016/17.",)
    assert [sentence for one in found.parts for sentence in one.sentences] == [
        "The schemes are the same, word for word.",
        "Every parameter has the value that it had.",
        "The data are the same, byte for byte.",
        "No KPI moved.",
        "No saving moved.",
        "No verdict turned.",
        "What could be calculated then can be now, and nothing more.",
        "The same 12 providers as then.",
    ]


def test_what_is_read_from_the_files_of_a_run_is_how_it_stands(tmp_path: Path) -> None:
    assessment = sample()
    assert _written(assessment, tmp_path) == standing_of(assessment)


def _written(assessment: Assessment, out: Path) -> Standing:
    folder = out / "internal"
    folder.mkdir()
    write_tables(disclose(assessment, INTERNAL), folder)
    write_json(folder / "run.json", assessment.run_record)
    return read_standing(out)


def test_a_kpi_that_moved_says_from_where_how_far_and_which_way_is_better() -> None:
    then = standing_of(with_kpi(sample(), "all", "", value=0.5))
    now = with_kpi(sample(), "all", "", value=0.51)
    assert part(since(then, now), "KPIs that moved most") == (
        f"{TITLE} – courses at or below 1 g/kg: 51.0%, was 50.0%: up by 1.0 percentage point, better.",
    )
    back = since(standing_of(now), with_kpi(sample(), "all", "", value=0.484))
    assert part(back, "KPIs that moved most")[0].endswith("48.4%, was 51.0%: down by 2.6 percentage points, worse.")


def test_a_distance_too_small_for_one_place_is_not_nothing() -> None:
    assert [points(share) for share in (0.01, 0.0, 0.00004)] == ["1.0 percentage point", "0.0 percentage points", "0.004 percentage points"]


def test_the_largest_moves_come_first_and_the_rest_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    assessment = sample()

    def moved(one: SchemeAssessment, by: int) -> SchemeAssessment:
        rows = tuple(row if row.gross_pence is None else replace(row, gross_pence=row.gross_pence + by) for row in one.savings)
        return replace(one, savings=rows)

    later = replace(assessment, schemes=tuple(moved(one, 101 * number) for number, one in enumerate(assessment.schemes, start=1)))
    heading = "Savings that moved most"
    everything = part(since(standing_of(assessment), later), heading)
    assert "£4.04 more" in everything[0]
    for most in (len(everything) - 1, len(everything) - 2):
        monkeypatch.setattr("improving_value.report.content.moves._MOST_MOVES", most)
        rest = "1 other saving" if most == len(everything) - 1 else "2 other savings"
        assert part(since(standing_of(assessment), later), heading) == (*everything[:most], f"{rest} moved less.")


def test_a_saving_that_moved_says_which_kind_it_is() -> None:
    then = with_saving(sample(), gross_pence=100_00)
    assert part(since(standing_of(then), with_saving(sample(), gross_pence=90_00)), "Savings that moved most") == (
        f"{TITLE} – every course at or below 1 g/kg (opportunity, cash-releasing for the commissioner): £90.00, was £100.00: £10.00 less.",
    )


def test_a_verdict_that_turned_is_told_for_everyone_and_by_provider() -> None:
    then = with_kpi(with_kpi(sample(), "all", "", verdict="not_met"), "provider", "R01", verdict="met")
    now = with_kpi(with_kpi(sample(), "all", "", verdict="met"), "provider", "R01", verdict="not_met")
    assert part(since(standing_of(then), now), "Verdicts that turned") == (
        f"{TITLE} – courses at or below 1 g/kg: met for everyone now, and was not; no longer met at Ashcombe University Hospitals.",
    )


def test_everyone_is_known_by_the_level_whatever_the_code() -> None:
    def coded(assessment: Assessment) -> Assessment:
        return with_first(
            assessment,
            lambda one: replace(one, kpis=tuple(replace(row, organisation="all") if row.level == "all" else row for row in one.kpis)),
        )

    then = standing_of(coded(with_kpi(sample(), "all", "", value=0.5)))
    assert "was 50.0%" in part(since(then, coded(sample())), "KPIs that moved most")[0]


def test_what_turned_for_everyone_comes_first_and_the_rest_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("improving_value.report.content.moves._MOST_MOVES", 1)
    turned = {"met": "not_met", "not_met": "met"}

    def changed(one: SchemeAssessment) -> SchemeAssessment:
        def other(row: KpiRow) -> KpiRow:
            everyone = row.kpi == "pct_patients_le_1" and row.level == "all"
            here = row.kpi == "pct_courses_le_1" and row.level == "provider"
            return replace(row, verdict=turned.get(row.verdict, row.verdict)) if everyone or here else row  # type: ignore[arg-type]

        return replace(one, kpis=tuple(other(row) for row in one.kpis))

    first, rest = part(since(standing_of(with_first(sample(), changed)), sample()), "Verdicts that turned")
    assert "patients with every course at or below 1 g/kg" in first
    assert rest == "1 other verdict turned."


def test_a_verdict_that_could_not_be_given_before_did_not_turn() -> None:
    then = with_kpi(sample(), "all", "", verdict="insufficient")
    assert part(since(standing_of(then), with_kpi(sample(), "all", "", verdict="met")), "Verdicts that turned") == ("No verdict turned.",)


def test_what_became_calculable_and_what_no_longer_is() -> None:
    without = with_saving(sample(), gross_pence=None, status="not_calculable", needs="price")
    heading = "What can be calculated now, and what no longer can"
    assert part(since(standing_of(without), sample()), heading) == (
        f"{TITLE} – every course at or below 1 g/kg: calculated now, was not calculable.",
    )
    assert part(since(standing_of(sample()), without), heading)[0].endswith("not calculable now, was calculated.")


def test_schemes_new_gone_and_changed() -> None:
    assessment = sample()
    earlier = standing_of(assessment)
    first, second, third, _ = (one.scheme.scheme for one in assessment.schemes)
    then = replace(
        earlier, schemes={**{name: sha for name, sha in earlier.schemes.items() if name != first}, second: "other", "long_gone": "a"}
    )
    sentences = part(since(then, assessment), "What went in")
    assert sentences[0] == f"1 scheme is new: {TITLE}."
    assert sentences[1] == "1 scheme is gone: Long gone."
    assert sentences[2].startswith("1 scheme has another text than then: Switching from maintenance immunoglobulin")
    both = replace(then, schemes={**then.schemes, third: "other"})
    assert part(since(both, assessment), "What went in")[2].startswith("2 schemes have another text than then: ")


def test_without_fingerprints_nothing_is_said_of_the_data() -> None:
    nameless = {**sample().run_record, "inputs": [{"file": "ig_infusions.csv", "rows": 4812}]}
    shared = replace(sample(), run_record=nameless)
    assert part(since(standing_of(shared), shared), "What went in") == (
        "The schemes are the same, word for word.",
        "Every parameter has the value that it had.",
    )


def test_providers_new_and_gone() -> None:
    first, *rest = sample().schemes
    fewer = replace(sample(), schemes=tuple(
        replace(one, kpis=tuple(row for row in one.kpis if row.organisation != "R01"), savings=tuple(row for row in one.savings if row.organisation != "R01"))
        for one in (first, *rest)
    ))  # fmt: skip
    assert part(since(standing_of(fewer), sample()), "Providers") == ("1 provider is new: Ashcombe University Hospitals.",)
    assert part(since(standing_of(sample()), fewer), "Providers") == ("1 provider is gone: Ashcombe University Hospitals.",)


def test_spans_that_are_not_as_long_are_not_set_side_by_side() -> None:
    quarter = replace(standing_of(sample()), span=read_period("2017/18 Q1"))
    found = since(quarter, sample())
    assert "not as long as each other" in found.intro[1]
    assert not [one.heading for one in found.parts if "moved" in one.heading or "turned" in one.heading]


def test_another_span_or_another_baseline_is_a_warning() -> None:
    other = replace(standing_of(sample()), span=read_period("2016/17"))
    assert since(other, sample()).intro[1].startswith("The spans are as long as each other and not the same")
    assert since(replace(standing_of(sample()), baseline=None), sample()).intro[1].startswith("The baselines are not the same")


def test_the_page_has_the_section_only_when_there_is_an_earlier_run() -> None:
    heading = "What changed since an earlier run"
    assert heading not in read(render_page(disclose(sample(), INTERNAL), "2018-05-14")).text
    assert heading in read(render_page(disclose(sample(), INTERNAL), "2018-05-14", standing_of(sample()))).text


@pytest.mark.parametrize("given", ["nothing", "file", "empty", "torn", "other"])
def test_what_holds_no_earlier_run_is_refused(tmp_path: Path, given: str) -> None:
    folder = tmp_path / "earlier"
    if given == "file":
        folder.write_text("a file")
    elif given != "nothing":
        folder.mkdir()
    if given in ("torn", "other"):
        inside = folder / "internal"
        inside.mkdir()
        write_tables(disclose(sample(), INTERNAL), inside)
        (inside / "run.json").write_text('{"span": ' if given == "torn" else '{"span": "never", "baseline": null, "schemes": {}}')
    with pytest.raises(Rejected) as rejected:
        read_standing(folder)
    assert [issue.code for issue in rejected.value.issues] == ["not-a-run"]
