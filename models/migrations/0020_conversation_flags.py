"""A report of a conversation is bounded, and each of its people has one at a time with support."""

from tortoise import migrations
from tortoise.migrations import operations as ops

RULES = [
    "ALTER TABLE flagged_conversations ADD CONSTRAINT flagged_conversations_words_bounded"
    " CHECK (char_length(description) BETWEEN 1 AND 2000)",
    "ALTER TABLE flagged_conversations ADD CONSTRAINT flagged_conversations_why_other"
    " CHECK (reason <> 'other' OR description IS NOT NULL)",
    "CREATE UNIQUE INDEX flagged_conversations_one_open ON flagged_conversations (conversation_id, flagged_by_id)"
    " WHERE status IN ('pending', 'under_review')",
]


class Migration(migrations.Migration):
    dependencies = [("models", "0019_checkpoints")]
    initial = False

    operations = [ops.RunSQL(RULES)]
