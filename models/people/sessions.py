"""Who is asking: opaque tokens, stored hashed, revocable, idle for 30 days at most (SEC-02, TIM-16)."""

import copy
import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from tortoise.expressions import Q

from models import clock
from models.db import current
from models.errors import Forbidden, Unauthorized
from models.gathered import Gathered
from models.people.tables import Session, User, UserStatus

IDLE_FOR = timedelta(days=30)
TOUCH_AFTER = timedelta(minutes=5)
"""How stale `last_seen_at` may get, so that not every request writes."""


class AccountSuspended(Forbidden):
    pass


def refuse_absent(user: User) -> None:
    """For verbs: who asks may have left, or been sanctioned, since their session was looked at."""
    if user.deleted_at is not None:
        raise Unauthorized
    if user.status != UserStatus.ACTIVE:
        raise AccountSuspended(status=user.status)


@dataclass(frozen=True)
class SessionsEnded:
    """Announced: sockets that were opened with these sessions are to be closed."""

    user_id: UUID
    session_ids: tuple[UUID, ...]


def hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


async def open_session(user: User, *, ip: str | None = None, user_agent: str | None = None) -> tuple[Session, str]:
    """Begin a session in the running transaction; the token is told once and never stored."""
    current()
    token = secrets.token_urlsafe(32)
    now = clock.real_now()
    session = await Session.create(
        user_id=user.id,
        token_hash=hashed(token),
        created_at=now,
        last_seen_at=now,
        ip=ip,
        user_agent=(user_agent or "")[:300] or None,
    )
    return session, token


async def authenticate(token: str | None) -> tuple[User, Session]:
    """The active user behind a token. Raises Unauthorized, or AccountSuspended for a sanctioned one."""
    now = clock.real_now()
    if not token:
        raise Unauthorized
    session = await _gathered(hashed(token))
    if session is None or session.last_seen_at <= now - IDLE_FOR:
        raise Unauthorized
    refuse_absent(session.user)
    if now - session.last_seen_at > TOUCH_AFTER:
        await Session.filter(id=session.id, last_seen_at__lt=now).update(last_seen_at=now)
    return session.user, session


async def _sessions_by_hash(hashes: list[str]) -> list[Session | None]:
    found = await Session.filter(token_hash__in=hashes, ended_at=None).select_related("user")
    by_hash = {session.token_hash: session for session in found}
    return [_own_copy(by_hash[each]) if each in by_hash else None for each in hashes]


def _own_copy(session: Session) -> Session:
    """Requests of one session that came together share no object that one of them may change."""
    own = copy.copy(session)
    own.user = copy.copy(session.user)
    return own


_gathered = Gathered(_sessions_by_hash)


async def open_sessions(user_id: UUID) -> list[Session]:
    """Where somebody is signed in, latest use first."""
    alive_since = clock.real_now() - IDLE_FOR
    return await Session.filter(user_id=user_id, ended_at=None, last_seen_at__gt=alive_since).order_by(
        "-last_seen_at", "-id"
    )


async def end_sessions(user_id: UUID, *, only: UUID | None = None, but: UUID | None = None) -> list[UUID]:
    """Sign out one session, all, or all but one; answers with those that ended."""
    matching = Q(user_id=user_id, ended_at=None)
    if only is not None:
        matching &= Q(id=only)
    if but is not None:
        matching &= ~Q(id=but)
    ended = await Session.filter(matching).values_list("id", flat=True)
    await Session.filter(id__in=list(ended)).update(ended_at=clock.real_now())
    return [UUID(str(key)) for key in ended]
