"""The card of a paid deposit is saved, if its owner asked for that (WAL-04); its number never comes here."""

from typing import Protocol
from uuid import UUID

from models import outbox
from models.db import current, find, transaction
from models.payments.provider import Intent
from models.people.tables import User
from models.wallet.accounts import wallet_of
from models.wallet.tables import Deposit, SavedCard


class Card(Protocol):
    @property
    def id(self) -> str: ...
    @property
    def brand(self) -> str: ...
    @property
    def last4(self) -> str: ...
    @property
    def exp_month(self) -> int: ...
    @property
    def exp_year(self) -> int: ...
    @property
    def fingerprint(self) -> str: ...


class CardIntent(Intent, Protocol):
    @property
    def customer_id(self) -> str | None: ...
    @property
    def payment_method_id(self) -> str | None: ...


class CardProvider(Protocol):
    async def get_payment_intent(self, payment_intent_id: str, /) -> CardIntent: ...

    async def get_card(self, payment_method_id: str, /) -> Card: ...


async def fetch_card(deposit_id: UUID, provider: CardProvider) -> None:
    """Ask what the deposit was paid with, and keep it; any number of times."""
    deposit = await find(Deposit, id=deposit_id)
    if deposit.stripe_payment_intent_id is None:
        return
    intent = await provider.get_payment_intent(deposit.stripe_payment_intent_id)
    if intent.customer_id is not None and intent.payment_method_id is not None:
        card = await provider.get_card(intent.payment_method_id)
        await keep_card(deposit.worker_id, intent.customer_id, card)


async def keep_card(worker_id: UUID, customer_id: str, card: Card) -> None:
    """A card that was saved before is the same card, paid with from now on by its newer name."""
    async with transaction():
        await wallet_of(worker_id)
        if await SavedCard.exists(stripe_payment_method_id=card.id):
            return
        if (await find(User, id=worker_id)).deleted_at is not None:
            await outbox.record("card.unwanted", stripe_payment_method_id=card.id)
            return
        kept = await SavedCard.get_or_none(worker_id=worker_id, fingerprint=card.fingerprint, removed_at=None)
        if kept is None:
            kept = SavedCard(worker_id=worker_id, fingerprint=card.fingerprint, created_at=await current().now())
        else:
            await outbox.record("card.unwanted", stripe_payment_method_id=kept.stripe_payment_method_id)
        kept.stripe_customer_id, kept.stripe_payment_method_id = customer_id, card.id
        kept.brand, kept.last4 = card.brand, card.last4
        kept.exp_month, kept.exp_year = card.exp_month, card.exp_year
        await kept.save()
