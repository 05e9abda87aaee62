"""Ask the card processor what became of a deposit, and settle: when its voucher is wanted, and when news are late.

Like all that takes a provider, these open no transaction around a call.
"""

from datetime import datetime, timedelta
from typing import Protocol

from models.clock import business_now
from models.wallet.await_deposit import GRACE, Voucher, ask_again, give_up, note_voucher
from models.wallet.settle_deposit import DepositIntent, settle_intent
from models.wallet.tables import Deposit

AGAIN_AFTER = timedelta(days=1)


class AwaitedIntent(DepositIntent, Protocol):
    @property
    def voucher(self) -> Voucher | None: ...


class VoucherProvider(Protocol):
    async def get_payment_intent(self, payment_intent_id: str, /) -> AwaitedIntent: ...

    async def cancel_payment_intent(self, payment_intent_id: str, /) -> AwaitedIntent: ...


async def look_at_deposit(deposit: Deposit, payment_intent: str, provider: VoucherProvider) -> None:
    """A payment that wasn't made at once: show how it is to be made, settle it, or stop awaiting it."""
    intent = await provider.get_payment_intent(payment_intent)
    if intent.status == "requires_action" and is_over(deposit, await business_now()):
        intent = await provider.cancel_payment_intent(payment_intent)
    if intent.status == "requires_action":
        if intent.voucher is not None:
            await note_voucher(deposit.id, intent.voucher)
    elif intent.status == "processing":
        await ask_again(deposit.id, AGAIN_AFTER)
    elif intent.status in {"succeeded", "canceled"}:
        await settle_intent(intent)
    else:
        await give_up(deposit.id, "not_paid")


def is_over(deposit: Deposit, now: datetime) -> bool:
    return deposit.expires_at is not None and now >= deposit.expires_at + GRACE
