"""Forty slips of somebody who has never programmed, written down before anybody looked at what the program says of them."""

from __future__ import annotations

from dataclasses import dataclass

HERE = "»"
"""Stands before the sign that the message must point at."""


@dataclass(frozen=True)
class Slip:
    """One fault: what stood there, what was written, and the code of its message.

    `mend` says by hand what the fix asks for; left out, the fix must give the very text to write at the place that is marked.
    """

    name: str
    right: str
    wrong: str
    code: str
    mend: tuple[tuple[str, str], ...] = ()

    def written(self) -> str:
        return self.wrong.replace(HERE, "")


LAYOUT = (
    Slip("one_space_short", "    total: courses", "   »total: courses", "yaml-syntax", (("   total: courses", "    total: courses"),)),
    Slip("tab", "    of: patient\n    share", "»\tof: patient\n    share", "tab-in-yaml", (("\tof: patient", "    of: patient"),)),
    Slip(
        "quote_in_quotes",
        "title: Courses outside the hub's own provider",
        "title: »'Courses outside the hub's own provider'",
        "leading-quote",
        (("'Courses outside the hub's own provider'", "'Courses outside the hub''s own provider'"),),
    ),
    Slip(
        "colon_in_text",
        "title: Grams given\n",
        "title: Grams given»: all of them\n",
        "yaml-syntax",
        (("title: Grams given: all of them", "title: 'Grams given: all of them'"),),
    ),
    Slip(
        "no_space_after_colon",
        "better: lower\n  - kpi: mean_length",
        "»better:lower\n  - kpi: mean_length",
        "yaml-syntax",
        (("better:lower", "better: lower"),),
    ),
    Slip("same_key_twice", "period: quarter\n\n", "period: quarter\n»period: month\n\n", "duplicate-key", (("period: month\n", ""),)),
)

KEYS = (
    Slip("misspelt_key", "    share: compliant", "    »shrae: compliant", "unknown-key"),
    Slip(
        "forgotten_unit",
        "visit_cost: {value: 250.00, unit: GBP/course,",
        "»visit_cost: {value: 250.00,",
        "missing-key",
        (("value: 250.00,", "value: 250.00, unit: GBP/course,"),),
    ),
    Slip(
        "forgotten_key",
        "kpi: panel_share\n    title: Courses that a panel decided on\n    of: course\n    share: not is_missing(panel)\n    domain: enabler\n",
        "»kpi: panel_share\n    title: Courses that a panel decided on\n    of: course\n    share: not is_missing(panel)\n",
        "missing-key",
        (("    share: not is_missing(panel)\n", "    share: not is_missing(panel)\n    domain: quality\n"),),
    ),
    Slip("nothing_after_key", "    ask: Hub pharmacist\n", "    »ask:\n", "empty-value", (("    ask:\n", "    ask: Hub pharmacist\n"),)),
    Slip(
        "no_checker",
        "status: published\nauthored_by: Specialised pharmacist\nchecked_by: Hub commissioning pharmacist\n",
        "status: »published\nauthored_by: Specialised pharmacist\n",
        "not-checked",
        (("status: published\n", "status: published\nchecked_by: Hub finance lead\n"),),
    ),
    Slip(
        "rule_twice",
        "rule: dosed",
        "rule: »weighed",
        "duplicate-id",
        (("- rule: weighed\n        when: dose", "- rule: dosed\n        when: dose"),),
    ),
)

