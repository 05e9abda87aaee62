-- every conversation in which a person has a seat
SELECT c.id
FROM conversation_participants p
JOIN conversations c ON c.id = p.conversation_id
WHERE p.user_id = $1 AND p.left_at IS NULL AND c.deleted_at IS NULL
