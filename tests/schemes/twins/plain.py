"""Plain reading of the fixtures, and what every twin counts with: nothing of the engine is used."""

from __future__ import annotations

import calendar
import math
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo

import pandas as pd
import yaml

FIXTURES = Path(__file__).resolve().parents[3] / "fixtures"
LONDON, UTC = ZoneInfo("Europe/London"), ZoneInfo("UTC")
SPAN = "2017/18"
Length = Literal["month", "quarter", "year"]
Frame = Any
"""A pandas frame; its columns hold plain Python values, None where something is missing."""
Row = dict[str, Any]
YEAR_BEFORE = (date(2016, 4, 1), date(2017, 4, 1))
OUTCOME = {True: "eligible", False: "not_eligible", None: "undetermined"}
EMERGENCY = ("21", "22", "23", "24", "25", "2A", "2B", "2C", "2D", "28")
"""Methods of admission that were not planned."""


def table(name: str) -> Frame:
    """Return a file's rows as text, exact copies left out, empty cells as None."""
    frame = pd.read_csv(FIXTURES / "activity" / f"{name}.csv", dtype=str, keep_default_na=False)
    rows = frame.drop_duplicates().rename(columns={"ODS code": "provider_code"}).to_dict("records")
    return pd.DataFrame([{heading: text.strip() or None for heading, text in row.items()} for row in rows], dtype=object)


def column(frame: Frame, values: Iterable[Any]) -> Frame:
    """Return values as a column of a frame, as they are: pandas would turn None into a number."""
    return pd.Series(list(values), index=frame.index, dtype=object)


def number(text: str | None) -> Decimal | None:
    text = (text or "").replace(",", "").replace("£", "")
    if re.fullmatch(r"\(.*\)", text):
        text = "-" + text[1:-1]
    return Decimal(text) if re.fullmatch(r"-?\d+(\.\d+)?", text) else None


def between(low: float, high: float, open_low: bool = False) -> Callable[[str | None], Decimal | None]:
    """Return a reading of numbers in which what lies outside is missing."""

    def read(text: str | None) -> Decimal | None:
        found = number(text)
        return found if found is not None and (low < found if open_low else low <= found) and found <= high else None

    return read


grams = between(0, math.inf, open_low=True)
kilograms = between(0, 400, open_low=True)
ages = between(0, 120)


def day(text: str | None) -> date | None:
    if match := re.fullmatch(r"(\d\d)/(\d\d)/(\d{4})", text or ""):
        text = f"{match[3]}-{match[2]}-{match[1]}"
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None


def moment(text: str | None) -> datetime | None:
    """Return a true moment in UTC: the October hour is its first occurrence, the March hour never was."""
    if text is None:
        return None
    there = datetime.fromisoformat(text).replace(tzinfo=LONDON).astimezone(UTC)
    return there if there.astimezone(LONDON).replace(tzinfo=None) == datetime.fromisoformat(text) else None


def midnight(on: date) -> datetime:
    return datetime(on.year, on.month, on.day, tzinfo=LONDON).astimezone(UTC)


def yes(text: str | None) -> bool | None:
    return {"true": True, "false": False}.get((text or "").lower())


def name(text: str | None) -> str | None:
    return None if text is None else text.lower()


