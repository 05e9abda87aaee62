-- the conversations in which these agents sit as staff
SELECT p.user_id, p.conversation_id
FROM conversation_participants p
WHERE p.user_id = ANY($1::uuid[]) AND p.side = 'staff' AND p.left_at IS NULL
