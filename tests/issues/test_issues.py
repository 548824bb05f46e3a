"""Every fault of a file has its exact message: `<code>/<case>.yaml` has the fault, `<case>.txt` beside it the message."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml

from improving_value.kernel.catalogue import CODES
from improving_value.kernel.catalogue_yaml import YAML_CODES
from improving_value.kernel.render import issue_as_json, render_issues
from improving_value.spec import yaml_source
from issues.rendered import CASES, FOLDER, issues_in

WITHOUT_A_FILE = {"file-too-large"}


@pytest.fixture(autouse=True)
def _in_this_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(FOLDER)


@pytest.mark.parametrize("path", CASES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_a_fault_has_its_message(path: Path) -> None:
    found = render_issues(issues_in(path.relative_to(FOLDER)))
    assert found == path.with_suffix(".txt").read_text(encoding="utf-8").rstrip("\n")


@pytest.mark.parametrize("path", CASES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_the_folder_is_the_code(path: Path) -> None:
    assert path.parent.name in {issue.code for issue in issues_in(path)}


@pytest.mark.parametrize("path", CASES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_the_parser_written_in_python_says_the_same(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = issues_in(path)
    monkeypatch.setattr(yaml_source, "_LOADER", yaml.SafeLoader)
    assert issues_in(path) == expected


@pytest.mark.parametrize("path", CASES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_an_issue_is_a_record_too(path: Path) -> None:
    for issue in issues_in(path):
        assert json.loads(json.dumps(issue_as_json(issue)))["code"] == issue.code
        assert issue.code in CODES


def test_every_code_of_the_text_has_its_file() -> None:
    assert set(YAML_CODES) - {path.parent.name for path in CASES} == WITHOUT_A_FILE
