import csv
import io
from typing import Any

import pytest

from models.engine_tables import OutboxRow
from models.payouts.tables import Withdrawal
from models.people.tables import User
from models.wallet.accounts import balance_of
from tasks.event import Event
from tasks.mails import MAILS
from tests import a, build_payouts
from tests.api import Api
from tests.build_payouts import ACCOUNT, CLABE
from tests.outside import Outside

NOBODYS = "018f0000-0000-7000-8000-000000000000"
BODY = ACCOUNT | {"amount": "200.00"}


@pytest.fixture
async def worker(database: str) -> User:
    return await build_payouts.earner(500)


@pytest.mark.req("WAL-15", "C17", "R-10", "API-08")
async def test_a_handyman_gets_his_earnings_to_his_bank(outside: Outside, api: Api, worker: User) -> None:
    asked = await api.post("/api/wallet/withdraw", BODY, as_=worker, key="out")
    assert (asked.status, asked.data["status"], asked.data["is_confirmed"]) == (201, "requested", False)
    assert (asked.data["bank_name"], asked.data["clabe_ends"]) == ("BBVA México", "7899")
    assert CLABE not in str(asked.body)
    assert (await api.post("/api/wallet/withdraw", BODY, as_=worker, key="out")).data == asked.data
    other = await api.post("/api/wallet/withdraw", BODY | {"amount": "300"}, as_=worker, key="out")
    assert (other.status, other.code) == (409, "IDEMPOTENCY_KEY_REUSED")
    shown = (await api.get("/api/wallet/balance", as_=worker)).data
    assert (shown["balance"], shown["withdrawable"]) == ("300.00", "300.00")

    await confirm_by_mail(outside, api, worker)
    boss, agent = await a.admin(), await a.support()
    [waiting] = (await api.get("/api/admin/withdrawals?status=requested", as_=agent)).data["items"]
    assert (waiting["clabe"], waiting["is_confirmed"], waiting["worker_name"]) == (CLABE, True, worker.full_name)
    desk = f"/api/admin/withdrawals/{waiting['id']}"
    assert (await api.patch(f"{desk}/approve", as_=agent)).data["status"] == "approved"
    batch = (await api.post("/api/admin/payout-batches", as_=boss, key="monday")).data
    assert (batch["total"], len(batch["withdrawals"])) == ("200.00", 1)
    file = await api.client.get(
        f"/api/admin/payout-batches/{batch['id']}/file",
        headers={"Authorization": f"Bearer {await api.token(boss)}"},
    )
    [line] = list(csv.DictReader(io.StringIO(await file.get_data(as_text=True))))
    assert (line["clabe"], line["amount"]) == (CLABE, "200.00")
    assert (await api.patch(f"{desk}/sent", as_=boss, key="s")).data["status"] == "sent"
    assert (await api.patch(f"{desk}/sent", as_=boss, key="s")).data["status"] == "sent"
    again = await api.patch(f"{desk}/sent", as_=boss)
    assert (again.status, again.code, again.details) == (409, "WITHDRAWAL_MOVED_ON", {"status": "sent"})
    [movement] = [
        row
        for row in (await api.get("/api/wallet/transactions", as_=worker)).data["items"]
        if row["transaction_type"] == "withdrawal"
    ]
    assert (movement["amount"], movement["status"]) == ("-200.00", "completed")
    await send_mails("withdrawal.sent")
    assert (await outside.mails(worker.email))[0]["subject"] == "Tu retiro de $200.00 va en camino"


async def confirm_by_mail(outside: Outside, api: Api, worker: User) -> None:
    await send_mails("withdrawal.requested")
    [mail] = await outside.mails(worker.email)
    link = next(word for word in mail["text"].split() if "/withdrawals/" in word)
    path = link.removeprefix("http://localhost:5000")
    page = await (await api.client.get(path)).get_data(as_text=True)
    assert "$200.00" in page
    assert "BBVA México" in page
    assert not (await Withdrawal.get()).confirmed_at
    done = await api.client.post(path, headers={"Accept": "text/html"})
    assert "confirmaste" in await done.get_data(as_text=True)


async def send_mails(event: str) -> None:
    for row in await OutboxRow.filter(event=event):
        for send in MAILS[event]:
            await send(Event(row.event, row.facts, row.occurred_at, str(row.id)))


@pytest.mark.req("WAL-15", "R-10")
async def test_own_withdrawals_are_listed_and_cancelled_and_nobody_elses(api: Api, worker: User) -> None:
    other = await build_payouts.earner(500)
    first = await api.post("/api/wallet/withdraw", BODY, as_=worker)
    second = await api.post("/api/wallet/withdraw", BODY, as_=worker)
    page = (await api.get("/api/wallet/withdrawals?limit=1", as_=worker)).data
    assert [row["id"] for row in page["items"]] == [second.data["id"]]
    rest = (await api.get(f"/api/wallet/withdrawals?cursor={page['next_cursor']}", as_=worker)).data
    assert [row["id"] for row in rest["items"]] == [first.data["id"]]
    path = f"/api/wallet/withdrawals/{first.data['id']}"
    assert (await api.get(path, as_=other)).status == 404
    assert (await api.post(f"{path}/cancel", as_=other)).status == 404
    for _ in range(2):
        cancelled = await api.post(f"{path}/cancel", as_=worker, key="no")
        assert (cancelled.status, cancelled.data["status"]) == (200, "cancelled")
    assert (await api.get(path, as_=worker)).data["status"] == "cancelled"
    assert await balance_of(worker.id) == 300


