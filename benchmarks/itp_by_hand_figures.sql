-- Counts, KPIs and savings from the courses and patients of itp_by_hand.sql: one pass over each, then small tables only.

CREATE TEMP TABLE places AS
SELECT p.provider_code, level, CASE level WHEN 'provider' THEN p.provider_code WHEN 'hub' THEN coalesce(hub, 'not listed')
       WHEN 'region' THEN coalesce(region, 'not listed') ELSE 'all' END AS organisation
FROM (SELECT DISTINCT provider_code FROM patients) AS p LEFT JOIN organisations USING (provider_code), (VALUES ('provider'), ('hub'), ('region'), ('all')) AS l(level);

CREATE TEMP TABLE course_lines AS
SELECT provider_code, quarter, count(*) AS in_scope, count(*) FILTER (outcome = 'eligible') AS eligible,
       count(*) FILTER (outcome = 'eligible' AND compliant) AS compliant,
       count(*) FILTER (outcome = 'eligible' AND compliant__vial_5g) AS compliant_5g,
       count(*) FILTER (outcome = 'eligible' AND band = '<=1') AS band_1, count(*) FILTER (outcome = 'eligible' AND band = '(1,2]') AS band_2,
       count(*) FILTER (outcome = 'eligible' AND band = '>2') AS band_3,
       sum(dose) FILTER (outcome = 'eligible') AS dose, sum(weight) FILTER (outcome = 'eligible') AS weight,
       sum(spent) FILTER (outcome = 'eligible') AS spent, sum(dose) FILTER (outcome = 'eligible' AND spent IS NOT NULL) AS dose_priced,
       sum(excess_cost) FILTER (NOT compliant) AS excess_cost, count(excess_cost) FILTER (NOT compliant) AS excess_courses,
       sum(excess_cost) FILTER (NOT compliant__vial_5g) AS excess_cost_5g, count(excess_cost) FILTER (NOT compliant__vial_5g) AS excess_courses_5g,
       sum(spent) AS spent_in_scope, count(spent) AS spent_known, count(panel_decision) AS panel, count(eligibility_met) AS criteria_known,
       count(*) FILTER (eligibility_met) AS criteria_met, count(outcome_recorded) AS outcome_known, count(*) FILTER (outcome_recorded) AS outcome_yes,
       sum(reactions) AS reactions, count(reactions) AS reactions_known, sum(opportunity_all_pence) AS opportunity_pence
FROM courses GROUP BY ALL;

CREATE TEMP TABLE course_places AS
SELECT level, organisation, coalesce('2017/18 Q' || quarter, '2017/18') AS period, * EXCLUDE (level, organisation, quarter) FROM (
    SELECT level, organisation, quarter, sum(COLUMNS(* EXCLUDE (provider_code, level, organisation, quarter)))
    FROM course_lines JOIN places USING (provider_code) GROUP BY GROUPING SETS ((level, organisation, quarter), (level, organisation))
);

CREATE TEMP TABLE patient_places AS
SELECT level, organisation, period, sum(in_scope) AS in_scope, sum(eligible) AS eligible, sum(weighed) AS weighed, sum(within) AS within
FROM (SELECT provider_code, period, count(*) AS in_scope, count(highest_dose) AS eligible, count(*) FILTER (has_weight) AS weighed,
             count(*) FILTER (outcome = 'eligible' AND all_within) AS within FROM patient_units GROUP BY ALL)
JOIN places USING (provider_code) GROUP BY ALL;

COPY (
    SELECT 'course' AS unit, level, organisation, period, in_scope, eligible, 0 AS not_eligible, in_scope - eligible AS undetermined FROM course_places
    UNION ALL SELECT 'patient', level, organisation, period, in_scope, eligible, 0, in_scope - eligible FROM patient_places ORDER BY ALL
) TO '${out}/counts.csv';

CREATE MACRO kpi_row(name, category, numerator, denominator, factor, skipped) AS {
    'kpi': name, 'category': category, 'numerator': CAST(numerator AS DOUBLE), 'denominator': CAST(denominator AS DOUBLE),
    'value': CASE WHEN denominator <> 0 THEN CAST(numerator AS DOUBLE) / CAST(denominator AS DOUBLE) * CAST(factor AS DOUBLE) END,
    'skipped': CAST(skipped AS BIGINT)};

