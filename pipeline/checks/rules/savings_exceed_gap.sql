-- A footprint's whole savings against its own gap in the same document, where they are larger than rounding explains.
-- The combined gap counts; where a document states none, the healthcare gap with the social care gap that stands by it.
WITH stated AS (
    SELECT *, coalesce(amount_gbp_high, amount_gbp) AS at_most_gbp
    FROM financial_gaps
    WHERE footprint_id IS NOT NULL AND organisation IS NULL AND amount_gbp > 0
      AND scenario IN ('do_nothing', 'unspecified') AND bound IN ('exact', 'about')
),

social_care AS (
    SELECT document_id, footprint_id, cumulative, max(at_most_gbp) AS at_most_gbp
    FROM stated WHERE component = 'social_care'
    GROUP BY ALL
),

gaps AS (
    SELECT
        stated.* EXCLUDE (at_most_gbp),
        stated.at_most_gbp + if(component = 'health', coalesce(social_care.at_most_gbp, 0), 0) AS gap_gbp,
        if(component = 'health' AND social_care.at_most_gbp IS NOT NULL, 'combined', component) AS told_as
    FROM stated
    LEFT JOIN social_care USING (document_id, footprint_id, cumulative)
    WHERE component IN ('combined', 'health', 'unspecified')
    QUALIFY row_number() OVER (
        PARTITION BY document_id, footprint_id, cumulative
        ORDER BY
            component = 'combined' DESC, component = 'health' DESC, scenario = 'do_nothing' DESC,
            stated.at_most_gbp DESC, page, char_start
    ) = 1
)

SELECT
    saving.footprint_id, saving.document_id, saving.cumulative,
    saving.record_id, saving.page, saving.char_start, saving.char_end, saving.amount_gbp, saving.amount_text,
    gap.record_id AS gap_record_id, gap.page AS gap_page, gap.char_start AS gap_start, gap.char_end AS gap_end,
    gap.gap_gbp, gap.told_as AS component
FROM savings AS saving
INNER JOIN gaps AS gap
    ON gap.document_id = saving.document_id AND gap.footprint_id = saving.footprint_id
    AND gap.cumulative = saving.cumulative
    AND coalesce(gap.financial_year = saving.financial_year, TRUE)
WHERE saving.organisation IS NULL AND saving.programme IS NULL
  AND saving.basis <> 'delivered' AND saving.bound <> 'at_most'
  AND saving.amount_gbp - gap.gap_gbp > (saving.precision_gbp + gap.precision_gbp) / 2
QUALIFY row_number() OVER (
    PARTITION BY saving.document_id, saving.footprint_id, saving.cumulative
    ORDER BY saving.amount_gbp DESC, saving.page, saving.char_start, saving.record_id
) = 1
ORDER BY saving.document_id, saving.page, saving.char_start
