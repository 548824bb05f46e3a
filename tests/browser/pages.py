"""The pages that the engine writes, each by the one that makes it: a new sort of page is one line here, and keeps every promise."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from cli.terminal import RUN, given, improving_value
from compare.versions import LIMIT, PRICE, SCHEME, text, write_rows
from improving_value.assess.assessment import Assessment
from improving_value.assess.disclosure import INTERNAL, SHAREABLE, Profile, disclose
from improving_value.report.pack import packs, wanted_places
from improving_value.report.page import render_page
from once import Maker
from report.sample import sample

TODAY = "2018-05-14"
DEMO = "internal/menu.html"
PRINTED = "printed.txt"
"""What `demo` said, beside what it left."""
FIVE = (
    "acc_delayed_discharges",
    "chemo_dose_standardisation",
    "generic_biosimilar_prescribing",
    "itp_immunoglobulin_dosing",
    "where_to_look_packs",
)
BUILTIN = Path(__file__).parents[2]


def demo(folder: Path) -> Path:
    """Make the report on all the built-in schemes over the built-in data; beside it stands what may be passed on."""
    ran = improving_value("demo", "--out", str(folder), "--today", TODAY, "--shareable", "--workbook", folder=folder)
    assert (ran.err, ran.code) == ("", 0)
    (folder / PRINTED).write_text(ran.out, encoding="utf-8")
    return folder / DEMO


def five_chapters(folder: Path) -> Path:
    """Make the report on five schemes that between them show every sort of part that a chapter of the demo has."""
    wanted = [word for scheme in FIVE for word in ("--scheme", scheme)]
    built_in = BUILTIN / "fixtures"
    given_data = ("--data", str(built_in / "activity"), "--parameters", str(built_in / "parameters.yaml"))
    span = ("--period", "2017/18", "--baseline", "2016/17", "--today", TODAY)
    ran = improving_value("run", *given_data, *span, *wanted, "--out", str(folder), folder=folder)
    assert ran.code in (0, 1), ran.err
    return folder / DEMO


def rendered(assessment: Assessment, profile: Profile = INTERNAL) -> str:
    return render_page(disclose(assessment, profile), TODAY)


def by_hand(folder: Path) -> Path:
    """Make the report on the sample of tests/report: four schemes, what did not run, faults in the data."""
    path = folder / "menu.html"
    path.write_text(rendered(sample()), encoding="utf-8")
    return path


def some_failed(folder: Path) -> Path:
    """Make the report of a run in which one scheme ran, one waits for data, two are at fault and one has no activity."""
    given(folder)
    schemes = folder / "schemes"
    late = (schemes / "late_discharges.yaml").read_text(encoding="utf-8")
    for name, right, wrong in (("mistyped", "late: wait > longest_wait", "late: wait > longest_wiat"), ("unclosed", "units:", "units: [")):
        text = late.replace("late_discharges", name).replace("Late discharges", name.capitalize()).replace(right, wrong, 1)
        (schemes / f"{name}.yaml").write_text(text, encoding="utf-8")
    for name in ("ms_dmt", "itp_immunoglobulin_dosing"):
        shutil.copy(BUILTIN / "schemes" / f"{name}.yaml", schemes)
    infusions = (BUILTIN / "fixtures" / "activity" / "ig_infusions.csv").read_text(encoding="utf-8").splitlines()[:20]
    sent = [line.rsplit(",", 1)[0] for line in infusions]  # of an earlier year, and without the last column
    (folder / "activity" / "ig_infusions.csv").write_text("\n".join(sent), encoding="utf-8")
    ran = improving_value(*RUN, "--today", TODAY, folder=folder)
    assert ran.code == 1, ran.err
    return folder / "results" / "internal" / "menu.html"


def nothing(folder: Path) -> Path:
    """Make the report of a run in which no scheme could be worked out."""
    path = folder / "menu.html"
    path.write_text(rendered(replace(sample(), schemes=(), quality=(), warnings=(), run_record={})), encoding="utf-8")
    return path


def one_provider(folder: Path) -> Path:
    """Make the report on a run in which one provider has activity, in one quarter."""
    path = folder / "menu.html"
    path.write_text(rendered(_among(sample(), lambda place: place in ("R01", "H1", "Y1", ""))), encoding="utf-8")
    return path


def shareable(folder: Path) -> Path:
    """Make what may be passed on of the sample: small numbers suppressed."""
    path = folder / "menu.html"
    path.write_text(rendered(_without_record(), SHAREABLE), encoding="utf-8")
    return path


def pack(folder: Path) -> Path:
    """Make the pack of one provider of the sample."""
    run = _without_record()
    (made,) = packs(disclose(run, INTERNAL), disclose(run, SHAREABLE), wanted_places(run, ("R01",)), TODAY)
    path = folder / made.name
    path.write_text(made.html, encoding="utf-8")
    return path


def three_hundred(folder: Path) -> Path:
    """Make the report on 300 providers: those of the sample, each 25 times."""
    clean = sample()
    path = folder / "menu.html"
    path.write_text(rendered(_multiplied(clean, 25)), encoding="utf-8")
    return path


def _without_record() -> Assessment:
    return replace(sample(), run_record={})


def _among(assessment: Assessment, is_in: Callable[[str], bool]) -> Assessment:
    schemes = []
    for one in assessment.schemes:
        quarter = one.pieces[0]

        def kept(rows: tuple[Any, ...], label: str = quarter.label) -> tuple[Any, ...]:
            return tuple(row for row in rows if is_in(row.organisation) and row.period == label)

        rows = {
            "counts": kept(one.counts),
            "rules": kept(one.rules),
            "kpis": kept(one.kpis),
            "savings": kept(one.savings),
            "costs": kept(one.costs),
        }
        schemes.append(replace(one, pieces=(quarter,), span=quarter, **rows))
    return replace(assessment, schemes=tuple(schemes), span=schemes[0].span)


def _multiplied(assessment: Assessment, times: int) -> Assessment:
    def more(rows: tuple[Any, ...]) -> tuple[Any, ...]:
        copied = (
            replace(row, organisation=f"{row.organisation}-{copy}") for row in rows if row.level == "provider" for copy in range(1, times)
        )
        return (*rows, *copied)

    schemes = tuple(
        replace(one, counts=more(one.counts), kpis=more(one.kpis), savings=more(one.savings), costs=more(one.costs))
        for one in assessment.schemes
    )
    names = {f"{code}-{copy}": f"{name} {copy}" for code, name in assessment.organisations.items() for copy in range(1, times)}
    return replace(assessment, schemes=schemes, organisations={**assessment.organisations, **names})


def review(folder: Path) -> Path:
    """Make the page that compares two versions of a scheme."""
    write_rows(folder)
    (folder / "parameters.yaml").write_text(PRICE, encoding="utf-8")
    (folder / "new.yaml").write_text(text(LIMIT), encoding="utf-8")
    given = ("--data", "activity", "--period", "2017/18 Q1", "--parameters", "parameters.yaml", "--today", TODAY, "--out", "out")
    ran = improving_value("compare", SCHEME, "new.yaml", *given, folder=folder)
    assert ran.code == 1, ran.err
    return folder / "out" / "internal" / "compare.html"


def words(folder: Path) -> Path:
    """Make a scheme in plain English."""
    ran = improving_value("words", SCHEME, "--out", "words.html", folder=folder)
    assert ran.code == 0, ran.err
    return folder / "words.html"


ALL = os.environ.get("IMPROVING_VALUE_EVERY_SCHEME") == "1"
"""Whether every chapter is opened (`make test-browser`, some minutes) or a few of each sort."""
EVERY: tuple[Maker, ...] = (demo if ALL else five_chapters, by_hand, some_failed, nothing, one_provider, shareable, pack, review, words)
