"""How a run stands: its figures as a later run may be set beside them, from an assessment or from the files of an earlier run."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, NoReturn

from improving_value.assess.assessment import Assessment
from improving_value.kernel.issues import Issue, Location, Rejected
from improving_value.kernel.periods import Period, PeriodError, read_period
from improving_value.report.content.index import DEFAULT
from improving_value.report.folder import PRODUCT, SHAREABLE

OPTION = "--since"
_FILES = ("run.json", "kpis.csv", "savings.csv")

_UNKNOWN = ("", "*")
"""What stands for a missing number, and for one that is not shown."""

Key = tuple[str, str, str, str]
"""Scheme, figure, level and organisation."""


@dataclass(frozen=True)
class KpiStanding:
    """A KPI for the span."""

    value: float | None
    unit: str
    verdict: str


@dataclass(frozen=True)
class SavingStanding:
    """A saving for the span, as the scheme is written."""

    pence: int | None
    status: str


@dataclass(frozen=True)
class Standing:
    """One run: what went in, and what came out for the whole span."""

    span: Period
    baseline: str | None
    engine_version: str
    schemes: Mapping[str, str]
    """Id to the fingerprint of the scheme's file."""
    inputs: Mapping[str, str]
    """Dataset to the fingerprint of its file."""
    parameters: Mapping[tuple[str, str, str, str], str]
    """Scheme, name, key and first day to the value in force."""
    kpis: Mapping[Key, KpiStanding]
    savings: Mapping[Key, SavingStanding]

    @property
    def providers(self) -> tuple[str, ...]:
        """Return the providers with a figure, in order."""
        keys = [*self.kpis, *self.savings]
        return tuple(sorted({organisation for _, _, level, organisation in keys if level == "provider"}))


@dataclass(frozen=True)
class Earlier:
    """An earlier run as it was, and as it was shared; not shared when that was not written."""

    internal: Standing
    shareable: Standing | None


def read_earlier(folder: Path) -> Earlier:
    """Return an earlier run from the folder its results went to. Raises Rejected when it holds none."""
    is_shared = (folder / SHAREABLE / _FILES[0]).is_file()
    return Earlier(read_standing(folder), read_standing(folder, SHAREABLE) if is_shared else None)


def standing_of(assessment: Assessment) -> Standing:
    """Return how this run stands."""
    record = assessment.run_record
    kpis = {
        (one.scheme.scheme, row.kpi, row.level, row.organisation): KpiStanding(row.value, row.unit, row.verdict)
        for one in assessment.schemes
        for row in one.kpis
        if row.period == one.span.label and not row.category
    }
    savings = {
        (one.scheme.scheme, row.saving, row.level, row.organisation): SavingStanding(row.gross_pence, row.status)
        for one in assessment.schemes
        for row in one.savings
        if row.period == one.span.label and row.scenario == DEFAULT
    }
    baseline = assessment.baseline.label if assessment.baseline else None
    return Standing(assessment.span, baseline, assessment.engine_version, *_went_in(record), kpis, savings)


def read_standing(folder: Path, product: str = PRODUCT) -> Standing:
    """Return how an earlier run stands, from the folder its results went to. Raises Rejected when it holds none.

    What may be shared is set beside what might be: `product` says which of an earlier run's is read.
    """
    inside = folder / product if (folder / product).is_dir() else folder
    missing = [name for name in _FILES if not (inside / name).is_file()]
    if missing:
        found = f"no `{missing[0]}` in `{folder}`" if folder.is_dir() else f"`{folder}`, which is not a folder"
        _reject(found, "name the folder that was given to the earlier run as `--out`")
    try:
        record = json.loads((inside / "run.json").read_text(encoding="utf-8"))
        span = read_period(record["span"])
        kpis = {
            key: KpiStanding(_number(row["value"]), row["unit"], row["verdict"])
            for key, row in _rows(inside / "kpis.csv", "kpi", span.label)
        }
        savings = {
            key: SavingStanding(_pence(row["gross_gbp"]), row["status"]) for key, row in _rows(inside / "savings.csv", "saving", span.label)
        }
        return Standing(span, record["baseline"], record["engine_version"], *_went_in(record), kpis, savings)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, InvalidOperation, PeriodError, csv.Error):
        _reject(
            f"files in `{folder}` that are not as a run of this program writes them",
            "run the earlier period again with this version",
        )


def _reject(found: str, fix: str) -> NoReturn:
    raise Rejected([Issue("not-a-run", Location(OPTION), found, "the results of an earlier run", fix)])


def _went_in(record: Mapping[str, Any]) -> tuple[dict[str, str], dict[str, str], dict[tuple[str, str, str, str], str]]:
    """Return the fingerprints of schemes and inputs, and the parameters in force, of a run's record."""
    inputs = record.get("inputs", {})
    parameters = {
        (scheme, line["name"], line["key"], str(line["from"])): f"{line['value']} {line['unit']}"
        for scheme, lines in record.get("parameters", {}).items()
        for line in lines
    }
    # What is shared of a run has no fingerprints of data.
    named = inputs.items() if isinstance(inputs, Mapping) else ((one["file"], one) for one in inputs)
    return (
        {name: one["sha256"] for name, one in record.get("schemes", {}).items()},
        {name: one.get("sha256", "") for name, one in named},
        parameters,
    )


def _rows(path: Path, figure: str, span: str) -> Iterator[tuple[Key, Mapping[str, str]]]:
    """Yield the rows for the span, without those of categories and scenarios, by their keys."""
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file)
        headings = next(reader)
        place = {name: index for index, name in enumerate(headings)}
        period, scenario, category = place["period"], place["scenario"], place.get("category")
        key_of = _key_of([place[name] for name in ("scheme", figure, "level", "organisation")])
        for cells in reader:
            if cells[period] == span and cells[scenario] == DEFAULT and (category is None or not cells[category]):
                yield key_of(cells), dict(zip(headings, cells, strict=True))


def _key_of(places: Sequence[int]) -> Callable[[Sequence[str]], Key]:
    def key(cells: Sequence[str]) -> Key:
        scheme, figure, level, organisation = (cells[place].removeprefix("'") for place in places)
        return scheme, figure, level, organisation

    return key


def _number(text: str) -> float | None:
    return None if text in _UNKNOWN else float(text)


def _pence(text: str) -> int | None:
    return None if text in _UNKNOWN else int(Decimal(text).scaleb(2))
