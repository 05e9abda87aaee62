"""Builders of payments at any stage, by the verbs that people and Stripe set off."""

import itertools
from decimal import Decimal
from typing import Any
from uuid import UUID

from integrations.payments import CheckoutSession as StripeSession
from integrations.payments import Dispute as StripeDispute
from integrations.payments import PaymentIntent
from models.chat.tables import Conversation
from models.db import transaction
from models.disputes.open import open_dispute
from models.disputes.tables import Dispute, DisputeType
from models.payments.confirm_complete import confirm_complete
from models.payments.release import release
from models.payments.request import request
from models.payments.settle import settle_intent
from models.payments.settle_chargeback import settle_chargeback
from models.payments.tables import Chargeback, EscrowPayment, PaymentRequest
from models.people.tables import User
from models.wallet.accounts import platform, wallet_of
from models.wallet.ledger import post
from models.wallet.tables import AccountKind, TransferKind, WalletTransactionType
from models.wallet.transactions import write_down
from tests import build_chat
from tests.moment import stand_still_at

_numbers = itertools.count(1)


async def talk(worker: User | None = None) -> Conversation:
    """A conversation whose client has answered."""
    return await build_chat.conversation(worker=worker, revealed=True)


async def sides(of: Conversation | PaymentRequest) -> tuple[User, User]:
    """The client and the handyman."""
    return await User.get(id=of.client_id), await User.get(id=of.worker_id)


async def payment_request(conversation: Conversation | None = None, **but: Any) -> PaymentRequest:
    conversation = conversation or await talk()
    given: dict[str, Any] = {"amount": Decimal("1000.00"), "description": "Cambio de llave y sellado"}
    worker = await User.get(id=conversation.worker_id)
    return await request(conversation.id, by=worker, **(given | but))


async def paid_request(conversation: Conversation | None = None, **but: Any) -> PaymentRequest:
    asked = await payment_request(conversation, **but)
    await settle_intent(captured(asked))
    return await PaymentRequest.get(id=asked.id)


async def marked_request(conversation: Conversation | None = None, **but: Any) -> PaymentRequest:
    """Paid, and the handyman says that the work is done."""
    paid = await paid_request(conversation, **but)
    return await confirm_complete(paid.id, by=await User.get(id=paid.worker_id))


async def confirmed_request(conversation: Conversation | None = None, **but: Any) -> PaymentRequest:
    """The client says so too: the five days run."""
    marked = await marked_request(conversation, **but)
    return await confirm_complete(marked.id, by=await User.get(id=marked.client_id))


async def disputed(of: PaymentRequest, by: User, kind: DisputeType = DisputeType.OTHER) -> Dispute:
    return await open_dispute(of.id, by=by, dispute_type=kind, description="Volvió a gotear")


async def escrow_of(of: PaymentRequest) -> EscrowPayment:
    return await EscrowPayment.get(payment_request_id=of.id)


async def released(worker_spends: Decimal | None = None) -> PaymentRequest:
    confirmed = await confirmed_request()
    escrow = await escrow_of(confirmed)
    assert escrow.release_at is not None
    await stand_still_at(escrow.release_at)
    await release(escrow.id, at=escrow.release_at)
    if worker_spends:
        await spend(confirmed.worker_id, worker_spends)
    return confirmed


async def spend(worker_id: UUID, amount: Decimal) -> None:
    worker = await User.get(id=worker_id)
    async with transaction():
        wallet = await wallet_of(worker.id)
        revenue = await platform(AccountKind.REVENUE)
        transfer = await post(
            TransferKind.ADJUSTMENT, f"spent:{worker.id}", [(wallet.earnings, -amount), (revenue, amount)]
        )
        await write_down(
            wallet,
            WalletTransactionType.ADJUSTMENT,
            -amount,
            transfer=transfer,
            reference_id=transfer.id,
            description="adjustment.test",
        )


async def owing(amount: Decimal, closed: str | None = "lost") -> tuple[Chargeback, User]:
    """A handyman who had spent that much of a payment when its bank took it back."""
    paid = await released(amount)
    for status in ("needs_response", closed):
        if status is not None:
            await settle_chargeback(taken_back(paid.stripe_payment_intent_id, paid.total, status))
    return await Chargeback.get(payment_request_id=paid.id), await User.get(id=paid.worker_id)


def captured(asked: PaymentRequest, **but: Any) -> PaymentIntent:
    """What Stripe tells of a card that was charged for this request."""
    given: dict[str, Any] = {
        "id": f"pi_{next(_numbers)}_{asked.id.hex}",
        "status": "succeeded",
        "amount": asked.total,
        "amount_received": asked.total,
        "currency": "mxn",
        "customer_id": None,
        "payment_method_id": "pm_1",
        "latest_charge_id": "ch_1",
        "metadata": {"payment_request_id": str(asked.id)},
    }
    return PaymentIntent(**(given | but))


def completed(asked: PaymentRequest, **but: Any) -> StripeSession:
    """What Stripe tells of a Checkout session that was paid for this request."""
    given: dict[str, Any] = {
        "id": f"cs_{next(_numbers)}_{asked.id.hex}",
        "url": None,
        "expires_at": asked.expires_at,
        "status": "complete",
        "payment_status": "paid",
        "amount": asked.total,
        "currency": "mxn",
        "payment_intent_id": f"pi_{next(_numbers)}_{asked.id.hex}",
        "customer_id": None,
        "metadata": {"payment_request_id": str(asked.id)},
    }
    return StripeSession(**(given | but))


def taken_back(intent_id: str | None, amount: Decimal, status: str = "needs_response") -> StripeDispute:
    """What Stripe tells of a payment that a card holder's bank takes back."""
    return StripeDispute(
        id=f"du_{intent_id}", status=status, amount=amount, reason="fraudulent", payment_intent_id=intent_id
    )
