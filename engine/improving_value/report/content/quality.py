"""The data and the run: what was read, what was set aside and why, and the record by which a run can be repeated."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from improving_value.assess.assessment import Assessment, DatasetQuality
from improving_value.report.content.model import Cell, Column, Fact, Row, RowGroup, Table, plain, shortened
from improving_value.report.content.words import sentence_case
from improving_value.report.numbers import count, counted, per_cent

_ELSEWHERE = ("schemes", "not_run", "inputs", "parameters", "warnings", "withheld", "claims")
"""Parts of the run record that the page shows in their own place: in a table, with the data, or in the chapters."""


def datasets(assessment: Assessment) -> Table:
    """Return each dataset: its file, and the rows read, used and set aside."""
    columns = (Column("File", numeric=False), Column("Rows read"), Column("Rows used"), Column("Set aside"), Column("Duplicates"))
    rows = tuple(_dataset(found) for found in assessment.quality)
    note = "A row that is set aside could not be read; it is listed in the run's files and counted in no figure."
    return Table("quality-datasets", "Data read, by dataset", "Dataset", columns, (RowGroup("", rows),), note)


def _dataset(found: DatasetQuality) -> Row:
    used = "nothing to read" if found.rows_read == 0 else ""
    if found.rows_read and found.rows_used is not None:
        used = per_cent(min(Decimal(1), Decimal(found.rows_used) / Decimal(found.rows_read))) + " of those read"
    cells = (
        Cell(shortened(found.file), note=f"SHA-256 {found.sha256[:16]}" if found.sha256 else "", numeric=False),
        Cell(count(found.rows_read)), Cell(count(found.rows_used), note=used), _noted(found.rows_set_aside), _noted(found.duplicates),
    )  # fmt: skip
    return Row(shortened(found.dataset), cells)


def _noted(number: int | None) -> Cell:
    """Return a count of which only what is not nought is worth a look."""
    return Cell(count(number), quiet=number == 0)


def issues(assessment: Assessment) -> Table:
    """Return what was wrong with rows, by dataset, code and column; never a value."""
    rows = tuple(
        Row(
            shortened(found.dataset),
            (
                Cell(sentence_case(shortened(code).replace("-", " ")), numeric=False),
                Cell(shortened(column) or "the whole row", numeric=False),
                Cell(count(number)),
            ),
        )
        for found in assessment.quality
        for code, column, number in found.issues
    )
    columns = (Column("Issue", numeric=False), Column("Column", numeric=False), Column("Rows"))
    return Table("quality-issues", "Issues found in the data", "Dataset", columns, (RowGroup("", rows),))


def quality_sentence(assessment: Assessment) -> str:
    """Return in one sentence how much of the data was used."""
    counts = [(found.rows_read, found.rows_set_aside) for found in assessment.quality]
    if any(None in pair for pair in counts):
        return f"Rows read from {counted(len(counts), 'dataset')}, and set aside, are counted for each below."
    read, aside = sum(read or 0 for read, _ in counts), sum(aside or 0 for _, aside in counts)
    if not read:
        return "No rows were read."
    words = f"{counted(read, 'row')} read from {counted(len(assessment.quality), 'dataset')}"
    return f"{words}; none set aside." if not aside else f"{words}; {counted(aside, 'row was', 'rows were')} set aside."


def record(assessment: Assessment) -> tuple[Fact, ...]:
    """Return the run record, flattened, without what stands in a place of its own."""
    return tuple(Fact(shortened(term), shortened(text, 400)) for term, text in _flattened("", assessment.run_record))


def schemes_run(assessment: Assessment, note: str) -> Table:
    """Return the schemes that were run, and the fingerprint of each file, by which anyone can tell whether theirs is the same."""
    columns = (Column("Status", numeric=False), Column("SHA-256 of its file", numeric=False))
    rows = tuple(
        Row(
            shortened(one.scheme.title),
            (Cell(sentence_case(one.scheme.status.replace("_", " ")), numeric=False), Cell(one.file_hash, numeric=False)),
        )
        for one in assessment.schemes
    )
    return Table("record-schemes", "Schemes run", "Scheme", columns, (RowGroup("", rows),), note)


def _flattened(path: str, value: Any) -> Iterator[tuple[str, str]]:
    match value:
        case Mapping():
            for key in value:
                if path or key not in _ELSEWHERE:
                    yield from _flattened(_joined(path, str(key)), value[key])
        case str() | bytes():
            yield path, plain(str(value))
        case Sequence():
            for number, item in enumerate(value, start=1):
                yield from _flattened(_joined(path, str(number)), item)
        case None:
            yield path, "none"
        case bool():
            yield path, "yes" if value else "no"
        case int():
            yield path, count(value)
        case date():
            yield path, value.isoformat()
        case _:
            yield path, str(value)


def _joined(path: str, name: str) -> str:
    return f"{path}, {name}" if path else name
