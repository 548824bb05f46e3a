"""Codes for what finance brings: a ledger of claimed savings, the folder of a run, the file of a year's runs."""

from __future__ import annotations

from improving_value.kernel.code import Code, by_code

_RECONCILING = (
    Code(
        "ledger-formula",
        "A cell of the ledger without a value",
        "The workbook holds a formula whose result was never saved, or one that could not be worked out, such as a reference to a cell that is gone. Reading it as nothing would lose a claim.",
        "open the workbook in Excel, save it, and run again",
    ),
    Code(
        "ledger-period",
        "A month that cannot be read",
        "A month is a number from 1 (April) to 12 with its financial year, a date in the month, or a period such as 2017/18 M01 or 2017/18 Q1. "
        "It lies wholly within the run or wholly outside it.",
        "2017/18 M01",
    ),
    Code(
        "ledger-saving-unclear",
        "A claim on savings of several sorts",
        "A row without `saving` stands for all that its scheme delivers. Where that is money of several sorts, which are never added together, "
        "the row says which saving it claims.",
        "a column `saving` with the saving's id",
    ),
    Code(
        "no-such-comparison",
        "A comparison that does not exist",
        "Comparisons are numbered from R0001 in reconciliation.csv. A row outside the run's period is in none.",
        "improving-value reconcile RESULTS --ledger ledger.csv --item R0001",
    ),
    Code(
        "not-a-ledger",
        "A file that is no ledger",
        "A ledger is a CSV file, or an Excel workbook with a sheet called Ledger (or only one sheet). One of its first rows holds the headings.",
        "scheme_id,provider_ods,financial_year,month,plan_gross,actual_gross",
    ),
    Code(
        "not-a-run",
        "A folder that is no run",
        "`--since`, reconciling, tracking and bridging read what a run left: give the folder that was its `--out`. A run by an earlier version is run again.",
        "improving-value reconcile RESULTS --ledger ledger.csv",
    ),
)

_TRACKING = (
    Code(
        "not-a-store",
        "A file that holds no runs",
        "Runs are kept in a file of their own, which `improving-value track add` makes. Another file is never changed.",
        "improving-value track add RESULTS --store year.duckdb",
    ),
)

FINANCE_CODES = by_code(*_RECONCILING, *_TRACKING)
