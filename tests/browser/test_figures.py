"""Every figure of the report is the figure of the CSV files beside it: cell by cell, read by other code than wrote them."""

from __future__ import annotations

import csv
import re
from collections import Counter, defaultdict
from collections.abc import Callable
from decimal import Decimal
from html import unescape
from pathlib import Path

import pytest
import yaml

from browser.cells import MONEY, NUMBER, STAR, pounds
from browser.files import SPAN, Files, pairs, read
from browser.pages import demo
from browser.tables import SeenTable, drawings, tables_of

SCHEMES = Path(__file__).parents[2] / "schemes"
ELSEWHERE = (
    "parameters",
    "errata",
    "claims",
    "-undetermined",
    "-table",
    "caption",
    "quality-datasets",
    "quality-issues",
    "record-schemes",
    "who-keeps",
)
"""Tables of what no CSV file holds (values supplied, sources, the record, reasons), twins of charts, which repeat the tables by category, and what `test_who_keeps` compares."""
OF_FINANCE = {"overlap-pairs": "overlap.csv", "-combination": "combined.csv combination.csv", "overlap-apart": "overlap_apart.csv"}
"""Tables of what schemes claim between them, by the end of their ids, and the files of their pounds."""


@pytest.fixture(scope="module", params=["internal", "shareable"])
def page(request: pytest.FixtureRequest, page_of: Callable[[Callable[[Path], Path]], Path]) -> Path:
    return page_of(demo).parents[1] / request.param / "menu.html"


@pytest.fixture(scope="module")
def files(page: Path) -> Files:
    place = ("level", "organisation", "period")
    return Files(
        read(page, "kpis", "scheme", "kpi", "scenario", "category", *place),
        read(page, "savings", "scheme", "saving", "scenario", *place),
        read(page, "counts", "scheme", "unit", *place),
        read(page, "costs", "scheme", "cost", *place),
        {path.stem: yaml.safe_load(path.read_text(encoding="utf-8")) for path in SCHEMES.glob("*.yaml")},
        page.parent.name == "shareable",
    )


def test_every_cell_is_the_figure_of_its_file(page: Path, files: Files) -> None:
    compared: Counter[str] = Counter()
    faults: list[str] = []
    for table in tables_of(page):
        if table.id.endswith((*ELSEWHERE, *OF_FINANCE)) or table.id.startswith("theme-"):
            continue
        scheme = max((name for name in files.schemes if table.id.startswith(f"scheme-{name}-")), key=len)
        kind = table.id.removeprefix(f"scheme-{scheme}-")
        numbers = sum(1 for row in table.rows for cell in row.cells if cell.numeric and NUMBER.match(cell.text))
        for where, cell, is_right in pairs(table, kind, scheme, files):
            compared[kind.rpartition("by-")[2] if "by-" in kind else kind] += bool(NUMBER.match(cell.text))
            numbers -= bool(cell.numeric and NUMBER.match(cell.text))
            if not is_right:
                faults.append(f"{table.id}: {where}: {cell.text!r} {cell.note!r}")
        assert numbers == 0, f"{table.id}: {numbers} numbers were compared with nothing"
    assert faults == []
    assert sum(compared.values()) > 5000, compared


def test_every_pound_of_finance_stands_in_its_file(page: Path, files: Files) -> None:
    """What schemes claim between them is not for passing on."""
    compared: Counter[str] = Counter()
    faults: list[str] = []
    for table in tables_of(page):
        end = next((end for end in OF_FINANCE if table.id.endswith(end)), "")
        assert not (end and files.rounded), table.id
        told = _amounts(page, OF_FINANCE[end]) if end else set()
        shown = [cell.text for row in table.rows for cell in row.cells if end and MONEY.fullmatch(cell.text)]
        compared[end] += len(shown)
        faults += [f"{table.id}: {text}" for text in shown if text not in told]
    assert faults == []
    assert files.rounded or all(compared[end] for end in OF_FINANCE), compared


def _amounts(page: Path, names: str) -> set[str]:
    """Return every amount of some files, and what each column comes to for two savings at all organisations together."""
    told: set[str] = set()
    sums: defaultdict[tuple[str, ...], Decimal] = defaultdict(Decimal)
    for name in names.split():
        for row in csv.DictReader((page.parent / name).read_text(encoding="utf-8").splitlines()):
            pair = tuple(row.get(each, "") for each in ("class", "state", "activity", "first_saving", "second_saving"))
            for column in (each for each in row if each.endswith("_gbp") and row[each]):
                told.add(pounds(Decimal(row[column])))
                sums[(column, *pair)] += Decimal(row[column])
    return told | {pounds(amount) for key, amount in sums.items() if key[-1]}


def test_the_menu_says_the_same(page: Path, files: Files) -> None:
    rows = [row for table in tables_of(page) if table.id == "menu-caption" for row in table.rows]
    assert len(rows) == len(files.schemes)
    titles = {" ".join(str(document["title"]).split()): name for name, document in files.schemes.items()}
    for row in rows:
        scheme = next(name for title, name in titles.items() if row.heading.text.startswith(title[:119]))
        known = {key[1]: each for key, each in files.savings.items() if key[0] == scheme and key[2:] == ("default", "all", "all", SPAN)}
        amounts = Counter(pounds(Decimal(each["gross_gbp"])) for each in known.values() if each["gross_gbp"] not in ("", STAR))
        said = Counter(MONEY.findall(f"{row.cells[3].text} {row.cells[4].text}"))
        assert said == amounts, scheme


