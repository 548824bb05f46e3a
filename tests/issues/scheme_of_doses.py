"""Small schemes of doses and of delayed discharges, in which alternatives are written as a guide might print them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from improving_value.check.scheme import check_scheme
from improving_value.datasets.dictionary import builtin_folder, load_dictionary
from improving_value.kernel.issues import Issue, Rejected
from improving_value.spec.dictionary import Dataset
from improving_value.spec.load import load_scheme

HEAD = """\
scheme: small
title: Small
theme: medicines
sub_themes: [reduce_waste]
status: draft
authored_by: Tester
period: quarter
sources: {here: {title: A test}}
chapter: {summary: Doses., who_should_consider: [Nobody], aim: [None]}
"""

DOSES = (
    HEAD
    + """\
parameters:
  single: {value: 1, unit: g/kg, basis: assumption, source: here}
  window: {value: 7, unit: day, basis: assumption, source: here}
  double: {value: 2, unit: g/kg, basis: assumption, source: here}
units:
  course:
    from: ig_infusions
    keep: indication == 'ITP'
    group: {by: [provider_code, patient_id], within: window of first, on: infusion_date}
    columns:
      start_date: min(infusion_date)
      weight: first(weight_kg, by=infusion_date)
      dose_per_kg: sum(grams) / weight
    date: start_date
    eligible:
      - rule: weighed
        when: weight > 0
        say: Weight recorded
kpis:
  - kpi: at_most_single
    title: At or under 1
    of: course
    share: dose_per_kg <= single
    domain: quality
    better: higher
  - kpi: at_double
    title: At 2
    of: course
    share: dose_per_kg == double
    domain: quality
    better: lower
  - kpi: over_double
    title: Over 2
    of: course
    share: dose_per_kg > double
    domain: quality
    better: lower
"""
)

DELAYS = (
    HEAD
    + """\
parameters:
  day: {value: 24, unit: hour, basis: assumption, source: here}
  hour_price: {value: 10, unit: GBP/hour, basis: assumption, source: here}
units:
  stay:
    from: cc_periods
    keep: destination == 'ward'
    columns:
      discharged: date_of(discharge_at)
      delay: hours(ready_at, discharge_at)
      long: delay > day
    date: discharged
    eligible:
      - rule: timed
        when: delay >= 0
        say: Both times recorded
kpis:
  - kpi: over_a_day
    title: Over 24 hours
    of: stay
    share: long
    domain: quality
    better: lower
  - kpi: within_a_day
    title: Under 24 hours
    of: stay
    share: delay < day
    domain: quality
    better: higher
savings:
  - saving: delays
    title: Long delays
    of: stay
    each: delay * hour_price
    where: long
    state: opportunity
    class: capacity_releasing
    recurrent: true
    payer: commissioner
"""
)


@cache
def dictionary() -> Mapping[str, Dataset]:
    return load_dictionary([builtin_folder()])


def changed(text: str, before: str, after: str) -> str:
    """Return a scheme's text with one change; what is to change must stand in it once."""
    assert text.count(before) == 1, before
    return text.replace(before, after)


def written(folder: Path, text: str) -> Path:
    path = folder / "small.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def issues_of(folder: Path, text: str) -> tuple[Issue, ...]:
    """Return what is said of a scheme, errors or warnings."""
    try:
        return check_scheme(load_scheme(written(folder, text)), dictionary(), {}).warnings
    except Rejected as rejected:
        return rejected.issues
