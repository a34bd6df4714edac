-- One amount that two documents give as the gap of different parts of a footprint.
WITH parts AS (
    SELECT
        footprint_id, amount_gbp, component, document_id, min(record_id) AS record_id
    FROM financial_gaps
    WHERE footprint_id IS NOT NULL AND organisation IS NULL AND amount_gbp > 0
      AND component NOT IN ('unspecified', 'combined') AND scenario <> 'residual'
      AND bound = 'exact' AND amount_gbp_high IS NULL
    GROUP BY ALL
)

SELECT
    one.footprint_id, one.amount_gbp, [one.record_id, other.record_id] AS record_ids,
    [one.component, other.component] AS components, [one.document_id, other.document_id] AS documents
FROM parts AS one
INNER JOIN parts AS other
    ON other.footprint_id = one.footprint_id AND other.amount_gbp = one.amount_gbp
    AND other.document_id > one.document_id AND other.component <> one.component
-- A document that gives the amount for both parts says so itself.
WHERE NOT EXISTS (
    FROM parts AS same
    WHERE same.footprint_id = one.footprint_id AND same.amount_gbp = one.amount_gbp
      AND (same.document_id, same.component) IN (
          (one.document_id, other.component), (other.document_id, one.component)
      )
)
ORDER BY one.footprint_id, one.amount_gbp, documents
