"""Text that YAML cut at a comma, because it stands in braces or brackets."""

from __future__ import annotations

import re

_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"")
_FLAT = re.compile(r"[^\r\n]*")


def torn_text(text: str, start: int, held: str, is_expression: bool) -> str | None:
    """Return the whole of a text of which YAML kept only `held`, the part before a comma; None when it is whole.

    It is torn when a comma follows it and a bracket (or, in an expression, a quote) is still open.
    """
    if not _is_open(held, is_expression):
        return None
    found = _FLAT.match(text, start + len(held))
    if found is None or not found.group().lstrip().startswith(","):
        return None
    return whole_text(text, start)


def whole_text(text: str, start: int) -> str:
    """Return the text from an offset to the first comma or closing bracket that is not inside a bracket of its own."""
    line = _FLAT.match(text, start)
    rest = line.group() if line else ""
    depth, quote = 0, ""
    for index, sign in enumerate(rest):
        if quote:
            quote = "" if sign == quote else quote
        elif sign in "'\"":
            quote = sign
        elif sign in "([":
            depth += 1
        elif sign == "{" or (sign in "}],)" and depth == 0):
            return rest[:index].strip()
        elif sign in ")]":
            depth -= 1
    return rest.strip()


def _is_open(held: str, is_expression: bool) -> bool:
    bare = _QUOTED.sub("", held)
    if is_expression and ("'" in bare or '"' in bare):
        return True
    return bare.count("(") > bare.count(")")
