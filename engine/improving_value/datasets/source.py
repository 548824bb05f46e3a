"""A file about to be read: SQL for its rows, and how each of its columns becomes typed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from improving_value.datasets.columns_sql import ColumnSql


@dataclass(frozen=True)
class Source:
    """`relation` goes after FROM; `row` and `part` are SQL over it for the row as a spreadsheet counts it and the file's name.

    `row` is None when rows arrive in the order of the file and none is left out, so that the order itself tells; `part` is
    None when all rows come from one file.
    `ragged` are rows that were left out because they have too many or too few values.
    """

    relation: str
    columns: Mapping[str, ColumnSql]
    row: str | None
    part: str | None = None
    ragged: tuple[int, ...] = ()
