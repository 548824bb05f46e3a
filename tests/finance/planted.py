"""The built-in activity with people made one where two schemes look at them: each pair of the guide that can meet in a class and state does."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable
from pathlib import Path

ACTIVITY = Path(__file__).parents[2] / "fixtures" / "activity"
SCHEMES = ("art_prescribing", "generic_biosimilar_prescribing", "itp_immunoglobulin_dosing", "ms_dmt", "myositis_ivig_to_rituximab")
MOLECULES = {"imatinib": "abacavir and lamivudine", "etanercept": "dimethyl fumarate"}
"""Drugs of one scheme that become drugs of another's, wherever they are named."""
TERMS = """provider_code,scheme,saving,activity,mechanism,commissioner_share,valid_from,valid_until,source
RZ1,,,,cost_and_volume,,,,Schedule 3A
RZ1,,,drug_month,pass_through,,,,Schedule 3F
RZ2,,,,block,,,,Schedule 3A
RZ4,,,,gain_share,0.3333,,,Letter of March
RZ8,,,,local,,,,Schedule 3B
RZ3,,,,block,,,2017-10-15,Schedule 3A
RZ3,,,,pass_through,,2017-10-15,,Schedule 3A
"""

Rows = list[dict[str, str]]
Months = dict[str, set[str]]


def plant(folder: Path) -> Path:
    """Write the planted activity, with payment terms, and return its folder."""
    shutil.copytree(ACTIVITY, folder)
    for name in ("dispensings", "guidance", "best_value_list", "prices", "exemptions", "patient_status"):
        _change(folder, name, lambda row: row | {"molecule": MOLECULES.get(row["molecule"], row["molecule"])})
    drug = MOLECULES["imatinib"]
    same = _paired(folder, lambda row: row["molecule"] == drug, "art_dispensings", "dispensed_date", lambda row: row["regimen"] == drug)
    other = MOLECULES["etanercept"]
    same |= _paired(folder, lambda row: row["molecule"] == other, "invoices", "supply_date", lambda row: row["drug"] == other)
    same |= _paired(
        folder, lambda row: row["molecule"] == "rituximab", "rituximab_admin", "admin_date", lambda row: bool(row["indication"])
    )
    for name in ("dispensings", "exemptions", "patient_status"):
        _change(folder, name, lambda row: row | {"patient_id": same.get(row["patient_id"], row["patient_id"])})
    _one_patient_with_two_diseases(folder)
    (folder / "payment_terms.csv").write_text(TERMS, encoding="utf-8")
    return folder


def _paired(
    folder: Path, mine: Callable[[dict[str, str]], bool], other: str, date: str, theirs: Callable[[dict[str, str]], bool]
) -> dict[str, str]:
    """Return for each patient of a molecule the patient of another service who has most months in common, each once."""
    here = _months([row for row in _read(folder, "dispensings") if mine(row)], "dispensed_date")
    there = _months([row for row in _read(folder, other) if theirs(row)], date)
    found: dict[str, str] = {}
    for patient in sorted(here):
        free = [name for name in sorted(there) if name not in found.values()]
        best = max(free, key=lambda name: (len(here[patient] & there[name]), name), default=None)
        if best is not None and here[patient] & there[best]:
            found[patient] = best
    return found


def _one_patient_with_two_diseases(folder: Path) -> None:
    """Give courses for one disease to people of the register of the other, in months in which they had infusions."""
    infusions = _read(folder, "ig_infusions")
    register = {row["patient_id"] for row in _read(folder, "patients")}
    there = _months([row for row in infusions if row["patient_id"] in register], "infusion_date")
    here = _months([row for row in infusions if row["indication"] == "ITP"], "infusion_date")
    same: dict[str, str] = {}
    for patient in sorted(here):
        free = [name for name in sorted(there) if name not in same.values() and there[name] & here[patient]]
        same |= {patient: free[0]} if free else {}
    _change(
        folder,
        "ig_infusions",
        lambda row: row | {"patient_id": same.get(row["patient_id"], row["patient_id"])} if row["indication"] == "ITP" else row,
    )


def _months(rows: Rows, date: str) -> Months:
    found: Months = {}
    for row in rows:
        if row["patient_id"] and "2017-04" <= row[date][:7] < "2018-04":
            found.setdefault(row["patient_id"], set()).add(row[date][:7])
    return found


def _read(folder: Path, name: str) -> Rows:
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _change(folder: Path, name: str, change: Callable[[dict[str, str]], dict[str, str]]) -> None:
    rows = [change(row) for row in _read(folder, name)]
    with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
