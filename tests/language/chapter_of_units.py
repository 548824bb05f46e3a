"""The chapter of the language reference that says what formulas come to in units of measure."""

from __future__ import annotations

from language.test_units_of_measure import AGGREGATES, COLUMNS, PARAMETERS, REFUSED, ROWS, WRITTEN

_HEAD = """\
## Units of measure

`check` works the unit of every formula out, from the units that the data dictionary gives columns and the scheme gives parameters. Like is
added to like and compared with like; nothing is converted silently. 0 takes any unit; 1 is one of the days, patients or other things it is
added to; 12 is months a year, and 100 per cent. On the row of one patient, GBP per patient is GBP.
"""


def units_of_measure() -> str:
    """Return the chapter."""
    known = ", ".join(f"`{name}` {unit}" for name, unit in {**COLUMNS, **PARAMETERS}.items())
    return "\n".join(
        (
            _HEAD,
            f"Given {known}:\n",
            _table("on a row", "in", ROWS),
            "A mean is in days for each infusion, or in days; a sum in days, or in infusion-days: the unit that a measure or a KPI declares says which.\n",
            _table("of many infusions", "in", AGGREGATES),
            _table("refused", "because", REFUSED),
            _table("written", "is the same as", WRITTEN),
        )
    )


def _table(left: str, right: str, rows: tuple[tuple[str, str], ...]) -> str:
    lines = [f"| `{one}` | {other} |" for one, other in rows]
    return "\n".join((f"| {left} | {right} |", "|---|---|", *lines, ""))
