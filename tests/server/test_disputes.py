from typing import Any

import pytest

from models.disputes.tables import Dispute
from tests import a
from tests.api import Api

FOR_STAFF = {
    *("assigned_to", "summary", "resolution", "notes"),
    *("conversation_id", "lead_id", "client", "worker", "service", "service_date"),
    *("amount", "fee", "currency", "payment_stage", "hold_day"),
}


def report(of: Any, **but: Any) -> dict[str, Any]:
    given = {"payment_request_id": str(of.id), "dispute_type": "quality", "description": "Volvió a gotear"}
    return given | but


@pytest.mark.req("ESC-16", "ESC-11", "DIS-02", "R-24")
async def test_a_report_is_seen_by_both_sides_and_by_support(api: Api) -> None:
    paid = await a.paid_request()
    client, worker = await a.sides(paid)
    body = report(paid, desired_resolution="Que regrese a repararlo")
    answer = await api.post("/api/disputes", body, as_=client, key="k")
    assert answer.status == 201
    dispute = answer.data
    assert (dispute["reference_number"], dispute["status"], dispute["priority"]) == (
        "#DIS-00001",
        "open",
        "medium",
    )
    assert (await api.post("/api/disputes", body, as_=client, key="k")).data == dispute
    reused = await api.post("/api/disputes", report(paid), as_=client, key="k")
    assert (reused.status, reused.code) == (409, "IDEMPOTENCY_KEY_REUSED")
    second = await api.post("/api/disputes", report(paid), as_=client)
    assert (second.status, second.code) == (409, "DISPUTE_OPEN")
    for reader in (client, worker):
        assert (await api.get(f"/api/disputes/{dispute['id']}", as_=reader)).data == dispute
    for_staff = (await api.get(f"/api/disputes/{dispute['id']}", as_=await a.support())).data
    assert for_staff.items() >= dispute.items()
    assert for_staff.keys() - dispute.keys() == FOR_STAFF
    payment = (await api.get(f"/api/payments/{paid.id}", as_=worker)).data
    assert (payment["stage"], payment["escrow"]["dispute_id"]) == ("disputed", dispute["id"])
    for stranger in (await a.client(), await a.worker()):
        assert (await api.get(f"/api/disputes/{dispute['id']}", as_=stranger)).status == 404
        assert (await api.post("/api/disputes", report(paid), as_=stranger)).status == 404


@pytest.mark.req("SEC-04", "ESC-16")
@pytest.mark.parametrize(
    "wrong",
    [
        {"dispute_type": "money"},
        {"description": " "},
        {"description": "x" * 5001},
        {"payment_request_id": "x"},
        {"status": "resolved"},
        {"desired_resolution": ""},
    ],
)
async def test_malformed_reports_leave_nothing(api: Api, wrong: dict[str, Any]) -> None:
    paid = await a.paid_request()
    client, _ = await a.sides(paid)
    answer = await api.post("/api/disputes", report(paid, **wrong), as_=client)
    assert (answer.status, answer.code) == (400, "MALFORMED")
    assert not await Dispute.exists()
    assert (await api.post("/api/disputes", report(paid))).status == 401
    assert (await api.get("/api/disputes/x", as_=client)).status == 404
    assert (await api.get(f"/api/disputes/{paid.id}")).status == 401


@pytest.mark.req("C25")
async def test_the_handyman_is_told_what_he_may_not_report(api: Api) -> None:
    paid = await a.paid_request()
    _, worker = await a.sides(paid)
    answer = await api.post("/api/disputes", report(paid), as_=worker)
    assert (answer.status, answer.code) == (422, "DISPUTE_TYPE_NOT_YOURS")
    unpaid = await api.post("/api/disputes", report(await a.payment_request()), as_=worker)
    assert unpaid.status == 404
