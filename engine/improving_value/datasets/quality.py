"""What intake found in one dataset: rows and faults counted, nothing of the rows themselves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from improving_value.kernel.issues import Issue


@dataclass(frozen=True)
class Quality:
    """One dataset as it arrived. Rows read are rows used, rows set aside and duplicates."""

    dataset: str
    file: str
    sha256: str
    rows_read: int
    rows_used: int
    rows_set_aside: int
    duplicates: int
    issues: tuple[tuple[str, str, int], ...]
    """Code, column, number of rows; the rows themselves are in the table `data_issues`."""


@dataclass(frozen=True)
class Intake:
    """A folder, read: each dataset is a table of the connection under its own name.

    `absent` are optional datasets without a file (their tables are empty); `not_in_file` are columns that were wanted and
    not sent (they are missing throughout). Both have a warning.
    """

    quality: tuple[Quality, ...]
    warnings: tuple[Issue, ...]
    absent: tuple[str, ...]
    not_in_file: Mapping[str, tuple[str, ...]]
