"""A handyman's page, as its owner, the public and the approving staff see it."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from models.errors import NotFound
from models.people.access import image_url
from models.people.tables import User, UserStatus
from models.reviews.ratings import ratings_of
from models.workers.tables import ApprovalStatus, WorkerProfile, WorkerService


async def own_view(user: User) -> dict[str, Any]:
    """An empty draft until it is first saved."""
    profile = await WorkerProfile.get_or_none(user_id=user.id)
    return await _whole(
        user, profile or WorkerProfile(user_id=user.id, created_at=user.created_at, updated_at=user.created_at)
    )


async def decided_view(profile: WorkerProfile) -> dict[str, Any]:
    """For the member of staff who decided."""
    return await _whole(await User.get(id=profile.user_id), profile)


async def _whole(user: User, profile: WorkerProfile) -> dict[str, Any]:
    is_rejected = profile.approval_status == ApprovalStatus.REJECTED
    return {
        **(await cards([user], [profile]))[0],
        "approval_status": profile.approval_status,
        "rejection_reason": profile.rejection_reason if is_rejected else None,
        "may_reapply_at": profile.may_reapply_at,
        "admin_notes": profile.admin_notes,
        "submitted_at": profile.submitted_at,
        "approved_at": profile.approved_at,
        "free_until": profile.free_until,
        "created_at": profile.created_at,
        "updated_at": profile.updated_at,
    }


async def public_view(worker_id: UUID) -> dict[str, Any]:
    """Only of the approved and active (ACC-07). Raises NotFound."""
    profile = await WorkerProfile.get_or_none(user_id=worker_id, approval_status=ApprovalStatus.APPROVED)
    user = await User.get_or_none(id=worker_id, status=UserStatus.ACTIVE, deleted_at=None)
    if profile is None or user is None:
        raise NotFound
    return {**(await cards([user], [profile]))[0], "member_since": user.created_at}


async def cards(users: Sequence[User], profiles: Sequence[WorkerProfile]) -> list[dict[str, Any]]:
    """What anybody may see of each handyman; never how to reach one."""
    offered = await services_of([profile.user_id for profile in profiles])
    rated = await ratings_of([profile.user_id for profile in profiles])
    by_id = {user.id: user for user in users}
    return [
        {
            "id": profile.user_id,
            "full_name": by_id[profile.user_id].full_name,
            "profile_image_url": image_url(by_id[profile.user_id]),
            "description": profile.description,
            "service_areas": profile.service_areas,
            "availability": profile.availability,
            "services": offered.get(profile.user_id, []),
            "badges": badges(by_id[profile.user_id], profile),
            "is_paused": profile.is_paused,
            **rated[profile.user_id],
        }
        for profile in profiles
    ]


async def services_of(worker_ids: list[UUID]) -> dict[UUID, list[dict[str, Any]]]:
    rows = (
        await WorkerService.filter(worker_id__in=worker_ids)
        .select_related("service")
        .order_by("service__category", "service__name")
    )
    offered: dict[UUID, list[dict[str, Any]]] = {}
    for row in rows:
        offered.setdefault(row.worker_id, []).append(service_view(row))
    return offered


def service_view(row: WorkerService) -> dict[str, Any]:
    return {
        "id": row.id,
        "service_id": row.service_id,
        "category": row.service.category,
        "name": row.service.name,
        "pricing_type": row.pricing_type,
        "price_amount": row.price_amount,
        "minimum_charge": row.minimum_charge,
        "currency": "MXN",
    }


def badges(user: User, profile: WorkerProfile) -> list[str]:
    """ACC-10."""
    earned = {
        "email_verified": user.email_verified,
        "whatsapp_verified": user.phone_verified,
        "admin_approved": profile.approval_status == ApprovalStatus.APPROVED,
    }
    return [badge for badge, is_earned in earned.items() if is_earned]
