-- What is known of each footprint. A row is a footprint's own figure only when organisation is NULL, scope is `footprint`
-- (populations), role is `STP lead` (leads); gaps count when they are do-nothing, of one year, and that year is 2020/21.

-- Whether two printed figures cannot both be true: further apart than the coarser one's last printed digit, and not
-- reconciled by "over" or "up to".
CREATE MACRO beyond_precision(a, a_precision, a_bound, b, b_precision, b_bound) AS
    abs(a - b) >= greatest(a_precision, b_precision)
    AND NOT (a_bound = 'at_least' AND b >= a) AND NOT (b_bound = 'at_least' AND a >= b)
    AND NOT (a_bound = 'at_most' AND b <= a) AND NOT (b_bound = 'at_most' AND a <= b);

-- Size of the last significant digit's place of a whole number: 300000 -> 100000, 1129253 -> 1.
CREATE MACRO printed_precision(whole) AS
    10 ** (length(whole::VARCHAR) - length(rtrim(whole::VARCHAR, '0')));

CREATE VIEW own_figures AS
WITH stated AS (
    SELECT
        footprint_id, 'population' AS fact, record_id, document_id, page, char_start, corrected_at,
        people::DECIMAL(18, 2) AS figure, NULL AS words, NULL AS organisation,
        if(approximate, 'about', 'exact') AS bound, printed_precision(people) AS precision, NULL AS purpose
    FROM corrected_populations
    WHERE scope = 'footprint' AND statistic = 'total'
    UNION ALL
    SELECT
        footprint_id, 'lead', record_id, document_id, page, char_start, corrected_at,
        NULL, name, organisation, 'exact', 0, NULL
    FROM corrected_leads
    WHERE role = 'STP lead'
    UNION ALL
    SELECT
        footprint_id, component || '_gap', record_id, document_id, page, char_start, corrected_at,
        amount_gbp, NULL, NULL, bound, precision_gbp, NULL
    FROM corrected_financial_gaps
    WHERE organisation IS NULL AND scenario = 'do_nothing' AND NOT cumulative AND financial_year = '2020/21'
        AND component IN ('health', 'social_care', 'combined')
    UNION ALL
    SELECT
        footprint_id, 'capital', record_id, document_id, page, char_start, corrected_at,
        amount_gbp, NULL, NULL, bound, precision_gbp, purpose
    FROM corrected_capital_requirements
    WHERE organisation IS NULL
)
SELECT
    footprint_id, fact, record_id, document_id, figure, words, organisation, purpose, bound, precision,
    row_number() OVER (
        PARTITION BY footprint_id, fact
        ORDER BY
            corrected_at DESC NULLS LAST,  -- a reviewer's word first
            stated_on DESC NULLS LAST, document_id,  -- then the latest document
            -- in it capital as a whole, a lead with the organisation, the exact and most precise statement
            purpose IS NOT NULL, fact = 'lead' AND organisation IS NULL, bound <> 'exact', precision,
            stated.page, char_start, record_id
    ) AS preference
FROM stated
JOIN documents USING (document_id)
WHERE footprint_id IS NOT NULL;
COMMENT ON VIEW own_figures IS 'every statement of a footprint''s own population, lead, gaps and capital; preference 1 is the one its profile shows';
COMMENT ON COLUMN own_figures.fact IS 'population, lead, health_gap, social_care_gap, combined_gap or capital';
COMMENT ON COLUMN own_figures.figure IS 'people or pounds; NULL for a lead';
COMMENT ON COLUMN own_figures.words IS 'the lead''s name';
COMMENT ON COLUMN own_figures.organisation IS 'the lead''s employer';
COMMENT ON COLUMN own_figures.purpose IS 'what capital is for; NULL for the whole';
COMMENT ON COLUMN own_figures.bound IS 'exact, about, at_least or at_most, as the words say';
COMMENT ON COLUMN own_figures.precision IS 'size of the last printed digit''s place';
COMMENT ON COLUMN own_figures.preference IS 'a correction first, then the latest document, then the most precise statement in it';

