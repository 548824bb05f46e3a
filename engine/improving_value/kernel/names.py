"""What a name may be, and the known name nearest to one that is not known."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable

NAME = re.compile(r"[a-z][a-z0-9_]*", re.ASCII)
"""Names of schemes, units, columns, parameters … Use it with `fullmatch`."""

_ALIKE = 0.7
"""Share of letters in common below which a suggestion would be a guess (difflib's ratio; its own default is 0.6)."""


def nearest(name: str, known: Iterable[str]) -> str | None:
    """Return the one known name most like this one, or None when none is near. Ties go to the first in the alphabet."""
    candidates = sorted(set(known) - {name})
    same = [candidate for candidate in candidates if _plain(candidate) == _plain(name)]
    if same:
        return same[0]
    found = difflib.get_close_matches(name.lower(), candidates, n=1, cutoff=_ALIKE)
    return found[0] if found else None


def as_name(text: str) -> str | None:
    """Return the text turned into a name (`ITP-dose 2` to `itp_dose_2`), or None when nothing would be left."""
    name = re.sub(r"[^a-z0-9]+", "_", text.lower()).strip("_").lstrip("0123456789_")
    return name or None


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())
