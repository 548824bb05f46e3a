"""The columns of a ledger of savings: what each holds, and how it may be written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Sort = Literal["code", "text", "money", "month", "year", "choice", "flag"]


@dataclass(frozen=True)
class LedgerColumn:
    """One column. `needed`: a ledger without it cannot be reconciled, and no row may leave it empty."""

    name: str
    sort: Sort
    help: str
    needed: bool = False
    choices: tuple[str, ...] = ()


COLUMNS = (
    LedgerColumn("scheme_id", "text", "the scheme's id, as `improving-value menu` lists it", needed=True),
    LedgerColumn("saving", "text", "the saving's id; needed where a scheme has savings of several sorts"),
    LedgerColumn("unique_ref", "text", "the ledger's own reference"),
    LedgerColumn("project_name", "text", "what the project is called"),
    LedgerColumn("provider_ods", "code", "the provider's code"),
    LedgerColumn("commissioner_ods", "code", "the commissioner's code"),
    LedgerColumn("region", "text", "the region"),
    LedgerColumn("service_line", "text", "the service line"),
    LedgerColumn("pod", "text", "point of delivery"),
    LedgerColumn("financial_year", "year", "the financial year, as 2017/18"),
    LedgerColumn("month", "month", "1 to 12 (1 is April), a date in the month, or a period such as 2017/18 M01 or 2017/18 Q1", needed=True),
    LedgerColumn("baseline", "money", "pounds spent before"),
    LedgerColumn("plan_gross", "money", "pounds planned, before costs"),
    LedgerColumn("investment", "money", "pounds spent to save"),
    LedgerColumn("plan_net", "money", "pounds planned, after costs"),
    LedgerColumn("actual_gross", "money", "pounds claimed, before costs; empty where nothing is claimed yet", needed=True),
    LedgerColumn("actual_net", "money", "pounds claimed, after costs"),
    LedgerColumn("fot", "money", "forecast outturn: pounds expected for the year"),
    LedgerColumn("recurrent_flag", "flag", "yes where the saving comes back every year"),
    LedgerColumn("start_month", "month", "the month the scheme goes live"),
    LedgerColumn("fye", "money", "full-year effect: pounds of twelve months live"),
    LedgerColumn("payment_mechanism", "choice", "how the contract pays", choices=("pass_through", "cost_and_volume", "block", "local")),
    LedgerColumn("beneficiary", "choice", "who keeps it", choices=("commissioner", "provider", "system", "capacity_only")),
    LedgerColumn("rag_delivery", "choice", "the ledger's own rating", choices=("red", "amber", "green")),
    LedgerColumn("evidence_class", "choice", "how it is known", choices=("measured", "modelled", "assumed")),
    LedgerColumn("data_status", "choice", "flex: may change; freeze: final", choices=("flex", "freeze")),
    LedgerColumn("price_basis", "text", "which prices the claim is at"),
    LedgerColumn("price_year", "text", "the year of those prices"),
    LedgerColumn("double_count_group", "text", "a name shared by claims on the same activity"),
)

WORKED_OUT = (
    "what became of it", "kind of money", "amount, £", "counted for", "claim no.", "month as date", "period no.", "whose",
    "organisation no.", "claim begins", "line no.", "cells 1", "cells 2", "cells 3", "cells 4", "same amount", "same row", "restated", "how far",
)  # fmt: skip
"""What the workbook of a run works out beside each row."""
RECONCILED = (
    "claim", "by_commissioner", "for_all", "organisation", "counts_for", "slice", "cells_1", "cells_2", "cells_3", "copy", "superseded", "place",
    "counted",
)  # fmt: skip
"""What the workbook of a reconciliation works out beside each row."""
BESIDE = (WORKED_OUT, RECONCILED)
"""No part of a ledger when such a sheet is read back: a row and its copy would differ in them."""

BY_NAME = {column.name: column for column in COLUMNS}
MONEY = tuple(column.name for column in COLUMNS if column.sort == "money")
HEADING = "scheme_id"
"""The first row that has this heading is the row of headings; what stands above it is a title."""


def as_heading(written: str) -> str:
    """Return a heading as it is looked up: lower case, one underscore for spaces and hyphens."""
    return "_".join(written.replace("-", " ").replace("_", " ").lower().split())
