-- The ITP scheme written by hand for one extract, one span (2017/18 by quarter) and one baseline (2016/17).
-- Given by itp_by_hand.py: ${infusions}, ${out}, the tables `organisations` and `prices`.
-- Only what the figures need is worked out: courses of 2016/17 get a dose and a weight, those of 2015/16 nothing but their first day.

CREATE MACRO at_most(a, b) AS a - b <= 1e-9 * (1e0 + abs(a) + abs(b));
CREATE MACRO millionths(x) AS CAST(floor(x * 1e6 + 0.5e0) AS BIGINT);
CREATE MACRO pence(x) AS sign(x) * floor(100e0 * abs(x) + 0.5e0 + 1e-6 + 1e-15 * (100e0 * abs(x)));
CREATE MACRO vials_5g(x) AS 5e0 * CASE WHEN abs(x / 5e0 - floor(x / 5e0 + 0.5e0)) <= 1e-9 * (1e0 + abs(x / 5e0) + abs(floor(x / 5e0 + 0.5e0)))
    THEN floor(x / 5e0 + 0.5e0) ELSE ceil(x / 5e0) END;
CREATE MACRO day_of(d) AS CAST(d - DATE '2015-01-01' AS SMALLINT);
CREATE MACRO quarter_of(d) AS (month(d) + 8) % 12 // 3 + 1;

-- Intake: names without case, values out of range missing, rows without a provider, patient or day set aside.
CREATE VIEW infusions AS
SELECT file_row_number AS row, infusion_id, provider_code, patient_id, infusion_date, lower(trim(indication)) AS indication,
       lower(trim(product_class)) AS product_class, lower(trim(product)) AS product,
       CASE WHEN grams > 0 THEN grams END AS grams, CASE WHEN weight_kg > 0 AND weight_kg <= 400 THEN weight_kg END AS weight_kg,
       lower(trim(panel_decision)) AS panel_decision, eligibility_met, outcome_recorded,
       CASE WHEN adverse_reactions BETWEEN 0 AND 50 THEN adverse_reactions END AS adverse_reactions
FROM read_parquet('${infusions}', file_row_number = true)
WHERE provider_code IS NOT NULL AND patient_id IS NOT NULL AND infusion_date IS NOT NULL;

-- Identifiers sent twice: one of several equal rows stays, of different ones none. Hashes are eight bytes where the identifiers are sixteen;
-- the few that are shared are looked at again by identifier.
CREATE TEMP TABLE shared_hashes AS SELECT hash(infusion_id) AS hashed FROM infusions GROUP BY ALL HAVING count(*) > 1;
CREATE TEMP TABLE dropped AS
WITH suspects AS (FROM infusions SEMI JOIN shared_hashes ON hash(infusion_id) = hashed WHERE infusion_id IS NOT NULL),
     variants AS (SELECT infusion_id, row, row_number() OVER (PARTITION BY infusion_id ORDER BY row) AS copy, dense_rank() OVER (
        PARTITION BY infusion_id ORDER BY provider_code, patient_id, infusion_date, indication, product_class, product, grams, weight_kg,
        panel_decision, eligibility_met, outcome_recorded, adverse_reactions) AS variant FROM suspects)
SELECT row FROM variants QUALIFY copy > 1 OR max(variant) OVER (PARTITION BY infusion_id) > 1;

CREATE VIEW kept AS
SELECT *, day_of(infusion_date) AS day, indication IS NULL OR product_class IS NULL AS is_unsure
FROM infusions ANTI JOIN dropped USING (row)
WHERE (indication = 'itp') IS NOT FALSE AND (product_class = 'immunoglobulin') IS NOT FALSE;

-- The days on which a patient's courses begin: a sorted list, folded from its first day.
CREATE TEMP TABLE patients AS
WITH listed AS (SELECT provider_code, patient_id, list_sort(list(day)) AS days FROM kept GROUP BY ALL)
SELECT provider_code, patient_id, CAST(row_number() OVER () AS INTEGER) AS patient, days,
       list_reduce(days, lambda found, d: CASE WHEN d - found[-1] >= 7 THEN list_append(found, d) ELSE found END, [days[1]]) AS starts
FROM listed;

CREATE MACRO last_start(starts, day) AS CASE WHEN len(starts) = 1 THEN starts[1] ELSE list_last(list_filter(starts, lambda s: s <= day)) END;

