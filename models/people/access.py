"""What a person may know of a person."""

from typing import Any
from uuid import UUID

from models.chat.tables import Conversation
from models.errors import NotFound
from models.people.tables import Role, Session, User


def own_view(user: User) -> dict[str, Any]:
    return {
        "id": user.id,
        "email": user.email,
        "new_email": user.new_email,
        "role": user.role,
        "full_name": user.full_name,
        "phone": user.phone,
        "profile_image_url": image_url(user),
        "email_verified": user.email_verified,
        "phone_verified": user.phone_verified,
        "status": user.status,
        "locale": user.locale,
        "opted_out": user.opted_out,
        "created_at": user.created_at,
        "last_login_at": user.last_login_at,
    }


async def public_view(user_id: UUID, reader: User) -> dict[str, Any]:
    """A person as others see them; never how to reach them. Raises NotFound for whom `reader` may not know.

    Handymen are public. A client is known to the handymen that the contact was revealed to, and to staff (R-02).
    """
    user = await User.get_or_none(id=user_id, deleted_at=None)
    name = user and await _name_for(reader, user)
    if user is None or name is None:
        raise NotFound
    return {
        "id": user.id,
        "role": user.role,
        "full_name": name,
        "profile_image_url": image_url(user),
        "created_at": user.created_at,
    }


async def _name_for(reader: User, user: User) -> str | None:
    """None for who may not know. A client's is what it was when it was revealed, the last time (R-08)."""
    if reader.id == user.id or reader.is_staff or user.role == Role.WORKER:
        return user.full_name
    if user.role != Role.CLIENT:
        return None
    last = (
        await Conversation.filter(
            client_id=user.id, worker_id=reader.id, contact_revealed_at__not_isnull=True, deleted_at=None
        )
        .order_by("-contact_revealed_at")
        .first()
    )
    return (last.contact or {}).get("full_name", user.first_name) if last else None


def image_url(user: User) -> str | None:
    return f"/api/media/{user.profile_image_id}" if user.profile_image_id else None


def session_view(session: Session, current: Session) -> dict[str, Any]:
    return {
        "id": session.id,
        "created_at": session.created_at,
        "last_seen_at": session.last_seen_at,
        "ip": session.ip,
        "user_agent": session.user_agent,
        "is_current": session.id == current.id,
    }
