"""What `prove` prints, and how it ends."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from improving_value.listing.prove import MOST_SHOWN, prove_schemes
from prove.small import A_GRAM_OVER, ALL, ANOTHER_DISEASE, AT_THE_LIMIT, TEXT, scheme_with

FAR_OVER = A_GRAM_OVER.replace("grams: 71", "grams: 140")


def test_a_proven_scheme_ends_well(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert prove_schemes((str(scheme_with(tmp_path, *ALL)),), (), (), True, False) == 0
    assert capsys.readouterr().out == "doses: 9 changes, 9 noticed by an example, 0 refused by `check`: every one noticed.\n"


def test_a_survivor_is_shown_with_its_line_and_an_example(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = scheme_with(tmp_path, AT_THE_LIMIT, FAR_OVER, ANOTHER_DISEASE)
    assert prove_schemes((str(path),), (), (), True, False) == 1
    printed = capsys.readouterr().out
    assert f"{path}:16:18: error[change-not-noticed]" in printed
    assert "   16 |   limit: {value: 70, unit: g, basis: assumption, source: here}" in printed
    assert "found     `70`, which every example leaves free to be `71`" in printed
    assert '- example: "parameters.limit.value: 70"' in printed
    assert printed.endswith("doses: 9 changes, 8 noticed by an example, 0 refused by `check`: 1 not noticed.\n")


def test_a_program_gets_a_record(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = scheme_with(tmp_path, AT_THE_LIMIT, FAR_OVER, ANOTHER_DISEASE)
    assert prove_schemes((str(path),), (), (), False, True) == 1
    (scheme,) = json.loads(capsys.readouterr().out)["schemes"]
    assert (scheme["changes"], scheme["noticed"]) == (9, 8)
    assert [(one["at"], one["before"], one["after"], one["line"]) for one in scheme["not_noticed"]] == [
        ("parameters.limit.value", "70", "71", 16)
    ]


def test_a_scheme_that_does_not_pass_the_check_is_not_proved(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = scheme_with(tmp_path, *ALL, text=TEXT.replace("grams <= limit", "grams <= limmit"))
    assert prove_schemes((str(path),), (), (), True, False) == 1
    printed = capsys.readouterr()
    assert "unknown-name" in printed.err
    assert printed.out == ""


def test_examples_must_hold_before_they_prove_anything(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = scheme_with(tmp_path, *ALL, A_GRAM_OVER.replace("within: 0", "within: 1").replace("a gram over", "a slip"))
    assert prove_schemes((str(path),), (), (), True, False) == 1
    printed = capsys.readouterr()
    assert "example-differs" in printed.err
    assert printed.out == ""


def test_a_draft_is_proved_when_it_is_asked_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = scheme_with(tmp_path, *ALL, text=TEXT.replace("status: published", "status: draft"))
    assert prove_schemes((), (tmp_path,), (), True, False) == 1, "nothing proved is never fine"
    assert prove_schemes((str(path),), (), (), True, False) == 0
    assert "every one noticed" in capsys.readouterr().out


def test_every_survivor_is_printed_when_that_is_asked_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    columns = "".join(f"      more_{number}: grams > limit\n" for number in range(8))
    kpis = "".join(
        f"  - {{kpi: kpi_{number}, title: More, of: infusion, share: more_{number}, domain: quality, better: higher}}\n"
        for number in range(8)
    )
    text = TEXT.replace("      compliant: grams <= limit\n", f"      compliant: grams <= limit\n{columns}") + kpis
    path = scheme_with(tmp_path, ANOTHER_DISEASE, text=text)
    assert prove_schemes((str(path),), (), (), False, False) == 1
    first = capsys.readouterr().out
    assert first.count("error[change-not-noticed]") == MOST_SHOWN
    assert "more: `--all` shows them" in first
    assert prove_schemes((str(path),), (), (), False, False, show_all=True) == 1
    every = capsys.readouterr().out
    assert every.endswith(f" {every.count('error[change-not-noticed]')} not noticed.\n")


def test_two_schemes_are_proved_side_by_side(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    paths = []
    for name, examples in (("doses", ALL), ("drops", (AT_THE_LIMIT, FAR_OVER, ANOTHER_DISEASE))):
        folder = tmp_path / name
        folder.mkdir()
        written = scheme_with(folder, *examples, text=TEXT.replace("scheme: doses", f"scheme: {name}"))
        paths.append(str(written.rename(folder / f"{name}.yaml")))
    assert prove_schemes(paths, (), (), False, False) == 1
    last = [line.split(":")[0] for line in capsys.readouterr().out.splitlines() if " changes, " in line]
    assert last == ["doses", "drops"]
