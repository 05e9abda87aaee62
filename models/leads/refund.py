"""Money back for silence: at its instant, or at once when a silent client goes away (R-04, R-05)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from models import outbox
from models.chat.tables import Conversation
from models.chat.timeline import DeadlinesMoved, append_event
from models.db import current, find, hold, transaction
from models.leads import refund_clock
from models.leads.tables import LeadPurchase, PurchaseStatus
from models.notices.tell import tell
from models.people.tables import User
from models.timers import Due
from models.wallet import budget, ledger
from models.wallet.accounts import Wallet, wallets_of
from models.wallet.ledger import Posted
from models.wallet.tables import TransferKind, WalletTransactionType, WeeklyBudget
from models.wallet.transactions import write_down


class Outcome(StrEnum):
    """Why the money came back; the lead itself stays as it is (C11)."""

    UNRESPONSIVE = "unresponsive"
    CANCELLED = "cancelled"
    DELETED = "deleted"


DESCRIPTIONS = {
    Outcome.UNRESPONSIVE: "refund.unresponsive_client",
    Outcome.CANCELLED: "refund.lead_cancelled",
    Outcome.DELETED: "refund.conversation_deleted",
}


@dataclass(frozen=True)
class Held:
    """What a refund needs, locked by the running verb."""

    purchase: LeadPurchase
    wallet: Wallet
    conversation: Conversation


async def hold_purchases(*purchase_ids: UUID) -> list[Held]:
    """Lock purchases, their handymen's accounts and their conversations, before the time is read (R-21)."""
    purchases = await hold(LeadPurchase, *purchase_ids)
    wallets = await wallets_of(*(purchase.worker_id for purchase in purchases))
    keys = dict(await Conversation.filter(purchase_id__in=purchase_ids).values_list("purchase_id", "id"))
    conversations = await hold(Conversation, *(keys[purchase_id] for purchase_id in purchase_ids))
    return [Held(*each) for each in zip(purchases, wallets, conversations, strict=True)]


@dataclass(frozen=True, slots=True)
class Cost:
    """What a purchase took, as it was booked."""

    paid: Posted
    week: WeeklyBudget


async def refund_due(subject_id: UUID, *, at: datetime) -> None:
    """The timer at 48 hours."""
    await refund_all_due([Due(subject_id, at)])


async def refund_all_due(due: Sequence[Due]) -> None:
    """The same for many, in one commit."""
    async with transaction(gathers=True) as tx:
        held = await hold_purchases(*(each.subject_id for each in due))
        costs = await _costs_of(*(each.purchase for each in held))
        for each, timer in zip(held, due, strict=True):
            with tx.living_at(timer.at):
                if not await settle_due_refund(each, costs):
                    tx.announce(DeadlinesMoved(each.conversation.id))


async def _costs_of(*purchases: LeadPurchase) -> dict[UUID, Cost]:
    """Of those that cost something; their handymen's accounts are held."""
    paid = [
        purchase for purchase in purchases if purchase.purchase_amount and refund_clock.is_unanswered(purchase)
    ]
    booked = await ledger.posted(*(purchase_cause(purchase) for purchase in paid))
    weeks = await budget.weeks_of({(purchase.worker_id, purchase.week_start_date) for purchase in paid})
    return {
        purchase.id: Cost(booked[purchase_cause(purchase)], weeks[purchase.worker_id, purchase.week_start_date])
        for purchase in paid
    }


async def settle_due_refund(held: Held, costs: Mapping[UUID, Cost] | None = None) -> bool:
    """Refund if the instant has come, before another verb acts on it: a later answer is late (R-04)."""
    now = await current().now()
    if not refund_clock.is_due(held.purchase, held.conversation, now):
        return False
    await _refund(held, Outcome.UNRESPONSIVE, now, costs)
    return True


async def lock_sale(held: Held) -> bool:
    """The client wrote: whether that is the answer in time, which reveals the contact and ends refunds (REF-03).

    False for a later message, for one that came after the refund, and for one at its instant (R-04).
    """
    purchase = held.purchase
    if await settle_due_refund(held) or purchase.status == PurchaseStatus.REFUNDED or purchase.client_responded:
        return False
    purchase.client_responded = True
    purchase.client_response_at = await current().now()
    await purchase.save(update_fields=["client_responded", "client_response_at"])
    await refund_clock.stop(purchase)
    return True


async def refund_abandoned(held: Held, outcome: Outcome) -> bool:
    """Refund at once because a client who never answered went away, even if the handyman never wrote (R-05)."""
    if await settle_due_refund(held):
        return True
    if not refund_clock.is_unanswered(held.purchase) or await _has_left(held.purchase.worker_id):
        return False
    await _refund(held, outcome, await current().now(), None)
    return True


async def _has_left(worker_id: UUID) -> bool:
    """He closed his account, which no refund kept open; its wallet, held here, takes nothing any more."""
    return (await find(User, id=worker_id)).deleted_at is not None


async def client_unresponsive_count(client_id: UUID) -> int:
    """How many purchases this client has answered with silence (C11)."""
    return await LeadPurchase.filter(lead__client_id=client_id, outcome=Outcome.UNRESPONSIVE).count()


def purchase_cause(purchase: LeadPurchase) -> str:
    """What the ledger calls this buying of it; the next one, after a refund, is another."""
    return f"lead_purchase:{purchase.id}:{purchase.purchase_count}"


async def _refund(held: Held, outcome: Outcome, now: datetime, costs: Mapping[UUID, Cost] | None) -> None:
    purchase = held.purchase
    if costs is None:
        costs = await _costs_of(purchase)
    purchase.status = PurchaseStatus.REFUNDED
    purchase.outcome = outcome
    purchase.refunded_at = now
    purchase.refund_count += 1
    await current().change(purchase, "status", "outcome", "refunded_at", "refund_count")
    await refund_clock.stop(purchase)
    if purchase.purchase_amount:
        await _return_money(held, outcome, costs[purchase.id])
    await _say(held)


async def _say(held: Held) -> None:
    purchase = held.purchase
    amount, outcome = str(purchase.purchase_amount), str(purchase.outcome)
    await append_event(
        held.conversation,
        "lead.refunded",
        purchase_id=str(purchase.id),
        purchase_amount=amount,
        outcome=outcome,
    )
    facts = {
        "purchase_id": str(purchase.id),
        "lead_id": str(purchase.lead_id),
        "conversation_id": str(held.conversation.id),
        "worker_id": str(purchase.worker_id),
        "amount": amount,
        "outcome": outcome,
    }
    await outbox.record("lead.refunded", **facts)
    await tell(purchase.worker_id, "lead.refunded", **facts)


async def _return_money(held: Held, outcome: Outcome, cost: Cost) -> None:
    """Exactly what was paid, to where it came from, in the week it was spent in (C10, R-10, C15)."""
    purchase, wallet = held.purchase, held.wallet
    transfer = await ledger.post(
        TransferKind.LEAD_REFUND,
        f"lead_refund:{purchase.id}:{purchase.purchase_count}",
        cost.paid.undone(wallet.deposits, wallet.earnings),
        reverses=cost.paid.transfer,
    )
    await budget.give_back(cost.week, purchase.purchase_amount)
    await write_down(
        wallet,
        WalletTransactionType.REFUND,
        purchase.purchase_amount,
        transfer=transfer,
        reference_id=purchase.id,
        description=DESCRIPTIONS[outcome],
    )
