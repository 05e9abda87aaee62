-- the last row of each conversation that a side may see, but for those that only say that a file is ready
SELECT m.*, wanted.side
FROM unnest($1::uuid[], $2::text[]) AS wanted(conversation_id, side)
CROSS JOIN LATERAL (
    SELECT id, conversation_id, seq, sender_id, message_type, content, upload_id, event, audience, target_seq,
           client_msg_id, created_at
    FROM messages
    WHERE messages.conversation_id = wanted.conversation_id
      AND (wanted.side = 'staff' OR messages.audience IN ('both', wanted.side))
      AND (messages.event IS NULL OR messages.event->>'kind' NOT LIKE 'media.%')
    ORDER BY messages.seq DESC
    LIMIT 1
) AS m
