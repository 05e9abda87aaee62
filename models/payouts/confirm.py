"""The owner of the mailbox says that it was he who asked: a thief of a session can't empty a wallet."""

import base64
import hashlib
import hmac
from uuid import UUID

from models import timers
from models.db import find, transaction
from models.errors import NotFound
from models.payouts.holding import hold_with_worker, refuse_unless
from models.payouts.request import CONFIRM_WITHIN
from models.payouts.tables import Withdrawal, WithdrawalStatus
from models.people.email_tokens import TokenExpired
from models.people.tables import User
from settings import settings


def confirmation_token(withdrawal: Withdrawal, worker: User) -> str:
    """What the mail's link carries. Nothing is stored: it is signed, and says nothing once the address changed."""
    key = settings().secret_key.get_secret_value().encode()
    message = f"withdrawal:{withdrawal.id}:{worker.email}".encode()
    signed = base64.urlsafe_b64encode(hmac.digest(key, message, hashlib.sha256)).decode().rstrip("=")
    return f"{withdrawal.id.hex}.{signed}"


async def look_at(token: str) -> tuple[Withdrawal, User]:
    """Whose withdrawal a link names. Raises NotFound for one that we didn't sign."""
    name = token.partition(".")[0]
    try:
        withdrawal = await find(Withdrawal, id=UUID(hex=name))
    except ValueError:
        raise NotFound from None
    worker = await find(User, id=withdrawal.worker_id)
    if not hmac.compare_digest(confirmation_token(withdrawal, worker).encode(), token.encode()):
        raise NotFound
    return withdrawal, worker


async def confirm_withdrawal(token: str) -> Withdrawal:
    """Following it again changes nothing. Raises NotFound, TokenExpired, WithdrawalMovedOn."""
    seen, _ = await look_at(token)
    async with transaction() as tx:
        withdrawal, worker = await hold_with_worker(seen.id)
        if not hmac.compare_digest(confirmation_token(withdrawal, worker).encode(), token.encode()):
            raise NotFound
        if withdrawal.confirmed_at is not None:
            return withdrawal
        now = await tx.now()
        if now >= withdrawal.created_at + CONFIRM_WITHIN:
            raise TokenExpired
        refuse_unless(withdrawal, WithdrawalStatus.REQUESTED)
        withdrawal.confirmed_at = now
        await withdrawal.save(update_fields=["confirmed_at"])
        await timers.cancel(withdrawal.id, "withdrawal.expire")
        return withdrawal
