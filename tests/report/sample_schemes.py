"""Four schemes for the report's tests: plausible chapters, in our own words, with invented local numbers."""

from __future__ import annotations

from typing import Any

from improving_value.spec.models import Scheme

GUIDE = {"guide": {"title": "Improving Value Menu of Opportunities", "page": 9}}


def kpi(kpi: str, title: str, of: str, domain: str, better: str, **more: Any) -> dict[str, Any]:
    how = {} if {"is", "distribution", "numerator"} & set(more) or more.get("reported") else {"share": "flag"}
    return {"kpi": kpi, "title": title, "of": of, "domain": domain, "better": better, **how, **more}


def saving(saving: str, title: str, state: str, class_: str = "cash_releasing_commissioner", **more: Any) -> dict[str, Any]:
    return {"saving": saving, "title": title, "state": state, "class": class_, "recurrent": True, "payer": "commissioner", **more}


def rule(rule: str, say: str) -> dict[str, str]:
    return {"rule": rule, "when": "flag", "say": say}


DOSING: dict[str, Any] = {
    "scheme": "itp_immunoglobulin_dosing",
    "title": "Immunoglobulin – dosing regimens for immune thrombocytopenic purpura (ITP)",
    "theme": "medicines",
    "sub_themes": ["deliver_at_home", "reduce_waste", "prescribing_variation", "mdt_decisions"],
    "status": "published",
    "authored_by": "Specialised pharmacist",
    "checked_by": "Hub commissioner",
    "next_review": "2018-03-31",
    "period": "quarter",
    "sources": GUIDE,
    "chapter": {
        "summary": "Immunoglobulin is paid for outside tariff and its use grows every year. For acute ITP a dose of 1 g/kg is enough for most "
        "people; larger doses add cost and side-effects without adding benefit.",
        "useful_sources": ["Clinical guidelines for immunoglobulin use", "The national immunoglobulin database dashboard"],
        "who_should_consider": ["Every provider that treats ITP", "Hubs in which the dose differs between providers"],
        "aim": ["Courses at or below 1 g/kg become usual practice."],
        "success_conditions": ["Fewer courses above 1 g/kg", "Less spent on immunoglobulin for ITP"],
        "changes": ["A dosing algorithm that starts from body weight", "Panels that look at every request above the recommended dose"],
        "case_studies": ["A large teaching hospital adopted the recommended dose and saved; no figures were published."],
        "key_enablers": ["Body weight recorded for every patient", "Assessment panels"],
        "how_saving_is_achieved": ["Outliers are found in the database and brought to the recommended dose."],
        "how_saving_is_calculated": ["Grams above the recommended dose, at the price of the product given."],
        "costs": ["None."],
        "ensuring_delivery": ["Review the dashboard with each provider every quarter."],
        "errata": [
            {
                "as_printed": "Shares of doses for one year, of patients for another",
                "page": 9,
                "reading": "The course of treatment is counted; patients are shown beside it.",
            }
        ],
    },
    "parameters": {
        "target_share": {"value": "0.80", "unit": "share", "basis": "published", "source": "guide"},
        "price": {"unit": "GBP/g", "basis": "local", "by": ["product"], "dated": True},
    },
    "units": {
        "course": {
            "from": "ig_infusions",
            "say": "course of treatment",
            "at_stake": "dose",
            "eligible": [
                rule("acute", "Given for the acute phase"),
                rule("weighed", "Body weight recorded"),
                rule("adult", "Aged 18 or over"),
            ],
        },
        "patient": {"from": "course", "say": "patient"},
    },
    "kpis": [
        kpi("pct_courses_le_1", "Courses at or below 1 g/kg", "course", "quality", "higher", target="target_share"),
        kpi("pct_patients_le_1", "Patients with every course at or below 1 g/kg", "patient", "quality", "higher", target="target_share"),
        kpi("panel_review_rate", "Courses reviewed by a panel", "course", "quality", "higher"),
        kpi(
            "side_effects", "Adverse reactions", "course", "quality", "lower", numerator="flag", denominator="flag", unit="per 100 courses"
        ),
        kpi("itp_ig_spend", "Spend on immunoglobulin for ITP", "course", "efficiency", "interpret", **{"is": "spend"}, unit="GBP"),
        kpi(
            "weight_recorded",
            "Patients with body weight recorded",
            "patient",
            "enabler",
            "higher",
            note="The guide's 96% is of all patients on immunoglobulin, not only those with ITP.",
        ),
        kpi("band_share", "Courses by dose band", "course", "condition", "interpret", distribution="band"),
        kpi("experience", "Patient experience score", "patient", "quality", "higher", reported=True, unit="score"),
    ],
    "savings": [
        saving(
            "opportunity_all",
            "Every course at or below 1 g/kg",
            "opportunity",
            of="course",
            each="excess * price",
            basis="The grams above 1 g/kg would not have been given.",
        ),
        saving(
            "opportunity_to_target",
            "The target share of courses at or below 1 g/kg",
            "opportunity",
            total="short_of_target * price",
            instead_of="opportunity_all",
        ),
        saving("realised", "Fewer grams for each kilogram than in the baseline", "realised", total="less_dose * price"),
    ],
    "costs": [{"cost": "none", "title": "Stated cost of the scheme", "value": "0", "basis": "published", "source": "guide"}],
    "scenarios": [{"scenario": "vials", "say": "Doses rounded up to whole 5 g vials", "parameters": {"target_share": "0.8"}}],
}