-- The baseline needs the mean dose only.
CREATE TEMP TABLE baseline AS
WITH placed AS (
    SELECT patient, provider_code, day, infusion_id, grams, weight_kg, is_unsure, last_start(starts, day) AS start
    FROM kept JOIN patients USING (provider_code, patient_id)
    WHERE infusion_date >= DATE '2016-04-01' AND infusion_date < DATE '2017-04-07'
), courses AS (
    SELECT any_value(provider_code) AS provider_code, arg_min(weight_kg, chr(48 + day - start) || infusion_id) AS weight, sum(grams) AS dose
    FROM placed WHERE start BETWEEN day_of(DATE '2016-04-01') AND day_of(DATE '2017-03-31')
    GROUP BY patient, start HAVING count(grams) = count(*) AND NOT bool_or(is_unsure)
)
SELECT provider_code, sum(dose) AS dose, sum(weight) AS weight FROM courses WHERE weight IS NOT NULL GROUP BY ALL;

-- Rows of the span's courses, each with the number of rows in its course: most courses are one row, and need no grouping.
CREATE TEMP TABLE placed AS
WITH started AS (
    SELECT patient, provider_code, patient_id, infusion_id, day, is_unsure, product, grams, weight_kg, panel_decision, eligibility_met,
           outcome_recorded, adverse_reactions, days, last_start(starts, day) AS start
    FROM kept JOIN patients USING (provider_code, patient_id)
    WHERE infusion_date >= DATE '2017-04-01' AND infusion_date < DATE '2018-04-07'
)
SELECT * EXCLUDE (days), CASE WHEN len(days) = 1 THEN 1 ELSE len(list_filter(days, lambda d: d BETWEEN start AND start + 6)) END AS infusions
FROM started WHERE start BETWEEN day_of(DATE '2017-04-01') AND day_of(DATE '2018-03-31');

-- Courses: the price is that of the product on the first day, or the general price.
CREATE TEMP TABLE courses AS
WITH grouped AS (
    SELECT patient, start, provider_code, patient_id, [infusion_id] AS source_keys, is_unsure, product, grams AS dose, weight_kg AS weight,
           panel_decision, eligibility_met, outcome_recorded, adverse_reactions AS reactions
    FROM placed WHERE infusions = 1
    UNION ALL
    SELECT patient, start, any_value(provider_code), any_value(patient_id),
           CASE WHEN any_value(infusions) = 2 THEN [min(infusion_id), max(infusion_id)] ELSE list_sort(list(infusion_id) FILTER (infusions > 2)) END,
           bool_or(is_unsure), arg_min(product, moment), CASE WHEN count(grams) = count(*) THEN sum(grams) END, arg_min(weight_kg, moment),
           arg_min(panel_decision, moment), arg_min(eligibility_met, moment), arg_min(outcome_recorded, moment),
           CASE WHEN count(adverse_reactions) = count(*) THEN sum(adverse_reactions) END
    FROM (SELECT *, chr(48 + day - start) || infusion_id AS moment FROM placed WHERE infusions > 1) GROUP BY patient, start
), dated AS (
    SELECT *, DATE '2015-01-01' + start AS start_date, CAST(dose AS DOUBLE) AS grams, CAST(weight AS DOUBLE) AS kilograms,
           CASE WHEN is_unsure THEN 'keep' WHEN weight IS NULL THEN 'weighed' WHEN dose IS NULL THEN 'dose_recorded' END AS deciding_rule
    FROM grouped
), priced AS (
    SELECT d.*, coalesce(own.value, general.value) AS price, grams / kilograms AS dose_per_kg, grams - kilograms AS difference
    FROM dated AS d
    LEFT JOIN prices AS own ON own.product = d.product AND start_date >= own.starts AND start_date < own.ends
    LEFT JOIN prices AS general ON general.product IS NULL
), worked AS (
    SELECT *, CASE WHEN 0e0 >= difference THEN 0e0 WHEN difference > 0e0 THEN difference END AS excess FROM priced
)
SELECT provider_code || '|' || patient_id || '|' || start_date AS unit_key, quarter_of(start_date) AS quarter, source_keys, patient, provider_code,
       patient_id, start_date, product, CAST(dose AS DECIMAL(18, 3)) AS dose, CAST(weight AS DECIMAL(18, 3)) AS weight, dose_per_kg,
       CASE WHEN at_most(dose_per_kg, 1e0) THEN '<=1' WHEN at_most(dose_per_kg, 2e0) THEN '(1,2]' WHEN dose_per_kg IS NOT NULL THEN '>2' END AS band,
       at_most(grams, kilograms) AS compliant, at_most(grams, vials_5g(kilograms)) AS compliant__vial_5g, excess, panel_decision,
       eligibility_met, outcome_recorded, CAST(reactions AS BIGINT) AS reactions,
       CASE WHEN deciding_rule IS NULL THEN 'eligible' ELSE 'undetermined' END AS outcome, deciding_rule,
       CASE WHEN deciding_rule IS NOT NULL THEN CAST(pence(grams * price) AS BIGINT) END AS at_stake_pence,
       CASE WHEN deciding_rule IS NULL THEN CAST(pence(excess * price) AS BIGINT) END AS opportunity_all_pence,
       millionths(grams * price) AS spent, CASE WHEN deciding_rule IS NULL THEN millionths(excess * price) END AS excess_cost
