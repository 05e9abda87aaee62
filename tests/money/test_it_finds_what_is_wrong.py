"""What the machine is worth: mistakes planted one by one, as they are made, are each found."""

import itertools
from collections import Counter
from collections.abc import Callable
from decimal import ROUND_HALF_DOWN, ROUND_UP, Decimal
from typing import Any

import pytest
from tortoise.queryset import QuerySet

from models.payments import end_hold
from models.payments.fee import CENTAVO
from models.payments.tables import EscrowPayment, PaymentRequest
from models.wallet.accounts import Wallet
from tests.money.lives import live
from tests.money.payers import Violation

Plant = Callable[[pytest.MonkeyPatch], None]


def a_skipped_lock(patch: pytest.MonkeyPatch) -> None:
    """Payment requests are read, not locked."""
    locked = QuerySet.select_for_update

    def only_read(self: Any, **how: Any) -> Any:
        return self if self.model is PaymentRequest else locked(self, **how)

    patch.setattr(QuerySet, "select_for_update", only_read)


def a_webhook_applied_twice(patch: pytest.MonkeyPatch) -> None:
    """Whoever brings a capture for the second time finds nothing under its name."""
    asked: Counter[str] = Counter()

    def cause_of(intent_id: str) -> str:
        asked[intent_id] += 1
        first_time = asked[intent_id] <= 2
        return f"capture:{intent_id}" if first_time else f"capture:{intent_id}:{asked[intent_id]}"

    patch.setattr("models.payments.capture.cause_of", cause_of)


def a_deposit_credited_twice(patch: pytest.MonkeyPatch) -> None:
    numbers = itertools.count()
    patch.setattr(
        "models.wallet.settle_deposit.cause_of", lambda intent_id: f"capture:{intent_id}:{next(numbers)}"
    )


def half_a_centavo_downwards(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(
        "models.payments.request.service_fee",
        lambda amount: (amount * 300 / 10_000).quantize(CENTAVO, ROUND_HALF_DOWN),
    )


def a_split_rounded_up(patch: pytest.MonkeyPatch) -> None:
    """To whole pesos, for the handyman."""
    pay_out = end_hold._pay_out

    async def rounded(escrow: EscrowPayment, wallet: Wallet, part: Decimal) -> None:
        await pay_out(escrow, wallet, part.quantize(Decimal(1), ROUND_UP))

    patch.setattr("models.payments.end_hold._pay_out", rounded)


@pytest.mark.req("R-09", "R-11", "R-12", "R-13", "R-17", "R-21")
@pytest.mark.parametrize(
    ("plant", "found"),
    [
        (a_skipped_lock, "→ (Violation|AlreadyPosted|IntegrityError)"),
        (a_webhook_applied_twice, "owed back without being booked|to give back of"),
        (a_deposit_credited_twice, "deposit"),
        (half_a_centavo_downwards, "a fee of"),
        (a_split_rounded_up, "ended hold isn't what was booked|escrow account is not what is held"),
    ],
)
def test_a_planted_mistake_is_found(environment: pytest.MonkeyPatch, plant: Plant, found: str) -> None:
    plant(environment)
    with pytest.raises(Violation, match=found):
        live(environment, first=1, steps=4000)
