-- Amounts seen without a magnitude, with the records that rest on them.
WITH money AS (
    SELECT record_id, document_id, page, char_start, char_end FROM savings
    UNION ALL SELECT record_id, document_id, page, char_start, char_end FROM financial_gaps
    UNION ALL SELECT record_id, document_id, page, char_start, char_end FROM capital_requirements
    UNION ALL SELECT record_id, document_id, page, char_start, char_end FROM funding
)
SELECT
    seen.footprint_id, seen.document_id, seen.page, seen.char_start, seen.char_end, seen.value_text, seen.detail,
    list_sort(coalesce(list(money.record_id) FILTER (WHERE money.record_id IS NOT NULL), [])) AS record_ids
FROM observations AS seen
LEFT JOIN money
    ON money.document_id = seen.document_id AND money.page = seen.page
    AND money.char_start < seen.char_end AND seen.char_start < money.char_end
WHERE seen.kind = 'unit_missing'
GROUP BY ALL
ORDER BY seen.document_id, seen.page, seen.char_start
