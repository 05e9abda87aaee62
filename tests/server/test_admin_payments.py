"""The desk for money that a suspension stopped, and for debts, over HTTP."""

from decimal import Decimal
from typing import Any

import pytest

from models.admin.tables import AuditEntry
from models.wallet.deposit import begin_deposit
from models.wallet.settle_deposit import settle_deposit
from models.wallet.tables import DepositMethod
from tests import a
from tests.api import Api
from tests.build_payments import owing
from tests.build_suspended import stopped


@pytest.mark.req("R-16")
async def test_an_admin_sees_what_stands_still_and_decides(api: Api) -> None:
    paid = await a.paid_request()
    boss = await stopped(paid)
    client, _ = await a.sides(paid)
    for reader in (boss, await a.support()):
        [line] = (await api.get("/api/admin/payments/paused", as_=reader)).data["items"]
        assert (line["id"], line["stage"], line["worker"]["status"]) == (str(paid.id), "paused", "suspended")
        assert (line["client"]["id"], line["amount"]) == (str(client.id), "1000.00")
    shown = (await api.get(f"/api/payments/{paid.id}", as_=client)).data
    assert (shown["stage"], shown["escrow"]["paused_at"] is None) == ("paused", False)
    body = {"decision": "split", "client_amount": "400.00", "reason": "Hizo una parte", "to_client": "Gracias"}
    path = f"/api/admin/payments/{paid.id}/decide"
    decided = await api.patch(path, body, as_=boss, key="k")
    assert (decided.status, decided.data["stage"], decided.data["escrow"]["ended_by"]) == (200, "split", "staff")
    assert (await api.patch(path, body, as_=boss, key="k")).data == decided.data
    reused = await api.patch(path, body | {"reason": "Otra"}, as_=boss, key="k")
    assert (reused.status, reused.code) == (409, "IDEMPOTENCY_KEY_REUSED")
    assert (await api.patch(path, body, as_=boss)).code == "ESCROW_NOT_HELD"
    assert (await api.get("/api/admin/payments/paused", as_=boss)).data["items"] == []


@pytest.mark.req("R-16", "SEC-04")
@pytest.mark.parametrize(
    "wrong",
    [
        {"decision": "keep"},
        {"reason": " "},
        {"client_amount": "1.001"},
        {"client_amount": "-1"},
        {"extra": 1},
        {"to_client": "x" * 2001},
    ],
)
async def test_a_decision_that_is_none_changes_nothing(api: Api, wrong: dict[str, Any]) -> None:
    paid = await a.paid_request()
    boss = await stopped(paid)
    body = {"decision": "refund", "reason": "Fraude"} | wrong
    answer = await api.patch(f"/api/admin/payments/{paid.id}/decide", body, as_=boss)
    assert (answer.status, answer.code) == (400, "MALFORMED")
    assert (await a.escrow_of(paid)).paused_at is not None


@pytest.mark.req("R-16", "SEC-04")
async def test_nobody_but_an_admin_decides(api: Api) -> None:
    paid, other = await a.paid_request(), await a.paid_request()
    boss = await stopped(paid)
    client, _ = await a.sides(paid)
    body = {"decision": "refund", "reason": "Fraude"}
    path = f"/api/admin/payments/{paid.id}/decide"
    assert (await api.patch(path, body)).status == 401
    for person in (client, await a.support(), await a.worker()):
        assert (await api.patch(path, body, as_=person)).status == 403
    for person in (client, await a.worker()):
        assert (await api.get("/api/admin/payments/paused", as_=person)).status == 403
    assert (await api.get("/api/admin/payments/paused")).status == 401
    assert (await api.patch("/api/admin/payments/x/decide", body, as_=boss)).status == 404
    running = await api.patch(f"/api/admin/payments/{other.id}/decide", body, as_=boss)
    assert (running.status, running.code) == (409, "PAYMENT_NOT_PAUSED")
    unpaid = await api.patch(f"/api/admin/payments/{(await a.payment_request()).id}/decide", body, as_=boss)
    assert (unpaid.status, unpaid.code) == (409, "PAYMENT_REQUEST_NOT_PAID")
    whole = await api.patch(path, body | {"client_amount": "5.00"}, as_=boss)
    assert (whole.status, whole.code) == (422, "DECISION_INCOMPLETE")


