"""What may be shown to whom: an assessment under a named profile, the only thing a report is made from."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from improving_value.assess.assessment import Assessment
from improving_value.assess.disclosure_record import record_without_small_numbers
from improving_value.assess.disclosure_rows import without_small_numbers
from improving_value.assess.rounding import Rounding

Product = Literal["internal", "shareable"]


@dataclass(frozen=True)
class Profile:
    """A named way of disclosing. Without a rounding everything is shown as it is."""

    name: Product
    rounding: Rounding | None


INTERNAL = Profile("internal", None)
SHAREABLE = Profile("shareable", Rounding(fewest=8, nearest=5, figures=3))


@dataclass(frozen=True)
class Disclosed:
    """An assessment that disclosure control has passed. Made by `disclose` and nowhere else."""

    assessment: Assessment
    profile: Profile


def disclose(assessment: Assessment, profile: Profile) -> Disclosed:
    """Return what a profile lets be shown of a run."""
    if profile.rounding is None:
        return Disclosed(assessment, profile)
    rounding = profile.rounding
    shown = record_without_small_numbers(assessment, profile.name, rounding)
    schemes = tuple(without_small_numbers(scheme, rounding) for scheme in assessment.schemes)
    return Disclosed(replace(shown, schemes=schemes), profile)
