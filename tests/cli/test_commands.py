"""What each command gives when all is well: the part of its output that people and programs rely on."""

from __future__ import annotations

import csv
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from browser.pages import PRINTED
from cli.terminal import CHECK, DATA, ENGINE, RUN, argv, environment, given, improving_value, run_with

SCHEMES = ("--schemes", "schemes")
QUESTION = ("explain", "late_discharges", *SCHEMES, "--data", "activity", "--period", "2017/18 Q1", "--parameters", "parameters.yaml")
COMMANDS = (
    "demo", "run", "menu", "check", "explain", "compare", "parameters", "sql", "data", "reconcile", "bridge", "challenge", "prove", "words", "schema", "new", "track",
)  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return given(tmp_path)


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_help_names_every_command(folder: Path) -> None:
    ran = improving_value("--help", folder=folder)
    assert (ran.code, ran.err) == (0, "")
    assert re.findall(r"^  ([a-z]+)  ", ran.out, re.MULTILINE) == list(COMMANDS)


@pytest.mark.parametrize(
    ("command", "heavy"),
    [
        (("--help",), ("duckdb", "pandas", "rich", "sqlglot", "jinja2", "matplotlib", "pydantic", "yaml", "simpleeval", "pyspark")),
        ((*CHECK, "--rows"), ("duckdb", "pandas", "rich", "sqlglot", "jinja2", "matplotlib", "pyspark")),
    ],
    ids=["help", "check"],
)
def test_a_quick_command_does_not_import_what_it_does_not_need(folder: Path, command: tuple[str, ...], heavy: tuple[str, ...]) -> None:
    done = subprocess.run(
        [sys.executable, "-X", "importtime", *argv(*command)[1:]], cwd=folder, env=environment(), capture_output=True, text=True, check=True
    )
    imported = {line.rpartition("|")[2].strip().partition(".")[0] for line in done.stderr.splitlines()}
    assert "typer" in imported
    assert not imported & set(heavy)


def test_menu_lists_schemes_by_theme(folder: Path) -> None:
    ran = improving_value("menu", *SCHEMES, folder=folder)
    assert ran.code == 0
    assert (
        ran.out
        == f"\nReduce avoidable demand and meet demand more appropriately\n  {'late_discharges':<34} Late discharges from critical care\n"
    )
    listed = json.loads(improving_value("menu", *SCHEMES, "--json", folder=folder).out)
    assert [scheme["scheme"] for scheme in listed] == ["late_discharges"]


def test_menu_of_the_built_in_schemes(folder: Path) -> None:
    listed = json.loads(improving_value("menu", "--json", folder=folder).out)
    built_in = sorted(path.stem for path in (ENGINE.parent / "schemes").glob("*.yaml"))
    assert [scheme["scheme"] for scheme in listed] == built_in


def test_check_of_a_scheme_without_a_fault(folder: Path) -> None:
    ran = improving_value(*CHECK, folder=folder)
    ways = "The examples go 1 of 3 ways through rules and branches.\n" + "".join(
        f"  schemes/late_discharges.yaml:43:9: no example where rule `timed` {said}\n" for said in ("is false", "cannot be told")
    )
    assert (ran.out, ran.err, ran.code) == (f"1 scheme and 2 examples checked on both engines: nothing wrong.\n{ways}", "", 0)
    record = json.loads(improving_value(*CHECK, "--json", folder=folder).out)
    assert {name: record[name] for name in ("schemes", "examples", "ways", "issues")} == {
        "schemes": ["late_discharges"],
        "examples": 2,
        "ways": 3,
        "issues": [],
    }


def test_run_says_what_was_run_and_where_the_results_are(folder: Path) -> None:
    ran = improving_value(*RUN, folder=folder)
    report = (folder / "results" / "internal" / "menu.html").resolve()
    lacking = "  note: cc_periods.csv: no heading `start_at`, so it is missing on every row; add `start_at` to the extract\n"
    said = f"2017/18 Q1: 1 scheme run, 0 not run.\n{lacking}Results: results/internal\nReport:  {report}\n"
    assert (ran.out, ran.err, ran.code) == (said, "", 0)
    everybody = [row for row in rows(folder / "results" / "internal" / "savings.csv") if row["level"] == "all"]
    # 12 h and 36 h at £1,000 for RX1, 10 h at £1,200 for RX2
    assert [(row["saving"], row["gross_gbp"], row["status"]) for row in everybody] == [("waiting", "2500.00", "calculated")]


