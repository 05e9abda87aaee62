"""The hot path of the chat, in the database: one round trip, two snapshots (R-20)."""

from tortoise import fields, migrations
from tortoise.migrations import operations as ops

SEND_MESSAGES = """
CREATE FUNCTION send_messages(
    conversation_ids uuid[], sender_ids uuid[], message_ids uuid[], keys text[], hashes text[], contents text[],
    were_checked boolean[], skip_busy boolean
) RETURNS TABLE (
    place bigint, outcome text, message_id uuid, message_seq int, written_at timestamptz, client uuid, worker uuid
) LANGUAGE plpgsql AS $$
DECLARE
    held uuid[];
    moment timestamptz;
BEGIN
    -- The first snapshot only locks: what it read may be gone by the time it got the lock.
    IF skip_busy THEN
        SELECT array_agg(locked.id) INTO held FROM (
            SELECT id FROM conversations WHERE id = ANY (conversation_ids) ORDER BY id
            FOR NO KEY UPDATE SKIP LOCKED
        ) AS locked;
    ELSE
        SELECT array_agg(locked.id) INTO held FROM (
            SELECT id FROM conversations WHERE id = ANY (conversation_ids) ORDER BY id FOR NO KEY UPDATE
        ) AS locked;
    END IF;
    moment := business_now();

    RETURN QUERY
    WITH said AS MATERIALIZED (
        SELECT s.*, row_number() OVER (PARTITION BY s.conversation_id, s.sender_id, s.key ORDER BY s.place) AS twin
        FROM unnest(conversation_ids, sender_ids, message_ids, keys, hashes, contents, were_checked)
            WITH ORDINALITY AS s(conversation_id, sender_id, id, key, hash, content, was_checked, place)
    ), judged AS MATERIALIZED (
        SELECT s.*, c.last_seq, c.client_id, c.worker_id, m.id AS known_id, m.seq AS known_seq,
            m.created_at AS known_at,
            CASE
                WHEN c.id IS NULL THEN 'missing'
                WHEN held IS NULL OR c.id <> ALL (held) THEN 'busy'
                WHEN c.deleted_at IS NOT NULL THEN 'missing'
                WHEN s.sender_id NOT IN (c.client_id, c.worker_id) AND NOT EXISTS (
                    SELECT FROM conversation_participants p
                    WHERE p.conversation_id = c.id AND p.user_id = s.sender_id AND p.left_at IS NULL
                ) THEN 'missing'
                WHEN u.status <> 'active' OR u.deleted_at IS NOT NULL THEN 'suspended'
                WHEN m.body_hash <> s.hash THEN 'conflict'
                WHEN m.id IS NOT NULL THEN 'repeated'
                WHEN s.twin > 1 THEN 'busy'
                WHEN c.contact_revealed_at IS NOT NULL THEN 'written'
                WHEN s.sender_id = c.client_id AND b.status = 'purchased' THEN 'answer'
                WHEN s.sender_id = c.worker_id AND NOT s.was_checked THEN 'unchecked'
                ELSE 'written'
            END AS verdict
        FROM said s
        LEFT JOIN conversations c ON c.id = s.conversation_id
        LEFT JOIN users u ON u.id = s.sender_id
        LEFT JOIN messages m
            ON m.conversation_id = s.conversation_id AND m.sender_id = s.sender_id AND m.client_msg_id = s.key
        LEFT JOIN lead_purchases b ON b.id = c.purchase_id AND c.contact_revealed_at IS NULL
    ), numbered AS MATERIALIZED (
        SELECT j.place, j.conversation_id, j.sender_id, j.id, j.key, j.hash, j.content, j.worker_id,
            (j.last_seq + row_number() OVER (PARTITION BY j.conversation_id ORDER BY j.place))::int AS seq
        FROM judged j
        WHERE j.verdict = 'written'
    ), inserted AS (
        INSERT INTO messages (
            id, conversation_id, seq, sender_id, message_type, content, audience, client_msg_id, body_hash, created_at
        )
        SELECT n.id, n.conversation_id, n.seq, n.sender_id, 'text', n.content, 'both', n.key, n.hash, moment
        FROM numbered n
    ), moved AS (
        UPDATE conversations c
        SET last_seq = n.head, updated_at = greatest(c.updated_at, moment),
            worker_wrote_at = CASE WHEN n.by_worker THEN coalesce(c.worker_wrote_at, moment) ELSE c.worker_wrote_at END
        FROM (
            SELECT numbered.conversation_id, max(numbered.seq) AS head,
                bool_or(numbered.sender_id = numbered.worker_id) AS by_worker
            FROM numbered
            GROUP BY numbered.conversation_id
        ) AS n
        WHERE c.id = n.conversation_id
    )
    SELECT j.place, j.verdict, coalesce(n.id, j.known_id), coalesce(n.seq, j.known_seq),
        CASE WHEN n.id IS NULL THEN j.known_at ELSE moment END, j.client_id, j.worker_id
    FROM judged j
    LEFT JOIN numbered n ON n.place = j.place
    ORDER BY j.place;
END $$
"""


class Migration(migrations.Migration):
    dependencies = [("models", "0003_platform_accounts")]
    initial = False

    operations = [
        ops.AddField("Participant", "archived_seq", fields.IntField(null=True)),
        ops.RunSQL(
            [SEND_MESSAGES, "ALTER TABLE conversations SET (fillfactor = 70)"],
            reverse_sql=["DROP FUNCTION send_messages", "ALTER TABLE conversations RESET (fillfactor)"],
        ),
    ]
