"""A handyman buys a lead: the price moves, and a conversation opens."""

from dataclasses import dataclass
from uuid import UUID

from models import idempotency, outbox
from models.chat.begin import begin
from models.chat.reveal import reveal
from models.chat.tables import Conversation, Message, MessageType
from models.chat.timeline import append_event
from models.clock import week_of
from models.db import find, transaction
from models.leads import refund_clock
from models.leads.buying import Buying, hold_for, refuse
from models.leads.refund import Held, lock_sale, purchase_cause
from models.leads.tables import LeadPurchase, PurchaseStatus
from models.notices.tell import tell
from models.wallet import budget, ledger
from models.wallet.accounts import Wallet, platform
from models.wallet.low_balance import has_fallen, tell_low
from models.wallet.reload import reload_if_low
from models.wallet.tables import AccountKind, TransferKind, WalletTransactionType
from models.wallet.transactions import write_down


@dataclass(frozen=True)
class Purchased:
    purchase: LeadPurchase
    conversation: Conversation


async def purchase(lead_id: UUID, *, by: UUID, key: str | None = None) -> Purchased:
    """Buy a lead that was sent to this handyman; after a refund, buy it again (R-04).

    Raises NotFound and, in R-07's order, LeadClosed, LeadExpired, WorkerNotApproved, AccountSuspended,
    AccountPaused, LeadAlreadyPurchased, InsufficientBalance, WeeklyBudgetReached.
    """
    async with transaction():
        claim = await idempotency.claim(by, "lead.purchase", key, {"lead_id": lead_id})
        if claim.result_id is not None:
            bought = await find(LeadPurchase, id=claim.result_id)
            return Purchased(bought, await find(Conversation, purchase_id=bought.id))
        buying = await hold_for(lead_id, by)
        refuse(buying)
        bought = await (_buy(buying) if buying.earlier is None else _buy_again(buying, buying.earlier))
        is_low = bool(buying.price) and await _pay(buying, bought)
        conversation = buying.conversation or await begin(buying.lead, bought)
        await _say(bought, conversation, buying.wallet, is_low=is_low)
        if buying.earlier is not None and await _has_client_written(conversation):
            await lock_sale(Held(bought, buying.wallet, conversation))
            await reveal(conversation)
        await claim.remember(bought.id)
        return Purchased(bought, conversation)


async def _buy(buying: Buying) -> LeadPurchase:
    bought = await LeadPurchase.create(
        lead_id=buying.lead.id,
        worker_id=buying.worker.id,
        purchase_amount=buying.price,
        is_free=buying.is_free,
        week_start_date=week_of(buying.now),
        refund_eligible_until=buying.now + refund_clock.REFUND_AFTER,
        purchased_at=buying.now,
    )
    await refund_clock.start(bought)
    return bought


async def _buy_again(buying: Buying, bought: LeadPurchase) -> LeadPurchase:
    """The same row comes back; no clock starts, since there is no second refund (R-04)."""
    bought.status = PurchaseStatus.PURCHASED
    bought.outcome = None
    bought.purchase_amount = buying.price
    bought.is_free = buying.is_free
    bought.week_start_date = week_of(buying.now)
    bought.refund_eligible_until = buying.now + refund_clock.REFUND_AFTER
    bought.purchased_at = buying.now
    bought.purchase_count += 1
    await bought.save()
    return bought


async def _pay(buying: Buying, bought: LeadPurchase) -> bool:
    """Whether the wallet is low now and isn't about to fill itself."""
    wallet, price = buying.wallet, buying.price
    transfer = await ledger.post(
        TransferKind.LEAD_PURCHASE,
        purchase_cause(bought),
        [*wallet.spending(price), (await platform(AccountKind.REVENUE), price)],
    )
    await budget.spend(buying.week, price)
    await write_down(
        wallet,
        WalletTransactionType.LEAD_PURCHASE,
        -price,
        transfer=transfer,
        reference_id=bought.id,
        description="lead_purchase.bought",
    )
    return not await reload_if_low(wallet) and has_fallen(wallet, price)


async def _has_client_written(conversation: Conversation) -> bool:
    """Too late for the refunded purchase; buying again is what the words were waiting for (R-04)."""
    written = Message.filter(conversation_id=conversation.id, sender_id=conversation.client_id)
    return await written.exclude(message_type=MessageType.EVENT).exists()


async def _say(bought: LeadPurchase, conversation: Conversation, wallet: Wallet, *, is_low: bool) -> None:
    ids = {
        "purchase_id": str(bought.id),
        "lead_id": str(bought.lead_id),
        "conversation_id": str(conversation.id),
        "worker_id": str(bought.worker_id),
    }
    may_return = bought.refund_count == 0
    await append_event(
        conversation,
        "lead.purchased",
        by=bought.worker_id,
        purchase_id=str(bought.id),
        purchase_amount=str(bought.purchase_amount),
        is_free=bought.is_free,
        refund_eligible_until=bought.refund_eligible_until.isoformat() if may_return else None,
    )
    await outbox.record(
        "lead.purchased", client_id=str(conversation.client_id), amount=str(bought.purchase_amount), **ids
    )
    # Ids ascending, here too: two notices are two locks.
    for user_id in sorted((conversation.worker_id, conversation.client_id)):
        await tell(user_id, "lead.purchased", **ids)
        if is_low and user_id == wallet.owner_id:
            await tell_low(wallet)
