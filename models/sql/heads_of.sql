-- where the conversations of some people stand
SELECT p.user_id, c.id, c.last_seq
FROM conversation_participants p
JOIN conversations c ON c.id = p.conversation_id
WHERE p.user_id = ANY($1::uuid[]) AND p.left_at IS NULL AND c.deleted_at IS NULL
