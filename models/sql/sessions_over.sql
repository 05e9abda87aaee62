-- which of these sessions no longer open what they did, and for the sanction's sake or not
SELECT s.id, u.status <> 'active' AS is_suspended
FROM unnest($1::uuid[], $3::text[]) AS held (id, role)
JOIN sessions s ON s.id = held.id
JOIN users u ON u.id = s.user_id
WHERE s.ended_at IS NOT NULL OR s.last_seen_at < $2 OR u.status <> 'active' OR u.deleted_at IS NOT NULL
   OR u.role <> held.role
