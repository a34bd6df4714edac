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
    'funding', funding.footprint_id, funding.record_id, funding.document_id, funding.page, funding.char_start,
    funding.char_end, funding.amount_gbp_high, 0, profile.combined_gap_gbp, profile.combined_gap_record_id
FROM funding
INNER JOIN footprint_profile AS profile USING (footprint_id)
WHERE funding.organisation IS NULL AND funding.amount_gbp_high > profile.combined_gap_gbp
ORDER BY document_id, page, char_start, record_id
