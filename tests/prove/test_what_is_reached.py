"""What a change does not reach is not looked at again, and comes out as it would if everything were."""

from __future__ import annotations

from dataclasses import replace

import pytest

from improving_value.check.model import CheckedScheme
from improving_value.check.scheme import check_scheme
from improving_value.examples.running import ExampleReader
from improving_value.kernel.issues import Rejected
from improving_value.prove.proof import changes_of
from improving_value.prove.trial import Jury
from improving_value.spec.load import LoadedScheme
from schemes.running import dictionary, published

ONE = [loaded for loaded in published() if loaded.scheme.scheme == "itp_immunoglobulin_dosing"]
"""One that has nearly every construct: of each the changes are worked out twice."""


@pytest.mark.parametrize("loaded", ONE, ids=lambda loaded: loaded.scheme.scheme)
def test_a_change_is_checked_as_if_nothing_were_known(loaded: LoadedScheme) -> None:
    jury = Jury(loaded, dictionary())
    for change in changes_of(loaded, dictionary()):
        changed = change.of(loaded)
        anew = _or_none(lambda changed=changed: check_scheme(changed, dictionary(), {}, units_known=True))  # type: ignore[misc]
        assert _or_none(lambda changed=changed, change=change: jury.checked(changed, change)) == anew, change  # type: ignore[misc]


@pytest.mark.parametrize("loaded", ONE, ids=lambda loaded: loaded.scheme.scheme)
def test_a_change_is_noticed_as_if_everything_were_worked_out_anew(loaded: LoadedScheme) -> None:
    jury = Jury(loaded, dictionary())
    for change in changes_of(loaded, dictionary()):
        reader = ExampleReader(change.of(loaded), dictionary())
        try:
            reader.checked(0)
            noticed = any(reader.differences(index) for index in range(len(loaded.scheme.examples)))
            fate = "killed" if noticed else "survived"
        except Rejected:
            fate = "refused"
        assert jury.fate(change) == fate, change


def _or_none(check) -> CheckedScheme | None:  # type: ignore[no-untyped-def]
    """Return a checked scheme without its warnings, which are about the file as it stands; None when the check refuses it."""
    try:
        return replace(check(), warnings=())
    except Rejected:
        return None
