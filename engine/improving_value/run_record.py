"""A whole run put together: chapters, data quality, and the record that lets anyone repeat it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from improving_value import __version__
from improving_value.assess.assessment import Assessment, DatasetQuality, NotRun, SchemeAssessment
from improving_value.check.review import is_due
from improving_value.datasets.organisations import Organisations
from improving_value.kernel.issues import Issue

if TYPE_CHECKING:
    from improving_value.pipeline import Request
    from improving_value.share import Done


def assemble(request: Request, done: Done, not_run: Sequence[NotRun]) -> Assessment:
    """Return the whole run: chapters, data quality and the record that lets anyone repeat it."""
    chapters = done.chapters
    quality = tuple(DatasetQuality(**vars(found)) for found in done.intake.quality)
    warnings = tuple(_warning(issue) for issue in done.intake.warnings)
    record = {
        "engine_version": __version__,
        "span": request.span.label,
        "baseline": None if request.baseline is None else request.baseline.label,
        "schemes": {chapter.scheme.scheme: {"sha256": chapter.file_hash, "status": chapter.scheme.status} for chapter in chapters},
        "reviews_gone_by": {
            chapter.scheme.scheme: chapter.scheme.next_review for chapter in chapters if is_due(chapter.scheme, request.today)
        },
        "not_run": {one.scheme: [f"{issue.code}: {issue.found}" for issue in one.issues] for one in not_run},
        "inputs": {
            found.dataset: {
                "file": found.file,
                "sha256": found.sha256,
                "rows_read": found.rows_read,
                "rows_used": found.rows_used,
                "rows_set_aside": found.rows_set_aside,
                "duplicates": found.duplicates,
            }
            for found in quality
        },
        "parameters_file": None if request.parameters is None else {"name": request.parameters.name, "sha256": _sha256(request.parameters)},
        "parameters": {
            chapter.scheme.scheme: [
                {
                    "name": line.name,
                    "key": line.key,
                    "from": line.starts,
                    "until": line.ends,
                    "value": line.value,
                    "unit": line.unit,
                    "basis": line.basis,
                    "source": line.source,
                    "dated": line.dated,
                    "illustrative": line.illustrative,
                }
                for line in chapter.parameters
            ]
            for chapter in chapters
        },
        "claims": {
            chapter.scheme.scheme: [
                {"claim": line.claim, "stated": line.value, "comes_to": line.comes_to or None, "why_not": line.why_not or None}
                for line in chapter.claims
            ]
            for chapter in chapters
            if chapter.claims
        },
        "withheld": {
            chapter.scheme.scheme: [
                {"unit": line.unit, "columns": "all" if line.whole else list(line.columns), "because_of": list(line.because_of)}
                for line in chapter.withheld
            ]
            for chapter in chapters
            if chapter.withheld
        },
        "sources": {chapter.scheme.scheme: _sources(chapter) for chapter in chapters},
        "successions": _successions(done.organisations),
        "warnings": list(warnings),
    }
    return Assessment(
        __version__,
        request.span,
        request.baseline,
        chapters,
        tuple(not_run),
        quality,
        done.organisations.names,
        warnings,
        record,
    )


def _warning(issue: Issue) -> str:
    """Return a warning about the data in words; of a column, with the file it is not in."""
    file = f"{Path(issue.where.file).name}: " if issue.where.name else ""
    return f"{file}{issue.found}; {issue.fix}"


def _sources(chapter: SchemeAssessment) -> dict[str, Any]:
    """Return what leads from a scheme's savings to the lines in its units' files."""
    titles = {saving.saving: saving.title for saving in chapter.scheme.savings}
    return {
        "title": chapter.scheme.title,
        "savings": {
            one.saving: {
                "title": titles[one.saving],
                "each": one.each,
                "line": one.line,
                "units": list(one.units),
                "instead_of": one.instead_of,
            }
            for one in chapter.saving_sources
        },
        "units": {one.unit: {"dataset": one.dataset, "date": one.date, "organisation": one.organisation} for one in chapter.unit_sources},
    }


def _successions(organisations: Organisations) -> list[dict[str, Any]]:
    """Return every row of a provider that another succeeded, so that its code can be followed later."""
    succeeded = {row.provider_code for row in organisations.rows if row.successor}
    rows = [row for row in organisations.rows if row.provider_code in succeeded]
    return [
        {"code": row.provider_code, "from": row.valid_from, "until": row.valid_until, "successor": row.successor}
        for row in sorted(rows, key=lambda row: (row.provider_code, str(row.valid_from or "")))
    ]


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
