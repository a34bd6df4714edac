-- Own figures beyond what a footprint can have, and funding larger than the footprint's whole gap.
WITH limits (fact, low, high, unit) AS (
    VALUES
        ('population', 100000, 4000000, 'people'),
        ('combined gap', 5000000, 4000000000, 'pounds'),
        ('capital requirement', 500000, 3000000000, 'pounds')
),

figures AS (
    SELECT
        'population' AS fact, footprint_id, record_id, document_id, page, char_start, char_end,
        people::DECIMAL(18, 2) AS amount
    FROM populations WHERE scope = 'footprint' AND statistic = 'total'
    UNION ALL
    SELECT 'combined gap', footprint_id, record_id, document_id, page, char_start, char_end, amount_gbp
    FROM financial_gaps
    WHERE component = 'combined' AND organisation IS NULL AND scenario = 'do_nothing' AND amount_gbp > 0
    UNION ALL
    SELECT 'capital requirement', footprint_id, record_id, document_id, page, char_start, char_end, amount_gbp
    FROM capital_requirements WHERE organisation IS NULL AND purpose IS NULL
),

-- Funding with the footprint in whose profile it stands, also where it is the nation's.
placed AS (
    SELECT
        money.kind, money.footprint_id IS NULL AS national, money.record_id, money.document_id, money.page,
        money.char_start, money.char_end, money.amount_gbp_high,
        coalesce(money.footprint_id, section.footprint_id) AS footprint_id
    FROM funding AS money
    ASOF LEFT JOIN sections AS section
        ON money.document_id = section.document_id
        AND money.page * 1e10 + money.char_start >= section.page * 1e10 + section.char_start
    WHERE money.organisation IS NULL
)

SELECT
    figures.fact, figures.footprint_id, figures.record_id, figures.document_id, figures.page, figures.char_start,
    figures.char_end, figures.amount, limits.low::DECIMAL(18, 2) AS low, limits.high::DECIMAL(18, 2) AS high,
    NULL AS basis_record_id
FROM figures
INNER JOIN limits USING (fact)
WHERE figures.footprint_id IS NOT NULL AND (figures.amount < limits.low OR figures.amount > limits.high)
UNION ALL
SELECT
    CASE
        WHEN placed.national THEN 'national funding'
        WHEN placed.kind IN ('transition', 'transformation', 'implementation') THEN 'funding of the plan'
        ELSE 'funding'
    END,
    placed.footprint_id, placed.record_id, placed.document_id, placed.page, placed.char_start, placed.char_end,
    placed.amount_gbp_high, 0, profile.combined_gap_gbp, profile.combined_gap_record_id
FROM placed
INNER JOIN footprint_profile AS profile USING (footprint_id)
INNER JOIN financial_gaps AS gap ON gap.record_id = profile.combined_gap_record_id
WHERE placed.amount_gbp_high > profile.combined_gap_gbp
  AND (gap.document_id = placed.document_id OR NOT placed.national)
ORDER BY document_id, page, char_start, record_id
