"""The two stories of the marketplace, lived by API and socket alone, against real processes."""

from datetime import datetime, timedelta

import pytest

from tests.journeys import story
from tests.journeys.person import Person, Refused
from tests.stack import Stack

pytestmark = pytest.mark.processes


async def leave(*people: Person) -> None:
    for person in people:
        await person.leave()


async def pay_and_finish(stack: Stack, maria: Person, juan: Person, talk: str) -> None:
    request = await juan.post(
        "/api/payments/request",
        {"conversation_id": talk, "amount": "1000.00", "description": "Cambio de llave y sellado"},
        key="ask",
    )
    await maria.hears_row(talk, "payment.requested")
    await maria.mail("te pide $1,030.00")
    page = await maria.post(f"/api/payments/{request['id']}/pay")
    assert (await stack.outside.pay(page["checkout_url"]))["payment_status"] == "paid"
    await juan.hears_row(talk, "payment.paid")
    await juan.mail("Tu cliente pagó $1,000.00")
    photo = await story.upload_photo(juan, "completion")
    await juan.post(f"/api/payments/{request['id']}/confirm-complete", {"photos": [photo]})
    await maria.hears_row(talk, "service.marked_complete")
    await maria.post(f"/api/payments/{request['id']}/confirm-complete")
    await juan.hears_row(talk, "service.confirmed")


@pytest.mark.req("CHAT-01", "CHAT-04", "LEAD-07", "LEAD-11", "LEAD-12", "LEAD-13", "LEAD-20", "ESC-12", "ANA-07")
async def test_a_leak_is_repaired_and_paid(stack: Stack) -> None:
    admin, maria, juan = await story.everybody(stack)
    found = (await maria.get("/api/workers/search", params={"category": "Plomería", "zone": "Roma Norte"}))[
        "items"
    ]
    assert juan.user["id"] in [each["id"] for each in found]

    lead = await story.a_lead(maria, juan, photos=2)
    alert = await juan.hears("lead:new", lambda each: each["id"] == lead["id"])
    assert "María" not in str(alert)
    assert "Orizaba" not in str(alert)
    bought = await juan.post(f"/api/leads/{lead['id']}/purchase", key="buy")
    talk = bought["conversation"]["id"]
    await maria.mail("Juan Pérez Luna quiere ayudarte")

    seen = await juan.get(f"/api/conversations/{talk}")
    assert seen["contact"] == {"first_name": "María"}
    await juan.says(talk, "Buenas tardes, puedo pasar mañana a las diez.")
    with pytest.raises(Refused) as refused:
        await juan.post(
            "/api/payments/request", {"conversation_id": talk, "amount": "100", "description": "Visita"}
        )
    assert refused.value.code == "CLIENT_NOT_ANSWERED"
    await maria.says(talk, "Perfecto, aquí los espero.")
    await juan.hears_row(talk, "contact.revealed")
    contact = (await juan.get(f"/api/conversations/{talk}"))["contact"]
    assert (contact["full_name"], contact["phone"]) == ("María Hernández Soto", maria.phone)
    assert "Orizaba 101" in contact["address"]

    await pay_and_finish(stack, maria, juan, talk)
    await story.advance(admin, "P4DT23H")
    assert (await juan.get("/api/wallet/balance"))["balance"] == "0.00"
    await story.advance(admin, "PT1H1M")
    await juan.hears_row(talk, "escrow.released")
    assert (await juan.get("/api/wallet/balance"))["balance"] == "1000.00"
    await juan.mail("Recibiste $1,000.00")

    rows = (await maria.get(f"/api/conversations/{talk}/messages", params={"after": 0}))["items"]
    assert [row["seq"] for row in rows] == list(range(1, len(rows) + 1))
    await leave(admin, maria, juan)


@pytest.mark.req("TIM-01", "TIM-02", "REF-01", "REF-02", "REF-06", "REF-07", "REF-08", "REF-11", "R-19", "WAL-04")
async def test_a_silent_client_costs_nothing(stack: Stack) -> None:
    admin, maria, juan = await story.everybody(stack)
    await story.pass_the_free_week(admin)
    await story.fill_the_wallet(juan)
    lead = await story.a_lead(maria, juan)
    bought = await juan.post(f"/api/leads/{lead['id']}/purchase", key="buy")
    talk = bought["conversation"]["id"]
    until = datetime.fromisoformat(bought["purchase"]["refund_eligible_until"])
    assert (await juan.get("/api/wallet/balance"))["balance"] == "200.00"
    await juan.says(talk, "Buenos días, ¿sigue la fuga?")

    await story.advance(admin, "PT36H1M")
    await juan.hears_row(talk, "lead.refund_reminder")
    assert (await juan.get("/api/wallet/balance"))["balance"] == "200.00"
    await story.advance(admin, "PT12H")
    refunded = await juan.hears_row(talk, "lead.refunded")
    assert datetime.fromisoformat(refunded["created_at"]) - until < timedelta(seconds=1)
    wallet = await juan.get("/api/wallet/balance")
    assert wallet["balance"] == "300.00"
    assert wallet["budget_spent"] == "0.00"
    await juan.mail("Te devolvimos $100.00")

    await maria.says(talk, "Perdón, apenas lo vi.")
    assert (await juan.get(f"/api/conversations/{talk}"))["contact"] == {"first_name": "María"}
    await leave(admin, maria, juan)


@pytest.mark.req("R-19", "ESC-14", "TIM-05", "TIM-06", "C16")
async def test_twelve_days_in_one_jump_end_as_twelve_days_lived(stack: Stack) -> None:
    admin, maria, juan = await story.everybody(stack)
    lead = await story.a_lead(maria, juan)
    talk = (await juan.post(f"/api/leads/{lead['id']}/purchase"))["conversation"]["id"]
    await juan.says(talk, "Hola")
    await maria.says(talk, "Hola, venga por favor")
    request = await juan.post(
        "/api/payments/request", {"conversation_id": talk, "amount": "800.00", "description": "Reparación"}
    )
    page = await maria.post(f"/api/payments/{request['id']}/pay")
    await stack.outside.pay(page["checkout_url"])
    await juan.hears_row(talk, "payment.paid")
    await juan.post(f"/api/payments/{request['id']}/confirm-complete")
    marked = await maria.hears_row(talk, "service.marked_complete")
    await story.advance(admin, "P12DT1M")
    at = datetime.fromisoformat(marked["created_at"])
    presumed = await maria.hears_row(talk, "service.presumed_complete")
    released = await maria.hears_row(talk, "escrow.released")
    assert datetime.fromisoformat(presumed["created_at"]) == at + timedelta(days=7)
    assert datetime.fromisoformat(released["created_at"]) == at + timedelta(days=12)
    assert (await juan.get("/api/wallet/balance"))["balance"] == "800.00"
    await leave(admin, maria, juan)
