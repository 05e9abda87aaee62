"""Payments over HTTP: parsing, access, shape. What happens in them is told in tests/models/payments."""

import asyncio
from typing import Any

import pytest

from models.payments.tables import CheckoutSession, PaymentRequest
from tests import a
from tests.api import Api
from tests.outside import Outside

NOBODY = "00000000-0000-7000-8000-000000000000"


def asking(talk: Any, **but: Any) -> dict[str, Any]:
    given = {"conversation_id": str(talk.id), "amount": "1000.00", "description": "Cambio de llave"}
    return given | but


@pytest.mark.req("ESC-01", "ESC-04", "ESC-18", "R-24")
async def test_a_handyman_asks_and_both_sides_see_it(api: Api) -> None:
    talk = await a.talk()
    client, worker = await a.sides(talk)
    body = asking(talk, expected_service_date="2090-01-31")
    answer = await api.post("/api/payments/request", body, as_=worker, key="ask")
    assert answer.status == 201
    payment = answer.data
    assert (
        payment
        | {
            "amount": "1000.00",
            "fee": "30.00",
            "total": "1030.00",
            "currency": "MXN",
            "status": "pending",
            "stage": "pending",
            "expected_service_date": "2090-01-31",
            "escrow": None,
        }
        == payment
    )
    again = await api.post("/api/payments/request", body, as_=worker, key="ask")
    assert again.data["id"] == payment["id"]
    other = await api.post("/api/payments/request", asking(talk), as_=worker, key="ask")
    assert (other.status, other.code) == (409, "IDEMPOTENCY_KEY_REUSED")
    for reader in (client, worker, await a.support()):
        assert (await api.get(f"/api/payments/{payment['id']}", as_=reader)).data == payment
        listed = await api.get("/api/payments", as_=reader, query_string={"conversation_id": str(talk.id)})
        assert listed.data == {"items": [payment], "next_cursor": None}


@pytest.mark.req("R-06")
async def test_before_the_answer_asking_is_refused(api: Api) -> None:
    talk = (await a.purchase()).conversation
    _, worker = await a.sides(talk)
    answer = await api.post("/api/payments/request", asking(talk), as_=worker)
    assert (answer.status, answer.code) == (422, "CLIENT_NOT_ANSWERED")


@pytest.mark.req("ESC-01")
@pytest.mark.parametrize(
    "wrong",
    [
        {"amount": "1000.005"},
        {"amount": "NaN"},
        {"amount": "-1"},
        {"amount": "Infinity"},
        {"amount": "1e30"},
        {"amount": None},
        {"description": ""},
        {"description": "   "},
        {"description": "x" * 501},
        {"description": "a\0b"},
        {"conversation_id": "x"},
        {"expected_service_date": "mañana"},
        {"fee": "0"},
    ],
)
async def test_malformed_requests_leave_nothing(api: Api, wrong: dict[str, Any]) -> None:
    talk = await a.talk()
    _, worker = await a.sides(talk)
    answer = await api.post("/api/payments/request", asking(talk, **wrong), as_=worker)
    assert (answer.status, answer.code) == (400, "MALFORMED")
    assert not await PaymentRequest.exists()


@pytest.mark.req("ESC-01")
async def test_amounts_without_sense_are_refused(api: Api) -> None:
    talk = await a.talk()
    _, worker = await a.sides(talk)
    answer = await api.post("/api/payments/request", asking(talk, amount="5"), as_=worker)
    assert (answer.status, answer.code) == (422, "AMOUNT_OUT_OF_BOUNDS")
    assert answer.details == {"least": "10.00", "most": "500000.00"}


COMMANDS = ["pay", "decline", "cancel", "confirm-complete"]


@pytest.mark.req("SEC-04", "ESC-18")
async def test_without_a_session_nothing_is_told_or_done(api: Api) -> None:
    paid = await a.paid_request()
    answers = [await api.post(f"/api/payments/{paid.id}/{command}") for command in COMMANDS]
    answers += [
        await api.post("/api/payments/request"),
        await api.post("/api/payments/sessions/cs_1/settle"),
        await api.get(f"/api/payments/{paid.id}"),
        await api.get(f"/api/payments/escrow/{(await a.escrow_of(paid)).id}"),
        await api.get("/api/payments", query_string={"conversation_id": str(paid.conversation_id)}),
    ]
    assert {(answer.status, answer.code) for answer in answers} == {(401, "UNAUTHORIZED")}


