-- the others in some people's newest open conversations; staff come and go without a sign (R-27)
SELECT asked.id AS asked_id, other.user_id, newest.id AS conversation_id
FROM unnest($1::uuid[]) AS asked (id)
CROSS JOIN LATERAL (
    SELECT c.id, c.purchase_id, c.last_seq
    FROM conversation_participants p
    JOIN conversations c ON c.id = p.conversation_id
    WHERE p.user_id = asked.id AND p.left_at IS NULL AND p.side <> 'staff' AND c.deleted_at IS NULL
      AND (p.archived_seq IS NULL OR p.archived_seq < c.last_seq)
    ORDER BY c.updated_at DESC
    LIMIT $2
) AS newest
JOIN lead_purchases bought ON bought.id = newest.purchase_id
JOIN conversation_participants other ON other.conversation_id = newest.id
WHERE other.user_id <> asked.id AND other.left_at IS NULL AND other.side <> 'staff'
  AND bought.status <> 'refunded' AND (other.archived_seq IS NULL OR other.archived_seq < newest.last_seq)
