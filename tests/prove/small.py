"""The smallest scheme with something to prove: infusions at or under a limit, its examples open to change."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from improving_value.datasets.dictionary import builtin_folder, load_dictionary
from improving_value.prove.proof import Proof, prove
from improving_value.spec.dictionary import Dataset
from improving_value.spec.load import load_scheme

TEXT = """\
scheme: doses
title: Doses at or under a limit
theme: medicines
sub_themes: [reduce_waste]
status: published
authored_by: Tester
checked_by: Second tester
period: quarter
sources:
  here: {title: A test}
chapter:
  summary: Infusions.
  who_should_consider: [Nobody]
  aim: [None]
parameters:
  limit: {value: 70, unit: g, basis: assumption, source: here}
units:
  infusion:
    from: ig_infusions
    keep: indication == 'ITP'
    columns:
      compliant: grams <= limit
    eligible:
      - rule: known
        when: grams > 0
        say: Grams recorded
kpis:
  - {kpi: within, title: At or under the limit, of: infusion, share: compliant, domain: quality, better: higher}
"""

AT_THE_LIMIT = """\
  - example: at the limit
    given:
      ig_infusions:
        - {indication: ITP, infusion_date: 2017-04-03, grams: 70}
    expect: {infusion.eligible: 1, within: 1}
"""
A_GRAM_OVER = """\
  - example: a gram over
    given:
      ig_infusions:
        - {indication: ITP, infusion_date: 2017-04-03, grams: 71}
    expect: {infusion.eligible: 1, within: 0}
"""
ANOTHER_DISEASE = """\
  - example: another disease
    given:
      ig_infusions:
        - {indication: CIDP, infusion_date: 2017-04-03, grams: 70}
        - {indication: ITP, infusion_date: 2017-04-03}
    expect: {infusion.in_scope: 1, infusion.undetermined: 1}
"""
ALL = (AT_THE_LIMIT, A_GRAM_OVER, ANOTHER_DISEASE)


@cache
def dictionary() -> Mapping[str, Dataset]:
    return load_dictionary([builtin_folder()])


def scheme_with(folder: Path, *examples: str, more: str = "", text: str = TEXT) -> Path:
    """Write the scheme with some examples, and return its file."""
    path = folder / "doses.yaml"
    path.write_text(f"{text}examples:\n{''.join(examples)}{more}", encoding="utf-8")
    return path


def proof(folder: Path, *examples: str, more: str = "", text: str = TEXT, suggestions: bool = False) -> Proof:
    """Prove the scheme with some examples."""
    return prove(load_scheme(scheme_with(folder, *examples, more=more, text=text)), dictionary(), suggestions)


def survivors(found: Proof) -> list[tuple[str, str, str]]:
    return [(one.place, one.before, one.after) for one in found.survivors]