def test_run_takes_a_file_of_a_scheme(folder: Path) -> None:
    (folder / "schemes" / "broken.yaml").write_text("scheme: broken\n", encoding="utf-8")
    arguments = ["schemes/late_discharges.yaml" if one == "schemes" else one for one in RUN]
    ran = improving_value(*arguments, folder=folder)
    assert (ran.code, ran.err) == (0, "")
    assert "1 scheme run, 0 not run." in ran.out
    assert improving_value(*RUN, folder=folder).code == 1, "the folder holds another"


def test_run_gives_programs_a_record(folder: Path) -> None:
    ran = improving_value(*run_with("--parameters", None), "--json", folder=folder)
    record = json.loads(ran.out)
    assert (record["run"], record["not_run"], record["nothing_counted"]) == (["late_discharges"], {}, [])
    assert record["not_calculable"] == ["late_discharges: waiting not calculable: needs bed_day (3 of 4)"]
    assert (ran.err, ran.code) == ("", 0)


@pytest.mark.parametrize(
    "command",
    [run_with("--data", "activty"), run_with("--period", "soon"), (*DATA[:1], "schemes", *DATA[2:])],
    ids=["data", "period", "empty"],
)
def test_a_refusal_is_json_too_when_json_was_asked_for(folder: Path, command: tuple[str, ...]) -> None:
    ran = improving_value(*command, "--json", folder=folder)
    assert ran.err == ""
    assert ran.code in (2, 3)
    assert {"code", "file", "found", "expected", "fix"} <= json.loads(ran.out)["issues"][0].keys()


def test_one_scheme_at_fault_does_not_keep_the_others_from_running(folder: Path) -> None:
    text = (folder / "schemes" / "late_discharges.yaml").read_text(encoding="utf-8")
    (folder / "schemes" / "spoilt.yaml").write_text(
        text.replace("late_discharges", "spoilt").replace("wait >= 0", "weight >= 0"), encoding="utf-8"
    )
    ran = improving_value(*RUN, folder=folder)
    assert ran.code == 1
    assert ran.out.startswith("2017/18 Q1: 1 scheme run, 1 not run.\n")
    assert "spoilt.yaml:44:15: error[unknown-name]" in ran.err
    assert "spoilt" in json.loads((folder / "results" / "internal" / "run.json").read_text(encoding="utf-8"))["not_run"]


def test_explain_a_patient(folder: Path) -> None:
    ran = improving_value(*QUESTION, "--patient", "NHS0004", folder=folder)
    assert (ran.err, ran.code) == ("", 0)
    assert ran.out.startswith("This shows patients' values. It is printed here only;")
    assert "\nstay in critical care RX2|S4  (2017/18 Q1)\n  made from 1 row: RX2|S4\n" in ran.out
    assert "  yes        Both times recorded  [timed]\n  Counted: every rule holds.\n  waiting: £500.00\n" in ran.out
    assert "    = 10 / 24 * 1200.00 if yes else 0\n" in ran.out


def test_explain_a_unit_that_cannot_be_decided(folder: Path) -> None:
    ran = improving_value(*QUESTION, "--unit", "RX2|S5", folder=folder)
    assert ran.code == 0
    assert "    ready_at = not recorded\n" in ran.out
    assert ran.out.endswith("  Undetermined: `timed` cannot be answered, because wait is not recorded.\n")


def test_explain_a_patient_who_is_not_in_scope(folder: Path) -> None:
    ran = improving_value(*QUESTION, "--patient", "NHS0006", folder=folder)
    assert ran.code == 0
    assert "stay in critical care: not in scope: RX2|S6\n  in scope means: the destination is “ward”" in ran.out


def test_explain_a_code(folder: Path) -> None:
    ran = improving_value("explain", "unknown-name", folder=folder)
    assert (ran.err, ran.code) == ("", 0)
    assert ran.out.startswith("unknown-name: A name that is not defined\n\n")


def test_the_template_of_parameters_filled_in_makes_everything_calculable(folder: Path) -> None:
    template = improving_value("parameters", "--template", *SCHEMES, folder=folder)
    assert (template.err, template.code) == ("", 0)
    filled = template.out.replace("value:\n", "value: 1000.00\n").replace("source:\n", "source: Contract\n")
    assert filled != template.out
    (folder / "local.yaml").write_text(filled, encoding="utf-8")
    ran = improving_value(*run_with("--parameters", "local.yaml"), folder=folder)
    assert (ran.err, ran.code) == ("", 0)
    for table in ("savings", "costs"):
        assert {row["status"] for row in rows(folder / "results" / "internal" / f"{table}.csv")} == {"calculated"}


