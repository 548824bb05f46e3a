"""A first look at a CSV file's bytes: is it text in UTF-8, and is it plain enough to be read in bulk?"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from improving_value.datasets.files import CHUNK, DataFile
from improving_value.kernel.issues import Issue, Rejected

_BLANK_ROW = re.compile(rb"\n[ \t,]*\r?\n")
_SEPARATORS = (";", "\t", "|")
LONGEST_FIELD = 64 << 20


@dataclass(frozen=True)
class Scan:
    """What a pass over the bytes shows. `rows` is the number of data rows, known only when there are no quotes."""

    headings: tuple[str, ...]
    is_plain: bool
    rows: int | None


def scan(file: DataFile) -> Scan:
    """Return the headings of a file and whether it is plain; raise Rejected when it is no CSV file in UTF-8."""
    path = file.parts[0]
    _refuse_other_formats(file, path)
    lines = quotes = 0
    is_plain, last = True, b""
    for block in _whole_lines(path):
        _refuse_bad_bytes(file, block, lines)
        quotes += block.count(b'"')
        is_plain = is_plain and not _BLANK_ROW.search(last[-1:] + block + b"\n" * (not block.endswith(b"\n")))
        lines += block.count(b"\n")
        last = block
    if last and not last.endswith(b"\n"):
        lines += 1
    headings = _headings(file, path)
    is_plain = is_plain and quotes % 2 == 0 and not any("\n" in heading or "\r" in heading for heading in headings)
    return Scan(headings, is_plain, lines - 1 if quotes == 0 else None)


def _whole_lines(path: Path) -> Iterator[bytes]:
    """Yield a file in large pieces that end at the end of a line, so that no letter is cut in two."""
    rest: list[bytes] = []
    with path.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            end = chunk.rfind(b"\n") + 1
            if end:
                yield b"".join((*rest, chunk[:end]))
                rest = [chunk[end:]]
            else:
                rest.append(chunk)
    if tail := b"".join(rest):
        yield tail


def _refuse_other_formats(file: DataFile, path: Path) -> None:
    with path.open("rb") as stream:
        start = stream.read(4096)
    if not start.strip(b"\xef\xbb\xbf \t\r\n"):
        raise Rejected([Issue("empty-file", file.at(), "nothing in the file", "a row of headings, then the rows", "export the file again")])
    if start.startswith((b"\xff\xfe", b"\xfe\xff")) or start[1:2] == b"\0" or start[:1] == b"\0":
        raise Rejected([_not_utf8(file, 1, "text in UTF-16")])
    if start.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise Rejected(
            [
                Issue(
                    "file-not-readable",
                    file.at(),
                    "an Excel workbook with the name of a CSV file",
                    "text with commas",
                    "open it in Excel and save it as CSV UTF-8 (comma delimited)",
                )
            ]
        )


def _refuse_bad_bytes(file: DataFile, block: bytes, lines: int) -> None:
    if block.isascii() and b"\0" not in block:
        return
    position = block.find(b"\0")
    if position >= 0:
        raise Rejected([_not_utf8(file, lines + block.count(b"\n", 0, position) + 1, "a zero byte, which no text has")])
    try:
        block.decode("utf-8")
    except UnicodeDecodeError as fault:
        line = lines + block.count(b"\n", 0, fault.start) + 1
        raise Rejected([_not_utf8(file, line, "a letter that is not UTF-8, as when a file is saved as plain CSV or ANSI")]) from None


def _not_utf8(file: DataFile, line: int, found: str) -> Issue:
    return Issue("not-utf8", file.at(line), found, "text in UTF-8", "save the file again as `CSV UTF-8 (comma delimited)`")


def _headings(file: DataFile, path: Path) -> tuple[str, ...]:
    """Return the first row that has anything in it; raise Rejected when it is cut by something other than commas."""
    csv.field_size_limit(LONGEST_FIELD)
    with path.open(encoding="utf-8-sig", newline="") as stream:
        try:
            first = next(csv.reader(stream, strict=True, skipinitialspace=True), [])
        except csv.Error:
            raise Rejected([unclosed(file, 1)]) from None
    if not any(heading.strip() for heading in first):
        raise Rejected(
            [Issue("empty-file", file.at(1), "a first row with nothing in it", "a row of headings", "delete the rows above the headings")]
        )
    if len(first) == 1:
        separator = next((sign for sign in _SEPARATORS if sign in first[0]), None)
        if separator:
            name = {"\t": "tabs", ";": "semicolons", "|": "upright bars"}[separator]
            raise Rejected(
                [
                    Issue(
                        "file-not-readable",
                        file.at(1),
                        f"headings separated by {name}",
                        "headings separated by commas",
                        "save the file again as `CSV UTF-8 (comma delimited)`",
                    )
                ]
            )
    return tuple(first)


def unclosed(file: DataFile, line: int) -> Issue:
    return Issue(
        "unclosed-quote",
        file.at(line),
        "a value in quotes that begins on this line and does not end at a comma or the end of a line",
        'a closing `"`, and `""` for a quote inside the value',
        "close the quote, or take it away",
    )
