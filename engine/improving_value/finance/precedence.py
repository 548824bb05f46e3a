"""Which scheme keeps the pounds of a piece of activity that several claim: the agreed order, as far as it goes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from improving_value.datasets.dictionary import builtin_root
from improving_value.kernel.issues import Issue
from improving_value.kernel.names import nearest
from improving_value.spec.precedence import LoadedPrecedence, load_precedence


def agreed_order(file: Path | None) -> LoadedPrecedence:
    """Return the order in a file, or the one that comes with the schemes. Raises Rejected with every fault of the file."""
    return load_precedence(file or builtin_root() / "schemes" / "register" / "precedence.yaml")


def order_of(agreed: Sequence[str], schemes: Sequence[str]) -> tuple[str, ...]:
    """Return the schemes of a run in order: those agreed on first, the others after them by their ids."""
    listed = [name for name in agreed if name in schemes]
    return (*listed, *sorted(set(schemes) - set(listed)))


def unknown_schemes(agreed: LoadedPrecedence, known: Sequence[str]) -> list[Issue]:
    """Return a warning for each scheme in the order that nobody has: a slip there would put the real one last."""
    found = []
    for index, entry in enumerate(agreed.precedence.precedence):
        if entry.scheme not in known:
            close = nearest(entry.scheme, sorted(known))
            fix = f"write `{close}`" if close else "take it out, or correct the id"
            where = agreed.source.locate(("precedence", index, "scheme"))
            found.append(
                Issue(
                    "unknown-scheme",
                    where,
                    f"`{entry.scheme}`, which is not a scheme",
                    "the id of a scheme",
                    fix,
                    "warning",
                    agreed.source.excerpt(where.line),
                )
            )
    return found
