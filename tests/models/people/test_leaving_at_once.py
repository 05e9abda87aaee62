"""Leaving, while something else of the same person is under way: nobody waits for ever, nothing comes back."""

import asyncio
from datetime import timedelta
from decimal import Decimal

import pytest

from models.audit import audit
from models.errors import NotFound, Refusal, Unauthorized
from models.leads.buying import LeadClosed
from models.leads.cancel import cancel
from models.leads.create import TooManyOpenLeads
from models.leads.purchase import purchase
from models.leads.refund import refund_due
from models.leads.tables import Lead, LeadPurchase, LeadStatus
from models.payments.refusals import ClientLeft
from models.payments.request import request
from models.payments.tables import PaymentRequest, ProviderRefund
from models.people.leave import NOBODY, AccountHoldsMoney, leave
from models.people.passwords import scrambled
from models.people.revise import revise
from models.people.sessions import AccountSuspended
from models.people.tables import EmailToken, TokenPurpose, User, UserStatus
from models.uploads.tables import Purpose
from models.wallet.accounts import balance_of
from models.wallet.deposit import begin_deposit
from models.wallet.settle_deposit import settle_deposit
from models.wallet.tables import DepositMethod
from settings import settings
from tests import a, build_chat
from tests.locks import blocked
from tests.moment import stand_still_at


@pytest.mark.req("R-21", "R-30")
async def test_leaving_and_a_keyed_command_don_t_wait_for_each_other(database: str) -> None:
    bought = await a.purchase()
    client = await User.get(id=bought.conversation.client_id)
    async with blocked(database, "lead_purchases", bought.purchase.id) as other:
        leaving = asyncio.create_task(leave(client.id))
        await other.until_waiting(1)
        cancelling = asyncio.create_task(cancel(bought.purchase.lead_id, by=client, key="k"))
        await other.until_waiting(2)
    async with asyncio.timeout(10):
        await leaving
    with pytest.raises(LeadClosed):
        async with asyncio.timeout(10):
            await cancelling


@pytest.mark.req("R-21", "R-28")
async def test_a_new_address_and_a_keyed_command_don_t_wait_for_each_other(database: str) -> None:
    worker = await a.funded(await a.worker(password_hash=await scrambled("una clave larga"), email_verified=False))
    lead, now = await a.lead(worker), worker.created_at
    token = await EmailToken.create(
        user_id=worker.id,
        purpose=TokenPurpose.VERIFY_EMAIL,
        email=worker.email,
        token_hash="h",
        created_at=now,
        expires_at=now + timedelta(days=1),
    )
    async with blocked(database, "email_tokens", token.id) as other:
        moving = asyncio.create_task(revise(worker.id, email="nuevo@example.com", password="una clave larga"))
        await other.until_waiting(1)
        buying = asyncio.create_task(purchase(lead.id, by=worker.id, key="k"))
        await other.until_waiting(2)
    async with asyncio.timeout(10):
        assert (await moving).email == "nuevo@example.com"
    async with asyncio.timeout(10):
        assert (await buying).purchase.lead_id == lead.id


@pytest.mark.req("R-02", "R-30")
async def test_a_lead_sent_while_its_client_leaves_is_erased_with_the_rest(database: str) -> None:
    client, worker = await a.client(), await a.worker()
    photo = await a.upload(client, Purpose.LEAD)
    async with blocked(database, "uploads", photo.id) as other:
        sending = asyncio.create_task(a.lead(worker, client=client, media=[photo.id]))
        await other.until_waiting(1)
        leaving = asyncio.create_task(leave(client.id))
        await other.until_waiting(2)
    sent, _ = await asyncio.gather(sending, leaving)
    await sent.refresh_from_db()
    assert (sent.status, sent.address) == (LeadStatus.CANCELLED, NOBODY)


@pytest.mark.req("R-01", "R-16")
async def test_leads_of_who_is_gone_or_suspended_meanwhile_are_not_sent(database: str) -> None:
    worker, seen = await a.worker(), await a.client()
    await User.filter(id=seen.id).update(status=UserStatus.SUSPENDED)
    with pytest.raises(AccountSuspended):
        await a.lead(worker, client=seen)
    await User.filter(id=seen.id).update(status=UserStatus.ACTIVE)
    await leave(seen.id)
    with pytest.raises(Unauthorized):
        await a.lead(worker, client=seen)
    assert await Lead.all().count() == 0


async def test_many_leads_at_once_are_not_more_than_one_after_the_other(
    environment: pytest.MonkeyPatch, database: str
) -> None:
    environment.setenv("LEADS_OPEN", "2")
    settings.cache_clear()
    client, worker = await a.client(), await a.worker()
    await a.catalogue()
    sent = await asyncio.gather(*(a.lead(worker, client=client) for _ in range(5)), return_exceptions=True)
    assert [type(each) for each in sent].count(TooManyOpenLeads) == 3
    assert await Lead.all().count() == 2


@pytest.mark.req("R-10", "R-30")
async def test_a_deposit_that_arrives_after_its_handyman_left_goes_back(database: str) -> None:
    worker = await a.worker()
    begun = await begin_deposit(by=worker.id, amount=Decimal(500), method=DepositMethod.CARD)
    await leave(worker.id)
    for _ in range(2):
        assert await settle_deposit(begun.id, "pi_1", Decimal(500), "mxn", paid=True) is None
    assert await balance_of(worker.id) == 0
    assert [row.amount for row in await ProviderRefund.all()] == [Decimal(500)]
    assert await audit() == []


@pytest.mark.req("R-05", "R-30")
async def test_a_handyman_who_left_is_not_refunded_any_more(database: str) -> None:
    worker = await a.funded(await a.worker(), 100)
    bought = await a.purchase(worker)
    row = bought.purchase
    await stand_still_at(row.refund_eligible_until + timedelta(hours=1))
    await refund_due(row.id, at=row.refund_eligible_until)
    await leave(worker.id)
    await cancel(row.lead_id, by=await User.get(id=bought.conversation.client_id))
    assert (await LeadPurchase.get(id=row.id)).refund_count == 0
    assert await balance_of(worker.id) == 0
    assert await audit() == []


@pytest.mark.req("R-30")
async def test_who_left_is_not_asked_for_money_and_gets_no_new_name(database: str) -> None:
    talk = await build_chat.conversation(revealed=True)
    worker = await User.get(id=talk.worker_id)
    await leave(talk.client_id)
    with pytest.raises(ClientLeft):
        await request(talk.id, by=worker, amount=Decimal(500), description="Llave")
    with pytest.raises(NotFound):
        await revise(talk.client_id, full_name="Otra Vez")
    assert (await User.get(id=talk.client_id)).full_name == NOBODY


@pytest.mark.req("R-30")
async def test_asking_for_money_and_leaving_at_once_never_leaves_a_request_to_nobody(database: str) -> None:
    talks = [await build_chat.conversation(revealed=True) for _ in range(4)]
    for place, talk in enumerate(talks):
        gone = talk.client_id if place % 2 else talk.worker_id
        worker = await User.get(id=talk.worker_id)
        asked = request(talk.id, by=worker, amount=Decimal(500), description="Llave")
        outcomes = await asyncio.gather(asked, leave(gone), return_exceptions=True)
        left = (await User.get(id=gone)).deleted_at is not None
        assert await PaymentRequest.filter(conversation_id=talk.id).count() == int(not left), outcomes
        assert [each for each in outcomes if isinstance(each, Exception) and not isinstance(each, Refusal)] == []
        assert left or isinstance(outcomes[1], AccountHoldsMoney)
