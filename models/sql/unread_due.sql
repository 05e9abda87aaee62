-- watches whose time has come, ours until the commit, with what their person has and has not read
SELECT w.id, w.conversation_id, w.user_id, w.news_seen, w.since, w.news_pushed, w.pushed_at, w.news_mailed,
    p.news_read,
    CASE
        WHEN c.deleted_at IS NOT NULL OR p.left_at IS NOT NULL OR u.status <> 'active' THEN p.news_read
        WHEN p.muted_at IS NOT NULL THEN p.news_read
        -- all there is was said in a silence that is over
        WHEN p.quiet_seq > p.last_read_seq AND NOT EXISTS (
            SELECT FROM messages m
            WHERE m.conversation_id = w.conversation_id AND m.seq > p.quiet_seq
              AND m.sender_id IS DISTINCT FROM w.user_id AND m.audience IN ('both', p.side)
              AND (m.event IS NULL OR m.event->>'kind' NOT LIKE 'media.%')
        ) THEN p.news_read
        WHEN p.side = 'client' THEN c.news_for_client
        ELSE c.news_for_worker
    END AS news,
    u.email_verified, u.opted_out, (
        SELECT m.id FROM messages m
        WHERE m.conversation_id = w.conversation_id AND m.seq > greatest(p.last_read_seq, p.quiet_seq)
          AND m.event IS NULL AND m.sender_id <> w.user_id AND m.audience IN ('both', p.side)
        ORDER BY m.seq LIMIT 1
    ) AS first_said
FROM (
    SELECT * FROM unread_watches WHERE id = ANY ($1::uuid[]) AND look_at <= $2 ORDER BY id FOR UPDATE SKIP LOCKED
) AS w
JOIN conversations c ON c.id = w.conversation_id
JOIN conversation_participants p ON p.conversation_id = w.conversation_id AND p.user_id = w.user_id
JOIN users u ON u.id = w.user_id
