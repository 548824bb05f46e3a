"""What `new` writes: a draft that `check` takes, from flags, questions, another scheme or a workbook, and what is left to do."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest
import yaml
from openpyxl import load_workbook

from cli.terminal import ENGINE, environment, improving_value
from cli.tutorial import run
from improving_value.datasets.dictionary import builtin_folder, load_dictionary
from improving_value.kernel.issues import Rejected
from improving_value.kernel.render import render_issues
from improving_value.new_scheme import new_scheme
from improving_value.spec.dictionary import Dataset
from improving_value.spec.sketch_workbook import read_sketch

SCHEMES = sorted(path.stem for path in (ENGINE.parent / "schemes").glob("*.yaml"))
COURSES = {
    "Scheme": {
        "Short name": "doses",
        "Title": "Doses: those recommended",
        "Theme": "medicines",
        "Kind of change": "reduce_waste",
        "Written by": "Pharmacist",
        "Worked out for each": "quarter",
        "Document it rests on": "The guide",
        "Page": 9,
        "What the opportunity is": "Fewer grams, at 1 g/kg.",
        "Who should consider it": "Providers\nHubs",
        "The aim": "Recommended doses",
        "Made from": "ig_infusions",
        "Name of what is counted": "dose",
        "What one of them is": "dose of immunoglobulin",
        "Only the rows where": "indication == 'ITP'",
    },
    "Numbers": [
        {"Name": "recommended", "Value": 1.1, "Unit": "g/kg", "Where it was born": "published", "Page or document": "guide, page 9"},
        {"Name": "price", "Unit": "GBP/g", "Where it was born": "local", "Who knows it": "Hub pharmacist"},
    ],
    "Worked out": [
        {"Name": "excess", "How it is worked out": "max(0, grams - recommended * weight_kg)", "What it is called": "grams too many"}
    ],
    "Who counts": [{"Name": "weighed", "Holds when": "weight_kg > 0", "In words": "Body weight recorded"}],
    "Indicators": [
        {"Name": "within", "Title": "Within", "The share for which": "excess == 0", "Domain": "quality", "Better when": "higher"},
    ],
    "Savings": [
        {
            "Name": "grams",
            "Title": "Grams too many",
            "Pounds for each": "excess * price",
            "State": "opportunity",
            "Kind of saving": "cash_releasing_commissioner",
            "Every year again": True,
            "Who saves": "commissioner",
        }
    ],
}


@pytest.fixture(autouse=True)
def _dictionary_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("improving_value.library.open_dictionary", lambda _: dictionary())


@cache
def dictionary() -> Mapping[str, Dataset]:
    return load_dictionary([builtin_folder()])


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("template")
    ran = improving_value("new", "--template", "blank.xlsx", folder=folder)
    assert (ran.out, ran.code) == ("Written to blank.xlsx. Fill it in, then: improving-value new --from blank.xlsx\n", 0)
    return folder / "blank.xlsx"


def filled(template: Path, target: Path, **changed: object) -> Path:
    """Fill the template in as somebody would; `changed` has other cells, as SHEET_CELL."""
    book = load_workbook(template)
    for sheet, told in COURSES.items():
        page = book[sheet]
        if isinstance(told, dict):
            for row in page.iter_rows(min_row=4):
                if row[0].value in told:
                    row[1].value = told[row[0].value]
            continue
        headings = [cell.value for cell in page[3]]
        for number, line in enumerate(told, start=4):
            for heading, value in line.items():
                page.cell(number, headings.index(heading) + 1).value = value
    for place, value in changed.items():
        sheet, _, cell = place.rpartition("_")
        book[sheet.replace("_", " ")][cell].value = value
    book.save(target)
    return target


def left(printed: str) -> list[tuple[int, str]]:
    return [(int(number), what) for number, what in re.findall(r"^  \S+\.yaml:(\d+): (.+)$", printed, re.MULTILINE)]


def test_from_flags(tmp_path: Path) -> None:
    ran = improving_value("new", "doses", "--dataset", "ig_infusions", "--title", "Doses: all of them", folder=tmp_path)
    assert (ran.err, ran.code) == ("", 0)
    lines = (tmp_path / "doses.yaml").read_text(encoding="utf-8").splitlines()
    found = left(ran.out)
    assert len(found) > 10
    assert all(lines[number - 1].strip() == f"# still to do: {what}" for number, what in found)
    assert "give the title of the guide's chapter" not in ran.out
    assert yaml.safe_load("\n".join(lines))["title"] == "Doses: all of them"
    assert improving_value("check", "doses.yaml", folder=tmp_path).code == 0


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ((), "missing-key"),
        (("doses",), "missing-key"),
        (("doses", "--dataset", "ig_infusion"), "write `ig_infusions`"),
        (("Doses", "--dataset", "ig_infusions"), "not-a-name"),
        (("../doses", "--dataset", "ig_infusions"), "not-a-name"),
        (("doses", "--dataset", "ig_infusions", "--theme", "medicine"), "unknown-choice"),
        (("doses", "--from", "ms_dm"), "write `ms_dmt`"),
        (("--from", "none.xlsx"), "missing-file"),
        (("--template", "none.pdf"), "output-not-writable"),
    ],
)
def test_what_cannot_be_made_is_refused_and_nothing_written(tmp_path: Path, command: tuple[str, ...], said: str) -> None:
    shown = run(["new", *command], tmp_path)
    assert said in shown
    assert "bug" not in shown
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_there_stays_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "doses.yaml").write_text("mine", encoding="utf-8")
    ran = improving_value("new", "doses", "--dataset", "ig_infusions", folder=tmp_path)
    assert "is there already" in ran.err
    assert (tmp_path / "doses.yaml").read_text(encoding="utf-8") == "mine"


def test_every_dataset_of_activity_makes_a_draft(tmp_path: Path) -> None:
    """`new_scheme` checks what it writes, and writes nothing that is at fault."""
    refused = []
    for name, dataset in dictionary().items():
        try:
            new_scheme({"scheme": f"from_{name}", "dataset": name}, None, tmp_path, (), ())
        except Rejected as rejected:
            refused.append((name, dataset.provider, [issue.code for issue in rejected.issues]))
    assert [one for one in refused if one[1] or one[2] != ["unit-provider"]] == []


@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_scheme_can_be_begun_with(tmp_path: Path, scheme: str) -> None:
    new_scheme({"scheme": "another"}, scheme, tmp_path, (), ())
    made = yaml.safe_load((tmp_path / "another.yaml").read_text(encoding="utf-8"))
    assert (made["scheme"], made["status"], made["authored_by"]) == ("another", "draft", "Author")
    assert not {"checked_by", "next_review"} & set(made)


def test_a_filled_in_workbook_becomes_a_scheme(tmp_path: Path, template: Path) -> None:
    filled(template, tmp_path / "mine.xlsx")
    ran = improving_value("new", "--from", "mine.xlsx", folder=tmp_path)
    assert (ran.err, ran.code) == ("", 0)
    made = yaml.safe_load((tmp_path / "doses.yaml").read_text(encoding="utf-8"))
    assert made["parameters"]["recommended"]["value"] == 1.1
    assert made["chapter"]["who_should_consider"] == ["Providers", "Hubs"]
    assert made["units"]["dose"]["columns"] == {"excess": "max(0, grams - recommended * weight_kg)"}
    assert made["savings"][0]["each"] == "excess * price"
    assert [what for _, what in left(ran.out)] == [
        "say what it costs; a stated 0 needs a source too",
        "prove it: a pair of rows either side of every limit, one with something missing, one that does not count",
    ]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"Indicators_C4": "exces == 0"}, ("sheet Indicators, row 4", "write `excess`")),
        ({"Savings_C4": "excess"}, ("sheet Savings, row 4", "GBP")),
        ({"Numbers_D4": "publishd"}, ("sheet Numbers, row 4", "choose `published`")),
        ({"Worked_out_B4": None}, ("sheet Worked out, row 4", "column `How it is worked out`")),
        ({"Who_counts_B4": "=1+1"}, ("sheet Who counts, row 4", "spreadsheet-formula")),
        ({"Scheme_B15": "infusions"}, ("sheet Scheme, row 15", "unknown-dataset")),
    ],
)
def test_a_fault_is_said_of_its_cell(tmp_path: Path, template: Path, changed: dict[str, object], said: tuple[str, ...]) -> None:
    filled(template, tmp_path / "mine.xlsx", **changed)
    with pytest.raises(Rejected) as rejected:
        new_scheme({}, str(tmp_path / "mine.xlsx"), tmp_path, (), ())
    shown = render_issues(rejected.value.issues, plain=True)
    assert [words for words in said if words not in shown] == []
    assert [path.name for path in tmp_path.iterdir()] == ["mine.xlsx"]


def test_what_is_no_template_is_refused(tmp_path: Path) -> None:
    (tmp_path / "letter.xlsx").write_text("a letter", encoding="utf-8")
    with pytest.raises(Rejected) as rejected:
        read_sketch(tmp_path / "letter.xlsx")
    assert [issue.code for issue in rejected.value.issues] == ["not-a-workbook"]


def test_at_a_terminal_it_asks(tmp_path: Path) -> None:
    pty = pytest.importorskip("pty")
    import os
    import subprocess

    from cli.terminal import argv

    master, slave = pty.openpty()
    process = subprocess.Popen(argv("new", "doses"), cwd=tmp_path, env=environment(TERM="dumb"), stdin=slave, stdout=slave, stderr=slave)
    os.close(slave)
    os.write(master, b"Doses\nmedicine\nmedicines\nig_infusions\n\n\nmonth\nPharmacist\n")
    shown = b""
    try:
        while piece := os.read(master, 4096):
            shown += piece
    except OSError:  # Linux says so when the other side has hung up
        pass
    assert process.wait(timeout=30) == 0
    os.close(master)
    assert shown.count(b"Theme: medicines") == 2
    made = yaml.safe_load((tmp_path / "doses.yaml").read_text(encoding="utf-8"))
    assert (made["title"], made["period"], made["authored_by"]) == ("Doses", "month", "Pharmacist")
