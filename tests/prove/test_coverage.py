"""What `check` says of the ways through a scheme that its examples go."""

from __future__ import annotations

from pathlib import Path

import pytest

from improving_value.listing.check import check_schemes
from prove.small import A_GRAM_OVER, ALL, ANOTHER_DISEASE, AT_THE_LIMIT, TEXT, scheme_with

BANDED = (
    TEXT.replace(
        "      compliant: grams <= limit\n",
        """\
      compliant: grams <= limit
      size:
        bands: grams
        cuts: [limit]
        labels: [small, large]
        limit_in: lower
      reacted: adverse_reactions if known_reactions else 0
""",
    )
    .replace("      compliant:", "      known_reactions: not is_missing(adverse_reactions)\n      compliant:")
    .replace("status: published", "status: draft")
)


def printed(path: Path, capsys: pytest.CaptureFixture[str]) -> list[str]:
    assert check_schemes((str(path),), (), (), None, True, False) == 0
    return capsys.readouterr().out.replace(f"{path}:", "").splitlines()[1:]


def test_every_way_gone_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert printed(scheme_with(tmp_path, *ALL), capsys) == ["The examples go 2 of 2 ways through rules and branches."]


def test_a_rule_that_is_always_known_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert printed(scheme_with(tmp_path, AT_THE_LIMIT, A_GRAM_OVER), capsys) == [
        "The examples go 1 of 2 ways through rules and branches.",
        "  24:9: no example where rule `known` cannot be told",
    ]


def test_bands_and_choices_have_their_ways(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert printed(scheme_with(tmp_path, AT_THE_LIMIT, ANOTHER_DISEASE, text=BANDED), capsys) == [
        "The examples go 4 of 6 ways through rules and branches.",
        "  24:7: no example where it is `large`",
        "  29:16: no example where `known_reactions` is true",
    ]


def test_a_rule_that_can_be_false_should_be_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = scheme_with(tmp_path, AT_THE_LIMIT, A_GRAM_OVER, text=TEXT.replace("grams > 0", "grams > limit or grams <= limit"))
    assert printed(path, capsys)[1:] == [
        "  24:9: no example where rule `known` is false",
        "  24:9: no example where rule `known` cannot be told",
    ]
