"""Chargebacks of a part, inquiries that become one, closed before they were opened as far as we hear."""

from decimal import Decimal

import pytest

from integrations import payments as stripe
from models.audit import audit
from models.payments.pay import pay
from models.payments.tables import Chargeback, ChargebackStatus, EscrowStatus, PaymentRequest
from models.wallet.accounts import balance_of
from tests import a
from tests.api import Api
from tests.news import flagged, hear
from tests.outside import Outside

pytestmark = pytest.mark.usefixtures("database")


async def paid(outside: Outside, api: Api) -> tuple[PaymentRequest, str]:
    asked = await a.payment_request()
    page = await pay(asked.id, by=(await a.sides(asked))[0], provider=stripe)
    intent = (await outside.pay(str(page.url)))["payment_intent"]
    await hear(outside, api, str(asked.id))
    return asked, intent


@pytest.mark.req("R-15", "ESC-22")
@pytest.mark.parametrize("order", [1, -1])
@pytest.mark.parametrize("outcome", ["won", "lost"])
async def test_a_claim_of_a_part_takes_that_part(outside: Outside, api: Api, order: int, outcome: str) -> None:
    asked, intent = await paid(outside, api)
    await outside.dispute(intent, amount=300_00)
    await hear(outside, api, intent, order=order)
    assert (await a.escrow_of(asked)).chargeback_id is not None
    await outside.close_dispute(intent, "under_review")
    await outside.close_dispute(intent, outcome)
    kinds = await hear(outside, api, intent, order=order, times=2)
    assert {"charge.dispute.funds_withdrawn", "charge.dispute.updated", "charge.dispute.closed"} <= set(kinds)
    closed, escrow = await Chargeback.get(), await a.escrow_of(asked)
    assert (closed.amount, closed.status) == (Decimal(300), ChargebackStatus(outcome))
    if outcome == "won":
        assert (escrow.status, escrow.chargeback_id, await balance_of(asked.worker_id)) == (
            EscrowStatus.HELD,
            None,
            0,
        )
    else:
        assert (escrow.status, escrow.refunded_amount) == (EscrowStatus.RELEASED, Decimal(300))
        assert await balance_of(asked.worker_id) == 700
    assert (await flagged(), await audit()) == ([], [])


@pytest.mark.req("R-15")
@pytest.mark.parametrize("becomes", ["warning_closed", "needs_response"])
async def test_an_inquiry_takes_nothing_until_it_is_a_claim(outside: Outside, api: Api, becomes: str) -> None:
    asked, intent = await paid(outside, api)
    await outside.dispute(intent, inquiry=True)
    await hear(outside, api, intent)
    assert ((await a.escrow_of(asked)).chargeback_id, await Chargeback.all().count()) == (None, 0)
    assert {said.partition(" ")[0] for said in await flagged()} == {"INQUIRY"}
    await outside.close_dispute(intent, becomes)
    await hear(outside, api, intent, times=2)
    is_claim = becomes == "needs_response"
    assert ((await a.escrow_of(asked)).chargeback_id is not None, await Chargeback.all().count()) == (
        is_claim,
        int(is_claim),
    )
    assert await audit() == []


@pytest.mark.req("R-15", "ESC-22")
@pytest.mark.parametrize("only", ["charge.dispute.funds_withdrawn", "charge.dispute.created"])
async def test_either_word_of_a_claim_is_enough(outside: Outside, api: Api, only: str) -> None:
    asked, intent = await paid(outside, api)
    await outside.dispute(intent)
    both = {"charge.dispute.funds_withdrawn", "charge.dispute.created"}
    await hear(outside, api, intent, without=tuple(both - {only}))
    assert (await a.escrow_of(asked)).chargeback_id is not None
    await outside.close_dispute(intent, "won")
    await hear(outside, api, intent, without=("charge.dispute.closed",), order=-1)
    assert ((await a.escrow_of(asked)).chargeback_id, await audit()) == (None, [])
