import asyncio
from decimal import Decimal

import pytest

from models.db import transaction
from models.engine_tables import Timer
from models.errors import NotFound
from models.leads.access import lead_for
from models.leads.buying import LeadClosed, LeadExpired
from models.leads.cancel import cancel
from models.leads.expire import expire
from models.leads.purchase import purchase
from models.leads.refund import hold_purchases, lock_sale
from models.leads.tables import Lead, LeadPurchase, LeadStatus, PurchaseStatus
from models.wallet.accounts import balance_of
from tests import a
from tests.moment import stand_still_at

pytestmark = pytest.mark.usefixtures("database")


@pytest.mark.req("R-05", "C38")
async def test_cancelling_refunds_those_who_were_not_answered_and_nobody_else() -> None:
    client = await a.client()
    silent, answered = await a.funded(await a.worker()), await a.funded(await a.worker())
    lead = await a.lead(silent, answered, client=client)
    await a.purchase(silent, of=lead)
    bought = await a.purchase(answered, of=lead)
    async with transaction():
        assert await lock_sale((await hold_purchases(bought.purchase.id))[0])
    await cancel(lead.id, by=client)
    statuses = dict(await LeadPurchase.all().values_list("worker_id", "status"))
    assert statuses == {silent.id: PurchaseStatus.REFUNDED, answered.id: PurchaseStatus.PURCHASED}
    assert [await balance_of(worker.id) for worker in (silent, answered)] == [Decimal(500), Decimal(400)]


@pytest.mark.req("LEAD-02", "C38")
async def test_a_cancelled_lead_is_over() -> None:
    client, worker = await a.client(), await a.funded(await a.worker())
    lead = await a.lead(worker, client=client)
    await cancel(lead.id, by=client)
    assert not await Timer.exists(kind="lead.expire")
    for refused in (cancel(lead.id, by=client), purchase(lead.id, by=worker.id)):
        with pytest.raises(LeadClosed):
            await refused
    await expire(lead.id, at=lead.expires_at)
    assert (await Lead.get(id=lead.id)).status == LeadStatus.CANCELLED


@pytest.mark.req("LEAD-21")
async def test_only_its_client_cancels_a_lead() -> None:
    worker = await a.worker()
    lead = await a.lead(worker)
    for other in (await a.client(), worker, await a.admin()):
        with pytest.raises(NotFound):
            await cancel(lead.id, by=other)


@pytest.mark.req("R-05")
async def test_a_purchase_and_a_cancellation_at_once_leave_no_paid_lead_behind() -> None:
    client, worker = await a.client(), await a.funded(await a.worker())
    for _ in range(5):
        lead = await a.lead(worker, client=client)
        await asyncio.gather(purchase(lead.id, by=worker.id), cancel(lead.id, by=client), return_exceptions=True)
        assert (await Lead.get(id=lead.id)).status == LeadStatus.CANCELLED
        assert not await LeadPurchase.exists(lead_id=lead.id, status=PurchaseStatus.PURCHASED)
    assert await balance_of(worker.id) == Decimal(500)


@pytest.mark.req("LEAD-02", "C38", "R-19")
async def test_a_lead_expires_at_its_instant_once(environment: pytest.MonkeyPatch) -> None:
    client, worker = await a.client(), await a.funded(await a.worker())
    lead = await a.lead(worker, client=client)
    [timer] = await Timer.filter(kind="lead.expire")
    await expire(timer.subject_id, at=lead.created_at)
    assert (await Lead.get(id=lead.id)).status == LeadStatus.ACTIVE
    for _ in range(2):
        await expire(timer.subject_id, at=timer.due_at)
    assert (await Lead.get(id=lead.id)).status == LeadStatus.EXPIRED
    with pytest.raises(LeadExpired):
        await cancel(lead.id, by=client)
    with pytest.raises(LeadExpired):
        await purchase(lead.id, by=worker.id)
    assert (await lead_for(worker, lead.id)).facts["status"] == "expired"


@pytest.mark.req("LEAD-02", "C38")
async def test_a_lead_whose_timer_is_late_is_over_all_the_same() -> None:
    client, worker = await a.client(), await a.funded(await a.worker())
    lead = await a.lead(worker, client=client)
    await stand_still_at(lead.expires_at)
    with pytest.raises(LeadExpired):
        await purchase(lead.id, by=worker.id)
    with pytest.raises(LeadExpired):
        await cancel(lead.id, by=client)
