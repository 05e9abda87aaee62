"""Everything that is kept about a person, for that person: whole, theirs alone, and written in the book."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from models import clock
from models.admin.tables import AuditEntry
from models.exports.access import ACTION, VALID_FOR
from models.people.tables import Role, User
from tests import a, build_chat
from tests.api import Api

pytestmark = pytest.mark.req("SEC-07", "SEC-08")

MARIA = {"full_name": "Canariana Oculta", "email": "buzonsecreto@example.com", "phone": "+525598761234"}
JUAN = {"full_name": "Jilguero Plomero", "email": "buzonajeno@example.com", "phone": "+525511112222"}
EXPORTS = "/api/users/exports"


async def file_of(api: Api, person: User) -> tuple[dict[str, Any], str]:
    asked = await api.post(EXPORTS, as_=person)
    assert asked.status == 201
    answer = await api.get(asked.data["url"], as_=person)
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="trustme-')
    return answer.body, str(answer.body)


async def test_a_client_gets_what_is_theirs_and_nothing_of_the_handymans(api: Api) -> None:
    maria, juan = await a.client(**MARIA), await a.worker(**JUAN)
    talk = await build_chat.conversation(client=maria, worker=juan, revealed=True)
    await build_chat.says(juan.id, talk, "Palabras del plomero")
    await build_chat.says(maria.id, talk, "Palabras de la clienta")
    found, text = await file_of(api, maria)
    assert found["account"]["email"] == MARIA["email"]
    assert len(found["requests"]["items"]) == 1
    messages = found["conversations"]["items"][0]["messages"]
    assert [row["content"] for row in messages if row.get("from") == "you"] == [
        "Sí, pase mañana",
        "Palabras de la clienta",
    ]
    assert [row.keys() for row in messages if row.get("from") == "other"] == [
        {"seq", "created_at", "from", "message_type"}
    ]
    for canary in ("Palabras del plomero", JUAN["email"], "11112222"):
        assert canary not in text, canary
    assert all(part["complete"] for part in found.values() if isinstance(part, dict) and "complete" in part)


async def test_a_handyman_gets_his_wallet_and_nothing_of_the_client_he_may_read_in_the_app(api: Api) -> None:
    maria, juan = await a.client(**MARIA), await a.worker(**JUAN)
    await build_chat.conversation(client=maria, worker=juan, revealed=True)
    found, text = await file_of(api, juan)
    assert found["profile"]["service_areas"] == ["Roma Norte", "Condesa"]
    assert [row["status"] for row in found["contacts_bought"]["items"]] == ["purchased"]
    assert found["wallet_movements"]["items"]
    for canary in (*MARIA.values(), "Oculta", "98761234", "Sí, pase mañana"):
        assert canary not in text, canary


@pytest.mark.parametrize("role", Role)
async def test_everybody_may_ask_and_finds_the_asking_in_the_file(api: Api, role: Role) -> None:
    person = await a.worker() if role == Role.WORKER else await a.user(role)
    found, _ = await file_of(api, person)
    assert [row["action"] for row in found["asked"]["items"]] == [ACTION]
    assert found["sessions"]["items"]


async def test_many_rows_come_page_by_page_and_none_twice(api: Api) -> None:
    talk = await build_chat.conversation(revealed=True)
    await build_chat.chatter(talk, 230)
    found, _ = await file_of(api, await User.get(id=talk.client_id))
    seqs = [row["seq"] for row in found["conversations"]["items"][0]["messages"]]
    assert seqs == sorted(set(seqs))
    assert len(seqs) >= 230


async def test_a_resend_is_the_same_export_and_one_entry_in_the_book(api: Api) -> None:
    maria = await a.client()
    answers = await asyncio.gather(*[api.post(EXPORTS, as_=maria, key="once") for _ in range(5)])
    assert len({answer.data["id"] for answer in answers}) == 1
    assert await AuditEntry.filter(action=ACTION, actor_id=maria.id).count() == 1


async def test_nobody_fetches_what_another_asked_for(api: Api) -> None:
    maria, juan = await a.client(), await a.worker()
    asked = (await api.post(EXPORTS, as_=maria)).data
    assert (await api.get(asked["url"], as_=juan)).status == 404
    assert (await api.get(asked["url"], as_=await a.admin())).status == 404
    assert (await api.get(asked["url"])).status == 401
    assert (await api.post(EXPORTS)).status == 401
    assert (await api.get(f"{EXPORTS}/no-id", as_=maria)).status == 404


async def test_a_file_can_be_fetched_for_a_day(api: Api) -> None:
    maria = await a.client()
    asked = (await api.post(EXPORTS, as_=maria)).data
    last = await clock.business_now() - VALID_FOR
    await AuditEntry.filter(id=asked["id"]).update(created_at=last + timedelta(minutes=1))
    assert (await api.get(asked["url"], as_=maria)).status == 200
    await AuditEntry.filter(id=asked["id"]).update(created_at=last)
    assert (await api.get(asked["url"], as_=maria)).status == 404
