"""The words of the report: themes, verdicts, classes and states of savings, levels, statuses."""

from __future__ import annotations

import re
from collections.abc import Mapping

THEMES: Mapping[str, str] = {
    "medicines": "Get best value out of medicines and pharmacy",
    "demand": "Reduce avoidable demand and meet demand more appropriately",
    "variation": "Reduce unwarranted variation in clinical quality and efficiency",
}

SUB_THEMES: Mapping[str, str] = {
    "deliver_at_home": "Medicines delivered at home",
    "reduce_waste": "Less waste of high-cost drugs",
    "prescribing_variation": "Less unwarranted variation in prescribing",
    "mdt_decisions": "Multidisciplinary decisions on medicines",
    "clinical_variation": "Less unwarranted variation in quality and efficiency",
    "coordinated_switching": "Coordinated switching to best-value medicines",
    "defined_cohorts": "High-cost medicines for those who benefit most",
    "evidence_compliance": "In line with evidence, policy and specifications",
    "specialised_beds": "Best use of specialised beds",
    "specialised_beds_and_prevention": "Best use of specialised beds, and prevention",
    "optimal_pathway": "Optimal pathway of care",
    "shared_decisions": "Shared decision-making",
}

VERDICTS: Mapping[str, tuple[str, str]] = {
    "met": ("better", "Met"),
    "not_met": ("worse", "Not met"),
    "no_target": ("", ""),
    "interpret": ("interpret", "Interpret locally"),
    "insufficient": ("none", "Too few to judge"),
    "no_activity": ("", "No activity"),
    "not_reported": ("", "Not reported"),
    "suppressed": ("", "Suppressed: few people"),
}
"""Verdict to mark and word. Marks are drawn as an up triangle, a down triangle, a hatched diamond and a ring.

A KPI without a target has no verdict: its heading says so once."""

NO_VALUE = "no value"

JUDGED: Mapping[str, str] = {
    "better": "Better",
    "worse": "Worse",
    "interpret": "Needs local interpretation",
    "none": "In line",
    "": "No value",
}
"""Mark to word, where a value is compared with others and not with a target. Without a mark there is nothing to judge."""

DOMAINS: Mapping[str, str] = {
    "quality": "Quality",
    "efficiency": "Efficiency",
    "condition": "Signs that it has worked",
    "finance": "Finance",
    "enabler": "Key enablers",
    "data_quality": "Data quality",
}

BETTER: Mapping[str, str] = {
    "higher": "Higher is better",
    "lower": "Lower is better",
    "interpret": "Needs local interpretation",
}

CLASSES: Mapping[str, str] = {
    "cash_releasing_commissioner": "Cash-releasing for the commissioner",
    "cash_releasing_provider": "Cash-releasing for the provider",
    "capacity_releasing": "Capacity-releasing",
    "cost_avoidance": "Cost avoidance",
}

STATES: Mapping[str, str] = {"opportunity": "Opportunity", "forecast": "Forecast", "realised": "Realised"}

STATUSES: Mapping[str, str] = {
    "calculated": "Calculated",
    "partial": "Partly calculated",
    "withheld": "Withheld",
    "not_calculable": "Not calculable",
    "suppressed": "Suppressed: few people",
}

PAYERS: Mapping[str, str] = {"commissioner": "Commissioner", "provider": "Provider", "both": "Commissioner and provider"}

BASES: Mapping[str, str] = {
    "published": "Published in the guide",
    "derived": "Worked out from published numbers",
    "external": "From outside the guide: confirm locally",
    "local": "Local",
    "assumption": "Assumption",
}

LEVELS: tuple[tuple[str, str], ...] = (
    ("all", "All together"),
    ("region", "Regions"),
    ("hub", "Hubs"),
    ("commissioner", "Commissioners"),
    ("provider", "Providers"),
)
"""Levels in the order in which a table shows them, with the heading of their rows."""

_IDENTIFIER = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)+")

DRAWN_LEVELS: tuple[str, ...] = ("provider", "commissioner", "hub", "region")
"""Levels that a chart may show, the first that a figure has."""


def lower_first(text: str) -> str:
    """Return text for the middle of a sentence; a word that begins with two capitals is left as it is."""
    return text if text[:2].isupper() and text[1:2] != " " else text[:1].lower() + text[1:]


def spoken(name: str) -> str:
    """Return an identifier as words; anything else, such as a code or a name from data, as it is."""
    return name.replace("_", " ") if _IDENTIFIER.fullmatch(name) else name


def sentence_case(text: str) -> str:
    return text[:1].upper() + text[1:]


def saving_kind(class_: str, state: str) -> str:
    """Return the two words a saving never goes without."""
    return f"{STATES.get(state, state)}, {lower_first(CLASSES.get(class_, class_))}"
