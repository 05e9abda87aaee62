-- a person's conversations, the last moved first, after a place in that order
SELECT c.id, c.last_seq, c.updated_at, p.side
FROM conversation_participants p
JOIN conversations c ON c.id = p.conversation_id
WHERE p.user_id = $1 AND p.left_at IS NULL AND c.deleted_at IS NULL
  AND ($2::timestamptz IS NULL OR (c.updated_at, c.id) < ($2, $3::uuid))
ORDER BY c.updated_at DESC, c.id DESC
LIMIT $4
