-- where those conversations of some people stand that were written to since a moment of `snapshot`; by the rows'
-- own transactions, since no clock says when something was committed
SELECT p.user_id, c.id, c.last_seq
FROM conversation_participants p
JOIN conversations c ON c.id = p.conversation_id
WHERE p.user_id = ANY($1::uuid[]) AND p.left_at IS NULL AND c.deleted_at IS NULL
  -- a thousand more than there can be: the counter runs on while we look, and too many is harmless
  AND age(c.xmin) <= (SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint - $2 + 1000)
