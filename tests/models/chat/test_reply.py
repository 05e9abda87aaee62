"""The client's first answer opens the contact and locks the sale, once."""

import asyncio
from datetime import timedelta

import pytest

from models.chat.send import send
from models.chat.tables import Conversation, Message
from models.contact_details import ContactBeforeReveal
from models.engine_tables import Timer
from models.leads import purchase as buy
from models.leads.refund import refund_due
from models.leads.tables import LeadPurchase, PurchaseStatus
from models.people.tables import User
from tests import build_chat
from tests.moment import stand_still_at

pytestmark = pytest.mark.usefixtures("database")


async def kinds(opened: Conversation) -> list[str | None]:
    rows = await Message.filter(conversation_id=opened.id).order_by("seq")
    return [row.event["kind"] if row.event else row.content for row in rows]


@pytest.mark.req("CHAT-07", "LEAD-13", "R-08", "C8", "REF-03")
async def test_the_first_answer_reveals_what_the_account_says_then() -> None:
    opened = await build_chat.conversation()
    client = await User.get(id=opened.client_id)
    await build_chat.says(opened.client_id, opened, "Sí")
    await User.filter(id=client.id).update(full_name="Otra Persona", phone="+525512345678")

    again = await Conversation.get(id=opened.id)
    assert again.contact == {
        "first_name": client.first_name,
        "full_name": client.full_name,
        "email": client.email,
        "phone": client.phone,
        "address": "Orizaba 101, depto 4",
        "zip_code": "06700",
    }
    assert await kinds(opened) == ["lead.purchased", "Sí", "contact.revealed"]
    revealed = await Message.get(conversation_id=opened.id, seq=3)
    assert revealed.event == {"kind": "contact.revealed"}
    purchase = await LeadPurchase.get(id=opened.purchase_id)
    assert purchase.client_responded
    assert purchase.client_response_at == again.contact_revealed_at == revealed.created_at
    assert not await Timer.filter(subject_id=purchase.id).exists()


@pytest.mark.req("CHAT-06", "C8")
async def test_the_client_may_write_first() -> None:
    opened = await build_chat.conversation()
    await build_chat.says(opened.client_id, opened, "¿Cuándo puede venir?")
    assert (await Conversation.get(id=opened.id)).contact is not None


@pytest.mark.req("C8", "R-24")
async def test_answers_at_once_reveal_once() -> None:
    opened = await build_chat.conversation()
    client = await User.get(id=opened.client_id)
    same = build_chat.text("Sí", client_msg_id="same")
    rows = await asyncio.gather(
        *(send(client, opened.id, same) for _ in range(3)),
        *(send(client, opened.id, build_chat.text(f"{n}")) for n in range(3)),
    )
    assert len({row.id for row in rows}) == 4
    assert (await kinds(opened)).count("contact.revealed") == 1
    assert (await Conversation.get(id=opened.id)).last_seq == 6


@pytest.mark.req("C8")
async def test_both_sides_at_once_both_arrive_and_reveal_once() -> None:
    opened = await build_chat.conversation()
    await asyncio.gather(
        *(build_chat.says(opened.client_id, opened, f"c{n}") for n in range(3)),
        *(build_chat.says(opened.worker_id, opened, f"w{n}") for n in range(3)),
    )
    told = await kinds(opened)
    assert sorted(told) == sorted(
        ["lead.purchased", "contact.revealed", *(f"{side}{n}" for side in "cw" for n in range(3))]
    )
    assert [row.seq for row in await Message.filter(conversation_id=opened.id).order_by("seq")] == list(
        range(1, 9)
    )


@pytest.mark.req("LEAD-12", "CHAT-06")
async def test_the_handymans_messages_reveal_nothing() -> None:
    opened = await build_chat.conversation()
    await build_chat.says(opened.worker_id, opened, "Buenos días, puedo mañana")
    again = await Conversation.get(id=opened.id)
    assert again.contact is None
    assert again.worker_wrote_at is not None


