-- move a reader's cursor forward, never back and never past the end; what was read of the news is what isn't unread
WITH seat AS (
    SELECT p.id, p.last_read_seq, least($3::int, c.last_seq) AS wanted, c.client_id, c.worker_id,
        CASE p.side WHEN 'client' THEN c.news_for_client WHEN 'worker' THEN c.news_for_worker END - (
            SELECT count(*)
            FROM messages m
            WHERE m.conversation_id = c.id AND m.seq > $3::int AND p.side <> 'staff'
              AND m.sender_id IS DISTINCT FROM p.user_id AND m.audience IN ('both', p.side)
              AND (m.event IS NULL OR m.event->>'kind' NOT LIKE 'media.%')
        ) AS news
    FROM conversation_participants p
    JOIN conversations c ON c.id = p.conversation_id
    WHERE p.conversation_id = $1 AND p.user_id = $2 AND p.left_at IS NULL AND c.deleted_at IS NULL
    FOR NO KEY UPDATE OF p
)
UPDATE conversation_participants p
SET last_read_seq = greatest(p.last_read_seq, seat.wanted),
    news_read = CASE WHEN seat.wanted > p.last_read_seq THEN coalesce(seat.news, 0) ELSE p.news_read END,
    read_at = CASE WHEN seat.wanted > p.last_read_seq THEN business_now() ELSE p.read_at END
FROM seat
WHERE p.id = seat.id
RETURNING p.last_read_seq, p.read_at, p.last_read_seq > seat.last_read_seq AS moved, seat.client_id, seat.worker_id
