"""Codes for what a scheme means: its definitions, taken together."""

from __future__ import annotations

from improving_value.kernel.code import Code, by_code

MEANING_CODES = by_code(
    Code(
        "bands-do-not-fit",
        "Labels and cuts that do not fit together",
        "Cuts divide a line into one band more than there are cuts, and each band has a label. The cuts rise.",
        "cuts: [1, 2]\nlabels: [low, middle, high]",
    ),
    Code(
        "chart-form",
        "A chart whose parts do not go together",
        "A scatter and quadrants draw one KPI across and one up; a pathway draws bars. What is drawn together shares its points: the categories of one breakdown, or organisations.",
        "{chart: spend_and_outcome, kind: scatter, title: Spend beside outcome, across: spend_rate, up: outcome_rate, points: organisations}",
    ),
    Code(
        "confidential-figure",
        "A KPI that gives a confidential value back",
        "Of amounts that hold a confidential price only sums over many units are shown: an average, a highest or a ratio of them is, or may "
        "be, the price itself. How many units pass a test on the price may always be said.",
        "share: unit_price <= agreed_price",
    ),
    Code(
        "cost-form",
        "A cost that is not said in just one way",
        "A cost is either a stated amount or worked out from measures. A cost of nothing is stated as 0.",
        "{cost: none, value: 0, basis: published, source: guide}",
    ),
    Code(
        "depends-on-itself",
        "A definition that depends on itself",
        "Following the names leads back to where it began, so there is nothing to start from.",
        "b: a + 1, where `a` does not use `b`",
    ),
    Code(
        "engines-differ",
        "An example that comes out otherwise in columns than on rows",
        "A scheme's examples are worked out twice: row by row, which is slow and plain to follow, and in columns, as a run does it. Both "
        "must give the same to the last bit. Where they do not, the scheme is not at fault: the engine is.",
        "improving-value check itp_dosing --both",
    ),
    Code(
        "example-differs",
        "An example that does not come out as written",
        "The engine worked the example out and came to another result. Either the scheme or the expectation is wrong.",
        "expect: {eligible: 1}",
    ),
    Code(
        "example-row",
        "A row of an example that intake would refuse",
        "The rows of an example are read as activity data are. This value has another type than its column, or lies outside its range.",
        "- {infusion_date: 2017-04-03, dose_g: 70}",
    ),
    Code(
        "figure-without-inputs",
        "A figure that no activity enters",
        "A KPI or a total made of parameters alone would be the same wherever there is any activity at all.",
        "total: avoided_days * bed_day_price, where `avoided_days` is a measure",
    ),
    Code(
        "group-episodes",
        "Episodes that are half described",
        "Episodes need a date that orders the rows, in `on`, and one of `within` (a fixed span) and `gap_under` (a rolling gap).",
        "within: course_window of first\non: infusion_date",
    ),
    Code(
        "kpi-form",
        "A KPI that is not said in just one way",
        "A KPI is a share, a numerator over a denominator, a figure (`is`) or a distribution; and it says of which unit.",
        "of: course\nshare: dose_per_kg <= recommended_dose",
    ),
    Code(
        "match-test",
        "A rung of a match that is not one test",
        "Each rung is one reason and one test. The first compares a column with its namesake, so that not every row is tried with every other.",
        "tests:\n  - no_form: same patient_id\n  - rejected: status == 'approved'",
    ),
    Code(
        "name-used-twice",
        "One name for two things",
        "A column, a parameter and a measure may not share a name, because an expression could not tell which is meant.",
        "course_dose: sum(dose_g)",
    ),
    Code(
        "not-an-aggregate",
        "A fact that is not one aggregate",
        "A column of facts looks at many rows of another dataset and gathers one aggregate of them. Calculate with it in a column after.",
        "is: sum(grams)",
    ),
    Code(
        "number-in-formula",
        "A number typed into a formula",
        "A number in a formula has no unit, no date and no source. Give it a name under `parameters`.",
        "excess: dose - recommended_dose * weight",
    ),
    Code(
        "number-without-unit",
        "A number whose unit nobody has given",
        "Every number of the data has a unit in the data dictionary, so that formulas can be checked. `varies` says that each row has its own.",
        "grams: {type: decimal, places: 3, unit: g, title: Grams given}",
    ),
    Code(
        "not-checked",
        "A published scheme that nobody else has checked",
        "What is published was checked by another role than the one that wrote it. Until then the scheme is a draft, or in review.",
        "status: published\nauthored_by: Hub pharmacist\nchecked_by: Hub finance lead",
    ),
    Code(
        "value-without-date",
        "A dated value without its date",
        "A parameter that is `dated` changes with the date, so each of its values says from which day it holds.",
        "values:\n  - {from: 2017-04-01, value: 34}",
    ),
    Code(
        "number-without-source",
        "A number that nobody vouches for",
        "Every number in a scheme says where it comes from, so that a reader can look it up.",
        "recommended_dose: {value: 1.0, unit: g/kg, basis: published, source: guide}",
    ),
    Code(
        "parameter-twice",
        "A local parameter with a value in the scheme",
        "A parameter whose basis is local gets its value from the parameters file, one for each place. "
        "Take the value out of the scheme, or give it another basis.",
        "price: {unit: GBP/g, basis: local, by: [product]}",
    ),
    Code(
        "parameter-without-value",
        "A parameter with no value",
        "Only a local parameter may be without a value: it comes from the parameters file.",
        "window: {value: 7, unit: day, basis: external, source: guide}",
    ),
    Code(
        "period-twice",
        "A period given twice",
        "The rows of this unit already belong to a period, so they are not repeated for each period again.",
        "leave out `each_period`",
    ),
    Code(
        "periods-mixed",
        "Rows of different periods in one unit",
        "The rows belong to a period each. Unless `period` is among the columns of `by`, one unit would hold rows of several.",
        "by: [provider_code, patient_id, period]",
    ),
    Code(
        "instead-of-unlike",
        "A saving in the place of one of another kind",
        "`instead_of` names the saving that counts the same money, so that a total holds it once. Savings of different classes or states are "
        "never added, and a saving that stands in another's place has no place of its own.",
        "- saving: opportunity_to_target\n  instead_of: opportunity_all",
    ),
    Code(
        "saving-form",
        "A saving that is not said in just one way",
        "A saving is either `each`, in pounds on every eligible unit, or `total`, in pounds for a provider and period.",
        "of: course\neach: max(0, excess) * price",
    ),
    Code(
        "scenario-changes-units",
        "A scenario that changes what is counted",
        "A scenario works the savings out again with other values, over the same units. A parameter that decides which units there are cannot be part of one.",
        "parameters: {uptake: 0.20}",
    ),
    Code(
        "scenario-without-effect",
        "A scenario that changes nothing",
        "No saving depends on the parameters of this scenario, so its figures would be those of the scheme itself.",
        "parameters: {uptake: 0.20}",
    ),
    Code(
        "unit-date",
        "A unit that cannot be put into a period",
        "A unit falls into a period by one of its dates, named under `date`.",
        "date: start_date",
    ),
    Code(
        "unit-provider",
        "A unit without a provider",
        "Every figure is worked out for each provider, so a unit needs the column that holds the provider's code.",
        "by: [provider_code, patient_id]",
    ),
    Code(
        "unit-not-as-declared",
        "A figure that is not in the unit it should be in",
        "The unit of a figure follows from its formula. A measure or a KPI comes to another unit than the one it declares, or a saving or a cost "
        "does not come to pounds.",
        "is: sum(grams) / sum(weight_kg)\nunit: g/kg",
    ),
    Code(
        "units-differ",
        "Two units of measure that do not go together",
        "Only like is added to like and compared with like. Nothing is converted silently: milligrams become grams by a parameter in mg/g.",
        "mg_per_g: {value: 1000, unit: mg/g, basis: derived, source: Definition}",
    ),
    Code(
        "unknown-measure",
        "A unit of measure that nobody knows",
        "A unit is made of measures (g, GBP, day, share …) and of things that are counted: units of the scheme, rows of a dataset, or what the "
        "scheme lists under `counted`.",
        "counted: [session]",
    ),
    Code(
        "unknown-dataset",
        "A dataset or unit that does not exist",
        "Units are made from the datasets of the data dictionary, or from units of the same scheme. The name may be misspelt.",
        "from: ig_infusions",
    ),
    Code(
        "unknown-kpi",
        "A chart of a KPI that does not exist",
        "A chart draws KPIs of its own scheme, by their ids. The id may be misspelt.",
        "across: spend_rate",
    ),
    Code(
        "unknown-unit",
        "A unit that does not exist",
        "KPIs, measures and savings are of a unit defined under `units`. The name may be misspelt.",
        "of: course",
    ),
    Code(
        "unused-parameter",
        "A parameter that nothing uses",
        "A parameter that no formula, target or reference uses is often the sign of a slip elsewhere.",
        "use it, or take it out",
    ),
)
