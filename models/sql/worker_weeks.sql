-- what each of these weeks came to for one handyman; a message's answer time is from the client's words just before it
WITH weeks AS (
    SELECT * FROM unnest($2::timestamptz[], $3::timestamptz[]) WITH ORDINALITY AS week (begins, ends, place)
),
said AS (
    SELECT message.sender_id, message.created_at,
           lag(message.sender_id) OVER talk AS sender_before,
           lag(message.created_at) OVER talk AS created_before
    FROM conversations
    JOIN messages AS message ON message.conversation_id = conversations.id
    WHERE conversations.worker_id = $1 AND message.event IS NULL
    WINDOW talk AS (PARTITION BY message.conversation_id ORDER BY message.seq)
),
ended AS (
    SELECT escrow.released_at, escrow.amount - escrow.refunded_amount AS amount
    FROM payment_requests AS request
    JOIN escrow_payments AS escrow ON escrow.payment_request_id = request.id
    WHERE request.worker_id = $1 AND escrow.released_at IS NOT NULL
)
SELECT (SELECT count(*) FROM lead_purchases WHERE worker_id = $1
        AND purchased_at >= begins AND purchased_at < ends) AS bought,
       (SELECT coalesce(sum(purchase_amount), 0) FROM lead_purchases WHERE worker_id = $1 AND status = 'purchased'
        AND purchased_at >= begins AND purchased_at < ends) AS spent,
       (SELECT count(*) FROM lead_purchases WHERE worker_id = $1
        AND client_response_at >= begins AND client_response_at < ends) AS answered,
       (SELECT count(*) FROM payment_requests WHERE worker_id = $1 AND status = 'paid'
        AND settled_at >= begins AND settled_at < ends) AS hired,
       (SELECT coalesce(sum(amount), 0) FROM ended
        WHERE released_at >= begins AND released_at < ends) AS earned,
       (SELECT extract(epoch FROM avg(created_at - created_before))::float FROM said
        WHERE sender_id = $1 AND sender_before <> $1 AND created_at >= begins AND created_at < ends) AS answers_in
FROM weeks
ORDER BY place
