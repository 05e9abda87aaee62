"""Arguing, and support's desk, over HTTP."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from models.admin.tables import AuditEntry
from models.uploads.tables import Purpose
from tests import a
from tests.api import Api
from tests.build_payments import disputed


@pytest.mark.req("DIS-03", "DIS-05", "DIS-19")
async def test_both_argue_and_support_decides(api: Api) -> None:
    paid = await a.paid_request()
    client, worker = await a.sides(paid)
    dispute = await disputed(paid, client)
    path = f"/api/disputes/{dispute.id}"
    answered = await api.post(f"{path}/answer", {"text": "Quedó bien"}, as_=worker, key="k")
    assert (answered.status, answered.data["answer"]) == (200, "Quedó bien")
    photo = await a.upload(client, Purpose.EVIDENCE)
    body = {"upload_id": str(photo.id), "description": "Sigue goteando"}
    shown = await api.post(f"{path}/evidence", body, as_=client, key="k")
    assert (shown.status, shown.data["media_type"]) == (201, "image")
    assert (await api.get(path, as_=worker)).data["evidence"] == [shown.data]
    agent = await a.support()
    escalated = await api.post(f"{path}/escalate", {"summary": "Repartir"}, as_=agent)
    assert (escalated.data["status"], escalated.data["summary"]) == ("escalated", "Repartir")
    assert "summary" not in (await api.get(path, as_=client)).data
    split = {"resolution_type": "partial_refund", "resolution": "Mitad", "refund_amount": "500.00"}
    assert (await api.patch(f"{path}/resolve", split, as_=agent)).status == 403
    done = await api.patch(f"{path}/resolve", split, as_=await a.admin(), key="k")
    assert (done.status, done.data["status"], done.data["refund_amount"]) == (200, "resolved", "500.00")
    assert "resolution" not in (await api.get(path, as_=client)).data


@pytest.mark.req("DIS-06", "DIS-07", "DIS-08", "DIS-09")
async def test_the_desk_lists_what_is_to_be_decided(api: Api) -> None:
    paid = await a.paid_request()
    dispute = await disputed(paid, (await a.sides(paid))[0])
    agent = await a.support()
    for wanted, found in (
        ("", 1),
        ("?status=open&priority=medium&dispute_type=other", 1),
        ("?status=resolved", 0),
    ):
        listed = (await api.get(f"/api/disputes{wanted}", as_=agent)).data["items"]
        assert len(listed) == found
    assert (await api.get("/api/disputes?older_than_hours=24", as_=agent)).data["items"] == []
    [line] = (await api.get("/api/disputes?younger_than_hours=24", as_=agent)).data["items"]
    assert (line["reference_number"], line["amount"]) == (dispute.reference_number, "1000.00")
    assert datetime.fromisoformat(line["sla_due_at"]) == dispute.created_at + timedelta(hours=72)
    stats = (await api.get("/api/disputes/stats", as_=agent)).data
    assert (stats["active"], stats["resolved_today"], stats["held"]) == (1, 0, "1000.00")
    for person in (await a.client(), await a.worker()):
        assert (await api.get("/api/disputes", as_=person)).status == 403
        assert (await api.get("/api/disputes/stats", as_=person)).status == 403
    assert (await api.get("/api/disputes")).status == 401


@pytest.mark.req("SEC-04", "DIS-19")
@pytest.mark.parametrize(
    ("method", "step", "body"),
    [
        ("POST", "answer", {"text": "Hola"}),
        ("POST", "evidence", {"upload_id": "01a1fd0b-ef00-7b29-9d1c-474e840b53e7"}),
        ("POST", "escalate", {"summary": "Hola"}),
        ("POST", "notes", {"body": "Hola"}),
        ("POST", "ask", {"of": "client", "what": "evidence", "text": "Hola"}),
        ("PATCH", "resolve", {"resolution_type": "full_refund", "resolution": "Hola"}),
    ],
)
async def test_a_step_needs_a_session_a_right_and_a_whole_body(
    api: Api, method: str, step: str, body: dict[str, Any]
) -> None:
    paid = await a.paid_request()
    client, _ = await a.sides(paid)
    path = f"/api/disputes/{(await disputed(paid, client)).id}/{step}"
    assert (await api.ask(method, path, body)).status == 401
    assert (await api.ask(method, path, body, as_=await a.client())).status in {403, 404}
    who = client if step in {"answer", "evidence"} else await a.admin()
    for wrong in ({}, body | {"extra": 1}, dict.fromkeys(body, 5)):
        assert (await api.ask(method, path, wrong, as_=who)).status == 400


@pytest.mark.req("DIS-02", "DIS-09", "DIS-11", "DIS-12", "API-11")
async def test_the_case_is_before_support_with_what_it_wrote(api: Api) -> None:
    paid = await a.confirmed_request()
    client, worker = await a.sides(paid)
    dispute = await disputed(paid, client)
    agent = await a.support()
    path = f"/api/disputes/{dispute.id}"
    taken = await api.post(f"{path}/take", {"priority": "high"}, as_=agent, key="k")
    assert (taken.data["status"], taken.data["assigned_to"]) == ("in_progress", str(agent.id))
    noted = await api.post(f"{path}/notes", {"body": "Llamar mañana"}, as_=agent, key="k")
    assert noted.status == 201
    assert (await api.post(f"{path}/notes", {"body": "Llamar mañana"}, as_=agent, key="k")).data == noted.data
    asked = {"of": "client", "what": "call", "text": "¿Hablamos?", "call_at": "2000-01-01T10:00:00Z"}
    late = await api.post(f"{path}/ask", asked, as_=agent)
    assert (late.status, late.code) == (422, "CALL_NOT_PLANNED")
    asked = {"of": "client", "what": "evidence", "text": "Una foto"}
    assert (await api.post(f"{path}/ask", asked, as_=agent, key="k")).status == 200
    case = (await api.get(path, as_=agent)).data
    assert case["notes"] == [noted.data]
    assert (case["priority"], case["hold_day"], case["payment_stage"]) == ("high", 1, "disputed")
    assert (case["client"]["email"], case["worker"]["phone"]) == (client.email, worker.phone)
    assert case["conversation_id"] == str(paid.conversation_id)
    for party in (client, worker):
        shown = (await api.get(path, as_=party)).data
        assert "Llamar mañana" not in str(shown)
        assert not {"notes", "client", "worker", "summary"} & shown.keys()
    for wrong in ({"priority": "urgent"}, {"extra": 1}):
        assert (await api.post(f"{path}/take", wrong, as_=agent)).status == 400
    assert (await api.post(f"{path}/take", {})).status == 401
    assert (await api.post(f"{path}/take", {}, as_=client)).status == 403


@pytest.mark.req("DIS-10", "R-27")
async def test_support_reads_the_whole_talk_of_a_dispute_and_when_each_wrote_last(api: Api) -> None:
    paid = await a.paid_request()
    client, _ = await a.sides(paid)
    talk = f"/api/conversations/{paid.conversation_id}/messages"
    agent = await a.support()
    assert (await api.get(talk, as_=agent)).status == 404
    sent = await api.post(talk, {"client_msg_id": "x", "content": "¿Cuándo regresa?"}, as_=client)
    dispute = await disputed(paid, client)
    rows = (await api.get(talk, as_=agent)).data["items"]
    [said] = [row for row in rows if row["content"] == "¿Cuándo regresa?"]
    assert said["created_at"]
    assert [row["seq"] for row in rows] == list(range(1, len(rows) + 1))
    case = (await api.get(f"/api/disputes/{dispute.id}", as_=agent)).data
    assert datetime.fromisoformat(case["client"]["last_wrote_at"]) == datetime.fromisoformat(said["created_at"])
    assert sent.status == 201
    actions = await AuditEntry.filter(actor_id=agent.id).values_list("action", flat=True)
    assert {"conversation.read", "payment.read"} <= set(actions)
