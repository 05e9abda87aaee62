from decimal import Decimal
from typing import Any

import pytest

from models.admin.tables import AuditEntry
from models.chat.tables import Conversation, FlaggedConversation, FlagReason
from models.errors import NotFound
from models.leads.access import Tier, lead_for
from models.leads.history import histories
from models.payments.tables import PaymentRequest, RequestStatus
from models.people.projection import contact_of
from models.people.tables import User
from models.reviews.tables import Review
from tests import a

pytestmark = pytest.mark.usefixtures("database")

SECRETS = {"full_name", "email", "phone", "address", "zip_code"}


async def reveal(conversation: Conversation) -> None:
    client = await User.get(id=conversation.client_id)
    await Conversation.filter(id=conversation.id).update(
        contact=contact_of(client, address="Orizaba 101", zip_code="06700"),
        contact_revealed_at=conversation.created_at,
    )


@pytest.mark.req("LEAD-12", "R-02")
async def test_buying_shows_the_first_name_and_no_more() -> None:
    client, worker = await a.client(full_name="María Canaria López"), await a.funded(await a.worker())
    lead = await a.lead(worker, client=client)
    bought = await a.purchase(worker, of=lead)
    view = await lead_for(worker, lead.id)
    assert view.tier == Tier.BOUGHT
    assert view.facts["client"]["first_name"] == "María"
    assert view.facts["purchase"]["conversation_id"] == str(bought.conversation.id)
    assert not SECRETS & (view.facts.keys() | view.facts["client"].keys())
    assert "Canaria" not in str(view.facts)


@pytest.mark.req("LEAD-13", "R-08")
async def test_an_answer_shows_the_contact_as_it_was_at_that_moment() -> None:
    client, worker = await a.client(full_name="María Canaria"), await a.funded(await a.worker())
    lead = await a.lead(worker, client=client)
    bought = await a.purchase(worker, of=lead)
    await reveal(bought.conversation)
    await User.filter(id=client.id).update(full_name="Otra Persona", email="otra@example.com")
    facts = (await lead_for(worker, lead.id)).facts
    assert facts["tier"] == Tier.ANSWERED
    assert (facts["client"]["full_name"], facts["client"]["email"]) == ("María Canaria", client.email)
    assert (facts["address"], facts["zip_code"]) == ("Orizaba 101", "06700")


@pytest.mark.req("LEAD-12", "LEAD-13")
async def test_what_one_handyman_reached_shows_nothing_to_another() -> None:
    one, other = await a.funded(await a.worker()), await a.worker()
    lead = await a.lead(one, other)
    await reveal((await a.purchase(one, of=lead)).conversation)
    assert (await lead_for(other, lead.id)).tier == Tier.NOT_BOUGHT


@pytest.mark.req("R-27")
async def test_staff_read_a_lead_when_one_of_its_conversations_was_flagged() -> None:
    client, worker, agent = await a.client(), await a.funded(await a.worker()), await a.support()
    lead = await a.lead(worker, client=client)
    conversation = (await a.purchase(worker, of=lead)).conversation
    with pytest.raises(NotFound):
        await lead_for(agent, lead.id)
    await FlaggedConversation.create(
        reference_number="#FLAG-1",
        conversation_id=conversation.id,
        flagged_by_id=worker.id,
        reason=FlagReason.SCAM,
        created_at=lead.created_at,
    )
    assert (await lead_for(agent, lead.id)).facts["client"]["email"] == client.email
    entry = await AuditEntry.get()
    assert (entry.actor_id, entry.action, entry.subject_id) == (agent.id, "lead.read", lead.id)


@pytest.mark.req("C49", "LEAD-10")
async def test_a_client_is_known_before_the_purchase_by_numbers_only() -> None:
    client, worker = await a.client(), await a.funded(await a.worker())
    leads = [await a.lead(worker, client=client) for _ in range(3)]
    for lead, rating in zip(leads, (5, 4, None), strict=True):
        await paid_job(await a.purchase(worker, of=lead), rating)
    [history] = (await histories([client.id])).values()
    assert history.facts == {
        "is_new": False,
        "leads_sent": 3,
        "jobs_paid": 3,
        "reviews_left": 2,
        "average_rating_given": "4.5",
        "member_since": client.created_at.strftime("%Y-%m"),
    }


async def paid_job(bought: Any, rating: int | None) -> None:
    talk = bought.conversation
    request = await PaymentRequest.create(
        conversation_id=talk.id,
        worker_id=talk.worker_id,
        client_id=talk.client_id,
        amount=Decimal(1000),
        fee=Decimal(30),
        description="Cambio de llave",
        status=RequestStatus.PAID,
        stripe_payment_intent_id=f"pi_{talk.id}",
        created_at=talk.created_at,
        expires_at=talk.created_at,
        settled_at=talk.created_at,
    )
    if rating is not None:
        await Review.create(
            payment_request_id=request.id,
            client_id=talk.client_id,
            worker_id=talk.worker_id,
            overall_rating=rating,
            title="Muy buen trabajo",
            description="Llegó a tiempo y dejó todo limpio. " * 4,
            would_recommend=True,
            would_hire_again=True,
            created_at=talk.created_at,
        )