@pytest.mark.req("SEC-04", "ESC-18")
async def test_somebody_elses_payment_is_not_there(api: Api) -> None:
    paid = await a.paid_request()
    escrow = await a.escrow_of(paid)
    client, worker = await a.client(), await a.worker()
    for reader in (client, worker):
        for path in (f"/api/payments/{paid.id}", f"/api/payments/escrow/{escrow.id}"):
            assert (await api.get(path, as_=reader)).status == 404
        talk = {"conversation_id": str(paid.conversation_id)}
        assert (await api.get("/api/payments", as_=reader, query_string=talk)).status == 404
        answer = await api.post(f"/api/payments/{paid.id}/confirm-complete", as_=reader)
        assert (answer.status, answer.code) == (404, "NOT_FOUND")
    for command, asker in (("pay", client), ("decline", client), ("cancel", worker)):
        assert (await api.post(f"/api/payments/{paid.id}/{command}", as_=asker)).status == 404
    ask = await api.post("/api/payments/request", asking(await a.talk()), as_=worker)
    assert ask.status == 404


@pytest.mark.req("SEC-04")
async def test_each_command_has_its_side(api: Api) -> None:
    asked = await a.payment_request()
    client, worker = await a.sides(asked)
    for command, other in (("pay", worker), ("decline", worker), ("cancel", client)):
        assert (await api.post(f"/api/payments/{asked.id}/{command}", as_=other)).status == 403
    assert (await api.post("/api/payments/request", {}, as_=client)).status == 403


@pytest.mark.req("ESC-18")
async def test_ids_that_are_none_are_not_found(api: Api) -> None:
    client = await a.client()
    for path in ("/api/payments/x", f"/api/payments/{NOBODY}", "/api/payments/escrow/x"):
        assert (await api.get(path, as_=client)).status == 404
    assert (await api.post("/api/payments/x/pay", as_=client)).status == 404
    assert (await api.get("/api/payments", as_=client)).data["items"] == []
    assert (await api.get("/api/payments", as_=client, query_string={"conversation_id": "x"})).status == 400


@pytest.mark.req("ESC-02", "ESC-05", "ESC-22", "ESC-24", "R-24", "C22")
async def test_the_client_pays_and_coming_back_is_enough(api: Api, outside: Outside) -> None:
    asked = await a.payment_request()
    client, _ = await a.sides(asked)
    pay = f"/api/payments/{asked.id}/pay"
    page = (await api.post(pay, as_=client, key="tap")).data["checkout_url"]
    taps = await asyncio.gather(
        *(api.post(pay, as_=client) for _ in range(3)), api.post(pay, as_=client, key="tap")
    )
    assert {tap.data["checkout_url"] for tap in taps} == {page}
    await outside.pay(page)
    session = (await CheckoutSession.get()).stripe_session_id
    settle = f"/api/payments/sessions/{session}/settle"
    assert (await api.post(settle, as_=await a.client())).status == 404
    for _ in range(2):
        answer = await api.post(settle, as_=client)
        assert (answer.status, answer.data["status"], answer.data["stage"]) == (200, "paid", "in_escrow")
    escrow = answer.data["escrow"]
    assert (await api.get(f"/api/payments/escrow/{escrow['id']}", as_=client)).data == escrow
    assert (escrow["status"], escrow["amount"], escrow["dispute_id"]) == ("held", "1000.00", None)
    late = await api.post(pay, as_=client)
    assert (late.status, late.code, late.details) == (409, "PAYMENT_REQUEST_NOT_PENDING", {"status": "paid"})
    assert (await api.post("/api/payments/sessions/cs_unknown/settle", as_=client)).status == 404


@pytest.mark.req("ESC-02", "R-17")
async def test_when_stripe_is_away_the_tap_may_be_repeated(api: Api, outside: Outside) -> None:
    asked = await a.payment_request()
    client, _ = await a.sides(asked)
    await outside.break_down("stripe", times=3)
    answer = await api.post(f"/api/payments/{asked.id}/pay", as_=client, key="tap")
    assert (answer.status, answer.code) == (503, "PROVIDER_UNAVAILABLE")
    assert "Retry-After" in answer.headers
    await outside.break_down("stripe", times=1, lost=True)
    assert (await api.post(f"/api/payments/{asked.id}/pay", as_=client, key="tap")).status == 200


