"""What a purchase looks at under its locks, and what refuses it, in R-07's order."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from models.chat.tables import Conversation
from models.db import current, find, hold_one
from models.errors import Conflict
from models.leads.tables import Lead, LeadPurchase, LeadRecipient, LeadStatus, PurchaseStatus
from models.people.sessions import AccountSuspended
from models.people.tables import User, UserStatus
from models.wallet.accounts import Wallet, wallet_of
from models.wallet.budget import budget_of, refuse_over_budget
from models.wallet.deposit import LOWEST
from models.wallet.ledger import InsufficientBalance
from models.wallet.tables import WeeklyBudget
from models.workers.approved import refuse_unapproved
from models.workers.tables import WorkerProfile


class LeadClosed(Conflict):
    """Cancelled, or its client went away."""


class LeadExpired(Conflict):
    pass


class AccountPaused(Conflict):
    """He paused his leads; he buys again when he resumes (BUD-10)."""


class LeadAlreadyPurchased(Conflict):
    pass


@dataclass(frozen=True)
class Buying:
    worker: User
    profile: WorkerProfile
    lead: Lead
    client: User
    earlier: LeadPurchase | None
    conversation: Conversation | None
    """Of the earlier purchase."""
    wallet: Wallet
    week: WeeklyBudget
    now: datetime

    @property
    def is_free(self) -> bool:
        """In the first 7 × 24 hours from the first approval (R-07)."""
        return self.profile.free_until is not None and self.now < self.profile.free_until

    @property
    def price(self) -> Decimal:
        return Decimal(0) if self.is_free else self.lead.price


async def hold_for(lead_id: UUID, worker_id: UUID) -> Buying:
    """Lock in R-21's order, then read the time. A lead that wasn't sent to him doesn't exist for him."""
    await find(LeadRecipient, lead_id=lead_id, worker_id=worker_id)
    worker = await hold_one(User, worker_id)
    profile = await hold_one(WorkerProfile, worker_id)
    lead = await hold_one(Lead, lead_id)
    # Only he makes this row, and his profile is held: what isn't there now won't appear.
    earlier = await LeadPurchase.get_or_none(lead_id=lead_id, worker_id=worker_id)
    earlier = earlier and await hold_one(LeadPurchase, earlier.id)
    wallet = await wallet_of(worker_id)
    conversation = await Conversation.get_or_none(lead_id=lead_id, worker_id=worker_id)
    conversation = conversation and await hold_one(Conversation, conversation.id)
    now = await current().now()
    return Buying(
        worker,
        profile,
        lead,
        client=await find(User, id=lead.client_id),
        earlier=earlier,
        conversation=conversation,
        wallet=wallet,
        week=await budget_of(worker_id, now),
        now=now,
    )


def refuse(buying: Buying) -> None:
    refuse_closed(buying)
    refuse_buyer(buying)
    refuse_twice(buying)
    if buying.is_free:
        return
    if buying.wallet.balance < buying.price:
        raise InsufficientBalance(balance=buying.wallet.balance, required=buying.price, minimum_deposit=LOWEST)
    refuse_over_budget(buying.week, buying.price)


def refuse_closed(buying: Buying) -> None:
    lead, client, conversation = buying.lead, buying.client, buying.conversation
    is_gone = client.deleted_at is not None or client.status != UserStatus.ACTIVE
    # A deleted conversation stays deleted for both: there is nothing to buy again.
    is_deleted = conversation is not None and conversation.deleted_at is not None
    if lead.status == LeadStatus.CANCELLED or is_gone or is_deleted:
        raise LeadClosed
    if lead.status == LeadStatus.EXPIRED or lead.expires_at <= buying.now:
        raise LeadExpired(expired_at=lead.expires_at)


def refuse_buyer(buying: Buying) -> None:
    refuse_unapproved(buying.profile)
    if buying.worker.status != UserStatus.ACTIVE:
        raise AccountSuspended(status=buying.worker.status)
    if buying.profile.is_paused:
        raise AccountPaused


def refuse_twice(buying: Buying) -> None:
    if buying.earlier is not None and buying.earlier.status == PurchaseStatus.PURCHASED:
        conversation_id = buying.conversation and buying.conversation.id
        raise LeadAlreadyPurchased(conversation_id=conversation_id, purchase_id=buying.earlier.id)
