"""Where people who are away are told, and what of each conversation they were told already."""

from datetime import datetime
from uuid import UUID

from tortoise import fields
from tortoise.models import Model

from models.chat.tables import Conversation
from models.columns import Row, belongs_to, instant
from models.people.tables import Session, User


class PushSubscription(Row):
    """A browser that asked to be pushed. It counts for as long as the session that it was made in."""

    user: fields.ForeignKeyRelation[User] = belongs_to("User")
    user_id: UUID
    session: fields.ForeignKeyRelation[Session] = belongs_to("Session", on_delete=fields.OnDelete.CASCADE)
    session_id: UUID
    endpoint = fields.CharField(max_length=1000, unique=True)
    p256dh = fields.CharField(max_length=87)
    auth = fields.CharField(max_length=22)
    label = fields.CharField(max_length=300, null=True)
    created_at: datetime = instant()
    last_ok_at: datetime | None = instant(null=True)
    failures = fields.SmallIntField(default=0)
    """One after the other, since it last worked."""

    class Meta:
        table = "push_subscriptions"


class UnreadWatch(Row):
    """What one person was told of what waits in one conversation; by the real clock, as attention is."""

    conversation: fields.ForeignKeyRelation[Conversation] = belongs_to("Conversation", db_index=False)
    conversation_id: UUID
    user: fields.ForeignKeyRelation[User] = belongs_to("User")
    user_id: UUID
    news_seen = fields.IntField()
    """How much news the conversation had for this person when it was last found moved; so with the others."""
    since: datetime = instant()
    """From when on something has been unread without a pause."""
    look_at: datetime | None = instant(null=True)
    """When to decide again; null until something new comes."""
    news_pushed = fields.IntField(default=0, db_default=0)
    pushed_at: datetime | None = instant(null=True)
    news_mailed = fields.IntField(null=True)
    """What a mail spoke of: until that is read there is no other mail."""

    class Meta:
        table = "unread_watches"
        unique_together = (("conversation", "user"),)


class Bookmark(Model):
    """How far a recurring job got in the order of some table's ids."""

    name = fields.CharField(primary_key=True, max_length=40)
    place: UUID = fields.UUIDField()

    class Meta:
        table = "bookmarks"
