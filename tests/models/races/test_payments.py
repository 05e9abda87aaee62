"""Who ends a payment, when two who may do so meet."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from decimal import Decimal
from functools import partial
from typing import Any

import pytest

from models.audit import audit
from models.disputes.hold_dispute import DisputeResolved
from models.disputes.open import open_dispute
from models.disputes.resolve import Decision, resolve
from models.disputes.tables import Dispute, DisputeType, ResolutionType
from models.engine_tables import OutboxRow
from models.payments.confirm_complete import PRESUMED_AFTER, confirm_complete
from models.payments.presume_complete import presume_complete
from models.payments.refusals import AlreadyConfirmed, EscrowNotHeld
from models.payments.release import release
from models.payments.settle import settle_intent, settle_session
from models.payments.tables import EscrowPayment, EscrowStatus, PaymentRequest, ProviderRefund, RequestStatus
from models.wallet.accounts import balance_of
from tests import a
from tests.build_payments import disputed
from tests.models.races.two import TIMES, Deed, at_once, one_then_other, won
from tests.moment import stand_still_at

AN_INSTANT = timedelta(milliseconds=1)


async def report_and_release() -> tuple[PaymentRequest, list[Deed]]:
    """A moment before the five days are over."""
    confirmed = await a.confirmed_request()
    client, _ = await a.sides(confirmed)
    escrow = await a.escrow_of(confirmed)
    assert escrow.release_at is not None
    await stand_still_at(escrow.release_at - AN_INSTANT)
    said = {"dispute_type": DisputeType.QUALITY, "description": "Volvió a gotear"}
    return confirmed, [
        partial(open_dispute, confirmed.id, by=client, **said),
        partial(release, escrow.id, at=escrow.release_at),
    ]


async def is_reported_or_released(of: PaymentRequest) -> bool:
    """Whether it is reported: then it is held, or else it is the handyman's."""
    escrow = await a.escrow_of(of)
    is_reported = await Dispute.exists(escrow_payment_id=escrow.id)
    assert (escrow.status is EscrowStatus.HELD) == is_reported
    assert (await balance_of(of.worker_id) == 0) == is_reported
    return is_reported


@pytest.mark.req("ESC-16", "R-14", "C25")
@pytest.mark.parametrize("is_report_first", [True, False])
async def test_a_report_and_the_release_in_either_order_are_one_of_both(
    database: str, *, is_report_first: bool
) -> None:
    confirmed, deeds = await report_and_release()
    outcomes = await one_then_other(
        database, "payment_requests", confirmed.id, *(deeds if is_report_first else deeds[::-1])
    )
    assert await is_reported_or_released(confirmed) == is_report_first
    assert is_report_first or isinstance(outcomes[1], EscrowNotHeld)
    assert await audit() == []


@pytest.mark.req("R-14", "R-18", "R-19")
async def test_a_report_that_waited_past_the_release_came_too_late(database: str) -> None:
    confirmed, (report, freed) = await report_and_release()
    due_at = (await a.escrow_of(confirmed)).release_at
    assert due_at is not None
    over = partial(stand_still_at, due_at)
    outcomes = await one_then_other(database, "payment_requests", confirmed.id, report, freed, between=over)
    assert isinstance(outcomes[0], EscrowNotHeld)
    assert not await is_reported_or_released(confirmed)


@pytest.mark.req("ESC-16", "R-14")
async def test_a_report_and_the_release_at_once_are_one_of_both(database: str) -> None:
    for turn in range(TIMES):
        confirmed, deeds = await report_and_release()
        await at_once(*deeds, turn=turn)
        await is_reported_or_released(confirmed)
    assert await audit() == []


async def word_and_silence() -> tuple[PaymentRequest, list[Deed]]:
    """A moment before the seven days are over."""
    marked = await a.marked_request()
    client, _ = await a.sides(marked)
    escrow = await a.escrow_of(marked)
    assert escrow.worker_confirmed_at is not None
    over = escrow.worker_confirmed_at + PRESUMED_AFTER
    await stand_still_at(over - AN_INSTANT)
    return marked, [
        partial(confirm_complete, marked.id, by=client),
        partial(presume_complete, escrow.id, at=over),
    ]


async def is_said_or_presumed(of: PaymentRequest) -> bool:
    """Whether the client said so; it is told once, whichever it was."""
    escrow = await a.escrow_of(of)
    assert escrow.completion_confirmed_by_client != escrow.is_presumed
    assert await told("service.confirmed", of) + await told("service.presumed_complete", of) == 1
    return escrow.completion_confirmed_by_client


