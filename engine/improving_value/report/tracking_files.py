"""A year of runs to the files finance loads: the lines of the QIPP report, what was forecast when, and what was restated."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from improving_value.finance.tracking import QippLine, Restatement, deliveries, qipp, restatements
from improving_value.finance.tracking_store import Track, TrackedPosition
from improving_value.report.reconciliation_files import gbp, last_day
from improving_value.report.tables import write_csv, write_json

MARK = "tracking.json"
"""Only a folder that has one is an export's to replace."""

QIPP = (
    "Unique Ref", "Project Name", "POD", "Provider", "Saving", "Sort of Money", "To Date",
    "Gross Plan YTD", "Gross Actual YTD", "Gross Variance YTD", "Gross Variance YTD (%)",
    "Gross Plan Forecast", "Gross Actual Forecast", "Gross Variance Forecast", "Gross Variance Forecast (%)",
    "Claimed YTD", "Forecast Basis",
)  # fmt: skip
RESTATED = ("run", "scheme", "saving", "sort_of_money", "organisation", "period", "before_gbp", "after_gbp", "difference_gbp", "freeze")
FORECASTS = (
    "run", "label", "scheme", "saving", "sort_of_money", "organisation", "to_date", "plan_year_gbp", "plan_to_date_gbp", "claimed_to_date_gbp",
    "delivered_to_date_gbp", "forecast_gbp", "forecast_basis",
)  # fmt: skip
DELIVERED = ("run", "label", "span", "sort_of_money", "amount_gbp", "figures_not_known")
_MONEY = '#,##0.00;[Red](#,##0.00);"-"'


def write_export(track: Track, folder: Path) -> None:
    """Write the year's tables as CSV, and together as a workbook."""
    labels = {run.number: run.label for run in track.runs}
    spans = {run.number: run.span for run in track.runs}
    tables: dict[str, tuple[Sequence[str], list[Sequence[str]]]] = {
        "qipp": (QIPP, [_line(one) for one in qipp(track)]),
        "forecasts": (FORECASTS, [_position(one, labels[one.run]) for one in track.positions]),
        "delivered": (
            DELIVERED,
            [(str(one.run), labels[one.run], spans[one.run], one.sort, gbp(one.pence), str(one.not_known)) for one in deliveries(track)],
        ),
        "restatements": (RESTATED, [_restated(one) for one in restatements(track)]),
    }
    for name, (headings, rows) in tables.items():
        write_csv(folder / f"{name}.csv", headings, rows)
    _workbook(folder / "tracking.xlsx", tables)
    write_json(folder / MARK, {"runs": [{"number": run.number, "label": run.label, "span": run.span} for run in track.runs]})


def _line(one: QippLine) -> Sequence[str]:
    position = one.position
    named = (position.reference, position.project or position.scheme, position.pod, position.organisation, position.saving, position.sort)
    return (
        *named,
        last_day(position.to_date),
        *_figures(one.to_date),
        *_figures(one.whole_year),
        gbp(position.claimed_to_date),
        position.forecast_basis,
    )


def _figures(pair: tuple[int | None, int | None]) -> Sequence[str]:
    share = QippLine.share(pair)
    return (gbp(pair[0]), gbp(pair[1]), gbp(QippLine.variance(pair)), "" if share is None else f"{100 * share:.1f}")


def _position(one: TrackedPosition, label: str) -> Sequence[str]:
    money = (one.plan_year, one.plan_to_date, one.claimed_to_date, one.delivered_to_date, one.forecast)
    place = (str(one.run), label, one.scheme, one.saving, one.sort, one.organisation, last_day(one.to_date))
    return (*place, *map(gbp, money), one.forecast_basis)


def _restated(one: Restatement) -> Sequence[str]:
    place = (str(one.run), one.scheme, one.saving, one.sort, one.organisation, one.period)
    return (*place, gbp(one.before), gbp(one.after), gbp(one.difference), "after freeze" if one.is_after_freeze else "before freeze")


def _workbook(path: Path, tables: dict[str, tuple[Sequence[str], list[Sequence[str]]]]) -> None:
    from xlsxwriter import Workbook

    with Workbook(path.as_posix(), {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"title": "Savings, run by run", "created": datetime(2000, 1, 1)})
        strong, money = book.add_format({"bold": True, "text_wrap": True, "bg_color": "#E8EDEE"}), book.add_format({"num_format": _MONEY})
        for name, (headings, rows) in tables.items():
            sheet = book.add_worksheet(name)
            sheet.freeze_panes(1, 0)
            sheet.set_column(0, len(headings) - 1, 18)
            sheet.write_row(0, 0, headings, strong)
            for number, row in enumerate(rows, start=1):
                for column, (heading, cell) in enumerate(zip(headings, row, strict=True)):
                    if cell and (heading.endswith(("_gbp", "(%)")) or heading.startswith(("Gross ", "Claimed "))):
                        sheet.write_number(number, column, float(cell), money)
                    elif cell:
                        sheet.write_string(number, column, cell)
            sheet.autofilter(0, 0, max(len(rows), 1), len(headings) - 1)
