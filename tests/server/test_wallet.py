from typing import Any

import pytest

from models.people.tables import User
from models.wallet.accounts import balance_of
from models.wallet.tables import Deposit
from tests import a
from tests.api import Api
from tests.outside import Outside


@pytest.fixture
async def worker(database: str) -> User:
    return await a.worker()


@pytest.mark.req("WAL-01", "WAL-14", "BUD-08")
async def test_the_balance_and_what_limits_spending_it(api: Api, worker: User) -> None:
    await a.funded(worker, 450)
    await a.purchase(worker)
    answer = await api.get("/api/wallet/balance", as_=worker)
    assert answer.status == 200
    resets_at = answer.data.pop("week_resets_at")
    assert resets_at.endswith("Z")
    assert answer.data.pop("free_until")
    assert answer.data == {
        "balance": "350.00",
        "currency": "MXN",
        "withdrawable": "0.00",
        "budget_limit": "500.00",
        "budget_spent": "100.00",
        "next_budget_limit": None,
        "is_paused": False,
    }


@pytest.mark.req("WAL-13", "WAL-14")
async def test_movements_newest_first_in_pages_and_only_ones_own(api: Api, worker: User) -> None:
    await a.funded(await a.worker(), 300)
    await a.funded(worker, 300)
    bought = await a.purchase(worker)
    first = (await api.get("/api/wallet/transactions?limit=1", as_=worker)).data
    [movement] = first["items"]
    assert movement["created_at"]
    assert {key: movement[key] for key in ("transaction_type", "amount", "balance_after", "reference_id")} == {
        "transaction_type": "lead_purchase",
        "amount": "-100.00",
        "balance_after": "200.00",
        "reference_id": str(bought.purchase.id),
    }
    rest = (await api.get(f"/api/wallet/transactions?cursor={first['next_cursor']}", as_=worker)).data
    assert [row["amount"] for row in rest["items"]] == ["300.00"]
    assert rest["next_cursor"] is None


@pytest.mark.req("SEC-04")
@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/api/wallet/balance"),
        ("GET", "/api/wallet/transactions"),
        ("PATCH", "/api/wallet/budget"),
        ("POST", "/api/wallet/deposit"),
        ("GET", "/api/wallet/deposits"),
        ("GET", "/api/wallet/deposits/018f0000-0000-7000-8000-000000000000"),
        ("POST", "/api/wallet/deposits/018f0000-0000-7000-8000-000000000000/settle"),
    ],
)
async def test_the_wallet_is_for_handymen_who_are_signed_in(api: Api, method: str, path: str) -> None:
    assert (await api.ask(method, path, {})).status == 401
    assert (await api.ask(method, path, {}, as_=await a.client())).status == 403


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"amount": "500"},
        {"amount": "abc", "method": "card"},
        {"amount": "500.001", "method": "card"},
        {"amount": "-500", "method": "card"},
        {"amount": "NaN", "method": "card"},
        {"amount": "500", "method": "cash"},
        {"amount": "500", "method": "oxxo", "save_card": True},
        {"amount": "500", "method": "card", "worker_id": "somebody"},
    ],
)
async def test_a_malformed_deposit_leaves_nothing(api: Api, worker: User, body: dict[str, Any]) -> None:
    answer = await api.post("/api/wallet/deposit", body, as_=worker)
    assert (answer.status, answer.code) == (400, "MALFORMED")
    assert await Deposit.all().count() == 0


@pytest.mark.req("WAL-07", "WAL-10", "C18")
async def test_refusals_of_a_deposit_say_what_is_possible(api: Api, worker: User) -> None:
    little = await api.post("/api/wallet/deposit", {"amount": "100", "method": "card"}, as_=worker)
    assert (little.status, little.code) == (422, "INVALID_AMOUNT")
    assert little.details == {"field": "amount", "minimum": "300.00", "maximum": "10000.00"}
    much = await api.post("/api/wallet/deposit", {"amount": "10000.01", "method": "oxxo"}, as_=worker)
    assert (much.status, much.code) == (422, "INVALID_AMOUNT")


@pytest.mark.req("WAL-04", "WAL-14", "R-24")
async def test_filling_the_wallet_by_card(outside: Outside, api: Api, worker: User) -> None:
    body = {"amount": "500.00", "method": "card"}
    begun = await api.post("/api/wallet/deposit", body, as_=worker, key="fill")
    assert (begun.status, begun.data["status"]) == (201, "created")
    again = await api.post("/api/wallet/deposit", body, as_=worker, key="fill")
    assert again.data == begun.data
    other = await api.post("/api/wallet/deposit", body | {"amount": "600"}, as_=worker, key="fill")
    assert (other.status, other.code) == (409, "IDEMPOTENCY_KEY_REUSED")
    await outside.pay(begun.data["checkout_url"])
    path = f"/api/wallet/deposits/{begun.data['id']}"
    for _ in range(2):
        settled = await api.post(f"{path}/settle", as_=worker)
        assert (settled.status, settled.data["status"]) == (200, "completed")
    assert await balance_of(worker.id) == 500
    assert (await api.get(path, as_=worker)).data["status"] == "completed"
    assert (await api.get(path, as_=await a.worker())).status == 404


@pytest.mark.req("R-17", "WAL-14")
async def test_a_lost_answer_of_stripe_is_asked_for_again(outside: Outside, api: Api, worker: User) -> None:
    await outside.break_down("stripe", times=1, lost=True)
    begun = await api.post("/api/wallet/deposit", {"amount": "500", "method": "card"}, as_=worker)
    assert begun.status == 201
    assert begun.data["checkout_url"]


@pytest.mark.req("WAL-14")
async def test_when_stripe_is_away_a_resend_goes_on_where_it_stopped(
    outside: Outside, api: Api, worker: User
) -> None:
    body = {"amount": "500", "method": "card"}
    await outside.break_down("stripe", times=3)
    away = await api.post("/api/wallet/deposit", body, as_=worker, key="fill")
    assert (away.status, away.code) == (503, "PROVIDER_UNAVAILABLE")
    begun = await api.post("/api/wallet/deposit", body, as_=worker, key="fill")
    assert begun.data["checkout_url"]
    assert await Deposit.all().count() == 1


@pytest.mark.req("BUD-06", "BUD-10", "BUD-11")
async def test_the_budget_and_the_pause_are_set_together_or_alone(api: Api, worker: User) -> None:
    answer = await api.patch("/api/wallet/budget", {"budget_limit": "700", "is_paused": True}, as_=worker)
    assert answer.status == 200
    assert (answer.data["budget_limit"], answer.data["is_paused"]) == ("700.00", True)
    resumed = await api.patch("/api/wallet/budget", {"is_paused": False}, as_=worker)
    assert (resumed.data["budget_limit"], resumed.data["is_paused"]) == ("700.00", False)
    low = await api.patch("/api/wallet/budget", {"budget_limit": "299.99"}, as_=worker)
    assert (low.status, low.code) == (422, "BUDGET_TOO_LOW")


@pytest.mark.parametrize(
    "body", [{}, {"budget_limit": None}, {"budget_limit": "much"}, {"is_paused": "perhaps"}, {"limit": "700"}]
)
async def test_a_malformed_budget_changes_nothing(api: Api, worker: User, body: dict[str, Any]) -> None:
    assert (await api.patch("/api/wallet/budget", body, as_=worker)).status == 400
    assert (await api.get("/api/wallet/balance", as_=worker)).data["budget_limit"] == "500.00"
