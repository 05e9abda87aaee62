import pytest

from models.audit import audit
from models.chat.tables import Conversation, Message
from models.clock import business_now
from models.db import transaction
from models.engine_tables import Timer
from models.leads.buying import LeadAlreadyPurchased, LeadClosed
from models.leads.purchase import Purchased, purchase
from models.leads.refund import (
    Outcome,
    hold_purchases,
    refund_abandoned,
    refund_due,
)
from models.leads.tables import PurchaseStatus
from models.wallet.accounts import balance_of
from tests import a
from tests.build_chat import says
from tests.build_leads import bought_and_written, due
from tests.moment import stand_still_at

pytestmark = pytest.mark.usefixtures("database")


@pytest.mark.req("R-04")
async def test_after_the_refund_the_same_purchase_can_be_bought_again_without_a_second_refund() -> None:
    worker = await a.funded(await a.worker(), 500)
    bought = await bought_and_written(worker)
    await stand_still_at(due(bought))
    await refund_due(bought.purchase.id, at=due(bought))
    again = await purchase(bought.purchase.lead_id, by=worker.id)
    assert again.purchase.id == bought.purchase.id
    assert again.conversation.id == bought.conversation.id
    assert (again.purchase.status, again.purchase.purchase_count) == (PurchaseStatus.PURCHASED, 2)
    assert not await Timer.filter(subject_id=bought.purchase.id).exists()
    await refund_due(bought.purchase.id, at=again.purchase.refund_eligible_until)
    assert await balance_of(worker.id) == 400
    with pytest.raises(LeadAlreadyPurchased):
        await purchase(bought.purchase.lead_id, by=worker.id)


@pytest.mark.req("R-04", "LEAD-13")
async def test_who_buys_again_gets_the_contact_of_a_client_who_wrote_too_late() -> None:
    worker = await a.funded(await a.worker(), 500)
    bought = await bought_and_written(worker)
    await stand_still_at(due(bought))
    await says(bought.conversation.client_id, bought.conversation, "Perdón, apenas vi tu mensaje.")
    assert await kinds(bought) == ["lead.purchased", None, "lead.refunded", None]
    assert (await Conversation.get(id=bought.conversation.id)).contact is None
    again = await purchase(bought.purchase.lead_id, by=worker.id)
    assert again.purchase.client_responded
    assert (await Conversation.get(id=bought.conversation.id)).contact is not None
    assert (await kinds(bought))[4:] == ["lead.purchased", "contact.revealed"]
    assert await balance_of(worker.id) == 400
    assert await audit() == []


async def kinds(bought: Purchased) -> list[str | None]:
    rows = await Message.filter(conversation_id=bought.conversation.id).order_by("seq")
    return [row.event and row.event["kind"] for row in rows]


@pytest.mark.req("R-04", "R-30")
async def test_a_conversation_that_was_deleted_can_not_be_bought_again() -> None:
    bought = await a.purchase()
    async with transaction():
        [held] = await hold_purchases(bought.purchase.id)
        await refund_abandoned(held, Outcome.DELETED)
        held.conversation.deleted_at = await business_now()
        held.conversation.deleted_by_id = held.conversation.client_id
        await held.conversation.save()
    with pytest.raises(LeadClosed):
        await purchase(bought.purchase.lead_id, by=bought.purchase.worker_id)
