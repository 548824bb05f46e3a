"""A run's assessment to its files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from improving_value.assess.assessment import Assessment
from improving_value.assess.disclosure import INTERNAL, SHAREABLE, Disclosed, disclose
from improving_value.check.model import CheckedScheme
from improving_value.finance.model import Finance
from improving_value.report import folder as folders
from improving_value.report.content.index import Place
from improving_value.report.pack import packs
from improving_value.report.page import render_page
from improving_value.report.standing import Earlier, Standing
from improving_value.report.tables import write_csv, write_json, write_tables
from improving_value.report.tables_finance import write_finance
from improving_value.report.workbook.writing import FILE, write_workbook


@dataclass(frozen=True)
class Products:
    """What else is made of a run; another process may be sent it. `schemes` are without what no file was there for."""

    assessment: Assessment
    schemes: tuple[CheckedScheme, ...]
    folder: Path
    today: date
    earlier: Earlier | None = None
    places: tuple[Place, ...] = ()
    """Whom to make a pack for."""
    shareable: bool = False
    workbook: bool = False

    @property
    def are_any(self) -> bool:
        """Whether anything was asked for."""
        return self.shareable or self.workbook or bool(self.places)


DataIssue = tuple[str, str, int, str, str]
"""Dataset, file, row, column, code; never a value."""


def write_run(
    assessment: Assessment,
    data_issues: Sequence[DataIssue],
    folder: Path,
    today: date,
    earlier: Earlier | None = None,
    finance: Finance | None = None,
) -> None:
    """Write the internal product: everything as it is, with the list of data issues, and what changed since an `earlier` run."""
    _write(disclose(assessment, INTERNAL), folder, today, None if earlier is None else earlier.internal, finance)
    if finance is not None:
        write_finance(finance, folder)
    rows = [(dataset, file, str(row), column, code) for dataset, file, row, column, code in data_issues]
    write_csv(folder / "data_issues.csv", ("dataset", "file", "row", "column", "code"), rows)


def write_shareable(assessment: Assessment, folder: Path, today: date, earlier: Earlier | None = None) -> None:
    """Write the product that may be passed on: no units, no lines, no rows of data, and no number that tells of few people."""
    folder.mkdir(exist_ok=True)
    _write(disclose(assessment, SHAREABLE), folder, today, None if earlier is None else earlier.shareable)


def write_packs(assessment: Assessment, places: Sequence[Place], folder: Path, today: date) -> None:
    """Write a pack for each place: its own figures as they are, and of its peers what may be passed on."""
    if not places:
        return
    folder.mkdir(exist_ok=True)
    shared, written = disclose(assessment, SHAREABLE), []
    for pack in packs(disclose(assessment, INTERNAL), shared, places, today.isoformat()):
        (folder / pack.name).write_text(pack.html, encoding="utf-8", newline="\n")
        written.append(pack.name)
    write_json(folder / "run.json", {**shared.assessment.run_record, "packs": written})


def _write(disclosed: Disclosed, folder: Path, today: date, earlier: Standing | None, finance: Finance | None = None) -> None:
    write_tables(disclosed, folder)
    (folder / "menu.html").write_text(render_page(disclosed, today.isoformat(), earlier, finance), encoding="utf-8", newline="\n")
    write_json(folder / "run.json", disclosed.assessment.run_record)


def write_products(products: Products) -> None:
    """Write what was asked for: the workbook beside the report, what may be passed on, and packs."""
    run, out = products.assessment, products.folder.parent
    if products.workbook:
        write_workbook(run, products.schemes, products.folder / "units", products.folder / FILE, products.today)
    if products.shareable:
        write_shareable(run, out / folders.SHAREABLE, products.today, products.earlier)
    write_packs(run, products.places, out / folders.PACKS, products.today)
