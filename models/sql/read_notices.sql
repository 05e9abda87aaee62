-- move a user's cursor forward, never back and never past the end
UPDATE notice_counters
SET last_read_seq = greatest(last_read_seq, least($2::int, last_seq))
WHERE user_id = $1
RETURNING last_read_seq
