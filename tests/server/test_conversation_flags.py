"""Reporting a conversation and searching in it, over HTTP."""

from uuid import uuid4

import pytest

from models.people.tables import User
from tests import a, build_chat
from tests.api import Api


@pytest.mark.req("CHAT-18", "CHAT-19", "API-07", "R-24")
async def test_a_report_is_answered_with_its_number_and_once(api: Api) -> None:
    opened = await build_chat.conversation(revealed=True)
    said = await build_chat.says(opened.worker_id, opened, "Deposítame a otra cuenta")
    client, path = await User.get(id=opened.client_id), f"/api/conversations/{opened.id}/flag"
    body = {"reason": "scam", "description": " Pide dinero ", "message_ids": [str(said.id)]}
    first = await api.post(path, body, as_=client, key="k")
    assert (first.status, first.data["description"], first.data["status"]) == (201, "Pide dinero", "pending")
    assert first.data["reference_number"].startswith("#FLAG-")
    assert first.data["message_ids"] == [str(said.id)]
    assert "flagged_by" not in first.data
    assert (await api.post(path, body, as_=client, key="k")).data == first.data
    other = await api.post(path, body | {"reason": "spam"}, as_=client, key="k")
    assert (other.status, other.code) == (409, "IDEMPOTENCY_KEY_REUSED")
    second = await api.post(path, body, as_=client, key="k2")
    assert (second.status, second.code) == (409, "CONVERSATION_ALREADY_FLAGGED")


@pytest.mark.req("CHAT-18")
async def test_who_may_not_report_and_what_is_no_report(api: Api) -> None:
    opened = await build_chat.conversation(revealed=True)
    client, path = await User.get(id=opened.client_id), f"/api/conversations/{opened.id}/flag"
    assert (await api.post(path, {"reason": "spam"})).status == 401
    assert (await api.post(path, {"reason": "spam"}, as_=await a.client())).status == 404
    assert (await api.post(f"/api/conversations/{uuid4()}/flag", {"reason": "spam"}, as_=client)).status == 404
    for body in (
        {},
        {"reason": "boring"},
        {"reason": "spam", "description": ""},
        {"reason": "spam", "description": "x" * 2001},
        {"reason": "spam", "message_ids": ["nonsense"]},
        {"reason": "spam", "message_ids": [str(uuid4())] * 51},
        {"reason": "spam", "more": 1},
    ):
        assert (await api.post(path, body, as_=client)).status == 400, body
    other = await api.post(path, {"reason": "other"}, as_=client)
    assert (other.status, other.code) == (422, "REASON_UNEXPLAINED")


@pytest.mark.req("CHAT-15", "R-27")
async def test_its_people_search_a_conversation_and_nobody_else(api: Api) -> None:
    opened = await build_chat.conversation(revealed=True)
    said = await build_chat.says(opened.worker_id, opened, "La presión está baja")
    client, path = await User.get(id=opened.client_id), f"/api/conversations/{opened.id}/search"
    answer = await api.get(f"{path}?q=PRESION", as_=client)
    assert [row["seq"] for row in answer.data["items"]] == [said.seq]
    assert answer.data["next_cursor"] is None
    assert (await api.get(f"{path}?q=presion&before={said.seq}", as_=client)).data["items"] == []
    assert (await api.get(f"{path}?q=presion")).status == 401
    assert (await api.get(f"{path}?q=presion", as_=await a.worker())).status == 404
    for query in ("", "?q=p", "?q=presion&limit=51", "?q=presion&before=0", f"?q={'p' * 101}", "?q=presi%00on"):
        assert (await api.get(path + query, as_=client)).status == 400, query
