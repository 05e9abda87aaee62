"""A code to the phone: what is intended before the provider is asked, and what came of it."""

import math
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from models.db import current, hold_one, transaction
from models.errors import Conflict, Refused, TooMany
from models.people.tables import PhoneCode, User, VerificationAttempt

VALID_FOR = timedelta(minutes=5)
MOST_SENDS, SENDS_PER = 3, timedelta(hours=1)
FAILED = "failed"


class PhoneMissing(Refused):
    pass


class PhoneAlreadyVerified(Conflict):
    pass


class TooManyCodes(TooMany):
    """Three codes per phone and hour, whoever asks (ACC-05)."""


async def request_phone_code(
    user_id: UUID, channel: Literal["whatsapp", "sms"], *, ip: str | None = None
) -> PhoneCode:
    """Intend to send a code; an earlier one of the user's is void from now on.

    Raises PhoneMissing, PhoneAlreadyVerified, TooManyCodes. Whether the phone is somebody else's is told to
    nobody before it is proven (R-28).
    """
    async with transaction() as tx:
        user = await hold_one(User, user_id)
        if user.phone is None:
            raise PhoneMissing
        await hold_phone(user.phone)
        now = await tx.now()
        if user.phone_verified:
            raise PhoneAlreadyVerified
        await _refuse_flood(user.phone, now)
        await PhoneCode.filter(user_id=user.id, approved_at=None, closed_at=None).update(closed_at=now)
        code = await PhoneCode.create(
            user_id=user.id, phone=user.phone, channel=channel, created_at=now, expires_at=now + VALID_FOR
        )
        await note(code, "send", "intended", ip=ip)
    return code


async def hold_phone(phone: str) -> None:
    """Until the commit nobody else counts, sends or verifies for this number; after the user in R-21's order."""
    await current().connection.execute_query(
        "SELECT pg_advisory_xact_lock(hashtextextended('phone ' || $1, 0))", [phone]
    )


async def note(code: PhoneCode, action: str, outcome: str, *, ip: str | None = None) -> VerificationAttempt:
    """The log of ACC-05."""
    return await VerificationAttempt.create(
        user_id=code.user_id,
        phone_code_id=code.id,
        phone=code.phone,
        action=action,
        outcome=outcome,
        ip=ip,
        created_at=await current().now(),
    )


async def phone_code_sent(code_id: UUID, provider_sid: str) -> None:
    async with transaction():
        await PhoneCode.filter(id=code_id).update(provider_sid=provider_sid)
        await VerificationAttempt.filter(phone_code_id=code_id, action="send").update(outcome="sent")


async def phone_code_failed(code_id: UUID, why: str) -> None:
    """The provider wouldn't send it; it doesn't count among the three."""
    async with transaction() as tx:
        await PhoneCode.filter(id=code_id, approved_at=None, closed_at=None).update(closed_at=await tx.now())
        await VerificationAttempt.filter(phone_code_id=code_id, action="send").update(
            outcome=f"{FAILED}: {why}"[:40]
        )


async def _refuse_flood(phone: str, now: datetime) -> None:
    recent = (
        await VerificationAttempt.filter(phone=phone, action="send", created_at__gt=now - SENDS_PER)
        .exclude(outcome__startswith=FAILED)
        .order_by("created_at")
    )
    if len(recent) >= MOST_SENDS:
        free_at = recent[-MOST_SENDS].created_at + SENDS_PER
        raise TooManyCodes(retry_after=max(1, math.ceil((free_at - now).total_seconds())))
