-- write texts, each where its conversation and its author's seat allow it; see the migration that made the function
SELECT place, outcome AS verdict, message_id, message_seq, written_at, client, worker
FROM send_messages($1, $2, $3, $4, $5, $6, $7, $8)
