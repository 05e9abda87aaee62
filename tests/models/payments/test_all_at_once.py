"""Everything that can happen to payments, to everybody, at the same moment."""

import asyncio
import random
from collections.abc import Awaitable
from datetime import timedelta
from decimal import Decimal

import pytest

from models.audit import audit
from models.chat.delete import delete
from models.disputes.open import open_dispute
from models.disputes.tables import DisputeType
from models.errors import Refusal
from models.payments.cancel import cancel
from models.payments.confirm_complete import confirm_complete
from models.payments.decline import decline
from models.payments.expire import expire_request
from models.payments.finish_closing import finish_closing
from models.payments.intend_checkout import intend_checkout
from models.payments.presume_complete import presume_complete
from models.payments.release import release
from models.payments.request import request
from models.payments.settle import settle_intent, settle_session
from models.payments.tables import EscrowPayment, PaymentRequest
from models.people.leave import leave
from models.people.suspend import suspend
from models.people.tables import User
from tests import a, build_chat, build_payments
from tests.build_chat import says


@pytest.mark.req("R-21", "R-12", "R-14", "R-16", "R-30")
@pytest.mark.parametrize("seed", range(3))
async def test_nobody_waits_for_ever_and_everything_adds_up(database: str, seed: int) -> None:
    admin = await a.admin()
    talks = [await build_chat.conversation(revealed=True) for _ in range(2)]
    waiting = [await build_payments.payment_request(talk) for talk in talks]
    held = [await stage(talk) for talk in talks for stage in STAGES]
    deeds: list[Awaitable[object]] = []
    for each in waiting + held:
        deeds += await what_may_happen_to(each)
    for talk in talks:
        client, worker = await build_payments.sides(talk)
        deeds += [says(client.id, talk, "Sí"), says(worker.id, talk, "Voy"), delete(client, talk.id)]
        deeds += [leave(client.id), leave(worker.id)]
        deeds += [request(talk.id, by=worker, amount=Decimal(50), description="Más") for _ in range(2)]
        deeds += [suspend(worker.id, "prueba", by=admin.id)]
    random.Random(seed).shuffle(deeds)
    async with asyncio.timeout(60):
        outcomes = await asyncio.gather(*deeds, return_exceptions=True)
    failed = [each for each in outcomes if isinstance(each, Exception) and not isinstance(each, Refusal)]
    assert failed == []
    assert await audit() == []
    for each in await PaymentRequest.filter(id__in=[row.id for row in held]):
        assert not await User.filter(id__in=[each.client_id, each.worker_id], deleted_at__not_isnull=True).exists()


STAGES = (build_payments.paid_request, build_payments.marked_request, build_payments.confirmed_request)


async def what_may_happen_to(asked: PaymentRequest) -> list[Awaitable[object]]:
    client, worker = await build_payments.sides(asked)
    deeds: list[Awaitable[object]] = [
        decline(asked.id, by=client, key="d"),
        cancel(asked.id, by=worker, key="c"),
        expire_request(asked.id, at=asked.expires_at),
        intend_checkout(asked.id, by=client, key="p"),
        intend_checkout(asked.id, by=client),
        settle_session(build_payments.completed(asked)),
        settle_intent(build_payments.captured(asked)),
        finish_closing(asked.id),
        confirm_complete(asked.id, by=worker),
        confirm_complete(asked.id, by=client),
        open_dispute(asked.id, by=client, dispute_type=DisputeType.QUALITY, description="Gotea", key="x"),
    ]
    escrow = await EscrowPayment.get_or_none(payment_request_id=asked.id)
    if escrow is not None:
        soon = (escrow.worker_confirmed_at or escrow.created_at) + timedelta(days=7)
        deeds += [presume_complete(escrow.id, at=soon), release(escrow.id, at=escrow.release_at or soon)]
    return deeds
