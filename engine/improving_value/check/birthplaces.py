"""Can a reader look a number up? A number from a document names it and the page, and has a date or says why not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from improving_value.check.reading import Path, Reading
from improving_value.kernel.periods import PeriodError, read_period
from improving_value.spec.citation import citation, pages_of

FROM_DOCUMENTS = ("published", "external")
"""Births that lie in a document. What is derived is as old as what it is derived from; what is assumed here, as the scheme."""

_DAY = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")


@dataclass(frozen=True)
class _Born:
    """A number of the scheme, what it is called in a message, and what is said of its birth."""

    path: Path
    called: str
    basis: str
    source: str
    as_at: str | None
    undated: str | None
    has_days: bool = False
    """Each value says from when it holds."""


def check_birthplaces(reading: Reading) -> None:
    """Note, as warnings, what is wanting of pages and dates; as an error a date that is none."""
    cited: dict[str, None] = {}
    for born in _numbers(reading):
        found = citation(born.source, reading.scheme.sources)
        if found.document is not None and born.basis in FROM_DOCUMENTS:
            cited[found.key] = None
        _pages(reading, born)
        dated = born.as_at is not None or born.undated is not None or born.has_days
        if born.basis in FROM_DOCUMENTS and found.document is None and not dated:
            reading.note(
                "number-without-date",
                (*born.path, "source"),
                f"{born.called}, {born.basis}, without a date and without a document of `sources`",
                "the document it stands in, or the date it holds as at",
                "begin `source:` with a key of `sources`; or add `as_at: 2017`, or `undated:` and why there is no date",
                "warning",
            )
    for key in cited:
        document = reading.scheme.sources[key]
        if document.as_at is None and document.undated is None:
            reading.note(
                "source-without-date",
                ("sources", key),
                f"`{key}`, which numbers are taken from, without a date",
                "the date of the edition",
                "add `as_at:`, as in `as_at: 2017`; or `undated:` and why there is no date",
                "warning",
            )
    for path, text in _dates(reading):
        if not is_date(text):
            reading.note(
                "not-a-date",
                path,
                f"`{text}`",
                "a year, a month, a day or a period",
                "write it as in `2017`, `2017-06`, `2017-06-30`, `2017/18` or `2017/18 Q1`",
            )


def is_date(text: str) -> bool:
    """Say whether a text is a date that a number can hold as at."""
    if _DAY.fullmatch(text):
        return True
    try:
        read_period(text)
    except PeriodError:
        return False
    return True


def _numbers(reading: Reading) -> Iterator[_Born]:
    scheme = reading.scheme
    for name, one in scheme.parameters.items():
        stated = one.value is not None or bool(one.values)
        if stated and one.source is not None:
            has_days = bool(one.values) and all(dated.from_ is not None for dated in one.values or ())
            yield _Born(("parameters", name), f"`{name}`", one.basis, one.source, one.as_at, one.undated, has_days)
    for index, cost in enumerate(scheme.costs):
        if cost.value is not None and cost.source is not None:
            yield _Born(("costs", index), f"cost `{cost.cost}`", cost.basis, cost.source, cost.as_at, cost.undated)
    for index, claim in enumerate(scheme.reproduces):
        yield _Born(("reproduces", index), f"`{claim.claim}`", "published", claim.source, None, None)


def _pages(reading: Reading, born: _Born) -> None:
    """Note a printed number without its page, and a page that the document does not have."""
    found = citation(born.source, reading.scheme.sources)
    place = (*born.path, "source")
    if born.basis == "published" and found.document is not None and not found.has_page:
        reading.note(
            "number-without-page",
            place,
            f"{born.called}, published, without a page",
            "the page on which it is printed",
            f"write `{found.key}, page …`",
            "warning",
        )
    if found.document is not None and found.pages_outside:
        pages = pages_of(found.document)
        span = f"page {pages[0]}" if len(pages) == 1 else f"pages {pages[0]} to {pages[-1]}"
        reading.note(
            "page-outside-source",
            place,
            f"page {found.pages_outside[0]}, while `{found.key}` is {span}",
            "a page of the document",
            "correct the page, or the pages of the document",
            "warning",
        )


def _dates(reading: Reading) -> Iterator[tuple[Path, str]]:
    scheme = reading.scheme
    holders: list[tuple[Path, str | None]] = [(("sources", key), one.as_at) for key, one in scheme.sources.items()]
    holders += [(("parameters", name), one.as_at) for name, one in scheme.parameters.items()]
    holders += [(("costs", index), one.as_at) for index, one in enumerate(scheme.costs)]
    for path, text in holders:
        if text is not None:
            yield (*path, "as_at"), text