def add_months(on: date, months: int) -> date:
    index = on.year * 12 + on.month - 1 + months
    last = calendar.monthrange(index // 12, index % 12 + 1)[1]
    return date(index // 12, index % 12 + 1, min(on.day, last))


def completed_months(first: date, last: date) -> int:
    months = 0
    while add_months(first, months + 1) <= last:
        months += 1
    return months


def windows(length: Length) -> dict[str, tuple[date, date]]:
    """Return the periods of 2017/18 by label, the year itself last."""
    step = {"month": 1, "quarter": 3, "year": 12}[length]
    found = {}
    for number_, month in enumerate(range(0, 12, step), start=1):
        label = {"month": f"{SPAN} M{number_:02d}", "quarter": f"{SPAN} Q{number_}", "year": SPAN}[length]
        found[label] = (add_months(date(2017, 4, 1), month), add_months(date(2017, 4, 1), month + step))
    return {**found, SPAN: (date(2017, 4, 1), date(2018, 4, 1))}


def rows_of(feed: str, dated: str) -> list[Row]:
    """Return a feed's rows that have a provider and a day, with the day."""
    rows: list[Row] = [{**row, "date": day(row[dated])} for row in table(feed).to_dict("records")]
    return [row for row in rows if row["date"] is not None and row["provider_code"] is not None]


@cache
def _organisations() -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = table("organisations").to_dict("records")
    return rows


def organisation(provider: str, on: date) -> str:
    """Return who answers for a provider on a day: itself, or, once it has closed, its successor."""
    for row in _organisations():
        if row["provider_code"] == provider and row["successor"] and row["valid_until"] <= on.isoformat():
            return organisation(row["successor"], on)
    return provider


def above(provider: str, on: date) -> tuple[str, str]:
    """Return the hub and the region of an organisation on a day."""
    for row in _organisations():
        if row["provider_code"] == provider and row["valid_from"] <= on.isoformat() < (row["valid_until"] or "9999"):
            return row["hub"], row["region"]
    return "not listed", "not listed"


def parameters(scheme: str) -> dict[str, list[dict[str, Any]]]:
    """Return the local values of one scheme, as the file has them."""
    found: dict[str, list[dict[str, Any]]] = yaml.safe_load((FIXTURES / "parameters.yaml").read_text(encoding="utf-8"))[scheme]
    return found


def value_on(rows: Iterable[dict[str, Any]], on: date, column: str, key: str | None) -> Decimal | None:
    """Return the value for a key on a day; one that is for any key serves where there is none for the key itself."""
    held = [row for row in rows if row.get("from", date.min) <= on < row.get("until", date.max)]
    own = [row for row in held if column in row and key is not None and name(str(row[column])) == name(key)]
    general = [row for row in held if column not in row]
    return next((Decimal(str(row["value"])) for row in (*own, *general)), None)


def pence(pounds: Decimal | Fraction) -> int:
    """Return whole pence, halves away from zero."""
    whole = math.floor(abs(Fraction(pounds)) * 100 + Fraction(1, 2))
    return -whole if pounds < 0 else whole


def millionths(amount: Fraction | Decimal) -> Fraction:
    """Return an amount as it is summed: to the nearest millionth, halves up."""
    return Fraction(math.floor(Fraction(amount) * 10**6 + Fraction(1, 2)), 10**6)


def three_and(*parts: bool | None) -> bool | None:
    """False if any is false; otherwise missing if any is missing."""
    return False if any(part is False for part in parts) else None if any(part is None for part in parts) else True


def three_any(parts: Iterable[bool | None]) -> bool | None:
    found = list(parts)
    return True if any(part is True for part in found) else None if any(part is None for part in found) else False


def three_all(parts: Iterable[bool | None]) -> bool | None:
    return three_and(*parts)


Ratio = tuple[Any, Any]
Place = tuple[str, str]


@dataclass
class Figures:
    """What a twin finds, for each organisation (or `all`) and period."""

    counts: dict[tuple[str, *Place], tuple[int, int, int, int]] = field(default_factory=dict)
    ratios: dict[tuple[str, str, *Place], Ratio] = field(default_factory=dict)
    values: dict[tuple[str, str, *Place], Any] = field(default_factory=dict)
    pence: dict[tuple[str, str, *Place], int | None] = field(default_factory=dict)

    def count(self, unit: str, frame: Frame) -> None:
        for place, rows in placed(frame):
            outcomes = [int((rows["outcome"] == outcome).sum()) for outcome in ("eligible", "not_eligible", "undetermined")]
            self.counts[unit, *place] = (len(rows), outcomes[0], outcomes[1], outcomes[2])

    def share(self, kpi: str, frame: Frame, flag: str, category: str = "") -> None:
        """The share of units with a flag, of those for which it is known."""
        for place, rows in placed(frame):
            known = [value for value in rows[flag] if value is not None]
            self.ratios[kpi, category, *place] = (sum(known), len(known))

    def each(self, saving: str, scenario: str, frame: Frame, amount: str) -> None:
        """The sum over units of their pence; a unit that should earn and has no amount leaves its line not known."""
        for place, rows in placed(frame[frame["period"] != SPAN] if len(set(frame["period"])) > 1 else frame):
            if place[0] != "all":
                known = sum(value for value in rows[amount] if value is not None)
                self.pence[saving, scenario, *place] = known if known or all(value is not None for value in rows[amount]) else None

    def add_up(self) -> None:
        """Add the lines of providers and periods to the span, and to all of them."""
        for (saving, scenario, who, period), value in list(self.pence.items()):
            for place in sorted({(who, SPAN), ("all", period), ("all", SPAN)} - {(who, period)}):
                before = self.pence.get((saving, scenario, *place))
                self.pence[saving, scenario, *place] = before if value is None else (before or 0) + value


def placed(frame: Frame) -> Iterator[tuple[Place, Frame]]:
    """Yield the units of each organisation and period, and those of all organisations."""
    if len(frame):
        for (who, period), rows in frame.groupby(["organisation", "period"]):
            yield (who, period), rows
        for period, rows in frame.groupby("period"):
            yield ("all", period), rows


def by_date(units: list[dict[str, Any]], length: Length) -> Frame:
    """Return units (each with `provider_code` and `date`) twice: in their period, and in the span."""
    found = []
    for label, (start, end) in windows(length).items():
        found += [
            {**unit, "period": label, "organisation": organisation(unit["provider_code"], unit["date"])}
            for unit in units
            if start <= unit["date"] < end
        ]
    return pd.DataFrame(found, dtype=object)


def last_day(end: date) -> date:
    return end - timedelta(days=1)
