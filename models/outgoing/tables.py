from datetime import datetime
from uuid import UUID

from tortoise import fields

from models.columns import Row, belongs_to, instant
from models.people.tables import User


class Freeze(Row):
    """A time in which no money leaves. While one is open, whatever would send some waits."""

    reason = fields.CharField(max_length=500)
    begun_by: fields.ForeignKeyNullableRelation[User] = belongs_to("User", null=True)
    begun_by_id: UUID | None
    """Nobody, when it came from the command line."""
    begun_at: datetime = instant()
    lifted_by: fields.ForeignKeyNullableRelation[User] = belongs_to("User", null=True)
    lifted_by_id: UUID | None
    lifted_at: datetime | None = instant(null=True)

    class Meta:
        table = "freezes"
