"""The strict YAML reader: text to plain values with a place for each, and nothing typed by surprise.

Only `true`, `false`, `null`, nothing at all and plain decimal numbers are typed; everything else stays the author's text.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import yaml

from improving_value.kernel.issues import Issue, Location, Rejected
from improving_value.spec.expression_places import never
from improving_value.spec.positions import KeyPath, YamlSource
from improving_value.spec.yaml_faults import diagnose
from improving_value.spec.yaml_tree import Tree

LARGEST_FILE = 1_000_000
"""Bytes. The longest scheme is a few dozen kilobytes."""

_LOADER: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_HIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffe\uffff\ud800-\udfff]")


def read_yaml(path: Path, is_expression: Callable[[KeyPath], bool] = never) -> YamlSource:
    """Return a YAML file as read; faults that leave the rest readable are in its `faults`.

    Issues: missing-file, file-not-readable, file-too-large, not-text and those of `read_yaml_text`.
    """
    file = path.as_posix()
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise Rejected([_too_large(file)])
        written = path.read_bytes()
    except FileNotFoundError as error:
        raise Rejected([_unreadable(file, "missing-file", "no file of this name", "check the folder and the spelling")]) from error
    except OSError as error:
        raise Rejected(
            [_unreadable(file, "file-not-readable", "a file that cannot be opened", "check that it is a file and that you may read it")]
        ) from error
    return read_yaml_bytes(written, file, is_expression)


def read_yaml_bytes(written: bytes, file: str, is_expression: Callable[[KeyPath], bool] = never) -> YamlSource:
    """Return YAML as read from bytes, which must be UTF-8 text."""
    try:
        text = written.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Rejected([_not_text(written, file, error)]) from error
    return replace(read_yaml_text(text, file, is_expression), sha256=hashlib.sha256(written).hexdigest())


def read_yaml_text(text: str, file: str, is_expression: Callable[[KeyPath], bool] = never) -> YamlSource:
    """Return YAML text as read. Values for which `is_expression` is true are kept as text, whatever they look like.

    Issues: tab-in-yaml, control-character, empty-file and every way in which YAML itself can be wrong.
    """
    bare = YamlSource(file, text, None, {})
    if len(text) > LARGEST_FILE:
        raise Rejected([_too_large(file)])
    unseen = [*_tabs(bare), *_hidden(bare)]
    if unseen:
        raise Rejected(unseen)
    tree = Tree(bare, is_expression)
    try:
        return tree.read(yaml.parse(text, Loader=_LOADER))
    except yaml.MarkedYAMLError as error:
        raise Rejected([*(fault.issue for fault in tree.faults), diagnose(bare, error)]) from error


def _tabs(source: YamlSource) -> list[Issue]:
    found = [(number, line.index("\t")) for number, line in enumerate(source.lines, 1) if "\t" in line]
    if not found:
        return []
    (line, column), more = found[0], len(found) - 1
    said = "a tab" + (f", and more on {more} other line{'s' if more > 1 else ''}" if more else "")
    where = Location(source.file, line, column + 1)
    return [source.issue("tab-in-yaml", where, said, "spaces only", "put two spaces for each level of indentation")]


def _hidden(source: YamlSource) -> list[Issue]:
    found = _HIDDEN.search(source.text)
    if not found:
        return []
    said = f"a character that cannot be seen (U+{ord(found.group()):04X})"
    where = source.at(found.start())
    return [source.issue("control-character", where, said, "letters, digits, punctuation and spaces", "delete it, or type the line again")]


def _too_large(file: str) -> Issue:
    found = "a file of more than a megabyte"
    return Issue("file-too-large", Location(file), found, "a few pages of text", "check that it is the right file")


def _unreadable(file: str, code: str, found: str, fix: str) -> Issue:
    return Issue(code, Location(file), found, "a YAML file", fix)


def _not_text(written: bytes, file: str, error: UnicodeDecodeError) -> Issue:
    if b"\x00" in written:
        return Issue(
            "not-text", Location(file), "a file that is not plain text", "plain text in UTF-8", "save it as plain text, encoding UTF-8"
        )
    line = written.count(b"\n", 0, error.start) + 1
    column = len(written[written.rfind(b"\n", 0, error.start) + 1 : error.start].decode("utf-8", "replace")) + 1
    found = "a character in another encoding than UTF-8"
    return Issue("not-text", Location(file, line, column), found, "plain text in UTF-8", "save the file again, encoding UTF-8")
