"""What a comparison leaves and prints: one page that fetches nothing and names nobody, and an exit code."""

from __future__ import annotations

import csv
import json
import re
import shlex
import shutil
from pathlib import Path

import pytest

from cli.terminal import Ran, contents, files, improving_value
from compare.versions import INFUSIONS, LIMIT, PRICE, ROOT, SCHEME, Edit, compared, text, write_rows
from confidential.priced import PARAMETERS as PRICES
from confidential.priced import TEXT as CONFIDENTIAL
from confidential.priced import told_in_text, write_inputs
from improving_value.comparison import Pair, compare
from improving_value.kernel.periods import read_period

PATIENTS = sorted({patient for patient, *_ in INFUSIONS})
WRITTEN = ["compare.html", "comparison.json", "kpis_compared.csv", "pounds_compared.csv", "units_changed.csv"]


def told(folder: Path, *edits: Edit, more: tuple[str, ...] = ("--out", "out"), old: str = SCHEME) -> Ran:
    """Compare on the command line, in a folder."""
    write_rows(folder)
    (folder / "parameters.yaml").write_text(PRICE, encoding="utf-8")
    (folder / "new.yaml").write_text(text(*edits), encoding="utf-8")
    given = ("--data", "activity", "--period", "2017/18 Q1", "--parameters", "parameters.yaml", "--today", "2018-05-01")
    return improving_value("compare", old, "new.yaml", *given, *more, folder=folder)


def test_a_difference_ends_with_1_and_leaves_a_review(tmp_path: Path) -> None:
    ran = told(tmp_path, LIMIT)
    assert (ran.code, ran.err) == (1, "")
    assert files(tmp_path / "out") == [f"internal/{name}" for name in WRITTEN]
    assert "value: 1 g/kg → 1.1 g/kg" in ran.out
    assert "  opportunity_all: £612.00  −£578.00 (change 1)  = £34.00\n" in ran.out
    assert [patient for patient in PATIENTS if patient in ran.out] == []


def test_no_difference_ends_with_0(tmp_path: Path) -> None:
    ran = told(tmp_path, ("allowed_dose", "dose_cap"), ("say: Body weight recorded", "say: Weight known"))
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith(f"{SCHEME}, 2017/18 Q1: Both versions mean the same.\n  and in words only: 1 new name, 1 text\n")


def test_without_a_folder_nothing_is_written(tmp_path: Path) -> None:
    told(tmp_path, LIMIT)
    shutil.rmtree(tmp_path / "out")
    before = files(tmp_path)
    ran = told(tmp_path, LIMIT, more=("--json",))
    assert files(tmp_path) == before
    record = json.loads(ran.out)
    assert (record["different"], record["folder"], record["steps"]) == (True, None, [[1]])
    assert record["units_changed"] == {
        "course of immunoglobulin for ITP": {"otherwise": 2, "only_pounds": 1},
        "patient given immunoglobulin for ITP": {"otherwise": 2, "only_pounds": 0},
    }


def test_the_same_comparison_leaves_the_same_bytes(tmp_path: Path) -> None:
    told(tmp_path, LIMIT)
    first = contents(tmp_path / "out")
    told(tmp_path, LIMIT)
    assert contents(tmp_path / "out") == first


@pytest.mark.parametrize(
    ("old", "new", "more", "code", "said"),
    [
        ("itp_immunoglobulin_dosin", "new.yaml", (), 2, "write `itp_immunoglobulin_dosing`"),
        (SCHEME, "nowhere.yaml", (), 2, "`nowhere.yaml`, which is neither a scheme nor a file"),
        (SCHEME, "broken.yaml", (), 1, "unknown-name"),
        (SCHEME, "new.yaml", ("--baseline", "2017/18 Q1"), 2, "baseline-overlaps"),
        ("nowhere.yaml", "parameters.yaml", ("--scheme", SCHEME), 2, "`nowhere.yaml`, which is not there"),
        (SCHEME, "new.yaml", ("--data", "nowhere"), 3, "missing-file"),
    ],
)
def test_what_cannot_be_compared_is_an_issue(tmp_path: Path, old: str, new: str, more: tuple[str, ...], code: int, said: str) -> None:
    told(tmp_path, LIMIT)
    (tmp_path / "broken.yaml").write_text(text(("dose: sum(grams)", "dose: sum(gram)")), encoding="utf-8")
    shutil.rmtree(tmp_path / "out")
    asked = ["compare", old, new, "--period", "2017/18 Q1", "--out", "out", *more]
    asked += [] if "--data" in more else ["--data", "activity"]
    ran = improving_value(*asked, folder=tmp_path)
    assert (ran.code, ran.out) == (code, "")
    assert said in ran.err
    assert not (tmp_path / "out").exists()