def test_the_template_of_the_built_in_schemes_is_a_parameters_file(folder: Path) -> None:
    template = improving_value("parameters", "--template", folder=folder)
    assert template.code == 0
    names = yaml.safe_load(template.out)
    listed = json.loads(improving_value("menu", "--json", folder=folder).out)
    assert set(names) <= {scheme["scheme"] for scheme in listed if scheme["status"] == "published"}
    (folder / "local.yaml").write_text(template.out, encoding="utf-8")
    ran = improving_value("parameters", "--parameters", "local.yaml", folder=folder)
    assert (ran.err, ran.code) == ("", 0)


def test_parameters_have_their_birthplaces(folder: Path) -> None:
    ran = improving_value("parameters", *SCHEMES, "--parameters", "parameters.yaml", folder=folder)
    assert ran.code == 0
    assert "  longest_wait                 4 hour  [published] A made-up guide, p. 1 (as at 2017)\n" in ran.out
    assert "  bed_day                      RX2: 1200.00 GBP/day  [local] Contract of RX2\n" in ran.out


@pytest.mark.parametrize("engine", ["duckdb", "spark"])
def test_sql_can_be_read(folder: Path, engine: str) -> None:
    ran = improving_value("sql", "late_discharges", *SCHEMES, "--engine", engine, folder=folder)
    assert (ran.err, ran.code) == ("", 0)
    assert "-- one row for each stay in critical care\nCREATE " in ran.out
    assert "timed" in ran.out


def test_data_lists_the_dictionary(folder: Path) -> None:
    ran = improving_value("data", *SCHEMES, folder=folder)
    assert ran.code == 0
    assert "\ncc_periods: Adult critical care periods\n  one row is one stay in one critical care unit" in ran.out
    assert "\n  used by late_discharges\n" in ran.out
    record = json.loads(improving_value("data", *SCHEMES, "--json", folder=folder).out)
    assert record["cc_periods"]["used_by"] == ["late_discharges"]


def test_data_of_a_folder_as_json(folder: Path) -> None:
    ran = improving_value(*DATA, "--json", folder=folder)
    assert (ran.err, ran.code) == ("", 0)
    assert [(one["dataset"], one["rows_used"]) for one in json.loads(ran.out)["datasets"]] == [("cc_periods", 7), ("organisations", 2)]


def test_schema_is_the_one_in_the_repository(folder: Path) -> None:
    for option, name in (((), "scheme"), (("--dataset",), "dataset")):
        ran = improving_value("schema", *option, folder=folder)
        assert json.loads(ran.out) == json.loads((ENGINE.parent / "schemas" / f"{name}.schema.json").read_text(encoding="utf-8"))


def test_demo(built_in_year: Path) -> None:
    """It was run once for all tests, and ended with 0 and without an error."""
    printed = (built_in_year / PRINTED).read_text(encoding="utf-8")
    assert re.match(r"2017/18: \d+ schemes run, 0 not run\.\n", printed)
    internal = built_in_year / "internal"
    ends = f"Report:  {(internal / 'menu.html').resolve()}\nWorkbook: {internal / 'menu.xlsx'}\nTo pass on: {built_in_year / 'shareable'}\n"
    assert printed.endswith(ends)


def test_words_are_printed_or_written_for_paper(folder: Path) -> None:
    printed = improving_value("words", "late_discharges", *SCHEMES, folder=folder)
    assert (printed.code, printed.err) == (0, "")
    assert printed.out.startswith("# Late discharges from critical care\n")
    written = improving_value("words", "schemes/late_discharges.yaml", "--out", "chapter.md", folder=folder)
    assert (written.code, written.out) == (0, "Written to chapter.md.\n")
    assert (folder / "chapter.md").read_text(encoding="utf-8") == printed.out
    assert improving_value("words", "late_discharges", *SCHEMES, "--out", "chapter.html", folder=folder).code == 0
    assert "<h1>Late discharges from critical care</h1>" in (folder / "chapter.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("out", ["chapter.docx", "nowhere/chapter.md", "schemes"])
def test_words_that_cannot_be_written_say_so(out: str, folder: Path) -> None:
    ran = improving_value("words", "late_discharges", *SCHEMES, "--out", out, folder=folder)
    assert (ran.code, ran.out) == (3, "")
    assert "error[output-not-writable]" in ran.err
    assert not (folder / "chapter.docx").exists()
