-- the people of conversations, and how much each (or only one, $2) has not read of what others wrote for them;
-- of staff it is counted, of the two parties it is known; that a file is ready to be seen is no news
SELECT p.conversation_id, p.user_id, p.side, p.last_read_seq, p.read_at, p.archived_seq, p.muted_at,
       c.last_seq, c.updated_at, c.deleted_at, c.status,
       CASE p.side
           WHEN 'client' THEN c.news_for_client - p.news_read
           WHEN 'worker' THEN c.news_for_worker - p.news_read
           ELSE CASE WHEN $2::uuid IS NULL OR p.user_id = $2 THEN (
               SELECT count(*)
               FROM messages m
               WHERE m.conversation_id = p.conversation_id AND m.seq > p.last_read_seq
                 AND m.sender_id IS DISTINCT FROM p.user_id
                 AND (m.event IS NULL OR m.event->>'kind' NOT LIKE 'media.%')
           ) END
       END AS unread_count
FROM conversation_participants p
JOIN conversations c ON c.id = p.conversation_id
WHERE p.conversation_id = ANY($1::uuid[]) AND p.left_at IS NULL
ORDER BY p.joined_at, p.side, p.id
