-- The facts that a footprint's profile lacks. A document has profiles when it states three of the four facts for some
-- footprint; in it a footprint has one when two are stated, under its name as a heading or in a plan. What else speaks
-- of a footprint, a news article or a letter, owes no fact. A fact is missing when no document states it.
WITH stated AS (
    SELECT DISTINCT footprint_id, document_id, 'population' AS fact FROM populations
    WHERE scope = 'footprint' AND statistic = 'total'
    UNION SELECT footprint_id, document_id, 'lead' FROM leads WHERE role = 'STP lead'
    UNION SELECT footprint_id, document_id, 'gap' FROM financial_gaps WHERE organisation IS NULL
    UNION SELECT footprint_id, document_id, 'capital' FROM capital_requirements WHERE organisation IS NULL
),

names AS (
    SELECT footprint_id, regexp_extract_all(lower(replace(unnest(list_prepend(name, aliases)), '&', 'and')), '[a-z]+')
        AS words
    FROM footprints
),

headed AS (
    SELECT DISTINCT sections.document_id, sections.footprint_id FROM sections
    INNER JOIN names ON
        names.footprint_id = sections.footprint_id
        AND list_has_all(names.words, regexp_extract_all(lower(replace(sections.heading, '&', 'and')), '[a-z]+'))
    WHERE regexp_matches(sections.heading, '[A-Za-z]')
),

several AS (
    SELECT footprint_id, document_id FROM stated
    WHERE footprint_id IS NOT NULL
    GROUP BY footprint_id, document_id HAVING count(*) >= 2
    QUALIFY max(count(*)) OVER (PARTITION BY document_id) >= 3
),

profiles AS (
    SELECT several.footprint_id, several.document_id FROM several
    INNER JOIN documents USING (document_id)
    LEFT JOIN headed USING (document_id, footprint_id)
    -- An article about a plan may pass for one; it is shorter.
    WHERE (documents.kind = 'plan' AND documents.char_count > 10000) OR headed.footprint_id IS NOT NULL
),

profiled AS (
    SELECT footprint_id, list_sort(list(document_id)) AS documents FROM profiles GROUP BY footprint_id
),

facts AS (
    SELECT fact, count(DISTINCT footprint_id) AS footprints_with_it FROM stated
    SEMI JOIN profiled USING (footprint_id)
    GROUP BY fact
)

SELECT
    profiled.footprint_id, expected.fact, profiled.documents,
    coalesce(facts.footprints_with_it, 0) AS footprints_with_it, (SELECT count(*) FROM profiled) AS footprints
FROM profiled
CROSS JOIN (VALUES ('population'), ('lead'), ('gap'), ('capital')) AS expected (fact)
LEFT JOIN facts USING (fact)
ANTI JOIN stated ON stated.footprint_id = profiled.footprint_id AND stated.fact = expected.fact
ORDER BY profiled.footprint_id, expected.fact
