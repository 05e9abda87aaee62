"""Charge the saved card for a reload that was intended; its row's id is the provider's key (R-17)."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Protocol
from uuid import UUID

from models import fault
from models.clock import business_now
from models.db import find
from models.wallet.accounts import balance_of
from models.wallet.await_deposit import give_up
from models.wallet.decline_reload import decline_reload
from models.wallet.reload import may_be_charged
from models.wallet.settle_deposit import DepositIntent, settle_intent
from models.wallet.tables import AutoReload, Deposit, DepositStatus, SavedCard

KEYS_TRUSTED_FOR = timedelta(hours=20)
"""Stripe forgets idempotency keys after 24 hours (R-17)."""


class ReloadProvider(Protocol):
    @property
    def RefusedError(self) -> type[Exception]:  # noqa: N802 - an exception's name
        """The bank's no, with `decline_code`, or Stripe's, with `code`."""

    async def charge_saved_card(
        self, *, key: str, amount: Decimal, customer_id: str, payment_method_id: str, metadata: Mapping[str, str]
    ) -> DepositIntent: ...

    async def find_payment_intent(
        self, customer_id: str, metadata: Mapping[str, str], *, since: datetime
    ) -> DepositIntent | None: ...


async def charge_reload(deposit_id: UUID, provider: ReloadProvider) -> None:
    """Any number of times: Stripe answers a repeat with what the first call did."""
    deposit = await find(Deposit, id=deposit_id)
    if deposit.status != DepositStatus.CREATED:
        return
    card = await find(SavedCard, id=deposit.card_id)
    metadata = {"deposit_id": str(deposit.id), "worker_id": str(deposit.worker_id)}
    is_wanted = await is_still_wanted(deposit)
    made = None
    if not is_wanted or await business_now() - deposit.created_at > KEYS_TRUSTED_FOR:
        made = await provider.find_payment_intent(card.stripe_customer_id, metadata, since=deposit.created_at)
    if made is None and not is_wanted:
        await give_up(deposit.id, "not_wanted")
        return
    fault.passes("after-intend", "reload")
    try:
        made = made or await provider.charge_saved_card(
            key=str(deposit.id),
            amount=deposit.amount,
            customer_id=card.stripe_customer_id,
            payment_method_id=card.stripe_payment_method_id,
            metadata=metadata,
        )
    except provider.RefusedError as error:
        why = getattr(error, "decline_code", None) or getattr(error, "code", None) or "refused"
        await decline_reload(deposit.id, why)
    else:
        fault.passes("after-call", "reload")
        await settle_intent(made)


async def is_still_wanted(deposit: Deposit) -> bool:
    """Whether it is as it was when the purchase asked for it: the card, the switch, the balance, the owner."""
    setting = await AutoReload.get_or_none(worker_id=deposit.worker_id, is_enabled=True, card_id=deposit.card_id)
    is_low = setting is not None and await balance_of(deposit.worker_id) < setting.threshold
    return is_low and await may_be_charged(deposit.worker_id)
