"""Who people are, how they prove it, and what was decided about them."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from tortoise import fields
from tortoise.contrib.postgres.fields import ArrayField
from tortoise.models import Model

from models.columns import Row, belongs_to, instant


class Role(StrEnum):
    CLIENT = "client"
    WORKER = "worker"
    SUPPORT = "customer_support"
    ADMIN = "admin"


STAFF = frozenset({Role.SUPPORT, Role.ADMIN})


class UserStatus(StrEnum):
    ACTIVE = "active"
    SUSPENDED = "suspended"
    BANNED = "banned"


class TokenPurpose(StrEnum):
    VERIFY_EMAIL = "verify_email"
    RESET_PASSWORD = "reset_password"  # noqa: S105 - a purpose, not a password


class SanctionKind(StrEnum):
    WARNING = "warning"
    SUSPENSION = "suspension"
    BAN = "ban"
    REINSTATEMENT = "reinstatement"


class User(Row):
    email = fields.CharField(max_length=255, unique=True)
    new_email = fields.CharField(max_length=255, null=True)
    """Asked for in place of a proven one; becomes `email` when its link is followed."""
    password_hash = fields.CharField(max_length=255)
    role = fields.CharEnumField(Role, max_length=20, db_index=True)
    full_name = fields.CharField(max_length=255)
    phone = fields.CharField(max_length=20, null=True)
    profile_image_id: UUID | None = fields.UUIDField(null=True)
    email_verified = fields.BooleanField(default=False)
    phone_verified = fields.BooleanField(default=False)
    status = fields.CharEnumField(UserStatus, max_length=20, default=UserStatus.ACTIVE)
    locale = fields.CharField(max_length=5, default="es-MX")
    opted_out: list[str] = ArrayField("text", default=list)
    created_at: datetime = instant()
    last_login_at: datetime | None = instant(null=True)
    deleted_at: datetime | None = instant(null=True)

    class Meta:
        table = "users"

    @property
    def first_name(self) -> str:
        return self.full_name.split(" ", 1)[0]

    @property
    def is_staff(self) -> bool:
        return self.role in STAFF


class Session(Row):
    """Ruled by real time (R-18): a moved business clock signs nobody out."""

    user: fields.ForeignKeyRelation[User] = belongs_to("User")
    user_id: UUID
    token_hash = fields.CharField(max_length=64, unique=True)
    created_at: datetime = instant()
    last_seen_at: datetime = instant()
    ended_at: datetime | None = instant(null=True)
    ip = fields.CharField(max_length=45, null=True)
    user_agent = fields.CharField(max_length=300, null=True)

    class Meta:
        table = "sessions"


class EmailToken(Row):
    user: fields.ForeignKeyRelation[User] = belongs_to("User")
    user_id: UUID
    purpose = fields.CharEnumField(TokenPurpose, max_length=20)
    email = fields.CharField(max_length=255)
    token_hash = fields.CharField(max_length=64, unique=True)
    created_at: datetime = instant()
    expires_at: datetime = instant()
    used_at: datetime | None = instant(null=True)

    class Meta:
        table = "email_tokens"


class PhoneCode(Row):
    """One code that was sent; at most one is open per user (ACC-05)."""

    user: fields.ForeignKeyRelation[User] = belongs_to("User")
    user_id: UUID
    phone = fields.CharField(max_length=20, db_index=True)
    channel = fields.CharField(max_length=10)
    created_at: datetime = instant()
    expires_at: datetime = instant()
    attempts = fields.SmallIntField(default=0)
    provider_sid = fields.CharField(max_length=64, null=True)
    approved_at: datetime | None = instant(null=True)
    closed_at: datetime | None = instant(null=True)

    class Meta:
        table = "phone_codes"


class VerificationAttempt(Row):
    """The log of every code sent and tried (ACC-05)."""

    user: fields.ForeignKeyRelation[User] = belongs_to("User")
    user_id: UUID
    phone_code: fields.ForeignKeyNullableRelation[PhoneCode] = belongs_to("PhoneCode", null=True)
    phone_code_id: UUID | None
    phone = fields.CharField(max_length=20)
    action = fields.CharField(max_length=10)
    outcome = fields.CharField(max_length=40)
    ip = fields.CharField(max_length=45, null=True)
    created_at: datetime = instant()

    class Meta:
        table = "verification_attempts"


class LoginAttempt(Row):
    """Addresses and devices seen; failures too (SUP-21)."""

    user: fields.ForeignKeyRelation[User] = belongs_to("User")
    user_id: UUID
    succeeded = fields.BooleanField()
    ip = fields.CharField(max_length=45, null=True)
    user_agent = fields.CharField(max_length=300, null=True)
    created_at: datetime = instant()

    class Meta:
        table = "login_attempts"


class Sanction(Row):
    user: fields.ForeignKeyRelation[User] = belongs_to("User")
    user_id: UUID
    kind = fields.CharEnumField(SanctionKind, max_length=20)
    reason = fields.TextField()
    by: fields.ForeignKeyRelation[User] = belongs_to("User")
    by_id: UUID
    is_recommendation = fields.BooleanField(default=False)
    created_at: datetime = instant()
    ends_at: datetime | None = instant(null=True)

    class Meta:
        table = "sanctions"


class UserNote(Row):
    user: fields.ForeignKeyRelation[User] = belongs_to("User")
    user_id: UUID
    author: fields.ForeignKeyRelation[User] = belongs_to("User")
    author_id: UUID
    body = fields.TextField()
    created_at: datetime = instant()

    class Meta:
        table = "user_notes"


class Favourite(Row):
    client: fields.ForeignKeyRelation[User] = belongs_to("User", db_index=False)
    client_id: UUID
    worker: fields.ForeignKeyRelation[Model] = belongs_to("WorkerProfile")
    worker_id: UUID
    created_at: datetime = instant()

    class Meta:
        table = "favourites"
        unique_together = (("client", "worker"),)