@pytest.mark.req("R-03")
async def test_contact_details_wait_for_the_answer() -> None:
    opened = await build_chat.conversation()
    with pytest.raises(ContactBeforeReveal):
        await build_chat.says(opened.worker_id, opened, "Márqueme al 55 1234 5678")
    again = await Conversation.get(id=opened.id)
    assert (again.last_seq, again.worker_wrote_at) == (opened.last_seq, None)
    await build_chat.says(opened.client_id, opened, "Mi número es 55 1234 5678")
    await build_chat.says(opened.worker_id, opened, "El mío: 55 8765 4321")


async def at_the_window(before_the_end: timedelta, *, worker_wrote: bool = True) -> Conversation:
    """A conversation in which the handyman wrote, if he did, and whose refund's instant is that far away."""
    opened = await build_chat.conversation()
    if worker_wrote:
        await build_chat.says(opened.worker_id, opened)
    purchase = await LeadPurchase.get(id=opened.purchase_id)
    await stand_still_at(purchase.refund_eligible_until - before_the_end)
    return opened


@pytest.mark.req("R-04", "REF-07", "REF-02")
async def test_an_answer_at_the_refunds_instant_finds_the_money_gone_back() -> None:
    opened = await at_the_window(timedelta(0))
    await build_chat.says(opened.client_id, opened, "Perdón, apenas vi")
    assert (await Conversation.get(id=opened.id)).contact is None
    purchase = await LeadPurchase.get(id=opened.purchase_id)
    assert (purchase.status, purchase.client_responded) == (PurchaseStatus.REFUNDED, False)
    assert (await kinds(opened))[-2:] == ["lead.refunded", "Perdón, apenas vi"]

    await build_chat.says(opened.client_id, opened, "¿Sigue ahí?")
    assert (await kinds(opened))[-1] == "¿Sigue ahí?"
    assert (await Conversation.get(id=opened.id)).contact is None


@pytest.mark.req("R-04")
async def test_just_before_the_instant_it_is_in_time() -> None:
    opened = await at_the_window(timedelta(milliseconds=1))
    await build_chat.says(opened.client_id, opened)
    assert (await Conversation.get(id=opened.id)).contact is not None


@pytest.mark.req("R-04")
async def test_the_answer_and_the_refund_at_once_are_one_or_the_other() -> None:
    opened = await at_the_window(timedelta(0))
    purchase = await LeadPurchase.get(id=opened.purchase_id)
    client = await User.get(id=opened.client_id)
    await asyncio.gather(
        refund_due(purchase.id, at=purchase.refund_eligible_until),
        *(send(client, opened.id, build_chat.text(f"{n}")) for n in range(3)),
    )
    assert (await kinds(opened)).count("lead.refunded") == 1
    assert (await Conversation.get(id=opened.id)).contact is None


@pytest.mark.req("C9")
async def test_where_the_handyman_never_wrote_a_late_answer_still_reveals() -> None:
    opened = await at_the_window(timedelta(hours=-3), worker_wrote=False)
    await build_chat.says(opened.client_id, opened)
    assert (await Conversation.get(id=opened.id)).contact is not None


@pytest.mark.req("R-04")
async def test_after_a_refund_buying_again_opens_the_contact_to_whom_the_client_wrote() -> None:
    opened = await at_the_window(timedelta(hours=-1))
    await build_chat.says(opened.client_id, opened, "tarde")
    assert (await Conversation.get(id=opened.id)).contact is None
    await buy.purchase(opened.lead_id, by=opened.worker_id)
    assert (await Conversation.get(id=opened.id)).contact is not None
    assert (await kinds(opened)).count("contact.revealed") == 1
    await build_chat.says(opened.client_id, opened, "¿sigue ahí?")
    assert (await kinds(opened)).count("contact.revealed") == 1


@pytest.mark.req("R-04")
async def test_after_a_refund_and_another_purchase_the_first_answer_reveals() -> None:
    opened = await at_the_window(timedelta(hours=-1))
    purchase = await LeadPurchase.get(id=opened.purchase_id)
    await refund_due(purchase.id, at=purchase.refund_eligible_until)
    await buy.purchase(opened.lead_id, by=opened.worker_id)
    assert (await Conversation.get(id=opened.id)).contact is None
    await build_chat.says(opened.client_id, opened, "ahora sí")
    assert (await Conversation.get(id=opened.id)).contact is not None
