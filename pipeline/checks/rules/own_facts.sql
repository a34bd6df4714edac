-- Every statement of a footprint's own figure, as stated: what is compared with what is in `fact`.
SELECT
    footprint_id, 'population' AS fact, record_id, document_id, page, char_start, char_end,
    people::DECIMAL(18, 2) AS amount, printed_precision(people)::DECIMAL(18, 2) AS precision,
    if(approximate, 'about', 'exact') AS bound
FROM populations
WHERE scope = 'footprint' AND statistic = 'total' AND footprint_id IS NOT NULL
UNION ALL
SELECT
    footprint_id,
    concat_ws(
        ' ',
        CASE component
            WHEN 'health' THEN 'healthcare' WHEN 'social_care' THEN 'social care' WHEN 'provider' THEN 'provider'
            WHEN 'commissioner' THEN 'commissioner' ELSE 'combined'
        END,
        CASE scenario WHEN 'do_nothing' THEN 'do-nothing' WHEN 'residual' THEN 'remaining' ELSE 'present' END,
        if(cumulative, 'cumulative', NULL), 'gap', 'of ' || financial_year
    ),
    record_id, document_id, page, char_start, char_end, amount_gbp, precision_gbp, bound
FROM financial_gaps
WHERE organisation IS NULL AND footprint_id IS NOT NULL AND amount_gbp_high IS NULL
  AND component <> 'unspecified' AND scenario <> 'unspecified' AND financial_year IS NOT NULL
UNION ALL
SELECT
    footprint_id, 'capital requirement', record_id, document_id, page, char_start, char_end,
    amount_gbp, precision_gbp, bound
FROM capital_requirements
WHERE organisation IS NULL AND purpose IS NULL AND footprint_id IS NOT NULL AND amount_gbp_high IS NULL
ORDER BY footprint_id, fact, document_id, page, char_start, record_id