def test_the_results_of_a_run_are_never_replaced_by_a_review(tmp_path: Path) -> None:
    write_rows(tmp_path)
    run = improving_value("run", "--data", "activity", "--period", "2017/18 Q1", "--out", "out", "--scheme", SCHEME, folder=tmp_path)
    assert run.code == 0, run.err
    before = contents(tmp_path / "out")
    ran = told(tmp_path, LIMIT)
    assert (ran.code, "output-exists" in ran.err) == (3, True)
    assert contents(tmp_path / "out") == before


def test_a_page_that_fetches_nothing_and_a_list_beside_it(tmp_path: Path) -> None:
    compared(tmp_path, LIMIT, out=tmp_path / "out")
    folder = tmp_path / "out" / "internal"
    page = (folder / "compare.html").read_text(encoding="utf-8")
    assert re.findall(r"(?:src|href)=\"(?!#)[^\"]*\"|<script|@import|url\((?!#)", page) == []
    assert page.count("<h1>") == 1
    names = re.findall(r'<a href="#([^"]+)"', page)
    assert [name for name in names if f'id="{name}"' not in page] == []
    for name in WRITTEN:
        found = [patient for patient in PATIENTS if patient in (folder / name).read_text(encoding="utf-8")]
        assert found == (["P-at-1.1", "P-over-1.1", "P-small"] if name == "units_changed.csv" else [])
    with (folder / "units_changed.csv").open(encoding="utf-8", newline="") as file:
        first = next(csv.DictReader(file))
    assert {name: first[name] for name in ("respect", "old", "new", "decided_by")} == {
        "respect": "Courses at 1 g/kg or less",
        "old": "no",
        "new": "yes",
        "decided_by": "1",
    }


def test_text_of_an_author_is_only_ever_text(tmp_path: Path) -> None:
    spoiled = "<script>alert(1)</script>"
    compared(
        tmp_path,
        LIMIT,
        ("title: Spend on immunoglobulin for ITP", f'title: "{spoiled}"'),
        ("say: Body weight recorded", f'say: "{spoiled}"'),
        ("summary: >-\n", f"summary: >-\n    {spoiled}\n"),
        out=tmp_path / "out",
    )
    page = (tmp_path / "out" / "internal" / "compare.html").read_text(encoding="utf-8")
    assert spoiled not in page
    assert "&lt;script&gt;" in page


def test_a_confidential_value_is_in_nothing_that_a_comparison_leaves(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_inputs(tmp_path, CONFIDENTIAL)
    (tmp_path / "new.yaml").write_text(PRICES.replace("1713.37", "1699.11").replace("83.47", "84.11"), encoding="utf-8")
    pair = Pair(
        str(tmp_path / "parameters.yaml"),
        str(tmp_path / "new.yaml"),
        "priced",
        tmp_path / "data",
        read_period("2017/18 Q2"),
        None,
        None,
        tmp_path / "out",
        schemes=(tmp_path / "schemes",),
    )
    comparison = compare(pair)
    assert {change.name for change in comparison.changes} == {"agreed", "fee"}
    assert {wording.words for change in comparison.changes for one in change.details for wording in (one.old, one.new) if wording} == {
        "a from 2016-04-01 until 2017-08-01: withheld; a from 2017-08-01: withheld; b: withheld",
        "withheld",
    }
    assert all(one.respect != "Paid over the agreed price" for one in comparison.changed_units)
    for path in sorted((tmp_path / "out" / "internal").iterdir()):
        written = path.read_text(encoding="utf-8")
        assert not told_in_text(written), path.name
        assert "1699.11" not in written
        assert "1,699.11" not in written


def test_the_documents_show_what_is_printed(tmp_path: Path) -> None:
    """The pages for authors show a real command and its real output."""
    shown = (ROOT / "schemes" / "README.md").read_text(encoding="utf-8")
    found = re.search(r"```\n\$ (improving-value compare [^\n]*)\n(.*?)```", shown, re.DOTALL)
    assert found is not None, "no command that begins with `improving-value compare`"
    shutil.copytree(ROOT / "fixtures", tmp_path / "fixtures", ignore=shutil.ignore_patterns("synthetic", "planted"))
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / f"{SCHEME}.yaml").write_text(text(LIMIT), encoding="utf-8")
    ran = improving_value(*shlex.split(found.group(1))[1:], folder=tmp_path)
    printed = re.sub(r"^Review: .*/review/", "Review: …/review/", ran.out, flags=re.MULTILINE)
    # How an expression is put into words is tested where that is done.
    reasons = re.compile(r"(?<=^          change 1: ).*", re.MULTILINE)
    assert (ran.code, reasons.sub("…", printed)) == (1, reasons.sub("…", found.group(2)))
