"""The lines that savings are the sums of, taken from what was worked out."""

from __future__ import annotations

from collections.abc import Sequence

from improving_value.assess.assessment import SchemeAssessment
from improving_value.finance.model import Line

_LINES = ("provider", "commissioner", "all")
"""Whose lines a saving can be the sum of; where there are none of the first, the next."""


def lines_of(chapters: Sequence[SchemeAssessment]) -> tuple[Line, ...]:
    """Return every line with an amount, in the schemes' order: of the scheme as it is written, not of its scenarios."""
    return tuple(line for chapter in chapters for line in _lines(chapter))


def _lines(chapter: SchemeAssessment) -> list[Line]:
    places = {saving.saving: place for place, saving in enumerate(chapter.scheme.savings)}
    instead = {saving.saving for saving in chapter.scheme.savings if saving.instead_of is not None}
    pieces = {piece.label for piece in chapter.pieces}
    rows = [row for row in chapter.savings if row.scenario == "default" and row.period in pieces]
    found = {(row.saving, row.level) for row in rows}
    levels = {name: next(level for level in _LINES if (name, level) in found) for name in dict.fromkeys(row.saving for row in rows)}
    return [
        Line(
            chapter.scheme.scheme,
            row.saving,
            places[row.saving],
            row.class_,
            row.state,
            row.level,
            row.organisation,
            row.period,
            row.gross_pence,
            row.saving not in instead,
        )
        for row in rows
        if row.level == levels[row.saving] and row.gross_pence is not None
    ]
