"""A saved card is forgotten, here and by Stripe; what it would have reloaded is switched off."""

from datetime import datetime
from uuid import UUID

from models import idempotency, outbox
from models.db import transaction
from models.errors import NotFound
from models.wallet.accounts import wallet_of
from models.wallet.tables import AutoReload, SavedCard


async def remove_card(card_id: UUID, *, by: UUID, key: str | None = None) -> None:
    async with transaction() as verb:
        claim = await idempotency.claim(by, "wallet.remove_card", key, [card_id])
        if claim.is_replay:
            return
        await wallet_of(by)
        card = await SavedCard.get_or_none(id=card_id, worker_id=by, removed_at=None)
        if card is None:
            raise NotFound
        await forget(card, await verb.now())
        await claim.remember(card.id)


async def forget_cards(worker_id: UUID, now: datetime) -> None:
    """Of somebody who leaves; his accounts are held."""
    for card in await SavedCard.filter(worker_id=worker_id, removed_at=None):
        await forget(card, now)


async def forget(card: SavedCard, now: datetime) -> None:
    card.removed_at = now
    await card.save(update_fields=["removed_at"])
    using = AutoReload.filter(worker_id=card.worker_id, card_id=card.id)
    await using.update(is_enabled=False, card_id=None, updated_at=now)
    await outbox.record("card.unwanted", stripe_payment_method_id=card.stripe_payment_method_id)
