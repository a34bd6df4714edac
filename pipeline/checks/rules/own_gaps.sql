-- Gap statements that can be compared: whole, not open-ended, of a known footprint.
SELECT
    record_id, footprint_id, document_id, page, char_start, char_end,
    amount_gbp, precision_gbp, component, scenario, financial_year, cumulative, organisation
FROM financial_gaps
WHERE footprint_id IS NOT NULL
  AND bound IN ('exact', 'about')
  AND amount_gbp_high IS NULL
ORDER BY document_id, page, char_start, record_id