COPY (
    SELECT kpi, category, level, organisation, period, numerator, denominator, value, skipped FROM (
        SELECT level, organisation, period, unnest([
            kpi_row('pct_courses_le_1', '', compliant, eligible, 1, 0),
            kpi_row('band_share', '<=1', band_1, eligible, 1, 0),
            kpi_row('band_share', '(1,2]', band_2, eligible, 1, 0),
            kpi_row('band_share', '>2', band_3, eligible, 1, 0),
            kpi_row('panel_review_rate', '', panel, in_scope, 1, 0),
            kpi_row('eligibility_adherence', '', criteria_met, criteria_known, 1, in_scope - criteria_known),
            kpi_row('side_effects', '', reactions, reactions_known, 100, in_scope - reactions_known),
            kpi_row('outcome_recorded', '', outcome_yes, outcome_known, 1, in_scope - outcome_known)], recursive := true)
        FROM course_places
        UNION ALL SELECT level, organisation, period, 'itp_ig_spend', '', NULL, NULL, CAST(spent_in_scope AS DOUBLE) / 1e6, in_scope - spent_known FROM course_places
        UNION ALL SELECT level, organisation, period, unnest([
            kpi_row('pct_patients_le_1', '', within, eligible, 1, 0),
            kpi_row('weight_recorded', '', weighed, in_scope, 1, 0)], recursive := true)
        FROM patient_places
    ) ORDER BY ALL
) TO '${out}/kpis.csv';

-- Savings are pence of each provider and quarter; every higher figure is their sum.
CREATE TEMP TABLE saving_lines AS
WITH measured AS (
    SELECT c.provider_code, quarter, opportunity_pence, eligible, compliant, compliant_5g, CAST(c.weight AS DOUBLE) AS total_weight,
           CAST(excess_cost AS DOUBLE) / 1e6 / excess_courses AS mean_excess_cost, CAST(excess_cost_5g AS DOUBLE) / 1e6 / excess_courses_5g AS mean_excess_cost_5g,
           CAST(c.dose AS DOUBLE) / CAST(c.weight AS DOUBLE) AS mean_dose, CAST(b.dose AS DOUBLE) / CAST(b.weight AS DOUBLE) AS baseline_mean_dose,
           CAST(spent AS DOUBLE) / 1e6 / CAST(dose_priced AS DOUBLE) AS mean_price
    FROM course_lines AS c LEFT JOIN baseline AS b USING (provider_code)
), pounds AS (
    SELECT *, CASE WHEN compliant = eligible THEN 0e0 ELSE greatest(0e0, 0.80e0 * eligible - compliant) * mean_excess_cost END AS to_target,
           CASE WHEN compliant_5g = eligible THEN 0e0 ELSE greatest(0e0, 0.80e0 * eligible - compliant_5g) * mean_excess_cost_5g END AS to_target_5g,
           (baseline_mean_dose - mean_dose) * total_weight * mean_price AS realised
    FROM measured
)
SELECT provider_code, quarter, unnest([
    {'saving': 'opportunity_all', 'scenario': 'default', 'pence': CAST(opportunity_pence AS DOUBLE)},
    {'saving': 'opportunity_to_target', 'scenario': 'default', 'pence': pence(to_target)},
    {'saving': 'opportunity_to_target', 'scenario': 'vial_5g', 'pence': pence(to_target_5g)},
    {'saving': 'realised', 'scenario': 'default', 'pence': pence(realised)}], recursive := true)
FROM pounds;

COPY (
    SELECT saving, scenario, level, organisation, coalesce('2017/18 Q' || quarter, '2017/18') AS period,
           CAST(sum(CAST(pence AS BIGINT)) AS DECIMAL(18, 0)) * CAST(0.01 AS DECIMAL(3, 2)) AS gross_gbp
    FROM saving_lines JOIN places USING (provider_code)
    GROUP BY GROUPING SETS ((saving, scenario, level, organisation, quarter), (saving, scenario, level, organisation)) ORDER BY ALL
) TO '${out}/savings.csv';
