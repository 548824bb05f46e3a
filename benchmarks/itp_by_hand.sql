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
WITH suspects AS (FROM infusions SEMI JOIN shared_hashes ON hash(infusion_id) = hashed),
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

CREATE TEMP TABLE grouped AS
SELECT patient, start, provider_code, patient_id, [infusion_id] AS source_keys, is_unsure, product, grams AS dose, weight_kg AS weight,
       panel_decision, eligibility_met, outcome_recorded, adverse_reactions AS reactions
FROM placed WHERE infusions = 1
UNION ALL
SELECT patient, start, any_value(provider_code), any_value(patient_id),
       CASE WHEN any_value(infusions) = 2 THEN [min(infusion_id), max(infusion_id)] ELSE list_sort(list(infusion_id) FILTER (infusions > 2)) END,
       bool_or(is_unsure), arg_min(product, moment), CASE WHEN count(grams) = count(*) THEN sum(grams) END, arg_min(weight_kg, moment),
       arg_min(panel_decision, moment), arg_min(eligibility_met, moment), arg_min(outcome_recorded, moment),
       CASE WHEN count(adverse_reactions) = count(*) THEN sum(adverse_reactions) END
FROM (SELECT *, chr(48 + day - start) || infusion_id AS moment FROM placed WHERE infusions > 1) GROUP BY patient, start;
DROP TABLE placed;
