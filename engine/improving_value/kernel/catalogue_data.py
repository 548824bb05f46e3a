"""Codes for values and for data files. Their messages name the column, the row and the rule, never the value."""

from __future__ import annotations

from improving_value.kernel.code import Code, by_code

_VALUES = (
    Code(
        "not-a-date",
        "Not a date",
        "Dates are written year, month, day, as in 2017-04-03. The day must exist.",
        "2017-04-03",
    ),
    Code(
        "not-a-date-time",
        "Not a date and time",
        "A date and time is written as in 2017-04-03 14:30 or 2017-04-03T14:30:00.",
        "2017-04-03 14:30",
    ),
    Code(
        "not-a-number",
        "Not a number",
        "Numbers are written with digits, one point and no leading zeros; without thousands separators, units, % or E.",
        "1000, 0.8, -12.50",
    ),
    Code(
        "not-a-time",
        "Not a time of day",
        "A time of day is written with the hour from 00 to 23 and the minute, as in 07:00.",
        "07:00",
    ),
    Code(
        "not-after",
        "Two dates in the wrong order",
        "One date or time may not lie after the other, or an end must lie after its beginning.",
        "from: 2017-04-01, until: 2018-04-01",
    ),
    Code(
        "not-true-or-false-value",
        "Neither true nor false",
        "In YAML, only `true` and `false`, in lower case and without quotes. In data, the spellings the dictionary lists.",
        "recurrent: true",
    ),
    Code(
        "out-of-range",
        "A value outside the sensible range",
        "The value lies outside the limits that the dictionary or the parameter gives, so it is more likely a slip than a fact.",
        "a share is 0.80, not 80",
    ),
)

_FILES = (
    Code(
        "ambiguous-column",
        "Two columns for one",
        "Two headings of the file could both be this column. Keep one of them.",
        "one column `dose_g`",
    ),
    Code("empty-file", "A file with nothing in it", "The file has no heading, or no text at all.", "a heading, then the rows"),
    Code(
        "file-not-readable",
        "A file that cannot be read",
        "The file is there, and cannot be opened or is not what its name says.",
        "check the rights, or export it again",
    ),
    Code(
        "missing-column",
        "A column that is not in the file",
        "A column that is needed is not there under its name or any of its other headings.",
        "add the column, or rename its heading",
    ),
    Code("missing-file", "A file that is not there", "No file was found under this name.", "check the folder and the spelling"),
    Code(
        "not-utf8",
        "A file in another encoding",
        "Data files are text in UTF-8. Save the file again with that encoding.",
        "CSV UTF-8 (comma delimited)",
    ),
    Code(
        "ragged-row",
        "A row with too many or too few values",
        "The row has another number of values than the heading has columns. A comma inside a value needs quotes round the value.",
        '"Dosing, adults"',
    ),
    Code(
        "two-files",
        "Two files for one dataset",
        "Two files of the folder could both be this dataset, and their rows would be counted twice.",
        "keep the one that counts",
    ),
    Code(
        "unknown-column",
        "A column nobody asked for",
        "The dictionary does not have this column, so it is not used.",
        "rename it, or leave it out",
    ),
)

_ROWS = (
    Code(
        "duplicate-key-different-row",
        "Two different rows with one key",
        "Two rows have the same key and differ elsewhere, so at most one of them is right. Neither can be chosen by rule.",
        "keep the right one",
    ),
    Code("duplicate-row", "The same row twice", "A row that is the same in every column is counted once.", "send each row once"),
    Code(
        "hour-did-not-exist",
        "An hour that did not exist",
        "In the March night the clock goes from 1:00 to 2:00 at once, so a time between them never was.",
        "check the clock of the system it comes from",
    ),
    Code(
        "hour-happened-twice",
        "An hour that happened twice",
        "In the October night the hour from 1:00 to 2:00 comes twice. The first is taken, and the row is marked.",
        "send the time with its offset",
    ),
    Code(
        "missing-required-value",
        "A value that must be there and is not",
        "Without this value the row cannot be used. It is set aside, and counted.",
        "fill the column",
    ),
    Code(
        "too-many-places",
        "More decimal places than are kept",
        "The value has more decimal places than the dictionary gives the column.",
        "12.3456",
    ),
    Code(
        "unknown-code",
        "A code that is not in the list",
        "The dictionary lists the codes of this column, and this is none of them.",
        "use a code of the list",
    ),
    Code(
        "unknown-organisation",
        "An organisation that is not in the table",
        "The organisations table has no row for this code on that day, so its hub and region are not known.",
        "add the organisation to the table",
    ),
)

DATA_CODES = by_code(*_VALUES, *_FILES, *_ROWS)
