"""Codes for the shape of a file: its keys and its values."""

from __future__ import annotations

from improving_value.kernel.code import Code, by_code

SCHEME_CODES = by_code(
    Code(
        "code-not-quoted",
        "A number where text is wanted",
        "This key takes text. A number without quotes would lose how it was written, so put it in quotes.",
        "pages: '9'",
    ),
    Code(
        "duplicate-id",
        "The same id twice",
        "Two entries of one list have the same id, so a figure could not be told from the other. Rename one.",
        "- kpi: pct_courses\n- kpi: pct_patients",
    ),
    Code(
        "empty-text",
        "An empty text",
        "This key takes words, and there are none. Write them, or delete the key when it may be left out.",
        "say: Body weight recorded",
    ),
    Code(
        "empty-value",
        "A key with nothing after it",
        "A key with nothing after its `:` has no value. Write the value, or delete the key when it may be left out.",
        "theme: medicines",
    ),
    Code(
        "missing-key",
        "A key that must be there and is not",
        "Some keys cannot be left out, because there is no value that would be right for every scheme.",
        "say: Body weight recorded",
    ),
    Code(
        "not-a-column",
        "A column of no known kind",
        "A column is an expression, or a mapping with one of: `from` and `is` (facts), `bands`, `classify`, `lookup`.",
        "dose: sum(dose_g)",
    ),
    Code(
        "not-a-list",
        "A list was expected",
        "This key takes a list, also when there is just one item: in square brackets, or one item to a line after `- `.",
        "by: [provider_code]",
    ),
    Code(
        "not-a-mapping",
        "Keys with values were expected",
        "This key takes a mapping: further keys, each with its value, on lines of their own and indented.",
        "group:\n  by: [provider_code]",
    ),
    Code(
        "not-a-name",
        "A name that is not written as one",
        "Names are lower-case letters, digits and `_`, begin with a letter, and have at most 60 signs.",
        "scheme: itp_dosing",
    ),
    Code(
        "not-a-whole-number",
        "A whole number was expected",
        "This key takes a whole number, written with digits only.",
        "page: 9",
    ),
    Code(
        "not-a-workbook",
        "A workbook that is no filled-in template",
        "A new scheme can be read from the workbook that `new --template` writes: its sheets and headings say what is where.",
        "improving-value new --template my_scheme.xlsx",
    ),
    Code(
        "not-single-value",
        "A single value was expected",
        "This key takes one number, one text, or true or false, not a list or a mapping.",
        "value: 7",
    ),
    Code(
        "spreadsheet-formula",
        "A formula of the spreadsheet where words or a number were expected",
        "What a spreadsheet works out is not read: it would stand in the scheme without anybody having written it.",
        "dose / weight",
    ),
    Code(
        "too-few-items",
        "A list or mapping with too few items",
        "This list or mapping needs more items than it has.",
        "labels: [low, high]",
    ),
    Code(
        "unknown-choice",
        "A word that is not one of the choices",
        "This key takes one of a few words. A word that is near one of them is most likely a slip.",
        "better: higher",
    ),
    Code(
        "unknown-key",
        "A key that is not known here",
        "A key the engine does not know would be ignored without a word, so it is refused. It may be misspelt, or indented too far or not enough.",
        "numerator: count(compliant)",
    ),
    Code(
        "wrong-file-name",
        "A file with another name than what it holds",
        "The file is named after the id inside it, and ends in `.yaml`, so that each can be found from the other.",
        "itp_dosing.yaml holds `scheme: itp_dosing`",
    ),
)
