-- move a reader's cursor forward, never back and never past the end
WITH seat AS (
    SELECT p.id, p.last_read_seq, least($3::int, c.last_seq) AS wanted, c.client_id, c.worker_id
    FROM conversation_participants p
    JOIN conversations c ON c.id = p.conversation_id
    WHERE p.conversation_id = $1 AND p.user_id = $2 AND p.left_at IS NULL AND c.deleted_at IS NULL
    FOR NO KEY UPDATE OF p
)
UPDATE conversation_participants p
SET last_read_seq = greatest(p.last_read_seq, seat.wanted),
    read_at = CASE WHEN seat.wanted > p.last_read_seq THEN business_now() ELSE p.read_at END
FROM seat
WHERE p.id = seat.id
RETURNING p.last_read_seq, p.read_at, p.last_read_seq > seat.last_read_seq AS moved, seat.client_id, seat.worker_id
