from uuid import UUID

import structlog

from models.db import current, find, transaction
from models.errors import NotFound
from models.payments.provider import Refund
from models.payments.refund_attempt import is_of_another_attempt, key_of
from models.payments.tables import ProviderRefund, RefundStatus
from models.wallet.accounts import platform
from models.wallet.ledger import post
from models.wallet.tables import AccountKind, Transfer, TransferKind

log = structlog.get_logger()

CURRENCY = "mxn"

MEANS = {
    "succeeded": RefundStatus.SUCCEEDED,
    "pending": RefundStatus.PENDING,
    "requires_action": RefundStatus.PENDING,
    "failed": RefundStatus.FAILED,
    "canceled": RefundStatus.FAILED,
}
OLD_NEWS = (RefundStatus.SUCCEEDED, RefundStatus.PENDING)


async def settle_refund(news: Refund) -> str | None:
    """Apply what Stripe says about a refund of ours, in any order; returns what is wrong with it.

    A failure is Stripe's last word, even after a success: the bank has sent the money back.
    """
    try:
        seen = await find(ProviderRefund, id=UUID(news.metadata["provider_refund_id"]))
    except (KeyError, ValueError):
        raise NotFound from None
    async with transaction():
        # A leaf: nothing else is locked here, and nothing locks it after something else.
        row = await ProviderRefund.filter(id=seen.id).select_for_update(no_key=True).get()
        if is_of_another_attempt(row, news.metadata) or row.settled_by_id is not None:
            return None  # an older one, which failed: its money went another way since
        if wrong := mistaken(row, news):
            log.error("refund.mismatch", provider_refund=str(row.id), refund=news.id, problem=wrong)
            return wrong
        status = MEANS[news.status]
        if row.chargeback_id is not None:
            return await given_twice(row, news, status)
        if row.status in (status, RefundStatus.FAILED) or (row.status, status) == OLD_NEWS:
            return None
        await book(row, status)
        row.status, row.stripe_refund_id, row.settled_at = status, news.id, await current().now()
        await row.save(update_fields=["status", "stripe_refund_id", "settled_at"])
    if status is RefundStatus.FAILED:
        log.error("refund.failed", provider_refund=str(row.id), refund=news.id)
        return f"REFUND_FAILED {news.id}"
    return None


def mistaken(row: ProviderRefund, news: Refund) -> str | None:
    """What isn't the refund that we asked for is not booked."""
    if row.stripe_refund_id not in {None, news.id}:
        return f"SECOND_REFUND {news.id}"
    if news.currency != CURRENCY:
        return f"FOREIGN_CURRENCY {news.currency}"
    if news.amount != row.amount:
        return f"AMOUNT_MISMATCH {news.amount} for {row.amount}"
    return None


async def book(row: ProviderRefund, status: RefundStatus) -> None:
    """What was owed is no longer owed; or, when the refund failed after all, is owed again."""
    unapplied, clearing = await platform(AccountKind.UNAPPLIED), await platform(AccountKind.CLEARING)
    cause = f"refund:{key_of(row)}"
    if status is RefundStatus.SUCCEEDED:
        await post(TransferKind.UNAPPLIED_REFUNDED, cause, [(unapplied, -row.amount), (clearing, row.amount)])
    elif status is RefundStatus.FAILED and row.status is RefundStatus.SUCCEEDED:
        await post(
            TransferKind.CAPTURE_UNAPPLIED,
            f"refund_failed:{key_of(row)}",
            [(unapplied, row.amount), (clearing, -row.amount)],
            reverses=await find(Transfer, cause=cause),
        )


async def given_twice(row: ProviderRefund, news: Refund, status: RefundStatus) -> str | None:
    """A bank had given it back, and now Stripe has too: the second one is our loss, and for people to see."""
    if status is not RefundStatus.SUCCEEDED or row.stripe_refund_id is not None:
        return None
    moves = [
        (await platform(AccountKind.REVENUE), -row.amount),
        (await platform(AccountKind.CLEARING), row.amount),
    ]
    await post(TransferKind.UNAPPLIED_REFUNDED, f"refund:{key_of(row)}", moves)
    row.stripe_refund_id = news.id
    await row.save(update_fields=["stripe_refund_id"])
    log.error("refund.given_twice", provider_refund=str(row.id), refund=news.id)
    return f"GIVEN_TWICE {news.id}"


async def awaited_refunds(intent_id: str) -> list[ProviderRefund]:
    """Refunds of a payment that Stripe has not finished, as far as we know."""
    return await ProviderRefund.filter(
        stripe_payment_intent_id=intent_id, status__in=[RefundStatus.INTENDED, RefundStatus.PENDING]
    )