@pytest.mark.req("R-12", "R-24")
@pytest.mark.parametrize(("command", "side", "status"), [("decline", 0, "declined"), ("cancel", 1, "cancelled")])
async def test_declining_and_cancelling_close_the_page_at_once(
    api: Api, outside: Outside, command: str, side: int, status: str
) -> None:
    asked = await a.payment_request()
    people = await a.sides(asked)
    page = (await api.post(f"/api/payments/{asked.id}/pay", as_=people[0])).data["checkout_url"]
    answer = await api.post(f"/api/payments/{asked.id}/{command}", as_=people[side], key="no")
    assert (answer.status, answer.data["status"]) == (200, status)
    again = await api.post(f"/api/payments/{asked.id}/{command}", as_=people[side], key="no")
    assert (again.status, again.data["status"]) == (200, status)
    assert (await outside.pay(page)).get("error")
    other = await a.payment_request()
    await PaymentRequest.filter(id=other.id).update(client_id=asked.client_id, worker_id=asked.worker_id)
    reused = await api.post(f"/api/payments/{other.id}/{command}", as_=people[side], key="no")
    assert (reused.status, reused.code) == (409, "IDEMPOTENCY_KEY_REUSED")


@pytest.mark.req("R-12")
async def test_declining_while_stripe_is_away_is_accepted_and_under_way(api: Api, outside: Outside) -> None:
    asked = await a.payment_request()
    client, _ = await a.sides(asked)
    await api.post(f"/api/payments/{asked.id}/pay", as_=client)
    await outside.break_down("stripe")
    answer = await api.post(f"/api/payments/{asked.id}/decline", as_=client)
    assert (answer.status, answer.data["status"], answer.data["stage"]) == (202, "pending", "declined")


@pytest.mark.req("ESC-07", "ESC-08", "ESC-09", "R-24")
async def test_both_sides_confirm_with_a_body_or_without(api: Api) -> None:
    paid = await a.paid_request()
    client, worker = await a.sides(paid)
    path = f"/api/payments/{paid.id}/confirm-complete"
    early = await api.post(path, as_=client)
    assert (early.status, early.code) == (422, "NOT_MARKED_COMPLETE")
    for wrong in ({"photos": "x"}, {"photos": ["x"]}, {"fotos": []}, []):
        assert (await api.post(path, wrong, as_=worker)).status == 400
    marked = await api.ask("POST", path, as_=worker, key="done")
    assert (marked.status, marked.data["stage"]) == (200, "awaiting_confirmation")
    assert (await api.post(path, as_=worker, key="done")).data == marked.data
    reused = await api.post(path, {"photos": [NOBODY]}, as_=worker, key="done")
    assert (reused.status, reused.code) == (409, "IDEMPOTENCY_KEY_REUSED")
    assert (await api.post(path, as_=worker)).code == "ALREADY_MARKED_COMPLETE"
    confirmed = await api.post(path, {"photos": []}, as_=client)
    assert confirmed.data["stage"] == "on_hold"
    assert confirmed.data["escrow"]["release_at"] > confirmed.data["escrow"]["completion_confirmed_at"]
    assert (await api.post(path, as_=client)).code == "ALREADY_CONFIRMED"


@pytest.mark.req("ESC-05", "R-02")
async def test_everybody_lists_their_own_payments_and_no_others(api: Api) -> None:
    mine, another = await a.paid_request(), await a.payment_request()
    client, worker = await a.sides(mine)
    for person in (client, worker):
        listed = await api.get("/api/payments", as_=person)
        assert [item["id"] for item in listed.data["items"]] == [str(mine.id)]
    other, _ = await a.sides(another)
    assert [item["stage"] for item in (await api.get("/api/payments", as_=other)).data["items"]] == ["pending"]
    assert (await api.get("/api/payments")).status == 401
    assert (await api.get("/api/payments", as_=await a.admin())).data["items"] == []