VALUES = (
    Slip("theme", "theme: medicines", "theme: »medicine", "unknown-choice"),
    Slip("uk_date", "next_review: 2027-11-01", "next_review: »01/11/2027", "not-a-date"),
    Slip("uk_date_of_a_price", "from: 2018-04-01", "from: »01/04/2018", "not-a-date"),
    Slip("percent_sign", "target_share: {value: 0.80,", "target_share: {value: »80%,", "not-a-number"),
    Slip("percent_for_share", "earlier_share: {value: 0.30,", "earlier_share: {value: »30,", "out-of-range"),
    Slip("pound_sign", "pharmacist_time, value: 0,", "pharmacist_time, value: »£0,", "not-a-number"),
    Slip("number_in_words", "high_dose: {value: 2.0,", "high_dose: {value: »two,", "not-a-number", (("value: two", "value: 2"),)),
    Slip("no_for_false", "recurrent: false", "recurrent: »no", "not-true-or-false-value"),
    Slip(
        "no_list",
        "who_should_consider: [Every provider that gives immunoglobulin]",
        "who_should_consider: »Every provider that gives immunoglobulin",
        "not-a-list",
    ),
    Slip("class", "class: cost_avoidance", "class: »cost_avoided", "unknown-choice"),
    Slip("name_with_hyphen", "saving: excess_avoided", "saving: »excess-avoided", "not-a-name"),
    Slip("unit_misspelt", "waste_allowed: {value: 5, unit: g,", "waste_allowed: {value: 5, unit: »grm,", "unknown-measure"),
    Slip(
        "no_source",
        "course_window: {value: 7, unit: day, basis: external, source: leaflet, say",
        "»course_window: {value: 7, unit: day, basis: external, say",
        "number-without-source",
        (("basis: external, say: Days of a course", "basis: external, source: leaflet, say: Days of a course"),),
    ),
    Slip(
        "price_without_date",
        "      - {from: 2016-04-01, value: 30}",
        "      - {value: »30}",
        "value-without-date",
        (("{value: 30}", "{from: 2016-04-01, value: 30}"),),
    ),
)

FORMULAS = (
    Slip("one_equals_sign", "keep: indication == 'ITP' and", "keep: indication »= 'ITP' and", "expression-syntax"),
    Slip("ampersand", "waste_allowed and not compliant", "waste_allowed »& not compliant", "expression-syntax"),
    Slip("curly_quotes", "count(outcome == 'eligible')", "count(outcome == »‘eligible’)", "expression-not-allowed"),
    Slip("code_without_quotes", "provider_code != '010'", "provider_code != »010", "expression-syntax"),
    Slip(
        "word_without_quotes", "all(compliant, where=outcome == 'eligible')", "all(compliant, where=outcome == »eligible)", "unknown-name"
    ),
    Slip("other_function", "is: mean(days)", "is: »average(days)", "unknown-function"),
    Slip("open_bracket", "dose: sum(grams)", "dose: sum»(grams", "expression-syntax", (("sum(grams\n", "sum(grams)\n"),)),
    Slip("misspelt_column", "weight: first(weight_kg,", "weight: first(»wieght_kg,", "unknown-name"),
    Slip(
        "number_in_formula",
        "when: weight > 0",
        "when: weight > »5",
        "number-in-formula",
        (
            ("when: weight > 5", "when: weight > least_weight"),
            ("parameters:\n", "parameters:\n  least_weight: {value: 5, unit: kg, basis: assumption, source: leaflet}\n"),
        ),
    ),
    Slip(
        "bands_with_a_gap",
        "labels: [low, medium, high]",
        "»labels: [low, high]",
        "bands-do-not-fit",
        (("labels: [low, high]", "labels: [low, medium, high]"),),
    ),
    Slip(
        "pounds_and_days",
        "each: excess * list_price",
        "each: »excess * list_price + days",
        "units-differ",
        (("excess * list_price + days", "excess * list_price"),),
    ),
    Slip(
        "saving_in_grams", "each: excess * price", "each: »excess", "unit-not-as-declared", (("each: excess\n", "each: excess * price\n"),)
    ),
    Slip("unknown_unit", "    of: course\n    distribution: size", "    of: »corse\n    distribution: size", "unknown-unit"),
    Slip("misspelt_parameter_of_scenario", "parameters: {waste_allowed: 0}", "parameters: {»waste_alowed: 0}", "unknown-name"),
)

EVERY = (*LAYOUT, *KEYS, *VALUES, *FORMULAS)
