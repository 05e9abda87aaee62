-- which of these sessions no longer open anything
SELECT s.id
FROM sessions s
JOIN users u ON u.id = s.user_id
WHERE s.id = ANY($1::uuid[])
  AND (s.ended_at IS NOT NULL OR s.last_seen_at < $2 OR u.status <> 'active' OR u.deleted_at IS NOT NULL)
