"""Do the savings that count the same money another way name one of their own kind?"""

from __future__ import annotations

from collections.abc import Mapping

from improving_value.check.reading import Reading
from improving_value.kernel.names import nearest
from improving_value.spec.models import Saving


def check_instead_of(reading: Reading) -> None:
    """Note an `instead_of` that names no saving, or one of which nobody would take the sum."""
    savings = {saving.saving: saving for saving in reading.scheme.savings}
    for index, saving in enumerate(reading.scheme.savings):
        if saving.instead_of is None:
            continue
        path = ("savings", index, "instead_of")
        if saving.instead_of not in savings:
            close = nearest(saving.instead_of, sorted(savings))
            found, fix = f"`{saving.instead_of}`, which is not a saving of this scheme", f"write `{close}`" if close else "take it out"
            reading.note("unknown-name", path, found, "the id of another saving", fix)
        elif unlike := _unlike(saving, savings):
            expected = "another saving of the same class and state, that stands in no other's place"
            reading.note("instead-of-unlike", path, unlike, expected, "name the saving whose money it counts, or take it out")


def _unlike(saving: Saving, savings: Mapping[str, Saving]) -> str:
    """Return why a saving cannot stand in another's place; nothing when it can."""
    other = savings[saving.instead_of or ""]
    if other is saving:
        return f"`{saving.saving}` in its own place"
    if (other.class_, other.state) != (saving.class_, saving.state):
        return f"`{other.saving}`, which is of another class or state and would not be added anyway"
    return f"`{other.saving}`, which itself stands in the place of `{other.instead_of}`" if other.instead_of else ""
