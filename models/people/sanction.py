"""What staff decides against an account, or takes back."""

from dataclasses import dataclass
from uuid import UUID

from models.admin.audit_entry import audit
from models.db import current
from models.outbox import record
from models.people.sessions import SessionsEnded, end_sessions
from models.people.tables import Sanction, SanctionKind, User, UserStatus

STATUS = {
    SanctionKind.SUSPENSION: UserStatus.SUSPENDED,
    SanctionKind.BAN: UserStatus.BANNED,
    SanctionKind.REINSTATEMENT: UserStatus.ACTIVE,
}


@dataclass(frozen=True)
class UserSuspended:
    """Announced: the user's sockets are to be closed at once."""

    user_id: UUID


async def sanction(user: User, kind: SanctionKind, reason: str, *, by: UUID) -> None:
    """Set the held user's status, in the running transaction; a suspension or ban ends every session."""
    transaction = current()
    now = await transaction.now()
    user.status = STATUS[kind]
    await user.save(update_fields=["status"])
    await Sanction.create(user_id=user.id, kind=kind, reason=reason, by_id=by, created_at=now)
    await audit(by, f"user.{kind}", user.id, reason=reason)
    if user.status == UserStatus.ACTIVE:
        await record("user.reinstated", user_id=str(user.id))
        return
    transaction.announce(SessionsEnded(user.id, tuple(await end_sessions(user.id))))
    transaction.announce(UserSuspended(user.id))
    await record("user.suspended", user_id=str(user.id), kind=str(kind))
