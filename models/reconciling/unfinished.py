"""Our rows that still wait for Stripe's word, long enough that it should have come."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from tortoise.models import Model
from tortoise.queryset import QuerySet

from models.payments.intend_checkout import LIVE
from models.payments.tables import (
    Chargeback,
    ChargebackStatus,
    CheckoutSession,
    CheckoutStatus,
    ProviderRefund,
    RefundStatus,
    RequestStatus,
)
from models.payouts.tables import PayoutDriver, Withdrawal
from models.payouts.transfer import ON_ITS_WAY
from models.wallet.await_deposit import WAITING
from models.wallet.tables import Deposit, Transfer

GRACE = timedelta(minutes=10)
"""Younger ones are somebody's who is busy with them."""
MOST = 100
"""Of a kind, per run."""


@dataclass(frozen=True)
class Unfinished:
    kind: str
    rows: Callable[[], QuerySet[Any]]
    dated: str = "created_at"


UNFINISHED = (
    Unfinished("live_checkouts", lambda: CheckoutSession.filter(status__in=LIVE)),
    Unfinished(
        "unpaid_checkouts",
        lambda: CheckoutSession.filter(
            status=CheckoutStatus.COMPLETED, payment_request__status=RequestStatus.PENDING
        ),
    ),
    Unfinished("deposits", lambda: Deposit.filter(status__in=WAITING)),
    Unfinished(
        "refunds",
        lambda: ProviderRefund.filter(
            status__in=[RefundStatus.INTENDED, RefundStatus.PENDING, RefundStatus.FAILED]
        ),
    ),
    Unfinished(
        "payouts",
        lambda: Withdrawal.filter(driver=PayoutDriver.STRIPE, status__in=ON_ITS_WAY),
        "approved_at",
    ),
    Unfinished("chargebacks", lambda: Chargeback.filter(status=ChargebackStatus.OPEN)),
    Unfinished("captures", lambda: Transfer.filter(cause__startswith="capture:"), "occurred_at"),
)
"""The last is no waiting row: a slow walk, round and round, through everything that was ever captured."""


async def some_of(what: Unfinished, *, after: UUID | None, now: datetime) -> list[Model]:
    """The next ones in the order in which they were made."""
    rows = what.rows().filter(**{f"{what.dated}__lte": now - GRACE})
    if after is not None:
        rows = rows.filter(id__gt=after)
    return await rows.order_by("id").limit(MOST)
