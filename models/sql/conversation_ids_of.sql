-- the next conversations in which a person has a seat, in the order of their ids
SELECT c.id
FROM conversation_participants p
JOIN conversations c ON c.id = p.conversation_id
WHERE p.user_id = $1 AND p.left_at IS NULL AND c.deleted_at IS NULL AND ($2::uuid IS NULL OR c.id > $2)
ORDER BY c.id
LIMIT $3
