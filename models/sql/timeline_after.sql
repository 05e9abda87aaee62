-- the next rows of a conversation after a place
SELECT id, conversation_id, seq, sender_id, message_type, content, upload_id, event, audience, target_seq,
       client_msg_id, created_at
FROM messages
WHERE conversation_id = $1 AND seq > $2
ORDER BY seq
LIMIT $3