FROM worked;
DROP TABLE placed;

CREATE TEMP TABLE quarters AS
SELECT CAST(number AS BIGINT) AS quarter, '2017/18 Q' || number AS period, day_of(first) AS first_day, day_of(last) AS last_day
FROM (VALUES (1, DATE '2017-04-01', DATE '2017-06-30'), (2, DATE '2017-07-01', DATE '2017-09-30'),
             (3, DATE '2017-10-01', DATE '2017-12-31'), (4, DATE '2018-01-01', DATE '2018-03-31')) AS listed(number, first, last);

COPY (
    SELECT unit_key, period, * EXCLUDE (unit_key, period, quarter, patient, spent, excess_cost, first_day, last_day)
    FROM courses JOIN quarters USING (quarter) ORDER BY unit_key
) TO '${out}/units/course.parquet' (FORMAT parquet, COMPRESSION snappy, DICTIONARY_SIZE_LIMIT 1000);

-- Patients by quarter and for the year. Most have one course, and its infusions are theirs; the number comes from the list of starts.
CREATE TEMP TABLE patient_units AS
WITH held AS (
    SELECT patient, provider_code, c.patient_id, source_keys, weight IS NOT NULL AS has_weight,
           CASE WHEN outcome = 'eligible' THEN dose_per_kg END AS dose_per_kg, CASE WHEN outcome = 'eligible' THEN compliant END AS compliant,
           period, len(list_filter(starts, lambda s: s BETWEEN first_day AND last_day)) AS in_quarter,
           len(list_filter(starts, lambda s: s BETWEEN day_of(DATE '2017-04-01') AND day_of(DATE '2018-03-31'))) AS in_year
    FROM courses AS c JOIN quarters USING (quarter) JOIN (SELECT patient, starts FROM patients) USING (patient)
), windowed AS (
    SELECT * EXCLUDE (in_quarter, in_year), in_quarter AS courses FROM held
    UNION ALL SELECT * EXCLUDE (in_quarter, in_year) REPLACE ('2017/18' AS period), in_year FROM held
), units AS (
    SELECT provider_code, patient_id, period, source_keys, has_weight, dose_per_kg AS highest_dose, coalesce(compliant, true) AS all_within
    FROM windowed WHERE courses = 1
    UNION ALL
    SELECT any_value(provider_code), any_value(patient_id), period, list_sort(flatten(list(source_keys))), bool_or(has_weight),
           max(dose_per_kg), coalesce(bool_and(compliant), true)
    FROM windowed WHERE courses > 1 GROUP BY patient, period
)
SELECT provider_code || '|' || patient_id || '|' || period AS unit_key, period, source_keys, provider_code, patient_id, has_weight, highest_dose,
       all_within, CASE WHEN highest_dose IS NULL THEN 'undetermined' ELSE 'eligible' END AS outcome,
       CASE WHEN highest_dose IS NULL THEN 'weighed_course' END AS deciding_rule
FROM units;

COPY (FROM patient_units ORDER BY unit_key) TO '${out}/units/patient.parquet' (FORMAT parquet, COMPRESSION snappy, DICTIONARY_SIZE_LIMIT 1000);
