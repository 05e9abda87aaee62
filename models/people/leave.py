"""Close an account for good: what identifies its owner is erased, the rows of others stay whole (R-30)."""

from datetime import datetime
from uuid import UUID

from tortoise.expressions import Q

from models import outbox, timers
from models.chat.tables import Conversation
from models.db import current, hold, hold_one, transaction
from models.errors import Conflict, Forbidden, NotFound
from models.leads import refund_clock
from models.leads.refund import Held, Outcome, hold_purchases, refund_abandoned
from models.leads.tables import Lead, LeadPurchase, LeadStatus, PurchaseStatus
from models.payments.tables import EscrowPayment, EscrowStatus, PaymentRequest, RequestStatus
from models.payouts.tables import OPEN as OPEN_WITHDRAWALS
from models.payouts.tables import Withdrawal
from models.people.sessions import SessionsEnded, end_sessions
from models.people.tables import EmailToken, LoginAttempt, PhoneCode, Role, Session, User, VerificationAttempt
from models.push.tables import PushSubscription
from models.uploads.tables import Upload
from models.wallet.accounts import balance_of, wallet_of
from models.wallet.remove_card import forget_cards
from models.wallet.tables import Deposit, DepositStatus
from models.workers.tables import ApprovalStatus, WorkerProfile

NOBODY = "—"
"""What stands where a name stood; clients of the API word it."""


class AccountHoldsMoney(Conflict):
    """A balance, a hold, a pending payment or a refund that may still come; `what` says which."""


class StaffStays(Forbidden):
    """Staff accounts are the operator's business."""


async def leave(user_id: UUID) -> None:
    """Raises AccountHoldsMoney, StaffStays. A client's unanswered handymen are refunded at once (R-05)."""
    async with transaction() as tx:
        user = await hold_one(User, user_id)
        if user.deleted_at is not None:
            raise NotFound
        if user.is_staff:
            raise StaffStays
        profile, leads = await hold_own(user)
        bought = await hold_purchases(*await open_purchases(user))
        if user.role == Role.WORKER:
            await wallet_of(user.id)
        now = await tx.now()
        # Before money is looked for: who asks for some holds the conversation.
        await Conversation.filter(client_id=user.id, contact__not_isnull=True).update(contact={})
        await refuse_money(user, bought, now)
        if user.role == Role.CLIENT:
            for held in bought:
                await refund_abandoned(held, Outcome.DELETED)
            for lead in leads:
                await erase_lead(lead, now)
        if profile is not None:
            await withdraw(profile, now)
            await forget_cards(user.id, now)
        await erase(user, now)
        await erase_uploads(user, now)
        tx.announce(SessionsEnded(user.id, tuple(await end_sessions(user.id))))


async def hold_own(user: User) -> tuple[WorkerProfile | None, list[Lead]]:
    profiles = [profile.user_id for profile in await WorkerProfile.filter(user_id=user.id)]
    leads = [lead.id for lead in await Lead.filter(client_id=user.id)]
    held = await hold(WorkerProfile, *profiles)
    return (held[0] if held else None), await hold(Lead, *leads)


async def open_purchases(user: User) -> list[UUID]:
    """Bought contacts whose refund may still come, on either side, in the order of their handymen."""
    mine = {"worker_id": user.id} if user.role == Role.WORKER else {"lead__client_id": user.id}
    waiting = LeadPurchase.filter(**mine, status=PurchaseStatus.PURCHASED, client_responded=False)
    return [purchase.id for purchase in await waiting.order_by("worker_id", "id")]


async def refuse_money(user: User, bought: list[Held], now: datetime) -> None:
    side = {"worker_id": user.id} if user.role == Role.WORKER else {"client_id": user.id}
    of_request = {f"payment_request__{column}": value for column, value in side.items()}
    if await EscrowPayment.filter(**of_request, status=EscrowStatus.HELD).exists():
        raise AccountHoldsMoney(what="hold")
    if await PaymentRequest.filter(**side, status=RequestStatus.PENDING).exists():
        raise AccountHoldsMoney(what="payment_request")
    if user.role != Role.WORKER:
        return
    if await balance_of(user.id):
        raise AccountHoldsMoney(what="balance")
    if await Withdrawal.filter(worker_id=user.id, status__in=OPEN_WITHDRAWALS).exists():
        raise AccountHoldsMoney(what="withdrawal")
    awaited = Q(status=DepositStatus.PENDING) | Q(status=DepositStatus.CREATED, is_automatic=True)
    if await Deposit.filter(awaited, worker_id=user.id).exists():
        raise AccountHoldsMoney(what="deposit")
    if any(
        held.purchase.purchase_amount and refund_clock.is_open(held.purchase, held.conversation, now)
        for held in bought
    ):
        raise AccountHoldsMoney(what="refund")


async def erase_lead(lead: Lead, now: datetime) -> None:
    lead.address, lead.zip_code = NOBODY, "00000"
    if lead.status == LeadStatus.ACTIVE:
        lead.status, lead.cancelled_at = LeadStatus.CANCELLED, now
        await timers.cancel(lead.id, "lead.expire")
    await lead.save(update_fields=["address", "zip_code", "status", "cancelled_at"])


async def withdraw(profile: WorkerProfile, now: datetime) -> None:
    """No longer approved, so neither found nor able to buy."""
    profile.approval_status, profile.description, profile.service_areas = ApprovalStatus.DRAFT, "", []
    profile.availability, profile.is_paused, profile.updated_at = {}, True, now
    await profile.save()


async def erase(user: User, now: datetime) -> None:
    user.email, user.phone, user.full_name = f"{user.id.hex}@deleted.invalid", None, NOBODY
    user.new_email, user.email_verified, user.phone_verified = None, False, False
    user.password_hash, user.profile_image_id, user.deleted_at = "!", None, now
    await user.save()
    await EmailToken.filter(user_id=user.id).delete()
    await forget_addresses(user.id)
    await PushSubscription.filter(user_id=user.id).delete()
    await VerificationAttempt.filter(user_id=user.id).update(phone=NOBODY, ip=None)
    await PhoneCode.filter(user_id=user.id).update(phone=NOBODY, closed_at=now)
    await LoginAttempt.filter(user_id=user.id).update(ip=None, user_agent=None)
    await Session.filter(user_id=user.id).update(ip=None, user_agent=None)
    await Withdrawal.filter(worker_id=user.id).update(clabe="0" * 18, account_holder=NOBODY)


async def forget_addresses(user_id: UUID) -> None:
    """Former ones are told that they were left; the facts of it say which."""
    await current().connection.execute_query(
        "UPDATE outbox SET facts = facts - 'mailbox'"
        " WHERE event = 'email.change_requested' AND facts->>'user_id' = $1",
        [str(user_id)],
    )


async def erase_uploads(user: User, now: datetime) -> None:
    for upload in await Upload.filter(owner_id=user.id, erased_at=None):
        upload.erased_at = now
        await upload.save(update_fields=["erased_at"])
        await outbox.record("upload.erased", object_key=upload.object_key, purpose=upload.purpose.value)
