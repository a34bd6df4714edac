-- What reviewers corrected, one row a record: the last standing decision on each column.
CREATE VIEW corrections AS
SELECT
    record_id,
    map_from_entries(list({'k': field, 'v': nullif(value, '')})) AS fields,
    max(decided_at) AS corrected_at
FROM (
    SELECT record_id, field, value, decided_at
    FROM decisions
    WHERE status = 'corrected' AND NOT lapsed AND record_id IS NOT NULL AND field IS NOT NULL
    QUALIFY row_number() OVER (PARTITION BY record_id, field ORDER BY decided_at DESC, decision_id DESC) = 1
)
GROUP BY record_id;
COMMENT ON VIEW corrections IS 'what reviewers corrected, one row a record: column -> corrected value, as text';