SWITCHING: dict[str, Any] = {
    **DOSING,
    "scheme": "myositis_ivig_to_rituximab",
    "sub_themes": ["coordinated_switching", "defined_cohorts"],
    "period": "year",
    "title": "Switching from maintenance immunoglobulin to rituximab for inflammatory myositis",
    "next_review": "2027-11-01",
    "chapter": {
        "summary": "Some adults with inflammatory myositis need immunoglobulin every four weeks for years. For those who have not had it, "
        "rituximab can take its place at far lower cost and with far fewer days in hospital.",
        "who_should_consider": ["Every provider that gives maintenance immunoglobulin for myositis"],
        "aim": ["Patients who may benefit are offered a planned switch."],
        "how_saving_is_calculated": ["Immunoglobulin no longer needed, less the rituximab given."],
    },
    "units": {
        "patient": {
            "from": "patients",
            "say": "patient on maintenance immunoglobulin",
            "eligible": [
                rule("adult", "Aged 18 or over"),
                rule("no_rituximab", "Has not had rituximab before"),
                rule("autoantibody", "Myositis autoantibody found"),
            ],
        }
    },
    "kpis": [
        kpi("switch_plan_rate", "Patients with a switching plan", "patient", "quality", "higher", target="every_patient"),
        kpi("attendances", "Days in hospital for infusions", "patient", "efficiency", "lower", **{"is": "days"}, unit="day"),
    ],
    "savings": [
        saving("in_year", "Switches made in the year", "realised", of="patient", each="ivig - rituximab"),
        saving("opportunity_fye", "Everyone eligible switched, in a full year", "opportunity", of="patient", each="ivig - rituximab"),
        saving(
            "attendance_saving", "Days in hospital avoided", "opportunity", "capacity_releasing", payer="provider", total="days * tariff"
        ),
    ],
    "scenarios": [],
}

APPROVALS: dict[str, Any] = {
    **DOSING,
    "scheme": "ms_dmt",
    "sub_themes": ["defined_cohorts"],
    "title": "Multiple sclerosis – disease-modifying therapies",
    "next_review": None,
    "checked_by": None,
    "scenarios": [],
    "chapter": {
        "summary": "High-cost therapies are paid for patient by patient. Each invoice line should rest on an approval in date.",
        "who_should_consider": ["Commissioners and providers of multiple sclerosis services"],
        "aim": ["Every pound spent is matched to an approval."],
        "ensuring_delivery": ["Challenge lines without an approval; an unmatched line may be only a missing form."],
    },
    "units": {"line": {"from": "invoices", "say": "invoice line", "eligible": []}},
    "kpis": [
        kpi("spend_mapped", "Spend covered by an approval", "line", "quality", "higher", target="all_of_it"),
        kpi("spend_per_patient", "Spend for each patient", "line", "finance", "interpret", **{"is": "spend / n"}, unit="GBP"),
    ],
    "savings": [
        saving("challenge", "Lines without an approval", "opportunity", of="line", each="amount", recurrent=False),
        saving("realised", "Smaller share unmatched than in the baseline", "realised", total="less_unmatched * spend"),
    ],
    "costs": [],
}

DISCHARGES: dict[str, Any] = {
    **DOSING,
    "scheme": "acc_delayed_discharges",
    "theme": "demand",
    "sub_themes": ["specialised_beds_and_prevention", "optimal_pathway"],
    "title": "Adult critical care – delayed discharges",
    "next_review": "2028-04-01",
    "period": "quarter",
    "chapter": {
        "summary": "A patient who is ready for a ward and still in critical care holds a bed that somebody else needs.",
        "who_should_consider": ["Commissioners of adult critical care", "Providers that cancel planned operations for want of a bed"],
        "aim": ["Patients leave within four hours of being ready, in daylight."],
        "how_saving_is_calculated": ["Delayed days at the difference between a critical care and an excess bed day."],
        "commissioning": ["Both parties accept the four hours."],
        "defining_the_service": ["Agree what counts as ready, and who records it."],
        "errata": [
            {
                "as_printed": "More than 24 hours, then more than 4 and less than 24",
                "page": 66,
                "reading": "Exactly 24 hours is paid for in the second phase.",
            }
        ],
    },
    "parameters": {},
    "units": {
        "stay": {
            "from": "cc_periods",
            "say": "period of critical care",
            "eligible": [rule("ward", "Discharged alive to a ward"), rule("ready", "Time ready for discharge recorded")],
        }
    },
    "kpis": [
        kpi("delayed_rate", "Discharges delayed by more than 4 hours", "stay", "efficiency", "lower", target="half"),
        kpi("daylight_rate", "Discharges in daylight", "stay", "quality", "higher", target="all_of_them"),
        kpi("delay_bed_days", "Bed days lost to delay", "stay", "efficiency", "lower", **{"is": "days"}, unit="bed day"),
    ],
    "savings": [
        saving("phase_1", "Delays of more than 24 hours at the excess bed rate", "opportunity", of="stay", each="days * price"),
        saving("beds", "Bed days freed", "opportunity", "capacity_releasing", payer="provider", total="days"),
    ],
    "costs": [{"cost": "audit_clerk", "title": "Audit clerk", "total": "months * pay", "basis": "local"}],
    "scenarios": [
        {"scenario": "phase_2", "say": "Second phase: delays of more than 4 hours", "parameters": {"limit": "4"}},
        {"scenario": "hours_beyond", "say": "Only the hours beyond the limit", "parameters": {"limit": "24"}},
    ],
}


def schemes() -> tuple[Scheme, ...]:
    return tuple(Scheme.model_validate(written) for written in (DOSING, SWITCHING, APPROVALS, DISCHARGES))
