"""Unread is known without counting: how much news a conversation ever had for each side, less what was read of it.

Both numbers move under locks that are held anyway: the conversation's when a row is written, the seat's when it
is read. And the hot path answers with all that its readers' lists have to be told.
"""

from importlib import import_module

from tortoise import fields, migrations
from tortoise.migrations import operations as ops

COUNTED = """(
    SELECT count(*) FROM messages m
    WHERE m.conversation_id = c.id AND m.sender_id IS DISTINCT FROM c.{side}_id
      AND m.audience IN ('both', '{side}') AND (m.event IS NULL OR m.event->>'kind' NOT LIKE 'media.%')
)"""

COUNT_NEWS = f"""
UPDATE conversations c
SET news_for_client = {COUNTED.format(side="client")}, news_for_worker = {COUNTED.format(side="worker")}
"""  # noqa: S608 - our own words

COUNT_READ = """
UPDATE conversation_participants p
SET news_read = CASE p.side WHEN 'client' THEN c.news_for_client ELSE c.news_for_worker END - (
    SELECT count(*) FROM messages m
    WHERE m.conversation_id = p.conversation_id AND m.seq > p.last_read_seq
      AND m.sender_id IS DISTINCT FROM p.user_id AND m.audience IN ('both', p.side)
      AND (m.event IS NULL OR m.event->>'kind' NOT LIKE 'media.%')
)
FROM conversations c
WHERE c.id = p.conversation_id AND p.side IN ('client', 'worker')
"""

RULES = [
    # the same rule without counting repetitions, which took longer than writing the row
    "ALTER TABLE messages DROP CONSTRAINT messages_key_shape",
    "ALTER TABLE messages ADD CONSTRAINT messages_key_shape"
    " CHECK (client_msg_id !~ '[^A-Za-z0-9_-]' AND client_msg_id <> '')",
    "ALTER TABLE conversations ADD CONSTRAINT conversations_news_counted"
    " CHECK (least(news_for_client, news_for_worker) >= 0"
    " AND greatest(news_for_client, news_for_worker) <= greatest(last_seq, 0))",
    "ALTER TABLE conversation_participants ADD CONSTRAINT conversation_participants_news_read_counted"
    " CHECK (news_read BETWEEN 0 AND greatest(last_read_seq, 0))",
]

KEYS = [
    # who looks for a message by its key knows its author: one index serves the rule and the foreign key
    "CREATE UNIQUE INDEX messages_said_once ON messages (sender_id, client_msg_id, conversation_id)",
    "ALTER TABLE messages DROP CONSTRAINT uid_messages_convers_258fb3",
    "DROP INDEX idx_messages_sender__0cb83e",
    # texts have no file
    "DROP INDEX messages_upload_once",
    "CREATE UNIQUE INDEX messages_upload_once ON messages (upload_id) WHERE upload_id IS NOT NULL",
]
OLD_KEYS = [
    "ALTER TABLE messages DROP CONSTRAINT messages_key_shape",
    "ALTER TABLE messages ADD CONSTRAINT messages_key_shape CHECK (client_msg_id ~ '^[A-Za-z0-9_-]{1,64}$')",
    "CREATE INDEX idx_messages_sender__0cb83e ON messages (sender_id)",
    "ALTER TABLE messages ADD CONSTRAINT uid_messages_convers_258fb3"
    " UNIQUE (conversation_id, sender_id, client_msg_id)",
    "DROP INDEX messages_said_once",
]

