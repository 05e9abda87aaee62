from typing import Any

import pytest

from models.people.tables import User
from models.wallet.tables import AutoReload, SavedCard
from models.workers.tables import ApprovalStatus, WorkerProfile
from tests import a
from tests.api import Api
from tests.build_reloads import saved_card

NONE = "018f0000-0000-7000-8000-000000000000"
PATH = "/api/wallet/auto-reload"


@pytest.fixture
async def worker(database: str) -> User:
    return await a.funded(await a.worker())


@pytest.mark.req("SEC-04", "WAL-08")
@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/api/wallet/cards"), ("DELETE", f"/api/wallet/cards/{NONE}"), ("GET", PATH), ("PATCH", PATH)],
)
async def test_cards_are_for_handymen_who_are_signed_in(api: Api, method: str, path: str) -> None:
    assert (await api.ask(method, path, {})).status == 401
    assert (await api.ask(method, path, {}, as_=await a.client())).status == 403


@pytest.mark.req("WAL-04")
async def test_cards_are_listed_and_removed_by_their_owner_alone(api: Api, worker: User) -> None:
    card = await saved_card(worker)
    [shown] = (await api.get("/api/wallet/cards", as_=worker)).data["items"]
    assert shown.pop("created_at")
    assert shown == {"id": str(card.id), "brand": "visa", "last4": "4242", "exp_month": 12, "exp_year": 2034}
    other = await a.worker()
    assert (await api.get("/api/wallet/cards", as_=other)).data["items"] == []
    path = f"/api/wallet/cards/{card.id}"
    assert (await api.delete(path, as_=other)).status == 404
    for _ in range(2):
        assert (await api.delete(path, as_=worker, key="away")).status == 200
    reused = await api.delete(f"/api/wallet/cards/{(await saved_card(worker)).id}", as_=worker, key="away")
    assert (reused.status, reused.code) == (409, "IDEMPOTENCY_KEY_REUSED")
    assert (await api.delete(path, as_=worker)).status == 404
    assert (await api.delete("/api/wallet/cards/nonsense", as_=worker)).status == 404
    assert await SavedCard.filter(removed_at=None).count() == 1


@pytest.mark.req("WAL-08")
async def test_the_switch_goes_on_with_the_newest_card_and_off(api: Api, worker: User) -> None:
    assert (await api.get(PATH, as_=worker)).data == {
        "enabled": False,
        "threshold": "200.00",
        "amount": "500.00",
        "currency": "MXN",
        "card": None,
        "failures": 0,
    }
    await saved_card(worker)
    newest = await saved_card(worker, last4="0005")
    on = await api.patch(PATH, {"enabled": True, "amount": "800", "threshold": "150"}, as_=worker)
    assert (on.data["enabled"], on.data["amount"], on.data["threshold"]) == (True, "800.00", "150.00")
    assert on.data["card"]["id"] == str(newest.id)
    off = await api.patch(PATH, {"enabled": False}, as_=worker)
    assert (off.data["enabled"], off.data["amount"]) == (False, "800.00")


@pytest.mark.req("WAL-08", "WAL-07")
async def test_refusals_say_what_is_possible(api: Api, worker: User) -> None:
    none = await api.patch(PATH, {"enabled": True}, as_=worker)
    assert (none.status, none.code) == (422, "NO_SAVED_CARD")
    little = await api.patch(PATH, {"amount": "299.99"}, as_=worker)
    assert (little.status, little.code, little.details["field"]) == (422, "INVALID_AMOUNT", "amount")
    low = await api.patch(PATH, {"threshold": "99.99"}, as_=worker)
    assert (low.code, low.details["minimum"]) == ("INVALID_AMOUNT", "100.00")
    others = await saved_card(await a.worker())
    assert (await api.patch(PATH, {"card_id": str(others.id)}, as_=worker)).status == 404
    await WorkerProfile.filter(user_id=worker.id).update(approval_status=ApprovalStatus.PENDING)
    assert (await api.patch(PATH, {"enabled": False}, as_=worker)).code == "WORKER_NOT_APPROVED"
    assert await AutoReload.all().count() == 0


@pytest.mark.parametrize(
    "body",
    [{}, {"enabled": "perhaps"}, {"amount": "500.001"}, {"card_id": "mine"}, {"enabled": True, "worker_id": NONE}],
)
async def test_what_is_malformed_changes_nothing(api: Api, worker: User, body: dict[str, Any]) -> None:
    assert (await api.patch(PATH, body, as_=worker)).status == 400
    assert await AutoReload.all().count() == 0


@pytest.mark.req("R-24", "WAL-08")
async def test_a_switch_that_is_sent_again_is_not_switched_again(api: Api, worker: User) -> None:
    await saved_card(worker)
    await api.patch(PATH, {"enabled": True}, as_=worker, key="on")
    await api.patch(PATH, {"enabled": False}, as_=worker)
    assert (await api.patch(PATH, {"enabled": True}, as_=worker, key="on")).data["enabled"] is False
    assert (await api.patch(PATH, {"enabled": False}, as_=worker, key="on")).code == "IDEMPOTENCY_KEY_REUSED"