CREATE VIEW footprint_profile AS
WITH best AS (
    SELECT
        footprint_id,
        any_value(figure) FILTER (fact = 'population')::BIGINT AS population,
        any_value(record_id) FILTER (fact = 'population') AS population_record_id,
        any_value(words) FILTER (fact = 'lead') AS lead,
        any_value(organisation) FILTER (fact = 'lead') AS lead_organisation,
        any_value(record_id) FILTER (fact = 'lead') AS lead_record_id,
        any_value(figure) FILTER (fact = 'health_gap') AS health_gap_gbp,
        any_value(record_id) FILTER (fact = 'health_gap') AS health_gap_record_id,
        any_value(figure) FILTER (fact = 'social_care_gap') AS social_care_gap_gbp,
        any_value(record_id) FILTER (fact = 'social_care_gap') AS social_care_gap_record_id,
        any_value(figure) FILTER (fact = 'combined_gap') AS combined_gap_gbp,
        any_value(record_id) FILTER (fact = 'combined_gap') AS combined_gap_record_id,
        any_value(figure) FILTER (fact = 'capital') AS capital_gbp,
        any_value(record_id) FILTER (fact = 'capital') AS capital_record_id
    FROM own_figures
    WHERE preference = 1
    GROUP BY footprint_id
),
open_count AS (
    SELECT footprint_id, count(*) AS open_findings FROM findings WHERE status = 'open' GROUP BY footprint_id
)
SELECT
    f.footprint_id, f.name, f.region,
    b.* EXCLUDE (footprint_id),
    (b.combined_gap_gbp / nullif(b.population, 0))::DECIMAL(18, 2) AS combined_gap_per_head_gbp,
    (b.capital_gbp / nullif(b.population, 0))::DECIMAL(18, 2) AS capital_per_head_gbp,
    coalesce(o.open_findings, 0) AS open_findings
FROM footprints f
LEFT JOIN best b USING (footprint_id)
LEFT JOIN open_count o USING (footprint_id)
ORDER BY f.number;
COMMENT ON VIEW footprint_profile IS 'one row per footprint: its own figures, the records they rest on, open findings';
COMMENT ON COLUMN footprint_profile.population IS 'people: the reviewer''s correction, else the latest document''s most precise total';
COMMENT ON COLUMN footprint_profile.lead IS 'name of the STP lead';
COMMENT ON COLUMN footprint_profile.lead_organisation IS 'the lead''s employer, as written';
COMMENT ON COLUMN footprint_profile.health_gap_gbp IS 'do-nothing gap of 2020/21, health, pounds';
COMMENT ON COLUMN footprint_profile.social_care_gap_gbp IS 'do-nothing gap of 2020/21, social care, pounds';
COMMENT ON COLUMN footprint_profile.combined_gap_gbp IS 'do-nothing gap of 2020/21, health and social care as stated, pounds';
COMMENT ON COLUMN footprint_profile.capital_gbp IS 'capital needed or asked for, pounds';
COMMENT ON COLUMN footprint_profile.combined_gap_per_head_gbp IS 'combined gap divided by population, pounds';
COMMENT ON COLUMN footprint_profile.capital_per_head_gbp IS 'capital divided by population, pounds';
COMMENT ON COLUMN footprint_profile.open_findings IS 'findings about the footprint that nobody has decided on';

CREATE VIEW coverage AS
WITH facts AS (
    SELECT unnest(['population', 'lead', 'health_gap', 'social_care_gap', 'combined_gap', 'capital']) AS fact
),
differing AS (
    SELECT DISTINCT a.footprint_id, a.fact
    FROM own_figures a
    JOIN own_figures b USING (footprint_id, fact)
    WHERE a.preference < b.preference AND a.purpose IS NOT DISTINCT FROM b.purpose AND (
        lower(a.words) <> lower(b.words)
        OR beyond_precision(a.figure, a.precision, a.bound, b.figure, b.precision, b.bound)
    )
),
-- A document that could not be read in full hides facts of the footprints that it speaks of or is named after.
hidden AS (
    SELECT DISTINCT s.footprint_id
    FROM documents d JOIN sections s USING (document_id)
    WHERE d.status <> 'read' AND s.footprint_id IS NOT NULL
    UNION
    SELECT f.footprint_id
    FROM documents d, (SELECT footprint_id, unnest(list_prepend(name, aliases)) AS alias FROM footprints) f
    WHERE d.status <> 'read' AND contains(
        ' ' || regexp_replace(lower(concat_ws(' ', d.title, d.file_name)), '[^a-z0-9]+', ' ', 'g') || ' ',
        ' ' || regexp_replace(lower(f.alias), '[^a-z0-9]+', ' ', 'g') || ' '
    )
)
SELECT
    f.footprint_id, facts.fact,
    CASE
        WHEN d.fact IS NOT NULL THEN 'stated_differing'
        WHEN o.fact IS NOT NULL THEN 'stated'
        WHEN h.footprint_id IS NOT NULL THEN 'unreadable'
        ELSE 'not_stated'
    END AS state
FROM footprints f
CROSS JOIN facts
LEFT JOIN own_figures o ON o.footprint_id = f.footprint_id AND o.fact = facts.fact AND o.preference = 1
LEFT JOIN differing d ON d.footprint_id = f.footprint_id AND d.fact = facts.fact
LEFT JOIN hidden h ON h.footprint_id = f.footprint_id
ORDER BY f.number, facts.fact;
COMMENT ON VIEW coverage IS 'which of its facts each footprint states: stated, stated_differing (beyond printed precision), not_stated, unreadable';
