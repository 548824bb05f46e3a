"""Every scheme loads and makes sense, drafts too; every entry of the data dictionary loads."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from improving_value.check.scheme import check_scheme
from improving_value.datasets.dictionary import builtin_folder, load_dictionary
from improving_value.kernel.issues import Issue, Rejected
from improving_value.kernel.render import render_issues
from improving_value.spec.dictionary import Dataset
from improving_value.spec.load import load_scheme

SCHEMES = sorted((Path(__file__).parents[2] / "schemes").glob("*.y*ml"))


@cache
def dictionary() -> dict[str, Dataset]:
    return load_dictionary([builtin_folder()])


@pytest.mark.parametrize("path", SCHEMES, ids=lambda path: path.stem)
def test_a_scheme_makes_sense(path: Path) -> None:
    issues: tuple[Issue, ...] = ()
    try:
        checked = check_scheme(load_scheme(path), dictionary(), {})
        issues = tuple(issue for issue in checked.warnings if checked.scheme.status == "published")
    except Rejected as rejected:
        issues = rejected.issues
    assert not issues, render_issues(issues)


def test_every_file_is_a_scheme() -> None:
    assert [path.name for path in SCHEMES if path.suffix != ".yaml"] == []
    assert SCHEMES
