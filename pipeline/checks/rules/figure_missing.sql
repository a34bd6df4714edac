-- The facts that a footprint's profile lacks. A document has profiles when it states three of the four facts for some
-- footprint; in it a footprint has one when two are stated. A fact is missing when no document states it.
WITH stated AS (
    SELECT DISTINCT footprint_id, document_id, 'population' AS fact FROM populations
    WHERE scope = 'footprint' AND statistic = 'total'
    UNION SELECT footprint_id, document_id, 'lead' FROM leads WHERE role = 'STP lead'
    UNION SELECT footprint_id, document_id, 'gap' FROM financial_gaps WHERE organisation IS NULL
    UNION SELECT footprint_id, document_id, 'capital' FROM capital_requirements WHERE organisation IS NULL
),

profiles AS (
    SELECT footprint_id, document_id FROM stated
    WHERE footprint_id IS NOT NULL
    GROUP BY footprint_id, document_id HAVING count(*) >= 2
    QUALIFY max(count(*)) OVER (PARTITION BY document_id) >= 3
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
