from typing import Any

import pytest

from models.payments.tables import Settlement
from tests import a
from tests.api import Api


@pytest.mark.req("R-13", "R-24", "ESC-20")
async def test_a_split_is_proposed_read_and_accepted(api: Api) -> None:
    paid = await a.paid_request()
    client, worker = await a.sides(paid)
    path = f"/api/payments/{paid.id}/settlements"
    answer = await api.post(path, {"client_amount": "250.50"}, as_=worker, key="k")
    assert (answer.status, answer.data["status"], answer.data["client_amount"]) == (201, "proposed", "250.50")
    assert (await api.post(path, {"client_amount": "250.50"}, as_=worker, key="k")).data == answer.data
    reused = await api.post(path, {"client_amount": "1"}, as_=worker, key="k")
    assert (reused.status, reused.code) == (409, "IDEMPOTENCY_KEY_REUSED")
    one = f"/api/settlements/{answer.data['id']}"
    for reader in (client, worker, await a.support()):
        assert (await api.get(one, as_=reader)).data == answer.data
        assert (await api.get(path, as_=reader)).data["items"] == [answer.data]
    own = await api.post(f"{one}/accept", {}, as_=worker)
    assert (own.status, own.code) == (422, "SETTLEMENT_YOURS")
    for _ in range(2):
        done = await api.post(f"{one}/accept", {}, as_=client, key="yes")
        assert (done.status, done.data["status"]) == (200, "accepted")
    payment = (await api.get(f"/api/payments/{paid.id}", as_=client)).data
    assert (payment["stage"], payment["escrow"]["refunded_amount"]) == ("split", "250.50")
    late = await api.post(f"{one}/decline", {}, as_=client)
    assert (late.status, late.code) == (409, "SETTLEMENT_NOT_OPEN")


@pytest.mark.req("SEC-04", "R-24")
async def test_strangers_and_nobody_split_nothing(api: Api) -> None:
    paid = await a.paid_request()
    client, _ = await a.sides(paid)
    path = f"/api/payments/{paid.id}/settlements"
    proposed = (await api.post(path, {"client_amount": "10"}, as_=client)).data
    one = f"/api/settlements/{proposed['id']}"
    for stranger in (await a.client(), await a.worker()):
        for answer in (
            await api.post(path, {"client_amount": "10"}, as_=stranger),
            await api.get(path, as_=stranger),
            await api.get(one, as_=stranger),
            await api.post(f"{one}/accept", {}, as_=stranger),
            await api.post(f"{one}/decline", {}, as_=stranger),
        ):
            assert answer.status == 404
    for answer in (
        await api.post(path, {"client_amount": "10"}),
        await api.get(one),
        await api.post(f"{one}/accept", {}),
        await api.post(f"{one}/decline", {}),
    ):
        assert answer.status == 401
    assert (await api.get("/api/settlements/x", as_=client)).status == 404


@pytest.mark.req("R-13")
@pytest.mark.parametrize(
    "wrong",
    [{}, {"client_amount": "-1"}, {"client_amount": "1.001"}, {"client_amount": "x"}, {"worker_amount": "1"}],
)
async def test_a_malformed_split_leaves_nothing(api: Api, wrong: dict[str, Any]) -> None:
    paid = await a.paid_request()
    client, _ = await a.sides(paid)
    answer = await api.post(f"/api/payments/{paid.id}/settlements", wrong, as_=client)
    assert (answer.status, answer.code) == (400, "MALFORMED")
    beyond = await api.post(f"/api/payments/{paid.id}/settlements", {"client_amount": "1000.01"}, as_=client)
    assert (beyond.status, beyond.code) == (422, "AMOUNT_BEYOND_PAYMENT")
    assert not await Settlement.exists()
