"""What a run left, read again without running anything: its figures as whole pence, its counts and its record."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from improving_value.datasets.organisations import Organisation, Organisations
from improving_value.kernel.issues import Issue, Location, Rejected
from improving_value.kernel.periods import Period, PeriodError, read_period

DEFAULT = "default"
PART = " (part)"
FILES = ("run.json", "savings.csv", "costs.csv", "counts.csv", "who_keeps.csv")


@dataclass(frozen=True)
class Figure:
    """One saving of one organisation in one piece of the run: a line that totals are made of. Pence: None when not known.

    `mechanism` and `released` are what the run's payment terms say: how the provider is paid, and the commissioner's cash in the year.
    """

    scheme: str
    saving: str
    organisation: str
    period: Period
    pence: int | None
    class_: str
    state: str
    recurrent: bool
    payer: str
    status: str
    needs: str
    mechanism: str = ""
    released: int | None = None


@dataclass(frozen=True)
class CostLine:
    """One cost of one organisation in one piece of the run."""

    scheme: str
    cost: str
    organisation: str
    period: Period
    pence: int | None
    recurrent: bool


@dataclass(frozen=True)
class RunFolder:
    """A run as it stands on disk."""

    folder: Path
    record: Mapping[str, Any]
    span: Period
    figures: tuple[Figure, ...]
    costs: tuple[CostLine, ...]
    eligible: Mapping[tuple[str, str, str, str], int]
    """Scheme, unit, organisation, period's label: how many units were eligible."""
    organisations: Organisations

    @property
    def sources(self) -> Mapping[str, Any]:
        """Scheme to what leads from its savings to their lines."""
        return self.record["sources"]  # type: ignore[no-any-return]


def read_run(out: Path) -> RunFolder:
    """Return the run in a folder, given either the `--out` of the run or its `internal`. Raises Rejected with not-a-run."""
    folder = out / "internal" if (out / "internal" / FILES[0]).is_file() else out
    lacking = [name for name in FILES if not (folder / name).is_file()]
    if lacking:
        raise Rejected([_not_a_run(out, f"no {lacking[0]} in it")])
    try:
        record = json.loads((folder / FILES[0]).read_text(encoding="utf-8"))
        if "sources" not in record:
            raise Rejected([_not_a_run(out, "a run of an earlier version of this program")])
        span = read_period(record["span"])
        return RunFolder(
            folder,
            record,
            span,
            tuple(_figures(folder, span, record)),
            tuple(_costs(folder, span)),
            {
                (row["scheme"], row["unit"], row["organisation"], row["period"]): int(row["eligible"])
                for row in _rows(folder / "counts.csv")
                if row["level"] in ("provider", "commissioner")
            },
            _organisations(record["successions"]),
        )
    except (KeyError, ValueError, PeriodError):
        raise Rejected([_not_a_run(out, "files that were changed since the run")]) from None


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _figures(folder: Path, span: Period, record: Mapping[str, Any]) -> Iterator[Figure]:
    """Yield the lines: of each saving those of its own level, in pieces (or in the span, when it is the only piece)."""
    rows = [row for row in _rows(folder / "savings.csv") if row["scenario"] == DEFAULT]
    whole = _only_the_span(rows, span)
    terms = _terms(folder)
    for row in rows:
        scheme = row["scheme"]
        if row["level"] != record["sources"][scheme]["savings"][row["saving"]]["line"]:
            continue
        if row["period"] == span.label and scheme not in whole:
            continue
        yield Figure(
            scheme,
            row["saving"],
            row["organisation"],
            piece_of(row["period"], span),
            _pence(row["gross_gbp"]),
            row["class"],
            row["state"],
            row["recurrent"] == "true",
            row["payer"],
            row["status"],
            row["needs"],
            *terms.get((scheme, row["saving"], row["organisation"], row["period"]), ("", None)),
        )


def _terms(folder: Path) -> Mapping[tuple[str, ...], tuple[str, int | None]]:
    """Return how each saving of each organisation and period is paid for, and the commissioner's cash by it."""
    found: dict[tuple[str, ...], tuple[str, int | None]] = {}
    for row in _rows(folder / "who_keeps.csv"):
        if row["standing"] == "alone":
            cash = [_pence(row[column]) for column in ("commissioner_cash_gbp", "transfer_to_commissioner_gbp")]
            released = None if None in cash else sum(pence or 0 for pence in cash)
            found[row["scheme"], row["saving"], row["organisation"], row["period"]] = row["mechanism"], released
    return found


def _only_the_span(rows: Sequence[Mapping[str, str]], span: Period) -> set[str]:
    """Return the schemes that report no period but the span."""
    return {row["scheme"] for row in rows} - {row["scheme"] for row in rows if row["period"] != span.label}


def _costs(folder: Path, span: Period) -> Iterator[CostLine]:
    rows = list(_rows(folder / "costs.csv"))
    whole = _only_the_span(rows, span)
    for row in rows:
        if row["level"] not in ("provider", "commissioner") or (row["period"] == span.label and row["scheme"] not in whole):
            continue
        period = piece_of(row["period"], span)
        yield CostLine(row["scheme"], row["cost"], row["organisation"], period, _pence(row["cost_gbp"]), row["recurrent"] == "true")


def piece_of(label: str, span: Period) -> Period:
    """Return the period of a run that a label names; a part of a longer one is what the span leaves of it."""
    period = read_period(label.removesuffix(PART))
    return Period(label, max(period.start, span.start), min(period.end, span.end)) if label.endswith(PART) else period


def _pence(written: str) -> int | None:
    return int(Decimal(written).scaleb(2)) if written else None


def _organisations(rows: Sequence[Mapping[str, Any]]) -> Organisations:
    return Organisations(
        tuple(
            Organisation(row["code"], valid_from=_day(row["from"]), valid_until=_day(row["until"]), successor=row["successor"])
            for row in rows
        )
    )


def _day(written: str | None) -> date | None:
    return None if written is None else date.fromisoformat(written)


def _not_a_run(out: Path, found: str) -> Issue:
    fix = "give the folder that was the `--out` of `improving-value run`, or run again"
    return Issue("not-a-run", Location(str(out)), found, "the folder of a run", fix)