@pytest.mark.parametrize(
    ("but", "code"),
    [
        ({"amount": "99"}, "WITHDRAWAL_TOO_SMALL"),
        ({"amount": "501"}, "EARNINGS_TOO_LOW"),
        ({"clabe": "012180001234567890"}, "CLABE_INVALID"),
        ({"clabe": "999180001234567899"}, "BANK_UNKNOWN"),
        ({"account_holder": "=1+1"}, "HOLDER_INVALID"),
    ],
)
@pytest.mark.req("R-10", "WAL-15")
async def test_what_can_not_be_withdrawn_says_why(api: Api, worker: User, but: dict[str, str], code: str) -> None:
    answer = await api.post("/api/wallet/withdraw", BODY | but, as_=worker)
    assert (answer.status, answer.code) == (422, code)
    assert await balance_of(worker.id) == 500


@pytest.mark.parametrize(
    "but",
    [
        {"amount": "much"},
        {"amount": "-200"},
        {"amount": "200.001"},
        {"amount": "NaN"},
        {"clabe": None},
        {"clabe": 12180001234567899},
        {"account_holder": "x" * 201},
        {"account_holder": "a\0b"},
        {"surprise": 1},
    ],
)
async def test_a_malformed_withdrawal_leaves_nothing(api: Api, worker: User, but: dict[str, Any]) -> None:
    answer = await api.post("/api/wallet/withdraw", BODY | but, as_=worker)
    assert (answer.status, answer.code) == (400, "MALFORMED")
    assert await Withdrawal.all().count() == 0


@pytest.mark.req("SEC-04")
@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/api/wallet/withdraw"),
        ("GET", "/api/wallet/withdrawals"),
        ("GET", f"/api/wallet/withdrawals/{NOBODYS}"),
        ("POST", f"/api/wallet/withdrawals/{NOBODYS}/cancel"),
    ],
)
async def test_withdrawals_are_for_handymen_who_are_signed_in(api: Api, method: str, path: str) -> None:
    assert (await api.ask(method, path, BODY)).status == 401
    for other in (await a.client(), await a.support(), await a.admin()):
        assert (await api.ask(method, path, BODY, as_=other)).status == 403


STAFFS = {
    "GET /api/admin/withdrawals": "both",
    f"PATCH /api/admin/withdrawals/{NOBODYS}/approve": "both",
    f"PATCH /api/admin/withdrawals/{NOBODYS}/reject": "both",
    f"PATCH /api/admin/withdrawals/{NOBODYS}/sent": "admin",
    f"PATCH /api/admin/withdrawals/{NOBODYS}/failed": "admin",
    "POST /api/admin/payout-batches": "admin",
    f"GET /api/admin/payout-batches/{NOBODYS}": "admin",
    f"GET /api/admin/payout-batches/{NOBODYS}/file": "admin",
}


@pytest.mark.req("SEC-04", "ACC-01")
@pytest.mark.parametrize("what", STAFFS)
async def test_the_desk_for_withdrawals_is_for_staff(api: Api, worker: User, what: str) -> None:
    method, path = what.split(" ")
    assert (await api.ask(method, path, {})).status == 401
    kept_out = [worker, await a.client()] + ([await a.support()] if STAFFS[what] == "admin" else [])
    for other in kept_out:
        assert (await api.ask(method, path, {}, as_=other)).status == 403
    body = {"reason": "no"} if path.endswith(("reject", "failed")) else None if method == "GET" else {}
    let_in = await api.ask(method, path, body, as_=await a.admin())
    assert let_in.status in {200, 404, 409}


async def test_a_decision_without_its_reason_is_malformed(api: Api, worker: User) -> None:
    asked = await build_payouts.confirmed(worker)
    desk, boss = f"/api/admin/withdrawals/{asked.id}", await a.admin()
    for verb, body in (
        ("reject", {}),
        ("reject", {"reason": " "}),
        ("failed", {}),
        ("approve", {"driver": "pigeon"}),
    ):
        answer = await api.patch(f"{desk}/{verb}", body, as_=boss)
        assert (answer.status, answer.code) == (400, "MALFORMED")
    assert (await api.get("/api/admin/withdrawals?status=lost", as_=boss)).status == 400
    assert (await Withdrawal.get(id=asked.id)).status == "requested"


@pytest.mark.req("WAL-15")
async def test_a_link_that_we_did_not_sign_opens_nothing(api: Api, worker: User) -> None:
    asked = await build_payouts.withdrawal(worker)
    for token in ("x", f"{asked.id.hex}.AAAA"):
        assert (await api.get(f"/withdrawals/{token}")).status == 404
        assert (await api.post(f"/withdrawals/{token}")).status == 404
    answer = await api.post(
        f"/withdrawals/{await build_payouts.token_of(asked)}", headers={"Accept": "application/json"}
    )
    assert answer.data == {"id": str(asked.id), "status": "requested"}
