"""Codes for the text of a YAML file: what can be wrong before it means anything."""

from __future__ import annotations

from improving_value.kernel.code import Code, by_code

YAML_CODES = by_code(
    Code(
        "anchor-or-tag",
        "An anchor, an alias or a tag",
        "A value that begins with `&`, `*` or `!` has a special meaning in YAML, and these files do not use it. "
        "Write the value out where it is needed, or put it in quotes when the sign is part of the text.",
        "title: '& more'",
    ),
    Code(
        "control-character",
        "A character that cannot be seen",
        "The text holds a control character, or one that changes the direction of writing or ends a line unseen. "
        "It usually comes along when text is pasted from elsewhere. Delete it, or type the line again.",
        "title: Dosing",
    ),
    Code(
        "duplicate-key",
        "The same key twice",
        "A key may stand once in the same place; YAML itself would keep the last and drop the others without a word.",
        "one `target:`, not two",
    ),
    Code(
        "expression-in-flow-mapping",
        "An expression torn apart by braces",
        "Between `{` and `}`, or `[` and `]`, YAML cuts text at every comma and bracket, so an expression there falls to pieces. "
        "Write each key on a line of its own, without braces.",
        "- rule: dosed\n  when: max(0, dose) > 1",
    ),
    Code(
        "file-too-large",
        "A file that is too large",
        "A scheme, a parameters file or a dictionary entry is a page or a few, never more than a megabyte. "
        "Activity data belong in CSV or Parquet files.",
        "split the file",
    ),
    Code(
        "folded-expression",
        "An expression in folded text",
        "`>` joins lines together, and the place of a fault in the expression would be lost. Write the expression on one line, or after `|`.",
        "when: |\n  dose > 1\n  and weight > 40",
    ),
    Code(
        "leading-quote",
        "A value that begins with a quote and goes on after it",
        "YAML takes a value that begins with a quote to end at the closing quote. "
        "Put `|` after the key and the expression on the next line, indented, or turn the comparison round.",
        "when: |\n  'ITP' == indication",
    ),
    Code(
        "nesting-too-deep",
        "Too many levels of indentation",
        "No file of this system needs so many levels, one inside the other. Look for brackets that are not closed.",
        "[[1, 2], [3]]",
    ),
    Code(
        "not-text",
        "A file that is not text",
        "These files are plain text in UTF-8. A spreadsheet, a Word document or a file in another encoding cannot be read. "
        "Save it as plain text, encoding UTF-8.",
        "Save as: plain text, UTF-8",
    ),
    Code(
        "several-documents",
        "Several documents in one file",
        "A line `---` begins a new document in YAML. One file holds one scheme; put the other in a file of its own.",
        "one file for each scheme",
    ),
    Code(
        "tab-in-yaml",
        "A tab",
        "YAML is indented with spaces. A tab looks like several, and different programs count it differently.",
        "indent with two spaces",
    ),
    Code(
        "text-torn-by-comma",
        "Text torn apart by a comma in braces",
        "Between `{` and `}`, or `[` and `]`, a comma ends a value. Put the text in quotes, or write each item on a line of its own.",
        "{title: 'Dosing (ITP, adults)', page: 9}",
    ),
    Code(
        "unclosed-quote",
        "A quote that is never closed",
        "A text that begins with a quote must end with the same one. In a CSV file, a quote that is not closed swallows the rows after it.",
        "title: 'Dosing'",
    ),
    Code(
        "yaml-syntax",
        "A line that YAML cannot read",
        "The indentation or the punctuation of this line does not fit the lines above it. "
        "Keys of one mapping begin in the same column, and there is a space after each `:` and `-`.",
        "units:\n  course:\n    from: ig_infusions",
    ),
)
