from tortoise import connections

FAULTS = {
    "without a payment of its client to its handyman": """
        SELECT v.id FROM reviews v JOIN payment_requests r ON r.id = v.payment_request_id
        WHERE r.status <> 'paid' OR r.client_id <> v.client_id OR r.worker_id <> v.worker_id""",
    "of work that nobody confirmed": """
        SELECT v.id FROM reviews v JOIN payment_requests r ON r.id = v.payment_request_id
        WHERE NOT EXISTS (
            SELECT FROM messages m WHERE m.conversation_id = r.conversation_id
                AND m.event->>'kind' IN ('service.confirmed', 'service.presumed_complete')
                AND m.event->>'payment_request_id' = r.id::text)""",
    "not once in its conversation": """
        SELECT v.id FROM reviews v JOIN payment_requests r ON r.id = v.payment_request_id
        JOIN conversations c ON c.id = r.conversation_id
        WHERE (c.deleted_at IS NULL OR c.deleted_at > v.created_at) AND (
            SELECT count(*) FROM messages m WHERE m.conversation_id = c.id
                AND m.event->>'kind' = 'review.left' AND m.event->>'review_id' = v.id::text) <> 1""",
    "with a photo of somebody else, or for something else": """
        SELECT m.review_id AS id FROM review_media m JOIN reviews v ON v.id = m.review_id
        JOIN uploads u ON u.id = m.upload_id
        WHERE u.owner_id <> v.client_id OR u.purpose <> 'review' OR u.kind <> 'image' OR u.attached_at IS NULL""",
    "removed while a report of it waits": """
        SELECT v.id FROM reviews v JOIN review_flags f ON f.review_id = v.id
        WHERE v.removed_at IS NOT NULL AND f.status = 'pending'""",
    "reported by its own writer": """
        SELECT v.id FROM reviews v JOIN review_flags f ON f.review_id = v.id
        WHERE f.flagged_by_id = v.client_id""",
}


async def audit() -> list[str]:
    """What should be impossible about reviews, one line each; averages and counts are derived from them."""
    connection = connections.get("default")
    broken = []
    for fault, statement in FAULTS.items():
        rows = await connection.execute_query_dict(statement)
        broken += [f"review {row['id']}: {fault}" for row in rows]
    return broken