SEND_MESSAGES = """CREATE FUNCTION send_messages(
    conversation_ids uuid[], sender_ids uuid[], message_ids uuid[], keys text[], hashes text[], contents text[],
    were_checked boolean[], skip_busy boolean
) RETURNS TABLE (
    place bigint, outcome text, message_id uuid, message_seq int, written_at timestamptz, client uuid, worker uuid,
    is_watched boolean, moved_at timestamptz,
    client_unread int, client_read int, client_archived int, worker_unread int, worker_read int, worker_archived int
) LANGUAGE plpgsql
-- Planning would cost more than the work; and every row is found by its key, however large a table was last time.
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off
SET enable_material = off
AS $$
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
        SELECT s.*, c.last_seq, c.client_id, c.worker_id, c.news_for_client, c.news_for_worker, c.updated_at,
            m.id AS known_id, m.seq AS known_seq,
            m.created_at AS known_at,
            CASE
                WHEN c.id IS NULL THEN 'missing'
                WHEN h.id IS NULL THEN 'busy'
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
        LEFT JOIN unnest(held) AS h (id) ON h.id = s.conversation_id
        LEFT JOIN users u ON u.id = s.sender_id
        LEFT JOIN messages m
            ON m.conversation_id = s.conversation_id AND m.sender_id = s.sender_id AND m.client_msg_id = s.key
        LEFT JOIN lead_purchases b ON b.id = c.purchase_id AND c.contact_revealed_at IS NULL
    ), numbered AS MATERIALIZED (
        SELECT j.place, j.conversation_id, j.sender_id, j.id, j.key, j.hash, j.content, j.worker_id,
            (j.last_seq + row_number() OVER so_far)::int AS seq,
            (j.news_for_client + count(*) FILTER (WHERE j.sender_id <> j.client_id) OVER so_far)::int AS for_client,
            (j.news_for_worker + count(*) FILTER (WHERE j.sender_id <> j.worker_id) OVER so_far)::int AS for_worker
        FROM judged j
        WHERE j.verdict = 'written'
        WINDOW so_far AS (PARTITION BY j.conversation_id ORDER BY j.place)
    ), inserted AS (
        INSERT INTO messages (
            id, conversation_id, seq, sender_id, message_type, content, audience, client_msg_id, body_hash, created_at
        )
        SELECT n.id, n.conversation_id, n.seq, n.sender_id, 'text', n.content, 'both', n.key, n.hash, moment
        FROM numbered n
    ), moved AS (
        UPDATE conversations c
        SET last_seq = n.head, news_for_client = n.for_client, news_for_worker = n.for_worker,
            updated_at = greatest(c.updated_at, moment),
            worker_wrote_at = CASE WHEN n.by_worker THEN coalesce(c.worker_wrote_at, moment) ELSE c.worker_wrote_at END
        FROM (
            SELECT numbered.conversation_id, max(numbered.seq) AS head,
                max(numbered.for_client) AS for_client, max(numbered.for_worker) AS for_worker,
                bool_or(numbered.sender_id = numbered.worker_id) AS by_worker
            FROM numbered
            GROUP BY numbered.conversation_id
        ) AS n
        WHERE c.id = n.conversation_id
    )
    SELECT j.place, j.verdict, coalesce(n.id, j.known_id), coalesce(n.seq, j.known_seq),
        CASE WHEN n.id IS NULL THEN j.known_at ELSE moment END, j.client_id, j.worker_id,
        -- as a value: an EXISTS may be answered by reading the whole table
        coalesce((
            SELECT true FROM conversation_participants p
            WHERE p.conversation_id = j.conversation_id AND p.side = 'staff' AND p.left_at IS NULL LIMIT 1
        ), false),
        greatest(j.updated_at, moment),
        n.for_client - a.news_read, a.last_read_seq, a.archived_seq,
        n.for_worker - b.news_read, b.last_read_seq, b.archived_seq
    FROM judged j
    LEFT JOIN numbered n ON n.place = j.place
    LEFT JOIN conversation_participants a
        ON n.id IS NOT NULL AND a.conversation_id = j.conversation_id AND a.user_id = j.client_id
    LEFT JOIN conversation_participants b
        ON n.id IS NOT NULL AND b.conversation_id = j.conversation_id AND b.user_id = j.worker_id
    ORDER BY j.place;
END $$
"""


class Migration(migrations.Migration):
    dependencies = [("models", "0006_email_is_no_key")]
    initial = False

    operations = [
        ops.AddField("Conversation", "news_for_client", fields.IntField(default=0, db_default=0)),
        ops.AddField("Conversation", "news_for_worker", fields.IntField(default=0, db_default=0)),
        ops.AddField("Participant", "news_read", fields.IntField(default=0, db_default=0)),
        ops.RunSQL(
            [*KEYS, COUNT_NEWS, COUNT_READ, *RULES, "DROP FUNCTION send_messages", SEND_MESSAGES],
            reverse_sql=[
                "DROP FUNCTION send_messages",
                import_module("models.migrations.0004_send").SEND_MESSAGES,
                "ALTER TABLE conversation_participants DROP CONSTRAINT conversation_participants_news_read_counted",
                "ALTER TABLE conversations DROP CONSTRAINT conversations_news_counted",
                *OLD_KEYS,
            ],
        ),
    ]
