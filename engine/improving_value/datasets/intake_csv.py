"""A CSV file as a source: read in bulk when it is plain, row by row when it is not."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from improving_value.datasets.columns_sql import ColumnSql, from_plain_text, from_text, literal, quoted
from improving_value.datasets.csv_scan import Scan, unclosed
from improving_value.datasets.files import DataFile
from improving_value.datasets.source import Source
from improving_value.datasets.spelling import plainly_written
from improving_value.kernel.issues import Rejected
from improving_value.spec.dictionary import DictionaryColumn

Columns = Mapping[str, DictionaryColumn]


def plain_source(file: DataFile, scan: Scan, places: Mapping[str, int], columns: Columns) -> Source:
    """Return a plain file as it stands; DuckDB raises when it turns out not to be plain."""
    names = [f"c{place}" for place in range(len(scan.headings))]
    plain = plainly_written(file.parts[0], scan, places, columns)
    return Source(_relation(file.parts[0], names), _typed(places, columns, plain), None)


def mended_source(file: DataFile, width: int, places: Mapping[str, int], columns: Columns, workdir: Path) -> Source:
    """Return a file read row by row into a plain copy that carries the number of each row.

    Blank rows are passed over. Rows with too many or too few values are left out and named. Raises Rejected when a quoted
    value never ends.
    """
    clean = workdir / f"{file.dataset.dataset}.rows.csv"
    ragged: list[int] = []
    kept = sorted(set(places.values()))
    with clean.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_ALL)
        writer.writerow(["row", *(f"c{place}" for place in kept)])
        for record in _records(file):
            if len(record.values) < width or any(record.values[width:]):
                ragged.append(record.row)
            else:
                writer.writerow([record.row, *(record.values[place] for place in kept)])
    relation = _relation(clean, ["row", *(f"c{place}" for place in kept)])
    return Source(relation, _typed(places, columns), "CAST(row AS BIGINT)", ragged=tuple(ragged))


def _relation(path: Path, names: Sequence[str]) -> str:
    columns = ", ".join(f"{literal(name)}: 'VARCHAR'" for name in names)
    return (
        f"read_csv({literal(path.as_posix())}, auto_detect = false, header = true, delim = ',', quote = '\"', escape = '\"',"
        f" comment = '', skip = 0, strict_mode = true, max_line_size = {64 << 20}, columns = {{{columns}}})"
    )


def _typed(places: Mapping[str, int], columns: Columns, plain: frozenset[str] = frozenset()) -> dict[str, ColumnSql]:
    return {
        name: (from_plain_text if name in plain else from_text)(name, quoted(f"c{place}"), columns[name]) for name, place in places.items()
    }


@dataclass(frozen=True)
class _Record:
    row: int
    values: list[str]


def _records(file: DataFile) -> Iterator[_Record]:
    """Yield the rows of a file below its headings that have anything in them; the headings are row 1."""
    with file.parts[0].open(encoding="utf-8-sig", newline="") as stream:
        reader = csv.reader(stream, strict=True, skipinitialspace=True)
        row = begins = 0
        try:
            for values in reader:
                row += 1
                begins = reader.line_num
                if row > 1 and any(value.strip() for value in values):
                    yield _Record(row, values)
        except csv.Error:
            stream.seek(0)
            raise Rejected([unclosed(file, _opening_line(stream, begins))]) from None


def _opening_line(stream: TextIO, skipped: int) -> int:
    """Return the line on which the quoted value begins that spoils the record after so many lines."""
    for _ in range(skipped):
        stream.readline()
    opened = skipped + 1
    state = "start"
    for line, text in enumerate(stream, opened):
        for sign in text:
            match state, sign:
                case "start", '"':
                    state, opened = "quoted", line
                case "quoted", '"':
                    state = "closing"
                case "quoted", _:
                    pass
                case "closing", '"':
                    state = "quoted"
                case _, ",":
                    state = "start"
                case ("closing", "\r") | ("start", " "):
                    pass
                case "closing", _:
                    return opened
                case _:
                    state = "plain"
        # A record that ends here was the reader's to refuse for another reason: its size.
        if state != "quoted":
            return opened
    return opened
