-- messages between two places, and who has news because of them: their watch says so, once per conversation
WITH page AS MATERIALIZED (
    SELECT id, conversation_id FROM messages WHERE id > $1 AND id <= $2 ORDER BY id LIMIT $3
), watched AS (
    INSERT INTO unread_watches AS w (id, conversation_id, user_id, news_seen, since, look_at)
    SELECT gen_random_uuid(), news.conversation_id, news.user_id, news.news, $4, $4
    FROM (
        SELECT p.conversation_id, p.user_id, p.news_read,
            CASE p.side WHEN 'client' THEN c.news_for_client WHEN 'worker' THEN c.news_for_worker END AS news
        FROM (SELECT DISTINCT page.conversation_id AS id FROM page) AS moved
        JOIN conversations c ON c.id = moved.id
        JOIN conversation_participants p ON p.conversation_id = c.id
        WHERE c.deleted_at IS NULL AND p.left_at IS NULL
    ) AS news
    -- nearly all were seen in the look before: a conflict, even to no effect, would lock and write each of them
    LEFT JOIN unread_watches k ON k.conversation_id = news.conversation_id AND k.user_id = news.user_id
    WHERE news.news > news.news_read AND (k.news_seen IS NULL OR news.news > k.news_seen)
    ORDER BY news.conversation_id, news.user_id
    ON CONFLICT (conversation_id, user_id) DO UPDATE
    SET news_seen = excluded.news_seen, look_at = excluded.look_at,
        -- all that was known was read meanwhile: it is unread anew
        since = CASE WHEN w.news_seen <= (
            SELECT p.news_read FROM conversation_participants p
            WHERE p.conversation_id = w.conversation_id AND p.user_id = w.user_id
        ) THEN excluded.since ELSE w.since END
    WHERE excluded.news_seen > w.news_seen
    RETURNING 1
)
SELECT (SELECT page.id FROM page ORDER BY page.id DESC LIMIT 1) AS last_id,
    (SELECT count(*) FROM page) AS looked_at, (SELECT count(*) FROM watched) AS moved
