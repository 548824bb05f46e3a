"""Disclosure control of what is said of the data: rows are not people, but few rows are few people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from improving_value.assess.assessment import Assessment, DatasetQuality
from improving_value.assess.rounding import SUPPRESSED, Rounding

_ROWS = ("rows_read", "rows_used", "rows_set_aside", "duplicates")


def record_without_small_numbers(assessment: Assessment, profile: str, rounding: Rounding) -> Assessment:
    """Return a run with its data quality and its record rounded. No fingerprint of a data file stays: it would settle any guess."""
    record = dict(assessment.run_record)
    record["inputs"] = {name: _input(found, rounding) for name, found in record.get("inputs", {}).items()}
    if record.get("parameters_file"):
        record["parameters_file"] = {name: value for name, value in record["parameters_file"].items() if name != "sha256"}
    record["disclosure"] = {"profile": profile, "suppressed_below": rounding.fewest, "counts_to_nearest": rounding.nearest}
    quality = tuple(_quality(found, rounding) for found in assessment.quality)
    return replace(assessment, quality=quality, run_record=record)


def _input(found: Mapping[str, Any], rounding: Rounding) -> dict[str, Any]:
    shown = {name: value for name, value in found.items() if name != "sha256"}
    for name in _ROWS:
        if name in shown:
            number = rounding.count(shown[name], shown[name])
            shown[name] = SUPPRESSED if number is None else number
    return shown


def _quality(found: DatasetQuality, rounding: Rounding) -> DatasetQuality:
    def count(number: int | None) -> int | None:
        return None if number is None else rounding.count(number, number)

    return replace(
        found,
        sha256="",
        rows_read=count(found.rows_read),
        rows_used=count(found.rows_used),
        rows_set_aside=count(found.rows_set_aside),
        duplicates=count(found.duplicates),
        issues=tuple((code, column, count(number)) for code, column, number in found.issues),
    )
