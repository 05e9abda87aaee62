"""Arguing, and support's desk, over HTTP."""

from datetime import datetime, timedelta
from typing import Any

import pytest

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
