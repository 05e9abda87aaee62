"""What must hold of conversations at any moment."""

from tortoise import connections

FAULTS = {
    "a timeline with a gap, or a head that isn't its end": """
        SELECT c.id FROM conversations c LEFT JOIN messages m ON m.conversation_id = c.id
        GROUP BY c.id HAVING count(m.id) <> c.last_seq OR coalesce(max(m.seq), 0) <> c.last_seq""",
    "news that were counted wrong": """
        SELECT c.id FROM conversations c LEFT JOIN messages m ON m.conversation_id = c.id
        GROUP BY c.id HAVING
            c.news_for_client <> count(m.id) FILTER (
                WHERE m.sender_id IS DISTINCT FROM c.client_id AND m.audience IN ('both', 'client')
                  AND (m.event IS NULL OR m.event->>'kind' NOT LIKE 'media.%'))
            OR c.news_for_worker <> count(m.id) FILTER (
                WHERE m.sender_id IS DISTINCT FROM c.worker_id AND m.audience IN ('both', 'worker')
                  AND (m.event IS NULL OR m.event->>'kind' NOT LIKE 'media.%'))""",
    "news that somebody read counted wrong": """
        SELECT p.conversation_id AS id FROM conversation_participants p
        LEFT JOIN messages m ON m.conversation_id = p.conversation_id AND m.seq <= p.last_read_seq
        WHERE p.side <> 'staff'
        GROUP BY p.id HAVING p.news_read <> count(m.id) FILTER (
            WHERE m.sender_id IS DISTINCT FROM p.user_id AND m.audience IN ('both', p.side)
              AND (m.event IS NULL OR m.event->>'kind' NOT LIKE 'media.%'))""",
    "a conversation without its two people": """
        SELECT c.id FROM conversations c WHERE 2 <> (
            SELECT count(*) FROM conversation_participants p WHERE p.conversation_id = c.id
              AND (p.user_id, p.side) IN ((c.client_id, 'client'), (c.worker_id, 'worker')))""",
    "a purchase without its conversation": """
        SELECT p.id FROM lead_purchases p WHERE NOT EXISTS (
            SELECT FROM conversations c WHERE c.purchase_id = p.id
              AND c.lead_id = p.lead_id AND c.worker_id = p.worker_id)""",
    "a contact that was revealed without an answer, or not revealed by one": """
        SELECT c.id FROM conversations c JOIN lead_purchases p ON p.id = c.purchase_id
        WHERE p.client_responded <> (c.contact_revealed_at IS NOT NULL)""",
}


async def audit() -> list[str]:
    """What should be impossible about conversations; one line each."""
    connection = connections.get("default")
    broken = []
    for fault, statement in FAULTS.items():
        rows = await connection.execute_query_dict(statement)
        broken += [f"conversation {row['id']}: {fault}" for row in rows]
    return broken
