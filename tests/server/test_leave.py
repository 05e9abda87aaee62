"""Leaving for good: nothing that identifies stays, nobody else's rows are harmed, no money vanishes."""

import asyncio
from decimal import Decimal

import asyncpg
import pytest

from models.chat.tables import Conversation
from models.clock import real_now
from models.db import transaction
from models.engine_tables import OutboxRow
from models.leads.tables import LeadPurchase, LeadStatus, PurchaseStatus
from models.people.sessions import open_session
from models.people.tables import User
from models.uploads.tables import Upload
from models.wallet.accounts import balance_of
from tests import a, build_chat, build_leads, build_payments
from tests.api import Api

SECRETS = {"full_name": "Guadalupe Zubizarreta", "email": "lupe.zubi@example.com", "phone": "+525512349876"}


async def everything(database: str) -> str:
    """The whole database as text."""
    connection = await asyncpg.connect(database)
    try:
        tables = await connection.fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        rows = [await connection.fetch(f'SELECT t::text FROM "{table[0]}" t') for table in tables]
    finally:
        await connection.close()
    return "\n".join(row[0] for some in rows for row in some)


@pytest.mark.req("R-30", "CHAT-22")
async def test_a_client_leaves_nothing_that_identifies(api: Api, database: str) -> None:
    lupe = await a.client(**SECRETS)
    bought = await build_chat.conversation(client=lupe, revealed=True)
    lead = await a.lead(await a.worker(), client=lupe, address="Bruselas 8, Juárez")
    photo = await a.upload(lupe)
    async with transaction():
        await open_session(lupe, ip="189.203.1.7", user_agent="Mozilla")
    assert "Zubizarreta" in await everything(database)
    assert (await api.delete("/api/users/me", as_=lupe)).status == 200
    left = await everything(database)
    for canary in (*SECRETS.values(), "Zubizarreta", "Bruselas", "189.203.1.7"):
        assert canary not in left, canary
    await lead.refresh_from_db()
    assert lead.status == LeadStatus.CANCELLED
    assert (await Upload.get(id=photo.id)).erased_at is not None
    assert await OutboxRow.filter(event="upload.erased").exists()
    assert (await Conversation.get(id=bought.id)).last_seq == bought.last_seq
    assert (await api.get("/api/auth/me", as_=lupe)).status == 401
    assert (await User.get(id=lupe.id)).deleted_at is not None


@pytest.mark.req("R-05", "R-30")
async def test_handymen_whom_a_leaving_client_never_answered_are_refunded(api: Api) -> None:
    worker = await a.funded(await a.worker())
    bought = await build_leads.purchase(worker)
    client = await User.get(id=bought.conversation.client_id)
    assert await balance_of(worker.id) == Decimal(400)
    assert (await api.delete("/api/users/me", as_=client)).status == 200
    purchase = await LeadPurchase.get(id=bought.purchase.id)
    assert (purchase.status, purchase.outcome) == (PurchaseStatus.REFUNDED, "deleted")
    assert await balance_of(worker.id) == Decimal(500)


@pytest.mark.req("R-30")
async def test_money_in_an_account_keeps_it_open(api: Api) -> None:
    rich = await a.funded(await a.worker())
    answer = await api.delete("/api/users/me", as_=rich)
    assert (answer.status, answer.code, answer.details) == (409, "ACCOUNT_HOLDS_MONEY", {"what": "balance"})
    waiting = await a.funded(await a.worker(), 100)
    await build_leads.purchase(waiting)
    assert (await api.delete("/api/users/me", as_=waiting)).details == {"what": "refund"}
    for what, request in (
        ("payment_request", await build_payments.payment_request()),
        ("hold", await build_payments.paid_request()),
    ):
        for person in await build_payments.sides(request):
            assert (await api.delete("/api/users/me", as_=person)).details == {"what": what}
            assert (await User.get(id=person.id)).deleted_at is None


@pytest.mark.req("R-30")
async def test_a_handyman_who_left_is_not_found_any_more(api: Api) -> None:
    worker = await a.worker()
    client = await a.client()
    assert (await api.get(f"/api/workers/{worker.id}", as_=client)).status == 200
    assert (await api.delete("/api/users/me", as_=worker)).status == 200
    assert (await api.get(f"/api/workers/{worker.id}", as_=client)).status == 404
    found = (await api.get("/api/workers/search?category=Plomer%C3%ADa", as_=client)).data["items"]
    assert found == []


async def test_leaving_needs_a_session_and_happens_once(api: Api) -> None:
    assert (await api.delete("/api/users/me")).status == 401
    assert (await api.delete("/api/users/me", as_=await a.admin())).code == "STAFF_STAYS"
    client = await a.client()
    answers = await asyncio.gather(*(api.delete("/api/users/me", as_=client) for _ in range(3)))
    assert [answer.status for answer in answers].count(200) == 1
    left = await User.get(id=client.id)
    assert left.deleted_at is not None
    assert left.deleted_at <= real_now()


async def test_an_address_that_left_may_come_back(api: Api) -> None:
    client = await a.client(email="vuelve@example.com")
    await api.delete("/api/users/me", as_=client)
    again = await api.post(
        "/api/auth/register",
        {
            "email": "vuelve@example.com",
            "password": "una clave larga",
            "full_name": "Vuelve",
            "role": "client",
            "phone": client.phone,
        },
    )
    assert again.status == 201
