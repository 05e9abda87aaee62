from datetime import timedelta

import pytest

from models.chat.tables import Audience, Message
from models.db import transaction
from models.engine_tables import OutboxRow
from models.leads import refund_clock
from models.leads.deadlines import deadlines_of
from models.leads.refund import hold_purchases
from models.leads.remind import nudge_after_an_hour, remind
from models.notices.tables import Notice
from tests import a
from tests.build_leads import answered, bought_and_written, due

pytestmark = pytest.mark.usefixtures("database")


@pytest.mark.req("REF-06", "R-19")
async def test_at_36_hours_the_handyman_alone_is_reminded_once() -> None:
    bought = await bought_and_written()
    at = bought.purchase.purchased_at + timedelta(hours=36)
    await remind(bought.purchase.id, at=at - timedelta(milliseconds=1))
    assert not await OutboxRow.exists(event="lead.refund_reminder")
    for _ in range(2):
        await remind(bought.purchase.id, at=at)
    [row] = await Message.filter(conversation_id=bought.conversation.id, audience=Audience.WORKER)
    assert row.event is not None
    assert row.event["kind"] == "lead.refund_reminder"
    assert row.created_at == at
    assert await OutboxRow.filter(event="lead.refund_reminder").count() == 1


@pytest.mark.req("REF-06", "REF-03")
async def test_nobody_is_reminded_after_the_answer() -> None:
    bought = await bought_and_written()
    await answered(bought)
    await remind(bought.purchase.id, at=bought.purchase.purchased_at + timedelta(hours=36))
    assert await Message.filter(audience=Audience.WORKER).count() == 0


@pytest.mark.req("C9")
async def test_a_handyman_who_has_not_written_is_nudged_and_one_who_has_is_not() -> None:
    silent, busy = await a.purchase(), await bought_and_written()
    for bought in (silent, busy):
        for _ in range(2):
            await nudge_after_an_hour(bought.purchase.id, at=bought.purchase.purchased_at + timedelta(hours=1))
    await remind(silent.purchase.id, at=silent.purchase.purchased_at + timedelta(hours=36))
    told = await Notice.filter(kind="lead.nudge").values_list("user_id", flat=True)
    assert list(told) == [silent.purchase.worker_id] * 2


@pytest.mark.req("REF-05", "C9")
async def test_the_deadline_says_what_its_instant_will_do() -> None:
    bought = await a.purchase()
    now = bought.purchase.purchased_at
    [deadline] = deadlines_of(bought.purchase, bought.conversation, now)
    assert (deadline["due_at"], deadline["effect"]) == (due(bought), "lead.refund_lapsed")
    await a.words_of_worker(bought)
    async with transaction():
        [held] = await hold_purchases(bought.purchase.id)
    [deadline] = deadlines_of(held.purchase, held.conversation, now)
    assert deadline["effect"] == "lead.refunded"
    assert deadlines_of(held.purchase, held.conversation, due(bought)) == []
    assert refund_clock.is_open(held.purchase, held.conversation, now)
