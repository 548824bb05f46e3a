"""Every figure of the report is the figure of the CSV files beside it: cell by cell, read by other code than wrote them."""

from __future__ import annotations

import csv
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from html import unescape
from pathlib import Path
from typing import Any

import pytest
import yaml

from browser.pages import demo
from browser.tables import Seen, SeenRow, SeenTable, drawings, tables_of

SCHEMES = Path(__file__).parents[2] / "schemes"
SPAN = "2017/18"
LEVELS = {"": "all", "Regions": "region", "Hubs": "hub", "Commissioners": "commissioner", "Providers": "provider"}
COLUMNS = ("in_scope", "eligible", "not_eligible", "undetermined")
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
STAR = "*"
MONEY = re.compile(r"−?£[\d,]+\.\d\d")
NUMBER = re.compile(r"−?£?[\d,]+(?:\.\d+)?%?")

Row = dict[str, str]


@dataclass
class Files:
    """The CSV files of a run by what tells a row from the others, and the schemes' own titles."""

    kpis: dict[tuple[str, ...], Row]
    savings: dict[tuple[str, ...], Row]
    counts: dict[tuple[str, ...], Row]
    costs: dict[tuple[str, ...], Row]
    schemes: dict[str, dict[str, Any]]
    rounded: bool
    """Whether disclosure control has been at work: then numbers stand each on their own, and a star is a star."""


@pytest.fixture(scope="module", params=["internal", "shareable"])
def page(request: pytest.FixtureRequest, page_of: Callable[[Callable[[Path], Path]], Path]) -> Path:
    return page_of(demo).parents[1] / request.param / "menu.html"


@pytest.fixture(scope="module")
def files(page: Path) -> Files:
    place = ("level", "organisation", "period")
    return Files(
        _read(page, "kpis", "scheme", "kpi", "scenario", "category", *place),
        _read(page, "savings", "scheme", "saving", "scenario", *place),
        _read(page, "counts", "scheme", "unit", *place),
        _read(page, "costs", "scheme", "cost", *place),
        {path.stem: yaml.safe_load(path.read_text(encoding="utf-8")) for path in SCHEMES.glob("*.yaml")},
        page.parent.name == "shareable",
    )


