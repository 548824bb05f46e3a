"""Infusions and approvals, and units made of them, for the tests of the row engine."""

from __future__ import annotations

from improving_value.check.model import CheckedGroup, CheckedUnit
from rows.building import column, dataset, table, types_of, unit

INFUSION_KINDS = {"provider_code": "code", "patient_id": "code", "given": "date", "grams": "decimal", "drug": "name"}
INFUSIONS = dataset("infusions", "given", **INFUSION_KINDS)
TYPES = types_of(INFUSIONS)


def infusions(picture: str) -> dict[str, list[dict[str, object]]]:
    return {"infusions": table(picture, **INFUSION_KINDS)}  # type: ignore[dict-item]


def courses(**parts: object) -> CheckedUnit:
    """Return a unit of infusions grouped by provider and patient."""
    parts.setdefault("group", CheckedGroup(("provider_code", "patient_id"), False, None, None, None))
    keys = {name: TYPES[name] for name in ("provider_code", "patient_id")}
    start = column("start", "min(given)", keys, inside=TYPES)
    total = column("total", "sum(grams)", keys, inside=TYPES)
    parts.setdefault("types", {**keys, "start": start.type, "total": total.type})
    parts.setdefault("date", "start")
    return unit("course", "infusions", TYPES, columns=(start, total), row_date="given", **parts)


ONE_PATIENT = """
row_key provider_code patient_id given      grams drug
1       R1            P          2017-04-01 1     a
2       R1            P          2017-04-07 2     a
3       R1            P          2017-04-08 4     a
4       R1            P          2017-04-14 8     a
5       R1            P          2017-04-21 16    a
"""


APPROVAL_KINDS = {"patient_id": "code", "drug": "name", "status": "code", "approved": "date"}
APPROVALS = dataset("approvals", "approved", **APPROVAL_KINDS)


APPROVED = """
row_key patient_id drug status   approved
f1      covered    a    approved 2016-05-01
f2      covered    a    rejected 2017-03-01
f3      expired    a    approved 2016-04-01
f4      expired    a    rejected 2017-01-01
f5      mismatch   b    approved 2017-01-01
f6      rejected   a    rejected 2017-01-01
f7      rejected   b    approved 2017-01-01
f8      later      a    approved 2017-04-02
f9      unclear    a    approved -
f10     certain    a    approved -
f11     certain    a    approved 2017-01-01
"""
