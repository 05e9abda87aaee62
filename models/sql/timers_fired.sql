-- forget timers that were fired together, unless their verb set them anew; a row that is busy stays
WITH fired AS (
    SELECT t.id
    FROM timers t JOIN unnest($1::uuid[], $2::timestamptz[]) AS done (id, due_at) ON done.id = t.id AND done.due_at = t.due_at
    ORDER BY t.id
    FOR UPDATE OF t SKIP LOCKED
)
DELETE FROM timers WHERE id IN (SELECT id FROM fired)
