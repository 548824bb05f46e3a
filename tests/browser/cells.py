"""Whether a cell of a page says what its row in the CSV files says: a share, an amount, a count, a verdict."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal

from browser.tables import Seen, SeenRow, SeenTable

COLUMNS = ("in_scope", "eligible", "not_eligible", "undetermined")
STAR = "*"
MONEY = re.compile(r"−?£[\d,]+\.\d\d")
NUMBER = re.compile(r"−?£?[\d,]+(?:\.\d+)?%?")

Row = dict[str, str]


def _rounded(number: Decimal, places: int) -> str:
    shown = number.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    return f"{'−' if shown < 0 else ''}{abs(shown):,}"


def pounds(number: Decimal) -> str:
    return _rounded(number, 2).replace("−", "−£") if number < 0 else "£" + _rounded(number, 2)


def _is_shown(text: str, value: Decimal, unit: str, target: str = "") -> bool:
    """Say whether a text is a value rounded fairly: what it says is the value at the places it shows, and those are enough."""
    found = NUMBER.match(text)
    if found is None:
        return False
    shown, places = found.group(), len(found.group().rstrip("%").partition(".")[2])
    if unit == "share":
        marks = {Decimal(0), Decimal(100), *([Decimal(target) * 100] if target else [])}
        enough = 1
        while any(mark != value * 100 and _rounded(mark, enough) == _rounded(value * 100, enough) for mark in marks):
            enough += 1
        return places == enough and text.startswith(f"{_rounded(value * 100, places)}%")
    shown = shown.rstrip("%")
    if unit == "difference of shares":
        return places >= 1 and shown == _rounded(value * 100, places)
    if unit == "GBP" or unit.startswith(("GBP/", "GBP ")):
        return MONEY.match(text) is not None and shown == pounds(value)
    if value == value.to_integral_value():
        return shown == _rounded(value, 0)
    return places >= 2 and shown == _rounded(value, places)


def is_kpi(cell: Seen, row: Row | None, is_size: bool = False) -> bool:
    if row is None or "unchanged" in row:
        return not NUMBER.match(cell.text) and (row is None or cell.text == row["unchanged"])
    if is_size:
        return _is_size(cell.note, row)
    if row["value"] == STAR:
        return cell.text == STAR and _is_size(cell.note.partition("; target")[0], row)
    if row["verdict"] == "no_activity" or not row["value"]:
        return not NUMBER.match(cell.text) and bool(cell.text)
    judged = row["target"] if row["verdict"] in ("met", "not_met") else ""
    word = {"met": "Met", "not_met": "Not met", "insufficient": "Too few to judge"}.get(row["verdict"], "")
    size = cell.note.partition("; target")[0] if cell.note else ""
    return _is_shown(cell.text, Decimal(row["value"]), row["unit"], judged) and cell.beside.get("verdict", "") in (word, "Interpret locally") and (
        not size or _is_size(size, row)
    )  # fmt: skip


def _is_size(note: str, row: Row) -> bool:
    """Say whether `17 of 34; 3 left out` holds the numerator, the denominator and what was skipped."""
    numbers = [each.group() for each in re.finditer(NUMBER, re.sub(r"; target.*|^target.*", "", note))]
    parts, _, left = note.rpartition("; ") if "left out" in note else (note, "", "")
    if left and left.split()[0].replace(",", "") != row["skipped"]:
        return False
    if not left and "left out" not in note and row["skipped"] not in ("0", STAR) and "target" not in note:
        return False
    shown = re.split(r" of | ÷ ", parts) if numbers and parts else []
    if not shown or len(shown) < 2:
        return True
    return STAR not in (row["numerator"], row["denominator"]) and all(
        _is_shown(text, Decimal(row[name]), "GBP" if "£" in text else "")
        for text, name in zip(shown, ("numerator", "denominator"), strict=False)
    )


def is_target(cell: Seen, row: Row | None) -> bool:
    if row is None or not row["target"]:
        return not NUMBER.match(cell.text)
    return _is_shown(cell.text, Decimal(row["target"]), row["unit"])


def is_money(cell: Seen, row: Row | None, column: str) -> bool:
    if row is None or "unchanged" in row:
        return not NUMBER.match(cell.text) and (row is None or cell.text == row["unchanged"])
    if row[column] == STAR:
        return cell.text == STAR
    if not row[column] or row["status"] in ("not_calculable", "withheld"):
        return not NUMBER.match(cell.text) and bool(cell.text)
    return cell.text == pounds(Decimal(row[column])) and MONEY.fullmatch(cell.text) is not None


def is_count(cell: Seen, number: int, row: Row) -> bool:
    if number < len(COLUMNS):
        return cell.text.replace(",", "") == row[COLUMNS[number]]
    if STAR in (row["in_scope"], row["undetermined"]):
        return cell.text == STAR
    scope, unknown = int(row["in_scope"]), int(row["undetermined"])
    return _is_shown(cell.text, max(Decimal(0), Decimal(scope) - unknown) / scope, "share") if scope else cell.text == "no activity"


def is_rounded_step(table: SeenTable, row: SeenRow, number: int, counts: Row) -> bool:
    """Say whether a step tells no more than the file, and of rules, which no file has, no more than to the nearest five."""
    said = {"In scope": ("", "in_scope"), "Decided by every rule": ("undetermined", ""), "Eligible": ("", "eligible")}
    text = row.cells[number].text.replace(",", "")
    if row.heading.text in said:
        column = said[row.heading.text][number]
        return text == (counts[column] if column else "")
    return not text if number else text == STAR or int(text) % 5 == 0


def is_step(table: SeenTable, row: SeenRow, number: int, counts: Row) -> bool:
    """Say whether a step is right: the first is what was in scope, the last who is eligible, and each leaves what the one before left less what it took."""
    steps = [[int(cell.text.replace(",", "") or 0) for cell in each.cells] for each in table.rows]
    at = table.rows.index(row)
    if number == 0:
        turned = sum(gone for gone, _ in steps)
        return turned == int(counts["not_eligible"]) + int(counts["undetermined"])
    if at == 0:
        return steps[0][1] == int(counts["in_scope"])
    return steps[at][1] == (int(counts["eligible"]) if at == len(steps) - 1 else steps[at - 1][1] - steps[at][0])