@pytest.mark.req("R-15")
async def test_a_debt_is_listed_and_written_off(api: Api) -> None:
    debt, worker = await owing(Decimal("400.00"))
    boss = await a.admin()
    [line] = (await api.get("/api/admin/receivables", as_=await a.support())).data["items"]
    assert (line["debt"], line["worker"]["id"], line["status"]) == ("400.00", str(worker.id), "lost")
    path, body = f"/api/admin/receivables/{debt.id}/write-off", {"reason": "Cerró su negocio"}
    lost = await api.patch(path, body, as_=boss, key="k")
    assert (lost.status, lost.data["debt"], lost.data["written_off"]) == (200, "0.00", "400.00")
    assert lost.data["written_off_by"] == str(boss.id)
    assert (await api.patch(path, body, as_=boss, key="k")).data == lost.data
    assert (await api.patch(path, {"reason": "Otra"}, as_=boss, key="k")).code == "IDEMPOTENCY_KEY_REUSED"
    assert (await api.patch(path, body, as_=boss)).code == "NOTHING_OWED"
    assert (await api.get("/api/admin/receivables", as_=boss)).data["items"] == []
    assert len((await api.get("/api/admin/receivables?is_open=false", as_=boss)).data["items"]) == 1
    assert (await api.get(f"/api/admin/receivables?worker_id={boss.id}", as_=boss)).data["items"] == []


@pytest.mark.req("R-15", "SEC-04")
async def test_who_may_not_write_off_or_look(api: Api) -> None:
    debt, worker = await owing(Decimal("400.00"))
    path, body = f"/api/admin/receivables/{debt.id}/write-off", {"reason": "Por favor"}
    assert (await api.patch(path, body)).status == 401
    assert (await api.get("/api/admin/receivables")).status == 401
    for person in (worker, await a.client()):
        assert (await api.patch(path, body, as_=person)).status == 403
        assert (await api.get("/api/admin/receivables", as_=person)).status == 403
    assert (await api.patch(path, body, as_=await a.support())).status == 403
    boss = await a.admin()
    for wrong in ({}, {"reason": " "}, {"reason": "x" * 501}, body | {"amount": "1.00"}):
        assert (await api.patch(path, wrong, as_=boss)).status == 400
    assert (await api.patch("/api/admin/receivables/x/write-off", body, as_=boss)).status == 404


@pytest.mark.req("R-27", "SEC-04")
async def test_staff_who_look_at_a_payment_stand_in_the_book(api: Api) -> None:
    paid = await a.paid_request()
    client, worker = await a.sides(paid)
    agent, escrow = await a.support(), await a.escrow_of(paid)
    paths = {
        f"/api/payments/{paid.id}": ("payment.read", paid.id),
        f"/api/payments/escrow/{escrow.id}": ("payment.read", paid.id),
        f"/api/payments/{paid.id}/settlements": ("payment.read", paid.id),
        f"/api/payments?conversation_id={paid.conversation_id}": ("payments.read", paid.conversation_id),
    }
    for path, read in paths.items():
        for person in (client, worker, agent):
            assert (await api.get(path, as_=person)).status == 200
        entries = await AuditEntry.all()
        assert [(entry.actor_id, entry.action, entry.subject_id) for entry in entries] == [(agent.id, *read)]
        await AuditEntry.all().delete()


@pytest.mark.req("R-10", "SEC-04")
async def test_an_admin_returns_a_deposit(api: Api) -> None:
    worker, boss = await a.worker(), await a.admin()
    begun = await begin_deposit(by=worker.id, amount=Decimal(500), method=DepositMethod.SPEI)
    await settle_deposit(begun.id, "pi_1", begun.amount, "mxn", paid=True)
    path = f"/api/admin/deposits/{begun.id}/return"
    body = {"amount": "200.00", "reason": "Se va", "bank_reference": "BNET-1"}
    assert (await api.post(path, body)).status == 401
    for person in (worker, await a.client(), await a.support()):
        assert (await api.post(path, body, as_=person)).status == 403
    for wrong in ({"amount": "1.001"}, {"reason": ""}, {"bank_reference": ""}, {"extra": 1}):
        assert (await api.post(path, body | wrong, as_=boss)).status == 400
    given = await api.post(path, body, as_=boss, key="k")
    assert (given.status, given.data["amount"], given.data["returned_by"]) == (201, "200.00", str(boss.id))
    assert (await api.post(path, body, as_=boss, key="k")).data == given.data
    assert (await api.post(path, body | {"reason": "Otra"}, as_=boss, key="k")).code == "IDEMPOTENCY_KEY_REUSED"
    too_much = await api.post(path, body | {"amount": "300.01"}, as_=boss)
    assert (too_much.status, too_much.code) == (422, "RETURN_TOO_LARGE")
    assert (await api.post("/api/admin/deposits/x/return", body, as_=boss)).status == 404
