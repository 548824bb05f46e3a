"""The sheet of codes: how a ledger may write a claim, a month and an organisation, each with its number, so that sums go by numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from improving_value.assess.assessment import Assessment, SchemeAssessment
from improving_value.datasets.organisations import Organisation, Organisations
from improving_value.expression.english import lower_first
from improving_value.expression.evaluate import RowValue
from improving_value.finance.claiming import NOT_IN_RUN, delivered
from improving_value.finance.kinds import CLASSES
from improving_value.kernel.periods import Period, label_of, month_start, pieces_of
from improving_value.report.content.words import CLASSES as MONEY
from improving_value.report.content.words import STATES
from improving_value.report.workbook.cells import Cells, letter, serial
from improving_value.report.workbook.figure import Figure, Line

SHEET = "Codes"
FIRST_ROW = 8
"""Row of the first code of every table, as a reader counts."""
RUN_UNTIL = f"{SHEET}!C$4"
CLASS_ORDER = ("not_calculable", "matched", "eligible_not_claimed", "claimed_no_activity", "over_claimed", "under_claimed")
"""In the order in which a formula asks: each is what is left when those before it are not so."""
NOT_A_NUMBER, NO_MONTH, SAME_ROW, RESTATED, NO_CLAIM, NO_LINE, COMPARED = range(7)
BECAME = (
    "the amount is no number", "no month of this run", "the same row again", "flex beside its freeze", "no such scheme or saving here",
    "nothing of the engine's there", "compared",
)  # fmt: skip
"""What can become of a row of the ledger, in the order in which a formula asks."""
NOTHING = "nothing to compare"
_YEAR_FORMS = ("{0}/{1:02d}", "{0}-{1:02d}", "{0}{1:02d}", "{0}/{2}", "{0}-{2}", "FY{0}/{1:02d}")


@dataclass(frozen=True)
class Table:
    """One table of the sheet: its first column, counted from nought, and its rows."""

    title: str
    at: int
    headings: tuple[str, ...]
    rows: Sequence[tuple[RowValue, ...]]

    def range(self, column: int, until: int | None = None, rows: int | None = None) -> str:
        """Return where a column stands, or several side by side; `rows`: only the first ones."""
        first, last = letter(self.at + column), letter(self.at + (column if until is None else until))
        return f"{SHEET}!{first}${FIRST_ROW}:{last}${FIRST_ROW + max(len(self.rows) if rows is None else rows, 1) - 1}"

    def cell(self, row: int, column: int = 0) -> str:
        return f"{SHEET}!{letter(self.at + column)}${FIRST_ROW + row}"


@dataclass(frozen=True)
class Compared:
    """One line of a saving as the ledger is compared with it."""

    figure: Figure
    line: Line
    cell: str
    number: int
    kind: str
    is_expected: bool
    eligible: int
    key: str


@dataclass
class LedgerCodes:
    """What can be claimed in a run, by numbers: savings, periods, organisations, and the lines to compare with."""

    assessment: Assessment
    figures: Sequence[Figure]
    months: int = field(init=False)
    kinds: tuple[str, ...] = field(init=False)
    """The kinds of money there are, by class and state; and that of claims which the run does not know."""

    def __post_init__(self) -> None:
        span = self.assessment.span
        self.chapters = {chapter.scheme.scheme: chapter for chapter in self.assessment.schemes}
        self.savings = [figure for figure in self.figures if not figure.is_cost]
        cut = (pieces_of(span, "month"), pieces_of(span, "quarter"), pieces_of(span, "year"))
        self.months = len(cut[0])
        self.periods = list({(one.start, one.end): one for some in cut for one in some}.values())
        self.sets = list(dict.fromkeys(chapter.pieces for chapter in self.assessment.schemes))
        self.organisations = list(dict.fromkeys(line.organisation for one in self.savings for line in one.lines))
        self.lines = [line for number, figure in enumerate(self.savings, start=1) for line in self._lines(number, figure)]
        found = {kind_of(one) for one in self.savings}
        self.kinds = (*(kind for class_ in MONEY for state in STATES if (kind := _kind(class_, state)) in found), NOT_IN_RUN)
        self._place_tables()

    def _place_tables(self) -> None:
        parts = (
            ("Periods", ("No.", "Period", "From", *(_cut_name(one) for one in self.sets)), self._periods()),
            ("A month may be written", ("As written", "Period no."), list(self._written())),
            ("Organisations", ("Code", *(f"In {one.label}" for one in self.periods)), list(self._codes())),
            ("Claims", ("scheme_id|saving", "No.", "Kind of money", "Whose", "Cut no.", "Title"), list(self._claims())),
            ("What a row becomes", ("What became of it",), [(one,) for one in BECAME]),
            ("Classes", ("Class", "Meaning"), [*self._classes()]),
        )
        at, tables = 0, []
        for title, headings, rows in parts:
            tables.append(Table(title, at, headings, rows))
            at += len(headings) + 1
        self.tables = tuple(tables)
        self.of_periods, self.written, self.of_organisations, self.claims, self.became, self.classes = tables

    @property
    def rows_to_paste(self) -> int:
        """Rows that the ledger's sheet is ready for: a quarter more than claims by month there can be, in hundreds, and 500 at least."""
        monthly = {(line.figure.scheme, line.figure.name, line.line.organisation) for line in self.lines if line.is_expected}
        return min(10_000, max(500, -(-5 * self.months * len(monthly) // 400) * 100))

    def _lines(self, number: int, figure: Figure) -> Iterator[Compared]:
        chapter = self.chapters[figure.scheme]
        expected = figure.name in _expected(chapter)
        source = next(one for one in chapter.saving_sources if one.saving == figure.name)
        counts = {
            (one.unit, one.organisation, one.period): one.eligible
            for one in chapter.counts
            if one.level == source.line and one.unit in source.units
        }
        for line, cell in zip(figure.lines, figure.line_cells, strict=True):
            key = f"{number}|{self.organisations.index(line.organisation) + 1}|{serial(line.begins)}"
            eligible = [counts.get((unit, line.organisation, line.period), 0) for unit in source.units]
            known = [one for one in eligible if isinstance(one, int)]
            yield Compared(figure, line, cell, number, kind_of(figure), expected, min(known, default=0), key)

    def _periods(self) -> list[tuple[RowValue, ...]]:
        """Return every period a row may be of, with the first day of the piece of each cut that holds it wholly, if one does."""
        return [
            (number, one.label, one.start, *(_piece(one, pieces) for pieces in self.sets))
            for number, one in enumerate(self.periods, start=1)
        ]

    def _written(self) -> Iterator[tuple[RowValue, ...]]:
        for number, one in enumerate(self.periods, start=1):
            for text in dict.fromkeys((one.label, *(_as_month(one.start) if number <= self.months else ()))):
                yield text, number

    def _codes(self) -> Iterator[tuple[RowValue, ...]]:
        """Return the codes a row may bear, with the number of whoever answers for them in each period."""
        table = Organisations(tuple(_organisation(row) for row in self.assessment.run_record["successions"]))
        numbers = {code: number for number, code in enumerate(self.organisations, start=1)}
        for code in sorted({*numbers, *(row.provider_code for row in table.rows)}):
            answers = [numbers.get(table.place(code, one.start)[0], 0) for one in self.periods]
            if any(answers):
                yield code, *answers
                if len(code) == 3:  # a commissioner's, as some feeds write it
                    yield f"{code}00", *answers

    def _claims(self) -> Iterator[tuple[RowValue, ...]]:
        """Return every saving, and after them each scheme that a row may name alone, since one saving is all it delivers."""
        alone = []
        for number, one in enumerate(self.savings, start=1):
            chapter = self.chapters[one.scheme]
            source = next(each for each in chapter.saving_sources if each.saving == one.name)
            rest = (number, kind_of(one), source.line, self.sets.index(chapter.pieces) + 1, one.title)
            yield f"{one.scheme}|{one.name}", *rest
            if _expected(chapter) == [one.name]:
                alone.append((f"{one.scheme}|", *rest))
        yield from alone

    def _classes(self) -> Iterator[tuple[RowValue, ...]]:
        told = {one.class_: one for one in CLASSES}
        yield NOTHING, "nothing is claimed there, and nothing is expected or can be told"
        for name in CLASS_ORDER:
            yield told[name].title, told[name].meaning

    def class_cell(self, name: str) -> str:
        """Return where the words for a class stand."""
        return self.classes.cell(1 + CLASS_ORDER.index(name))


def _expected(chapter: SchemeAssessment) -> list[str]:
    states = {one.saving: one.state for one in chapter.scheme.savings}
    return delivered(states, {one.saving: one.instead_of for one in chapter.saving_sources})


def kind_of(figure: Figure) -> str:
    """Return the class and state of a saving in words; unlike kinds are never added together."""
    return _kind(figure.class_, figure.state)


def _kind(class_: str, state: str) -> str:
    return f"{MONEY[class_]}, {lower_first(STATES[state])}"


def _piece(one: Period, pieces: Sequence[Period]) -> date | str:
    return next((piece.start for piece in pieces if piece.start <= one.start and one.end <= piece.end), "")


def _cut_name(pieces: Sequence[Period]) -> str:
    return "Cut whole" if len(pieces) == 1 else f"Cut in {len(pieces)}"


def _as_month(start: date) -> Iterator[str]:
    """Return the ways to write a month as text: with its financial year in its own column, or by itself."""
    year = start.year if start.month >= 4 else start.year - 1
    number = next(step for step in range(12) if month_start(year, step) == start.replace(day=1)) + 1
    yield label_of(start.replace(day=1), "month")
    for form in _YEAR_FORMS:
        yield f"{form.format(year, (year + 1) % 100, year + 1)}|{number}"
    first = start.replace(day=1)
    yield from (first.isoformat(), f"{first:%d/%m/%Y}", f"{first:%b %Y}", f"{first:%B %Y}", f"{first:%b-%y}", f"{first:%b %y}")


def _organisation(row: dict[str, object]) -> Organisation:
    starts, ends = row["from"], row["until"]
    assert starts is None or isinstance(starts, date)
    assert ends is None or isinstance(ends, date)
    successor = row["successor"]
    return Organisation(str(row["code"]), valid_from=starts, valid_until=ends, successor=str(successor) if successor else None)


def write_codes(cells: Cells, codes: LedgerCodes, flag: str) -> None:
    """Write every table, side by side."""
    sheet = cells.sheet
    cells.put(0, 0, "Codes: what a ledger may write, and the numbers it is summed by", "title")
    cells.flag(flag)
    cells.put(2, 0, "For the sheets Ledger and Reconciliation; nothing here is to be changed.", "note")
    cells.put(3, 0, "Run until", "text")
    cells.put(3, 2, codes.assessment.span.end, "date")
    for table in codes.tables:
        cells.put(FIRST_ROW - 3, table.at, table.title, "heading")
        cells.line(FIRST_ROW - 2, table.at, table.headings, "head")
        for row, values in enumerate(table.rows, start=FIRST_ROW - 1):
            for column, value in enumerate(values, start=table.at):
                cells.put(row, column, value, "text" if isinstance(value, str) else "date" if isinstance(value, date) else "count")
        for column in range(len(table.headings)):
            longest = max((len(str(row[column])) for row in table.rows), default=0)
            sheet.set_column(table.at + column, table.at + column, min(max(longest + 3, 11), 60))
        sheet.set_column(table.at + len(table.headings), table.at + len(table.headings), 3)
    sheet.set_row(FIRST_ROW - 2, 30)
    sheet.freeze_panes(FIRST_ROW - 1, 0)