def _read(page: Path, name: str, *key: str) -> dict[tuple[str, ...], Row]:
    with (page.parent / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return {tuple(row[column] for column in key): row for row in csv.DictReader(file)}


def test_every_cell_is_the_figure_of_its_file(page: Path, files: Files) -> None:
    compared: Counter[str] = Counter()
    faults: list[str] = []
    for table in tables_of(page):
        if table.id.endswith((*ELSEWHERE, *OF_FINANCE)) or table.id.startswith("theme-"):
            continue
        scheme = max((name for name in files.schemes if table.id.startswith(f"scheme-{name}-")), key=len)
        kind = table.id.removeprefix(f"scheme-{scheme}-")
        numbers = sum(1 for row in table.rows for cell in row.cells if cell.numeric and NUMBER.match(cell.text))
        for where, cell, is_right in _pairs(table, kind, scheme, files):
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
                told.add(_pounds(Decimal(row[column])))
                sums[(column, *pair)] += Decimal(row[column])
    return told | {_pounds(amount) for key, amount in sums.items() if key[-1]}


def _pairs(table: SeenTable, kind: str, scheme: str, files: Files) -> Iterator[tuple[str, Seen, bool]]:
    """Yield each cell of a table, with whether it says what its row in the files says."""
    document = files.schemes[scheme]
    for row in table.rows:
        for number, cell in enumerate(row.cells):
            where = f"{row.group} / {row.heading.text} {row.heading.note} / {table.columns[number + 1].text}"
            if kind.endswith("-funnel"):
                found = files.counts[scheme, kind.removesuffix("-funnel"), "all", "all", SPAN]
                yield where, cell, (_is_rounded_step if files.rounded else _is_step)(table, row, number, found)
            elif kind.endswith("by-organisation") and kind.removesuffix("-by-organisation") in document["units"]:
                found = files.counts[scheme, kind.removesuffix("-by-organisation"), *_place(row, scheme, files.counts), SPAN]
                yield where, cell, _is_count(cell, number, found)
            elif kind == "costs":
                cost = document["costs"][number]["cost"]
                yield where, cell, _is_money(cell, files.costs.get((scheme, cost, *_place(row, scheme, files.costs), SPAN)), "cost_gbp")
            elif kind in ("savings", "savings-by-period", "scenarios", "savings-by-organisation"):
                if kind != "savings" or number == 0:
                    yield where, cell, _is_money(cell, _saving(table, kind, scheme, row, number, files), "gross_gbp")
            elif kind == "kpis" and number == 1:
                yield where, cell, _is_target(cell, _kpi(table, kind, scheme, row, 0, files))
            elif kind != "kpis" or number == 0:
                yield where, cell, _is_kpi(cell, _kpi(table, kind, scheme, row, number, files), kind == "main-kpi" and number == 1)


def _place(row: SeenRow, scheme: str, rows: dict[tuple[str, ...], Row]) -> tuple[str, str]:
    """Return the level and the code of the organisation that a row is about."""
    level, code = LEVELS[row.group], row.heading.note
    if level == "all":
        return level, "all"
    return level, next(
        (known for known in _codes(rows, scheme, level) if known == code or (not code and known.lower() == row.heading.text.lower())), ""
    )


_asked: dict[tuple[int, str, str], set[str]] = {}
"""What was found by looking through all rows of a file, which every cell would ask for again."""


def _codes(rows: dict[tuple[str, ...], Row], scheme: str, level: str) -> set[str]:
    key = id(rows), scheme, level
    if key not in _asked:
        _asked[key] = {each["organisation"] for each in rows.values() if each["scheme"] == scheme and each["level"] == level}
    return _asked[key]


def _categories(rows: dict[tuple[str, ...], Row], scheme: str, name: str) -> set[str]:
    key = id(rows), scheme, f"kpi {name}"
    if key not in _asked:
        _asked[key] = {each[3] for each in rows if each[:2] == (scheme, name)}
    return _asked[key]


def _named(listed: list[dict[str, Any]], kind: str, title: str) -> str:
    """Return the id of the KPI or saving with a title, which may have been cut on the page."""
    found = [each[kind] for each in listed if " ".join(str(each.get("title") or each[kind]).split())[:119] == title.rstrip("…")[:119]]
    assert len(found) == 1, (title, found)
    return str(found[0])


def _kpi(table: SeenTable, kind: str, scheme: str, row: SeenRow, number: int, files: Files) -> Row | None:
    document, column = files.schemes[scheme], table.columns[number + 1]
    place, period, category, scenario = ("all", "all"), SPAN, "", "default"
    if kind in ("kpis", "kpis-by-period"):
        name = _named(document["kpis"], "kpi", row.heading.text)
        period = SPAN if kind == "kpis" else column.text
    elif kind == "kpi-scenarios":
        title, _, said = row.heading.text.partition(" – ")
        name = _named(document["kpis"], "kpi", title)
        changed = [each for each in document["scenarios"] if each.get("kpis")]
        scenario = ["default", *(each["scenario"] for each in changed)][number]
        if scenario != "default" and name not in changed[number - 1]["kpis"]:
            return {"unchanged": "not affected"}
        known = _categories(files.kpis, scheme, name)
        category = next((each for each in known if each and _spoken(each) == said.lower()), "")
    elif kind.endswith("-by-category"):
        name = kind.removesuffix("-by-category")
        (category,) = {each for each in _categories(files.kpis, scheme, name) if _spoken(each)[:59] == column.text.rstrip("…").lower()[:59]}
    elif kind.startswith("kpis-by-organisation"):
        name = _named(document["kpis"], "kpi", column.text)
    else:
        assert kind in ("main-kpi", "main-kpi-by-period"), kind
        name = next(each["kpi"] for each in document["kpis"] if not each.get("distribution") and not each.get("reported"))
        period = SPAN if kind == "main-kpi" else column.text
    if "by-organisation" in kind or "by-category" in kind or kind == "main-kpi-by-period":
        place = _place(row, scheme, files.kpis)
    elif kind == "main-kpi":
        level = {"Provider": "provider", "Commissioner": "commissioner"}[table.columns[0].text]
        place = _place(SeenRow(f"{level.capitalize()}s", row.heading, []), scheme, files.kpis)
    return files.kpis.get((scheme, name, scenario, category, *place, period))


def _spoken(category: str) -> str:
    return category.replace("_", " ").lower() if re.fullmatch(r"[a-z0-9_]+", category) else category.lower()


def _saving(table: SeenTable, kind: str, scheme: str, row: SeenRow, number: int, files: Files) -> Row | None:
    document, column = files.schemes[scheme], table.columns[number + 1]
    name = _named(document["savings"], "saving", column.text if kind == "savings-by-organisation" else row.heading.text)
    if kind == "savings-by-organisation":
        return files.savings.get((scheme, name, "default", *_place(row, scheme, files.savings), SPAN))
    if kind == "scenarios":
        told = [
            each["scenario"]
            for each in document["scenarios"]
            if any(key[0] == scheme and key[2] == each["scenario"] for key in files.savings)
        ]
        scenario = ["default", *told][number]
        if not any(key[:3] == (scheme, name, scenario) for key in files.savings):
            return {"unchanged": "not affected"}
        return files.savings.get((scheme, name, scenario, "all", "all", SPAN))
    return files.savings.get((scheme, name, "default", "all", "all", column.text if kind == "savings-by-period" else SPAN))


def _rounded(number: Decimal, places: int) -> str:
    shown = number.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    return f"{'−' if shown < 0 else ''}{abs(shown):,}"


def _pounds(number: Decimal) -> str:
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
        return MONEY.match(text) is not None and shown == _pounds(value)
    if value == value.to_integral_value():
        return shown == _rounded(value, 0)
    return places >= 2 and shown == _rounded(value, places)


def _is_kpi(cell: Seen, row: Row | None, is_size: bool = False) -> bool:
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


def _is_target(cell: Seen, row: Row | None) -> bool:
    if row is None or not row["target"]:
        return not NUMBER.match(cell.text)
    return _is_shown(cell.text, Decimal(row["target"]), row["unit"])


def _is_money(cell: Seen, row: Row | None, column: str) -> bool:
    if row is None or "unchanged" in row:
        return not NUMBER.match(cell.text) and (row is None or cell.text == row["unchanged"])
    if row[column] == STAR:
        return cell.text == STAR
    if not row[column] or row["status"] in ("not_calculable", "withheld"):
        return not NUMBER.match(cell.text) and bool(cell.text)
    return cell.text == _pounds(Decimal(row[column])) and MONEY.fullmatch(cell.text) is not None


def _is_count(cell: Seen, number: int, row: Row) -> bool:
    if number < len(COLUMNS):
        return cell.text.replace(",", "") == row[COLUMNS[number]]
    if STAR in (row["in_scope"], row["undetermined"]):
        return cell.text == STAR
    scope, unknown = int(row["in_scope"]), int(row["undetermined"])
    return _is_shown(cell.text, max(Decimal(0), Decimal(scope) - unknown) / scope, "share") if scope else cell.text == "no activity"


def _is_rounded_step(table: SeenTable, row: SeenRow, number: int, counts: Row) -> bool:
    """Say whether a step tells no more than the file, and of rules, which no file has, no more than to the nearest five."""
    said = {"In scope": ("", "in_scope"), "Decided by every rule": ("undetermined", ""), "Eligible": ("", "eligible")}
    text = row.cells[number].text.replace(",", "")
    if row.heading.text in said:
        column = said[row.heading.text][number]
        return text == (counts[column] if column else "")
    return not text if number else text == STAR or int(text) % 5 == 0


def _is_step(table: SeenTable, row: SeenRow, number: int, counts: Row) -> bool:
    """Say whether a step is right: the first is what was in scope, the last who is eligible, and each leaves what the one before left less what it took."""
    steps = [[int(cell.text.replace(",", "") or 0) for cell in each.cells] for each in table.rows]
    at = table.rows.index(row)
    if number == 0:
        turned = sum(gone for gone, _ in steps)
        return turned == int(counts["not_eligible"]) + int(counts["undetermined"])
    if at == 0:
        return steps[0][1] == int(counts["in_scope"])
    return steps[at][1] == (int(counts["eligible"]) if at == len(steps) - 1 else steps[at - 1][1] - steps[at][0])


def test_the_menu_says_the_same(page: Path, files: Files) -> None:
    rows = [row for table in tables_of(page) if table.id == "menu-caption" for row in table.rows]
    assert len(rows) == len(files.schemes)
    titles = {" ".join(str(document["title"]).split()): name for name, document in files.schemes.items()}
    for row in rows:
        scheme = next(name for title, name in titles.items() if row.heading.text.startswith(title[:119]))
        known = {key[1]: each for key, each in files.savings.items() if key[0] == scheme and key[2:] == ("default", "all", "all", SPAN)}
        amounts = Counter(_pounds(Decimal(each["gross_gbp"])) for each in known.values() if each["gross_gbp"] not in ("", STAR))
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
