-- texts of a conversation that say $2, whatever their accents and capitals, as one side sees them; the newest first,
-- between two places: only these rows are read, by the conversation's own index
SELECT id, conversation_id, seq, sender_id, message_type, content, upload_id, event, audience, target_seq,
       client_msg_id, created_at
FROM messages
WHERE conversation_id = $1 AND seq >= $3 AND seq < $4
  AND message_type = 'text' AND ($5 = 'staff' OR audience IN ('both', $5))
  AND position(unaccent(lower($2)) IN unaccent(lower(content))) > 0
ORDER BY seq DESC
LIMIT $6
