-- List items that two profiles of a document share word for word, two or more in a row.
SELECT
    later.footprint_id, later.document_id, earlier.footprint_id AS other_footprint_id,
    list(later.text ORDER BY later.ordinal) AS items,
    list(later.record_id ORDER BY later.ordinal) || list(earlier.record_id ORDER BY later.ordinal) AS record_ids
FROM focuses AS later
INNER JOIN focuses AS earlier
    ON earlier.document_id = later.document_id AND lower(trim(earlier.text)) = lower(trim(later.text))
    AND earlier.footprint_id <> later.footprint_id
    AND (earlier.page, earlier.char_start) < (later.page, later.char_start)
-- One shift of the numbering for each run of items.
GROUP BY later.footprint_id, later.document_id, earlier.footprint_id, later.ordinal - earlier.ordinal
HAVING count(*) > 1
ORDER BY later.document_id, later.footprint_id, other_footprint_id
