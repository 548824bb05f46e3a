"""Small random tables, drawn as text: missing values, ties, awkward decimals, large amounts, days and hours on which clocks and calendars turn."""

from __future__ import annotations

from random import Random

from language.drawing import Drawing

HEADINGS: dict[str, dict[str, str]] = {
    "activity": {
        "row_id": "code!", "provider_code": "code!", "patient": "code", "day": "date", "sure_day": "date!", "later": "date",
        "at": "datetime", "until": "datetime", "n": "integer", "m": "integer!", "grams": "decimal3", "weight": "decimal2!",
        "cost": "decimal2", "flag": "boolean", "seen": "boolean!", "drug": "name", "brand": "name!", "code": "code", "other": "code!",
    },
    "events": {
        "row_id": "code!", "provider_code": "code!", "patient": "code", "day": "date", "e_day": "date!", "e_at": "datetime",
        "e_n": "integer", "e_cost": "decimal2", "e_flag": "boolean", "drug": "name", "code": "code!", "e_code": "code",
    },
}  # fmt: skip
"""Columns of the two datasets; `patient`, `drug`, `code`, `day` and the provider are of both."""

DAYS = (
    "2016-02-28", "2016-02-29", "2016-03-31", "2017-02-28", "2017-03-01", "2017-03-26", "2017-03-31", "2017-04-01", "2017-04-02", "2017-04-07",
    "2017-04-08", "2017-04-09", "2017-06-30", "2017-07-01", "2017-10-29", "2017-12-31", "2018-01-31", "2018-03-31", "2018-04-01", "2020-02-29",
)  # fmt: skip
MOMENTS = (
    "2017-03-25T23:30", "2017-03-26T00:59:59", "2017-03-26T02:00", "2017-03-26T12:00", "2017-06-30T21:59", "2017-06-30T22:00",
    "2017-06-30T21:59:59.999999", "2017-10-28T23:30", "2017-10-29T00:30", "2017-10-29T01:00", "2017-10-29T01:30", "2017-10-29T02:00",
    "2017-10-29T23:59", "2017-12-31T23:59:59.123457", "2018-01-01T00:00", "2018-01-01T06:59:59.1",
)  # fmt: skip
WHOLE = ("0", "1", "2", "3", "-1", "6", "7", "8", "12", "28", "100", "-40")
THREE_PLACES = ("0", "0.001", "0.1", "0.2", "0.3", "0.7", "1", "1.005", "2.675", "33.333", "70", "-0.005", "35.7", "1000000")
TWO_PLACES = ("0", "0.01", "0.1", "0.2", "0.3", "1.01", "2.67", "3.34", "70", "-12.5", "99999999.99", "100000000", "1234567.89", "0.29")
NAMES = ("'Drug A'", "'drug  a'", "'DRUG B'", "drug-c", "'Ibuprofen'", "'É'")
CODES = ("X01", "x01", "X02", "J02AB01", "J02", "J01", "''")
PATIENTS = ("A", "B", "C", "D")
PROVIDERS = ("P1", "P2")


def drawings(random: Random, rows: int = 12) -> dict[str, Drawing]:
    """Return both tables with about so many rows each."""
    return {name: Drawing(name, _picture(random, headings, rows + random.randrange(-2, 3))) for name, headings in HEADINGS.items()}


def _picture(random: Random, headings: dict[str, str], rows: int) -> str:
    lines = ["  ".join(f"{name}:{kind}" for name, kind in headings.items())]
    # Keys of unlike lengths: `r1` and `r10` sort otherwise once something is joined to them.
    keys = random.sample([f"r{number}" for number in range(rows * 2)], rows)
    for key in keys:
        lines.append("  ".join(key if name == "row_id" else _value(random, name, kind) for name, kind in headings.items()))
    return "\n".join(lines)


def _value(random: Random, name: str, kind: str) -> str:
    if not kind.endswith("!") and random.random() < 0.15:
        return "-"
    if name == "provider_code":
        return random.choice(PROVIDERS)
    if name == "patient":
        return random.choice(PATIENTS)
    match kind.rstrip("!"):
        case "date":
            return _day(random)
        case "datetime":
            return (
                random.choice(MOMENTS)
                if random.random() < 0.7
                else f"{_day(random)}T{random.randrange(24):02d}:15".replace("2017-03-26T01", "2017-03-26T02")
            )
        case "integer":
            return random.choice(WHOLE)
        case "decimal3":
            return random.choice(THREE_PLACES)
        case "decimal2":
            return random.choice(TWO_PLACES)
        case "boolean":
            return random.choice(("true", "false"))
        case "name":
            return random.choice(NAMES)
    return random.choice(CODES[:-1])


def _day(random: Random) -> str:
    if random.random() < 0.6:
        return random.choice(DAYS)
    return f"{random.choice((2016, 2017, 2017, 2018))}-{random.randrange(1, 13):02d}-{random.randrange(1, 29):02d}"
