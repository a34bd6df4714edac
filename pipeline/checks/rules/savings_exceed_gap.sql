-- A footprint's whole savings against its own gap in the same document, where they are larger than rounding explains.
-- The combined gap counts; where a document states none, the healthcare gap does.
WITH gaps AS (
    SELECT *, row_number() OVER (
        PARTITION BY document_id, footprint_id, cumulative
        ORDER BY
            component = 'combined' DESC, component = 'health' DESC, scenario = 'do_nothing' DESC,
            coalesce(amount_gbp_high, amount_gbp) DESC, page, char_start
    ) AS choice
    FROM financial_gaps
    WHERE footprint_id IS NOT NULL AND organisation IS NULL
      AND component IN ('combined', 'health', 'unspecified')
      AND scenario IN ('do_nothing', 'unspecified') AND bound IN ('exact', 'about')
)

SELECT
    saving.footprint_id, saving.document_id, saving.cumulative,
    saving.record_id, saving.page, saving.char_start, saving.char_end, saving.amount_gbp, saving.amount_text,
    gap.record_id AS gap_record_id, gap.page AS gap_page, gap.char_start AS gap_start, gap.char_end AS gap_end,
    coalesce(gap.amount_gbp_high, gap.amount_gbp) AS gap_gbp, gap.component
FROM savings AS saving
INNER JOIN gaps AS gap
    ON gap.document_id = saving.document_id AND gap.footprint_id = saving.footprint_id
    AND gap.cumulative = saving.cumulative AND gap.choice = 1
    AND coalesce(gap.financial_year = saving.financial_year, TRUE)
WHERE saving.organisation IS NULL AND saving.programme IS NULL
  AND saving.basis <> 'delivered' AND saving.bound <> 'at_most'
  AND saving.amount_gbp - coalesce(gap.amount_gbp_high, gap.amount_gbp) > (saving.precision_gbp + gap.precision_gbp) / 2
QUALIFY row_number() OVER (
    PARTITION BY saving.document_id, saving.footprint_id, saving.cumulative
    ORDER BY saving.amount_gbp DESC, saving.page, saving.char_start, saving.record_id
) = 1
ORDER BY saving.document_id, saving.page, saving.char_start
