"""A ledger of claimed savings: every row typed, or every fault with its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

from improving_value.datasets.values import read_value
from improving_value.finance.ledger_columns import BY_NAME, COLUMNS, MONEY, LedgerColumn
from improving_value.finance.ledger_files import WrittenLedger, WrittenRow, read_written
from improving_value.finance.ledger_periods import PeriodFault, financial_year, period_of
from improving_value.kernel.issues import Issue, Location, Rejected, in_order
from improving_value.kernel.names import nearest
from improving_value.kernel.periods import Period
from improving_value.spec.dictionary import DictionaryColumn

_MONEY = DictionaryColumn(type="decimal", title="pounds", places=12)
_EXPECTED = {
    "not-a-number": "an amount of pounds, such as 1250.00, £1,250.00 or (1,250.00)",
    "number-too-large": "an amount of pounds that a ledger can hold",
    "too-many-places": "an amount of pounds",
}


@dataclass(frozen=True)
class LedgerRow:
    """One row, typed. `number` is its row in the file; money is whole pence, None where the cell is empty."""

    number: int
    scheme: str
    saving: str
    provider: str
    commissioner: str
    period: Period
    money: Mapping[str, int | None]
    words: Mapping[str, str]
    recurrent: bool | None
    start: Period | None
    written: tuple[str, ...]

    @property
    def claimed(self) -> int | None:
        """Pence claimed before costs; None where nothing is claimed yet."""
        return self.money["actual_gross"]


@dataclass(frozen=True)
class Ledger:
    """A whole ledger, and what its reader should know of how it was read."""

    place: str
    headings: tuple[str, ...]
    rows: tuple[LedgerRow, ...]
    notes: tuple[str, ...]


def read_ledger(path: Path) -> Ledger:
    """Return a ledger. Raises Rejected with every fault in it: an amount that cannot be read is never left out."""
    written = read_written(path)
    _require_columns(written)
    reader = _RowReader(written)
    rows = [row for one in written.rows if (row := reader.row(one)) is not None]
    if not written.rows:
        reader.issues.append(Issue("empty-file", Location(written.place), "headings and no row", "a row for each claim", "add the claims"))
    if reader.issues:
        raise Rejected(in_order(reader.issues))
    return Ledger(written.place, written.headings, tuple(rows), tuple(_notes(written, reader.rounded)))


def _require_columns(written: WrittenLedger) -> None:
    lacking = [column for column in COLUMNS if column.needed and column.name not in written.headings]
    issues = [_no_column(written, column.name, column.help) for column in lacking]
    if not {"provider_ods", "commissioner_ods"} & set(written.headings):
        issues.append(_no_column(written, "provider_ods", "the provider's code (or `commissioner_ods`)"))
    if issues:
        raise Rejected(in_order(issues))


def _no_column(written: WrittenLedger, name: str, help_text: str) -> Issue:
    close = nearest(name, [heading for heading in written.headings if heading not in BY_NAME])
    fix = f"rename the column `{close}`, if that is what it holds" if close else f"add a column `{name}`"
    return Issue("missing-column", Location(written.place, name=name), f"no column `{name}`", help_text, fix)


def _notes(written: WrittenLedger, rounded: int) -> Iterator[str]:
    unused = [heading for heading in written.headings if heading not in BY_NAME]
    if unused:
        yield f"columns not used: {', '.join(unused)}"
    if rounded:
        yield f"{rounded:,} amounts had parts of a penny and were rounded to the penny, halves away from nought"


class _RowReader:
    """Reads rows one by one, noting what is wrong."""

    def __init__(self, written: WrittenLedger) -> None:
        self.place = written.place
        self.headings = written.headings
        self.issues: list[Issue] = []
        self.rounded = 0

    def row(self, one: WrittenRow) -> LedgerRow | None:
        """Return a row, or None after noting its faults."""
        cells = dict(zip(self.headings, one.cells, strict=True))
        before = len(self.issues)
        for column in COLUMNS:
            if column.needed and column.name != "actual_gross" and not cells.get(column.name):
                self._note("missing-required-value", one, column.name, "nothing", column.help, "fill it in, or take the row out")
        if not (cells.get("provider_ods") or cells.get("commissioner_ods")):
            self._note("missing-required-value", one, "provider_ods", "nothing", "whose claim it is", "fill in the provider's code")
        year = self._year(one, cells.get("financial_year", ""))
        period = self._period(one, "month", cells.get("month", ""), year)
        start = self._period(one, "start_month", cells.get("start_month", ""), year)
        money = {name: self._money(one, name, cells.get(name, "")) for name in MONEY}
        words = {
            column.name: self._word(one, column, cells.get(column.name, "")) for column in COLUMNS if column.sort in ("text", "choice")
        }
        recurrent = self._flag(one, cells.get("recurrent_flag", ""))
        if len(self.issues) > before or period is None:
            return None
        provider, commissioner = _code(cells.get("provider_ods", "")), _code(cells.get("commissioner_ods", ""))
        if len(commissioner) == 5 and commissioner.endswith("00"):
            commissioner = commissioner[:3]
        saving = words["saving"]
        return LedgerRow(one.number, words["scheme_id"], saving, provider, commissioner, period, money, words, recurrent, start, one.cells)

    def _note(self, code: str, one: WrittenRow, column: str, found: str, expected: str, fix: str) -> None:
        self.issues.append(Issue(code, Location(self.place, one.number, name=column), found, expected, fix))

    def _money(self, one: WrittenRow, column: str, written: str) -> int | None:
        """Return pence. An amount with parts of a penny, as a spreadsheet's division leaves it, is rounded and counted."""
        read = read_value(written, _MONEY)
        if read.fault is not None:
            expected = _EXPECTED.get(read.fault, _EXPECTED["not-a-number"])
            self._note(
                "not-a-number", one, column, "text that is no amount", expected, "write the amount, or empty the cell if there is none yet"
            )
        if not isinstance(read.value, Decimal):
            return None
        pence = (read.value * 100).quantize(Decimal(1), ROUND_HALF_UP)
        self.rounded += pence != read.value * 100
        return int(pence)

    def _year(self, one: WrittenRow, written: str) -> int | None:
        if not written:
            return None
        try:
            return financial_year(written)
        except PeriodFault as fault:
            self._note("ledger-period", one, "financial_year", fault.found, "a financial year", "write it as 2017/18")
            return None

    def _period(self, one: WrittenRow, column: str, written: str, year: int | None) -> Period | None:
        if not written:
            return None
        try:
            return period_of(written, year)
        except PeriodFault as fault:
            self._note("ledger-period", one, column, fault.found, BY_NAME[column].help, fault.fix)
            return None

    def _word(self, one: WrittenRow, column: LedgerColumn, written: str) -> str:
        if column.sort == "text" or not written:
            return written
        word = "_".join(written.lower().replace("-", " ").split())
        if word not in column.choices:
            listed = ", ".join(f"`{choice}`" for choice in column.choices)
            close = nearest(word, column.choices)
            fix = f"write `{close}`" if close else "write one of them, or empty the cell"
            self._note("unknown-code", one, column.name, "another word", listed, fix)
        return word

    def _flag(self, one: WrittenRow, written: str) -> bool | None:
        known: dict[str, Any] = {"": None, "r": True, "recurrent": True, "nr": False, "non-recurrent": False, "non recurrent": False}
        word = written.lower()
        if word in known:
            return known[word]  # type: ignore[no-any-return]
        read = read_value(written, DictionaryColumn(type="boolean", title="recurrent"))
        if read.fault is not None:
            self._note("unknown-code", one, "recurrent_flag", "another word", "`yes` or `no`, `R` or `NR`", "write one of them")
        return read.value if isinstance(read.value, bool) else None


def _code(written: str) -> str:
    return "".join(written.upper().split())
