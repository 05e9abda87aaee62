-- move a user's cursor forward, never back and never past the end
UPDATE notice_counters n
SET last_read_seq = greatest(n.last_read_seq, least($2::int, n.last_seq))
FROM (SELECT user_id, last_read_seq FROM notice_counters WHERE user_id = $1 FOR UPDATE) AS before
WHERE n.user_id = before.user_id
RETURNING n.last_read_seq, n.last_read_seq > before.last_read_seq AS moved
