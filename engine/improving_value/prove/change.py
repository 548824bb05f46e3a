"""One change to a scheme: where it is made, and what stood there before and after."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from improving_value.prove.edit import edited
from improving_value.spec.load import LoadedScheme
from improving_value.spec.positions import KeyPath


@dataclass(frozen=True)
class Change:
    """A mutant: the scheme with `new` at `path` (GONE takes the part out).

    `before` and `after` are what the reader sees of it; `span` says which characters of the text at `path` were changed.
    """

    path: KeyPath
    new: Any
    before: str
    after: str
    span: tuple[int, int] | None = None

    @property
    def is_of_values(self) -> bool:
        """Say whether it changes numbers rather than formulas."""
        return self.path[0] in ("parameters", "scenarios")

    @property
    def words(self) -> str:
        """Say what it is, as an author names it in the scheme's `equivalent`."""
        return f"{'.'.join(map(str, self.path))}: {self.before} -> {self.after}"

    def of(self, loaded: LoadedScheme) -> LoadedScheme:
        """Return the scheme with the change made."""
        return LoadedScheme(edited(loaded.scheme, self.path, self.new), loaded.source, loaded.sha256)
