-- write texts, each where its conversation and its author's seat allow it; see the migration that made the function
SELECT place, outcome AS verdict, message_id, message_seq, written_at, client, worker, is_watched, moved_at,
       client_unread, client_read, client_archived, worker_unread, worker_read, worker_archived
FROM send_messages($1, $2, $3, $4, $5, $6, $7, $8)
