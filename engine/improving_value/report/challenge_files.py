"""Challenges to files: a list of everything, and for each provider a list and a page to send."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from improving_value import __version__
from improving_value.assess.assessment import pounds
from improving_value.finance.challenges import Challenges, Finding
from improving_value.report.challenge_page import render_challenge
from improving_value.report.tables import write_csv, write_json

MARK = "challenge.json"
"""Only a folder that has one is a test's to replace."""

COLUMNS = (
    "reference", "provider", "period", "kind", "test", "reason", "lines", "at_issue_gbp", "claimed_gbp", "also_fails", "compared", "status",
)  # fmt: skip
_PLAIN_CODE = re.compile(r"[A-Za-z0-9]{1,12}")


def write_challenges(
    found: Challenges, organisations: Mapping[str, str], folder: Path, today: date, files: Sequence[tuple[str, str]]
) -> None:
    """Write the list, a folder for each provider that is asked something, and the record of what was tested."""
    write_csv(folder / "challenge.csv", COLUMNS, (row for name in found.providers for row in _rows(found.of(name))))
    folders = folder_names(found)
    for provider, name in folders.items():
        own = found.of(provider)
        place = folder / name
        place.mkdir()
        write_csv(place / "challenge.csv", COLUMNS, _rows(own))
        page = render_challenge(own, provider, organisations.get(provider, ""), today.isoformat())
        (place / "challenge.html").write_text(page, encoding="utf-8", newline="\n")
    write_json(folder / MARK, record_of(found, files))


def folder_names(found: Challenges) -> dict[str, str]:
    """Return each provider's folder: its code, unless a code from the data is no fit name for one."""
    return {
        provider: provider if _PLAIN_CODE.fullmatch(provider) else f"provider-{number}"
        for number, provider in enumerate(found.providers, start=1)
    }


def record_of(found: Challenges, files: Sequence[tuple[str, str]]) -> dict[str, object]:
    """Return what was tested, with what, and what came of it, without any line."""
    return {
        "engine_version": __version__,
        "span": found.span,
        "files": [{"tests": name, "sha256": sha256} for name, sha256 in files],
        "tests": [
            {
                "file": test.scheme,
                "test": test.name,
                "title": test.title,
                "kind": test.kind,
                "tested": found.tested[test.scheme, test.unit],
                "failed": sum(1 for one in found.findings if one.test == test and not one.is_query),
                "claimed_gbp": pounds(sum(one.claimed for one in found.findings if one.test == test)),
                "cannot_be_tested": sum(1 for one in found.queries if one.test == test),
            }
            for test in found.tests
        ],
        "not_done": [{"test": title, "no_data": list(absent)} for title, absent in found.left_out],
    }


def references(found: Challenges) -> list[tuple[str, Finding]]:
    """Return one provider's findings, each with the reference to answer to."""
    return [(f"{number:04d}", finding) for number, finding in enumerate(found.findings, start=1)]


def _rows(found: Challenges) -> Iterator[tuple[str, ...]]:
    for reference, one in references(found):
        yield (
            f"{one.provider}-{reference}",
            one.provider,
            one.period,
            one.test.kind,
            one.test.title,
            one.reason,
            "; ".join(one.lines),
            "" if one.pence is None else str(pounds(one.pence)),
            str(pounds(one.claimed)),
            "; ".join(one.also),
            "; ".join(f"{label} {value}" for label, value in one.shown),
            "query" if one.is_query else "challenged",
        )
