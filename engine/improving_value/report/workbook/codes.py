"""Codes of organisations as sums may pick lines by them: a sheet takes `5E3` for a number and `*` for anything."""

from __future__ import annotations

import re

_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_\-]*|[0-9]+[A-DF-Za-df-z][A-Za-z0-9]*|[0-9]{2}E")


class Codes:
    """Gives each organisation a code that a sum cannot mistake: its own, or a number where its own could be mistaken."""

    def __init__(self) -> None:
        self._of: dict[str, str] = {}
        self._taken: set[str] = set()

    def of(self, code: str) -> str:
        """Return the code to show for an organisation, the same wherever it stands."""
        if code not in self._of:
            plain = _PLAIN.fullmatch(code) is not None and len(code) <= 30 and code.casefold() not in self._taken
            shown = code if plain else f"Organisation-{len(self._of) + 1}"
            self._of[code] = shown
            self._taken.add(shown.casefold())
        return self._of[code]

    def is_own(self, code: str) -> bool:
        """Say whether an organisation is shown by its own code."""
        return self.of(code) == code