OWN_TABLE = (("-kpi-chart", "-main-kpi"), ("-saving-chart", "-savings-by-organisation"), ("-trend", "-trend-table"))
"""The table of a chart by the ends of their ids; that of a chart which a scheme declares ends in `-table`."""


def test_every_number_on_a_chart_stands_in_its_own_table(page: Path) -> None:
    tables = {table.id: table for table in tables_of(page)}
    compared: Counter[str] = Counter()
    faults: list[str] = []
    for drawn in drawings(page):
        end, own = next((ends for ends in OWN_TABLE if drawn.chart.endswith(ends[0])), ("", "-table"))
        table = tables[drawn.chart.removesuffix(end) + own]
        told = {text for row in table.rows for cell in (row.heading, *row.cells) for text in (cell.text, cell.text.partition(" ")[0])}
        faults += [f"{drawn.chart}: {number}" for number in drawn.numbers if number not in told]
        compared[own] += len(drawn.numbers)
        if end in ("-kpi-chart", "-saving-chart"):
            column = 0 if end == "-kpi-chart" else _drawn_column(table, page, drawn.chart)
            faults += [f"{drawn.chart}: {name}: {value}" for name, value in drawn.pairs if not _is_in_row(table, name, value, column)]
            compared["by name"] += len(drawn.pairs)
    assert faults == []
    assert all(compared[own] > 10 for own in ("-main-kpi", "-savings-by-organisation", "-trend-table", "-table", "by name")), compared


def _drawn_column(table: SeenTable, page: Path, chart: str) -> int:
    """Return the place of the saving that a chart draws, which its title begins with."""
    found = re.search(f'<title id="{chart}-title">([^<]*)<', page.read_text(encoding="utf-8"))
    assert found is not None
    title = unescape(found.group(1))
    (number,) = [at for at, column in enumerate(table.columns[1:]) if title.startswith(f"{column.text} (")]
    return number


def _is_in_row(table: SeenTable, name: str, value: str, column: int) -> bool:
    """Say whether a row of that name, which may have been cut, has the value; several organisations may be called alike.

    A unit may stand in the chart's title instead; where the chart says that there is none, the table has no number either.
    """
    told = [row.cells[column].text for row in table.rows if row.heading.text.startswith(name.rstrip("…"))]
    if not NUMBER.match(value):
        return any(not NUMBER.match(text) for text in told)
    return any(text == value or text.startswith(f"{value} ") for text in told)


def test_marks_along_a_line_lie_where_the_values_of_the_file_lie(page: Path, files: Files) -> None:
    """A mark's place is a number too: of what is rounded it must be the rounded one's."""
    drawn = 0
    for chart in re.findall(r'<svg class="strip".*?</svg>', page.read_text(encoding="utf-8"), re.DOTALL):
        (scheme,) = re.findall(r'<title id="scheme-(\w+)-strip-title"', chart)
        name = next(each["kpi"] for each in files.schemes[scheme]["kpis"] if not each.get("distribution") and not each.get("reported"))
        places = sorted(float(place) for place in re.findall(r'transform="translate\(([\d.]+) ', chart))
        rows = [row for key, row in files.kpis.items() if key[:4] == (scheme, name, "default", "") and key[6] == SPAN]
        single = [row for row in rows if row["level"] in ("provider", "commissioner") and row["value"] not in ("", STAR)]
        values = sorted(float(row["value"]) for row in single)
        assert len(values) == len(places), scheme
        if len(values) > 1 and values[-1] > values[0]:
            step = (places[-1] - places[0]) / (values[-1] - values[0])
            off = [abs(places[0] + (value - values[0]) * step - place) for value, place in zip(values, places, strict=True)]
            assert max(off) < 0.11, scheme
            drawn += len(values)
    assert drawn > 50


def test_tables_that_repeat_others_repeat_them(page: Path, files: Files) -> None:
    """Trends say again what stands under the periods; of rules and rows, which no file has, a shareable page says a star or to the nearest five."""
    told: dict[str, set[str]] = {}
    for row in files.kpis.values():
        if row["level"] in ("all", "provider") and row["value"] not in ("", STAR):
            told.setdefault(row["scheme"], set()).add(row["value"])
    for table in tables_of(page):
        numbers = [cell.text for row in table.rows for cell in row.cells if cell.numeric and NUMBER.match(cell.text)]
        if table.id.endswith("-trend-table"):
            scheme = max((name for name in files.schemes if table.id.startswith(f"scheme-{name}-")), key=len)
            values = [Decimal(value) for value in told[scheme]]
            said = [Decimal(re.sub(r"[^\d.−]", "", NUMBER.match(text).group()).replace("−", "-")) for text in numbers]  # type: ignore[union-attr]
            assert all(any(abs(number - times * value) <= Decimal("0.051") for value in values for times in (1, 100)) for number in said), (
                table.id
            )
        elif files.rounded and (table.id.endswith("-undetermined") or table.id in ("quality-datasets", "quality-issues")):
            assert [text for text in numbers if int(text.replace(",", "")) % 5] == [], table.id
