"""Faults of a scheme file: its YAML, its keys, what it means."""

from __future__ import annotations

from cli.faults import in_expression, in_scheme
from cli.terminal import RUN

YAML = (
    in_scheme("tab", "A tab", "    from: cc_periods", "\tfrom: cc_periods"),
    in_scheme("duplicate_key", "The same key twice", "period: quarter\n", "period: quarter\nperiod: month\n"),
    in_scheme("misspelt_key", "A misspelt key", "    keep: destination", "    keeep: destination"),
    in_scheme("no_as_code", "`NO` as a code, without quotes", "destination == 'ward'", "destination == NO"),
    in_scheme("no_as_value", "`NO` as a value: it stays the text that was written", "recurrent: true", "recurrent: NO"),
    in_scheme("leading_zero_code", "`010` as a code, without quotes", "destination == 'ward'", "provider_code == 010"),
    in_scheme(
        "leading_zero_value",
        "`010` as a value: it stays the text that was written",
        "longest_wait: {value: 4,",
        "longest_wait: {value: 010,",
    ),
    in_scheme(
        "torn_expression",
        "An expression torn by braces",
        "      - rule: timed\n        when: wait >= 0\n        say: Both times recorded",
        "      - {rule: timed, when: max(0, wait) >= 0, say: Both times recorded}",
    ),
    in_scheme("unknown_column", "A column that nothing has", "late: wait > longest_wait", "late: wiat > longest_wait"),
    in_scheme("type_error", "A number compared with a text", "late: wait > longest_wait", "late: wait > 'four'"),
    in_scheme("rule_not_true_or_false", "A rule that is neither true nor false", "when: wait >= 0", "when: wait"),
    in_scheme(
        "circular",
        "A definition that leads back to itself",
        "      wait: hours(ready_at, discharge_at)",
        "      wait: spare + 1\n      spare: wait - 1",
    ),
    in_scheme(
        "number_in_formula",
        "A number typed into a formula",
        "late: wait > longest_wait",
        "late: wait > 4 or wait > longest_wait",
    ),
    in_scheme(
        "no_birthplace",
        "A parameter that does not say where it was born",
        "basis: published, source: guide, say: Longest wait that is on time",
        "basis: published, say: Longest wait that is on time",
    ),
    in_scheme(
        "nothing_uses",
        "A parameter that nothing uses: a warning",
        "  hours_per_day: {",
        "  spare: {value: 1, unit: hour, basis: assumption, source: guide}\n  hours_per_day: {",
        0,
    ),
    in_scheme(
        "other_unit",
        "A KPI of one unit that asks another's column",
        "kpis:\n  - kpi: late_share\n    title: Stays that ended late\n    of: stay",
        "  patient:\n    from: stay\n    group: {by: [provider_code, patient_id, period]}\n    columns:\n      stays: count()\n\n"
        "kpis:\n  - kpi: late_share\n    title: Stays that ended late\n    of: patient",
    ),
    in_scheme(
        "missing_alone", "`missing` compared with something", "late: wait > longest_wait", "late: wait > longest_wait and wait != missing"
    ),
    in_scheme(
        "baseline_on_a_unit",
        "A baseline asked of a single unit",
        "late: wait > longest_wait",
        "late: wait > longest_wait and baseline.waits > 0",
    ),
    in_scheme(
        "two_values_one_date",
        "Two values from the same date",
        "longest_wait: {value: 4, unit: hour, basis: published, source: guide, say: Longest wait that is on time}",
        "longest_wait:\n    unit: hour\n    basis: published\n    source: guide\n    dated: true\n    values:\n      - {from: 2017-04-01, value: 4}\n      - {from: 2017-04-01, value: 6}",
    ),
    in_scheme("draft", "A draft in a run", "status: published", "status: draft", 1, (*RUN, "--scheme", "late_discharges")),
)

EXPRESSIONS = (
    in_expression("import", "A call of something hidden", "__import__('os').system('ls')"),
    in_expression("attribute", "A dot that is not a namespace", "wait.real > 0"),
    in_expression("lambda_bare", "A lambda: YAML stops at its colon", "(lambda x: x)(wait) > 0"),
    in_expression("lambda", "A lambda, in quotes", "'(lambda x: x)(wait) > 0'"),
    in_expression("comprehension", "A comprehension", "all([x > 0 for x in wait])"),
    in_expression("brackets", "10,000 nested brackets", "(" * 10_000 + "wait" + ")" * 10_000 + " >= 0"),
    in_expression(
        "brackets_short", "1,900 nested brackets, in a line of a length that is allowed", "(" * 1_900 + "wait" + ")" * 1_900 + " >= 0"
    ),
    in_expression("long_text", "A text of 900 kB", "destination == '" + "x" * 900_000 + "'"),
    in_expression("megabyte", "A text of 1 MB", "destination == '" + "x" * 1_000_000 + "'"),
    in_expression("power", "A power of a power", "wait > 9**9**9"),
    in_expression("hash", "A `#` glued to a word", "wait >= 0#comment"),
    in_expression("semicolon", "A `;`", "wait >= 0; wait < 100"),
)
