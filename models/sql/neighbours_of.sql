-- the others in a person's newest conversations; staff come and go without a sign (R-27)
SELECT other.user_id, newest.id AS conversation_id
FROM (
    SELECT c.id
    FROM conversation_participants p
    JOIN conversations c ON c.id = p.conversation_id
    WHERE p.user_id = $1 AND p.left_at IS NULL AND p.side <> 'staff' AND c.deleted_at IS NULL
    ORDER BY c.updated_at DESC
    LIMIT $2
) AS newest
JOIN conversation_participants other ON other.conversation_id = newest.id
WHERE other.user_id <> $1 AND other.left_at IS NULL AND other.side <> 'staff'
