-- the conversations in which an agent sits as staff
SELECT p.conversation_id
FROM conversation_participants p
WHERE p.user_id = $1 AND p.side = 'staff' AND p.left_at IS NULL