async def told(event: str, of: PaymentRequest) -> int:
    rows = await OutboxRow.filter(event=event, reaction=None).values_list("facts", flat=True)
    return sum(facts["payment_request_id"] == str(of.id) for facts in rows)


@pytest.mark.req("ESC-14", "R-19")
@pytest.mark.parametrize("is_word_first", [True, False])
async def test_the_clients_word_and_his_silence_in_either_order_are_one_of_both(
    database: str, *, is_word_first: bool
) -> None:
    marked, deeds = await word_and_silence()
    outcomes = await one_then_other(
        database, "payment_requests", marked.id, *(deeds if is_word_first else deeds[::-1])
    )
    assert await is_said_or_presumed(marked) == is_word_first
    assert is_word_first or isinstance(outcomes[1], AlreadyConfirmed)


@pytest.mark.req("ESC-14")
async def test_the_clients_word_and_his_silence_at_once_are_one_of_both(database: str) -> None:
    for turn in range(TIMES):
        marked, deeds = await word_and_silence()
        await at_once(*deeds, turn=turn)
        await is_said_or_presumed(marked)
    assert await audit() == []


REFUND, PAY = ResolutionType.FULL_REFUND, ResolutionType.PAYMENT_TO_WORKER


async def two_agents() -> tuple[PaymentRequest, list[Deed]]:
    paid = await a.paid_request()
    dispute = await disputed(paid, (await a.sides(paid))[0])
    return paid, [
        partial(resolve, dispute.id, Decision(kind, "Visto por soporte"), by=await a.support())
        for kind in (REFUND, PAY)
    ]


@pytest.mark.req("DIS-13", "R-13")
@pytest.mark.parametrize("first", [0, 1])
async def test_of_two_agents_the_first_decides(database: str, first: int) -> None:
    paid, deeds = await two_agents()
    deeds = deeds if first == 0 else deeds[::-1]
    decided, refused = await one_then_other(database, "payment_requests", paid.id, *deeds)
    assert decided.resolution_type is (REFUND, PAY)[first]
    assert isinstance(refused, DisputeResolved)
    ended = (await a.escrow_of(paid)).status
    assert ended is (EscrowStatus.REFUNDED, EscrowStatus.RELEASED)[first]
    assert await audit() == []


@pytest.mark.req("DIS-13", "R-13")
async def test_of_two_agents_at_once_one_decides(database: str) -> None:
    for turn in range(TIMES):
        paid, deeds = await two_agents()
        assert sorted(won(await at_once(*deeds, turn=turn))) == [False, True]
        is_refunded = (await a.escrow_of(paid)).status is EscrowStatus.REFUNDED
        assert await ProviderRefund.filter(payment_request_id=paid.id).count() == is_refunded
        assert await balance_of(paid.worker_id) == (0 if is_refunded else Decimal(1000))
    assert await audit() == []


News = Callable[[PaymentRequest], Awaitable[Any]]


async def webhook_and_browser() -> tuple[PaymentRequest, list[Deed]]:
    """The payment's news and its session's, of one and the same capture; one of them twice."""
    asked = await a.payment_request()
    news = a.captured(asked)
    session = a.completed(asked, payment_intent_id=news.id)
    return asked, [
        partial(settle_session, session),
        partial(settle_intent, news),
        partial(settle_session, session),
    ]


async def is_paid_once(asked: PaymentRequest) -> None:
    await asked.refresh_from_db()
    assert asked.status is RequestStatus.PAID
    assert await EscrowPayment.filter(payment_request_id=asked.id).count() == 1
    assert not await ProviderRefund.filter(payment_request_id=asked.id).exists()
    assert await told("payment.paid", asked) == 1


@pytest.mark.req("ESC-22", "R-11", "R-12")
@pytest.mark.parametrize("order", [(0, 1, 2), (1, 0, 2), (0, 2, 1)])
async def test_webhook_and_browser_in_any_order_are_one_payment(database: str, order: tuple[int, ...]) -> None:
    asked, deeds = await webhook_and_browser()
    outcomes = await one_then_other(database, "payment_requests", asked.id, *(deeds[place] for place in order))
    assert outcomes == [None] * 3
    await is_paid_once(asked)
    assert await audit() == []


@pytest.mark.req("ESC-22", "R-11", "R-12")
async def test_webhook_and_browser_at_once_are_one_payment(database: str) -> None:
    for turn in range(TIMES):
        asked, deeds = await webhook_and_browser()
        assert await at_once(*deeds, turn=turn) == [None] * 3
        await is_paid_once(asked)
    assert await audit() == []
