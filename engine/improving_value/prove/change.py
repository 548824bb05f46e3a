"""One change to a scheme: where it is made, and what stood there before and after."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from improving_value.prove.edit import edited, part_at
from improving_value.spec.load import LoadedScheme
from improving_value.spec.models import Scheme
from improving_value.spec.positions import KeyPath

_NAMED_BY = ("rule", "measure", "kpi", "saving", "cost", "scenario", "label")
"""Keys by which an entry of a list is known."""


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

    def place(self, scheme: Scheme) -> str:
        """Return where it is made, as an author names it: `units.course.eligible.weighed.when`."""
        names = []
        for depth, step in enumerate(self.path):
            part = part_at(scheme, self.path[: depth + 1])
            named = next((getattr(part, key) for key in _NAMED_BY if hasattr(part, key)), None) if isinstance(step, int) else None
            names.append(str(named or step))
        return ".".join(names)

    def of(self, loaded: LoadedScheme) -> LoadedScheme:
        """Return the scheme with the change made."""
        return LoadedScheme(edited(loaded.scheme, self.path, self.new), loaded.source, loaded.sha256)
