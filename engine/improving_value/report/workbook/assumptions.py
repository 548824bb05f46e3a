"""The assumptions of all schemes: where each value stands, what it moves, and the sheet on which finance changes them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from improving_value.assess.assessment import ParameterLine, SchemeAssessment
from improving_value.check.model import CheckedScheme
from improving_value.kernel.parameters import Value

SHEET = "Assumptions"
FIRST_ROW = 8
"""Row of the first assumption, as a reader counts."""
REF, VALUE, IN_FORCE, CHANGED = "A", "G", "I", "K"
CONSTANTS: Mapping[str, tuple[float, str]] = {
    "tol": (1e-9, "Two numbers are equal when they differ by less than this share of their size"),
    "quantum": (1_000_000, "Sums of what was worked out are of whole millionths, so that the order of rows cannot matter"),
    "half": (0.5, "Rounding: halves go up"),
    "nudge": (1e-6, "Rounding: a penny that is this close to a half is a half"),
    "grain": (1e-15, "Rounding: and so is one that differs from it by the last bits of a number"),
}


@dataclass
class Assumption:
    """One value on the sheet. `moves` and `stuck` are the figures that follow it and those that need a rerun."""

    ref: str
    scheme: str
    title: str
    line: ParameterLine
    value: Value | None
    row: int
    name: str = ""
    moves: dict[str, None] = field(default_factory=dict)
    stuck: dict[str, None] = field(default_factory=dict)
    choices: dict[str, None] = field(default_factory=dict)

    @property
    def is_live(self) -> bool:
        """Say whether changing it here changes every figure that rests on it."""
        return bool(self.moves) and not self.stuck


class Assumptions:
    """Every assumption in the order of the sheet."""

    def __init__(self, chapters: Iterable[tuple[SchemeAssessment, CheckedScheme]]) -> None:
        self.rows: list[Assumption] = []
        self._of: dict[tuple[str, str], list[Assumption]] = {}
        self.names: dict[str, str] = {}
        self.used_constants: dict[str, None] = {}
        prefixes: dict[str, str] = {}
        for chapter, checked in chapters:
            scheme = chapter.scheme.scheme
            prefixes[scheme] = _prefix(scheme, prefixes.values())
            self._add(chapter, checked)
        self._prefixes = prefixes

    def _add(self, chapter: SchemeAssessment, checked: CheckedScheme) -> None:
        count: dict[str, int] = {}
        for line in chapter.parameters:
            place = count[line.name] = count.get(line.name, -1) + 1
            values = checked.values.get(line.name)
            parameter = checked.parameters.get(line.name)
            told = parameter is not None and parameter.sensitive
            value = None if values is None or told or line.value == "withheld" else values.rows[place].value
            ref = f"A{len(self.rows) + 1}"
            row = Assumption(ref, chapter.scheme.scheme, chapter.scheme.title, line, value, FIRST_ROW + len(self.rows))
            self.rows.append(row)
            self._of.setdefault((chapter.scheme.scheme, line.name), []).append(row)

    def of(self, scheme: str, name: str) -> list[Assumption]:
        """Return the rows of one parameter, in the order of its values."""
        return self._of.get((scheme, name), [])

    def is_usable(self, scheme: str, name: str) -> bool:
        """Say whether a formula may look a parameter up: it has values, of a sort that a cell can hold."""
        rows = self.of(scheme, name)
        return bool(rows) and all(isinstance(row.value, (Decimal, bool, str, date)) for row in rows)

    def name_of(self, scheme: str, name: str) -> str:
        """Return the defined name of a parameter with one value."""
        (row,) = self.of(scheme, name)
        if not row.name:
            row.name = f"{self._prefixes[scheme]}.{name.replace('baseline.', 'baseline_')}"
            self.names[row.name] = f"={SHEET}!${IN_FORCE}${row.row}"
        return row.name

    def ranges(self, scheme: str, name: str) -> tuple[str, str]:
        """Return where the values in force and the references of a parameter with several values stand."""
        rows = self.of(scheme, name)
        first, last = rows[0].row, rows[-1].row
        return f"{SHEET}!${IN_FORCE}${first}:${IN_FORCE}${last}", f"{SHEET}!${REF}${first}:${REF}${last}"

    def note_moves(self, scheme: str, names: Iterable[str], figure: str) -> None:
        for name in names:
            for row in self.of(scheme, name):
                row.moves[figure] = None

    def note_stuck(self, scheme: str, names: Iterable[str], figure: str) -> None:
        for name in names:
            for row in self.of(scheme, name):
                row.stuck[figure] = None

    @property
    def last_row(self) -> int:
        return max(FIRST_ROW + len(self.rows) - 1, FIRST_ROW)

    @property
    def changed_count(self) -> str:
        """Return the formula that counts the values somebody has changed."""
        return f'COUNTIFS({SHEET}!${CHANGED}${FIRST_ROW}:${CHANGED}${self.last_row},"changed")'


def _prefix(scheme: str, taken: Iterable[str]) -> str:
    """Return the initials of a scheme, lengthened until they are its own."""
    words = [word for word in scheme.split("_") if word]
    used = set(taken)
    for length in range(1, max(map(len, words)) + 1):
        prefix = "".join(word[0] if place else word[:length] for place, word in enumerate(words)).upper()
        if prefix not in used and not prefix.isdigit():
            return prefix
    return scheme
