"""A handyman lets his saved card fill his wallet, or no longer (WAL-08)."""

from decimal import Decimal
from uuid import UUID

from models import idempotency
from models.db import transaction
from models.errors import NotFound, Refused
from models.wallet.accounts import wallet_of
from models.wallet.deposit import HIGHEST, LOWEST, InvalidAmount
from models.wallet.reload import reload_if_low
from models.wallet.tables import AutoReload, SavedCard
from models.workers.approved import refuse_unapproved
from models.workers.tables import WorkerProfile

LOWEST_THRESHOLD = Decimal(100)


class NoSavedCard(Refused):
    """A card is saved with a deposit that asks for it."""


async def set_auto_reload(
    *,
    by: UUID,
    enabled: bool | None = None,
    threshold: Decimal | None = None,
    amount: Decimal | None = None,
    card_id: UUID | None = None,
    key: str | None = None,
) -> None:
    """Change what is given. Switched on below its threshold, it reloads at once.

    Raises InvalidAmount, NoSavedCard, NotFound (the card), WorkerNotApproved.
    """
    if amount is not None and not LOWEST <= amount <= HIGHEST:
        raise InvalidAmount(field="amount", minimum=LOWEST, maximum=HIGHEST)
    if threshold is not None and not LOWEST_THRESHOLD <= threshold <= HIGHEST:
        raise InvalidAmount(field="threshold", minimum=LOWEST_THRESHOLD, maximum=HIGHEST)
    body = {"enabled": enabled, "threshold": threshold, "amount": amount, "card_id": card_id}
    async with transaction() as verb:
        claim = await idempotency.claim(by, "wallet.auto_reload", key, body)
        if claim.is_replay:
            return
        refuse_unapproved(await WorkerProfile.get_or_none(user_id=by))
        wallet = await wallet_of(by)
        setting = await AutoReload.get_or_none(worker_id=by) or AutoReload(worker_id=by)
        setting.threshold = setting.threshold if threshold is None else threshold
        setting.amount = setting.amount if amount is None else amount
        if card_id is not None:
            setting.card_id = await _card(by, card_id)
        if enabled is not None:
            await _switch(setting, on=enabled)
        setting.updated_at = await verb.now()
        await setting.save()
        await reload_if_low(wallet)
        await claim.remember(by)


async def _switch(setting: AutoReload, *, on: bool) -> None:
    setting.is_enabled = on
    if on:
        setting.failures = 0
        setting.card_id = setting.card_id or await _newest_card(setting.worker_id)


async def _card(worker_id: UUID, card_id: UUID) -> UUID:
    if not await SavedCard.exists(id=card_id, worker_id=worker_id, removed_at=None):
        raise NotFound
    return card_id


async def _newest_card(worker_id: UUID) -> UUID:
    newest = await SavedCard.filter(worker_id=worker_id, removed_at=None).order_by("-created_at", "-id").first()
    if newest is None:
        raise NoSavedCard(field="enabled")
    return newest.id
