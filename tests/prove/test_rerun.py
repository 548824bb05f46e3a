"""An example run again under a scheme that did not change comes out as it did, whatever is worked out anew."""

from __future__ import annotations

from dataclasses import replace

import pytest

from improving_value.examples.values import Shown, agrees
from improving_value.prove.change import Change
from improving_value.prove.rerun import Reach, rerun
from improving_value.prove.trial import Changed, Jury, given
from schemes.running import dictionary, published

SCHEMES = [loaded for loaded in published() if sum(len(rows) for one in loaded.scheme.examples for rows in one.given.values()) < 400]


@pytest.mark.parametrize("loaded", SCHEMES, ids=lambda loaded: loaded.scheme.scheme)
def test_nothing_changed_and_everything_worked_out_anew(loaded) -> None:  # type: ignore[no-untyped-def]
    jury = Jury(loaded, dictionary())
    for index, example in enumerate(loaded.scheme.examples):
        seen = jury.seen(index)
        checked = seen.shown.checked
        run = rerun(seen.before, checked, Reach(frozenset(checked.units), frozenset(), frozenset(checked.cells), True))
        assert run is not None
        after = Shown(checked, seen.shown.tables, run, seen.shown.span, seen.shown.baseline)
        assert [name for name, wanted in example.expect.items() if not agrees(wanted, given(after, name))] == []


@pytest.mark.parametrize("loaded", SCHEMES, ids=lambda loaded: loaded.scheme.scheme)
def test_a_change_that_says_the_same_is_noticed_by_nobody(loaded) -> None:  # type: ignore[no-untyped-def]
    """The title is no part of any figure: every example is asked, with the values of the first one's check."""
    jury = Jury(loaded, dictionary())
    changed = Changed(jury, Change(("title",), "Another title", "", ""))
    changed.reach = replace(changed.reach, units=frozenset(loaded.scheme.units), figures=True)
    assert [index for index in range(len(loaded.scheme.examples)) if changed.comes_out_otherwise(index)] == []
