"""Codes for a run: its parameters, its period, its output."""

from __future__ import annotations

from improving_value.kernel.code import Code, by_code

_PARAMETERS = (
    Code(
        "missing-parameter",
        "A local value that nobody supplied",
        "The parameters file has no value, so what needs it is not calculable. It is never taken to be zero.",
        "improving-value parameters --template",
    ),
    Code(
        "parameter-wrong-keys",
        "A value for other columns than the parameter has",
        "The scheme says which columns the value depends on, under `by`. A row gives all of them, or none and then holds for any.",
        "- {product: octagam, value: 38.50}",
    ),
    Code(
        "two-values-on-one-day",
        "Two values on one day",
        "Two rows for the same key hold on the same day. Only one can be right.",
        "from: 2017-04-01 and from: 2018-04-01",
    ),
    Code(
        "unknown-parameter", "A parameter that the scheme does not have", "The value would not be used. The name may be misspelt.", "price"
    ),
    Code("unknown-scheme", "A scheme that does not exist", "There is no scheme with this id. It may be misspelt.", "itp_dosing"),
)

_RUNS = (
    Code(
        "baseline-overlaps",
        "A baseline that overlaps the period",
        "The baseline must lie wholly before or after the period.",
        '--period "2017/18 Q1" --baseline "2016/17 Q1"',
    ),
    Code("disk-full", "No room on the disk", "The output could not be written. Nothing half-written was left.", "make room, and run again"),
    Code("draft-scheme", "A draft", "A draft is checked and never reported.", "status: published"),
    Code(
        "history-too-short",
        "Data that do not reach far enough back",
        "The scheme needs to see earlier activity to tell a first from a later one.",
        "send the months before as well",
    ),
    Code(
        "missing-dataset",
        "A dataset that was not sent",
        "The scheme needs this dataset and the folder does not have it.",
        "add the file, or run without the scheme",
    ),
    Code(
        "no-schemes",
        "No scheme to run",
        "Nothing evaluated is never success: there must be at least one scheme that can run.",
        "--scheme itp_dosing",
    ),
    Code(
        "no-such-pack",
        "A pack for an organisation without figures",
        "`--pack` takes the code of a provider, a hub, a region or a commissioner that has figures in this run, or `all` for every one of them.",
        "--pack RX1",
    ),
    Code(
        "nothing-to-explain",
        "Nothing to explain",
        "No unit of this patient, or no unit with this key, is in the data of the run.",
        "look the key up in the units of a run",
    ),
    Code("output-exists", "An output folder that exists", "A run never writes into the results of another.", "--out results_2"),
    Code(
        "memory-full",
        "More memory needed than the engine may use",
        "What does not fit in memory goes to disk, but some steps need a least amount. Nothing was written.",
        "--memory 3GB",
    ),
    Code(
        "output-not-writable",
        "A folder that cannot be written to",
        "The folder for the results, or the one it is to stand in, cannot be written to. Nothing was written.",
        "--out another_folder",
    ),
    Code(
        "output-locked",
        "An output that is open elsewhere",
        "Another program holds the file. Close it, and run again.",
        "close the workbook",
    ),
    Code(
        "period-not-understood",
        "A period that cannot be read",
        "Write a financial year, quarter or month, or two of them joined by two dots. Month 1 is April.",
        "2017/18, 2017/18 Q1, 2017/18 M01, 2016/17..2017/18",
    ),
    Code(
        "scheme-not-run",
        "A scheme that did not run",
        "The scheme has errors, so no figure of it is shown. The others ran.",
        "improving-value check",
    ),
    Code(
        "unknown-engine", "An engine that does not exist", "A run uses DuckDB, or Spark when one machine is not enough.", "--engine duckdb"
    ),
)

RUN_CODES = by_code(*_PARAMETERS, *_RUNS)
