"""Faults of a scheme's review: who has checked it, what is left to do, and when it is looked at again."""

from __future__ import annotations

from pathlib import Path

from cli.faults import SCHEME, Fault, in_scheme
from cli.terminal import CHECK

CHECKED = "checked_by: Critical care pharmacist"


def _without_examples(folder: Path) -> None:
    path = folder / SCHEME
    path.write_text(path.read_text(encoding="utf-8").partition("\nexamples:")[0], encoding="utf-8", newline="\n")


REVIEW = (
    in_scheme("nobody_checked", "A published scheme that nobody has checked", "checked_by: Hub finance lead\n", ""),
    in_scheme("checked_by_author", "A published scheme that its author has checked", "checked_by: Hub finance lead", CHECKED),
    in_scheme("left_to_do", "A published scheme with something left to do", "\nkpis:", "\n# still to do: say what is measured\nkpis:"),
    in_scheme("holds_a_place", "Words that only hold a place", "title: Stays that ended late", "title: TBC"),
    Fault("no_examples", "A published scheme without examples", _without_examples, CHECK, 1),
    in_scheme(
        "review_gone_by",
        "A review that was due: a warning",
        "period: quarter\n",
        "period: quarter\nnext_review: 2020-01-01\n",
        0,
        (*CHECK, "--today", "2020-01-02"),
    ),
    in_scheme(
        "review_due_today",
        "A review that is due today: nothing is said yet",
        "period: quarter\n",
        "period: quarter\nnext_review: 2020-01-01\n",
        0,
        (*CHECK, "--today", "2020-01-01"),
    ),
)
