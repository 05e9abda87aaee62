"""A refund that failed is sent again or paid by hand by an admin; each peso goes back once."""

import asyncio

import pytest

from models.admin.tables import AuditEntry
from models.audit import audit
from models.payments.tables import ProviderRefund, RefundStatus
from models.people.tables import User
from models.wallet.tables import AccountKind, Entry
from tasks.outbox import drain
from tests import a
from tests.api import Api
from tests.news import flagged, hear
from tests.outside import Outside
from tests.perils.test_going_back import FAILS_LATER, sent_back

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
async def boss(database: str) -> User:
    return await a.admin()


@pytest.fixture
async def failed(bank: Outside, api: Api) -> ProviderRefund:
    row = await sent_back(bank, api, FAILS_LATER)
    await bank.order("refund", refund=row.stripe_refund_id, status="failed")
    await hear(bank, api, row.stripe_refund_id)
    await row.refresh_from_db()
    assert row.status is RefundStatus.FAILED
    return row


async def stands(kind: AccountKind) -> float:
    return sum([float(entry.amount) for entry in await Entry.filter(account__kind=kind)])


@pytest.mark.req("R-12", "R-17")
async def test_sent_again_it_arrives_once_and_old_news_change_nothing(
    bank: Outside, api: Api, boss: User, failed: ProviderRefund
) -> None:
    old, path = failed.stripe_refund_id, f"/api/admin/refunds/{failed.id}/again"
    [listed] = (await api.get("/api/admin/refunds?status=failed", as_=boss)).data["items"]
    assert (listed["id"], listed["amount"], listed["attempt"]) == (str(failed.id), "1030.00", 1)
    for _ in range(2):
        answer = await api.patch(path, as_=boss, key="again")
        assert (answer.status, answer.data["attempt"]) == (200, 2)
    await bank.break_down("stripe", lost=True)
    await drain()
    await hear(bank, api, old, str(failed.id), order=-1, times=2)
    await failed.refresh_from_db()
    assert failed.status is RefundStatus.SUCCEEDED
    assert failed.stripe_refund_id != old
    made = [event for event in await bank.events(str(failed.id)) if event["type"] == "refund.created"]
    assert (len(made), await stands(AccountKind.UNAPPLIED), await audit()) == (2, 0, [])
    again = await api.patch(path, as_=boss)
    assert (again.status, again.code, again.details) == (409, "REFUND_NOT_FAILED", {"status": "succeeded"})


@pytest.mark.req("R-12")
async def test_a_second_attempt_may_fail_too(bank: Outside, api: Api, boss: User, failed: ProviderRefund) -> None:
    await api.patch(f"/api/admin/refunds/{failed.id}/again", as_=boss)
    await drain()
    await failed.refresh_from_db()
    await bank.order("refund", refund=failed.stripe_refund_id, status="failed")
    await hear(bank, api, failed.stripe_refund_id, order=-1)
    await failed.refresh_from_db()
    assert (failed.status, failed.attempt, await audit()) == (RefundStatus.FAILED, 2, [])
    assert len(await flagged()) == 2


@pytest.mark.req("R-10", "R-12")
async def test_paid_by_hand_it_is_over_whatever_stripe_says_again(
    bank: Outside, api: Api, boss: User, failed: ProviderRefund
) -> None:
    path, body = f"/api/admin/refunds/{failed.id}/by-hand", {"note": "SPEI 8812"}
    for _ in range(2):
        answer = await api.patch(path, body, as_=boss, key="paid")
        assert (answer.status, answer.data["is_by_hand"]) == (200, True)
    other = await api.patch(path, {"note": "otra"}, as_=boss, key="paid")
    assert (other.status, other.code) == (409, "IDEMPOTENCY_KEY_REUSED")
    await hear(bank, api, failed.stripe_refund_id, times=2)
    await failed.refresh_from_db()
    assert failed.status is RefundStatus.SUCCEEDED
    assert (await stands(AccountKind.UNAPPLIED), await stands(AccountKind.BANK)) == (0, 1030)
    assert await AuditEntry.filter(action="refund.paid_by_hand", actor_id=boss.id).count() == 1
    assert await audit() == []


@pytest.mark.req("SEC-08")
async def test_only_an_admin_and_only_what_failed(api: Api, boss: User, failed: ProviderRefund) -> None:
    client, agent = await a.client(), await a.support()
    for way, body in (("again", {}), ("by-hand", {"note": "n"})):
        path = f"/api/admin/refunds/{failed.id}/{way}"
        assert (await api.patch(path, body)).status == 401
        for nobody in (client, agent):
            assert (await api.patch(path, body, as_=nobody)).status == 403
        assert (await api.patch(path.replace(str(failed.id), str(boss.id)), body, as_=boss)).status == 404
    assert (await api.get("/api/admin/refunds", as_=client)).status == 403
    assert (await api.patch(f"/api/admin/refunds/{failed.id}/by-hand", {"note": ""}, as_=boss)).code == "MALFORMED"


async def test_two_admins_at_once_pay_it_once(api: Api, boss: User, failed: ProviderRefund) -> None:
    other = await a.admin()
    answers = await asyncio.gather(
        api.patch(f"/api/admin/refunds/{failed.id}/again", as_=boss),
        api.patch(f"/api/admin/refunds/{failed.id}/by-hand", {"note": "n"}, as_=other),
        api.patch(f"/api/admin/refunds/{failed.id}/by-hand", {"note": "n"}, as_=boss),
    )
    assert sorted(answer.status for answer in answers) == [200, 409, 409]
    await drain()
    assert (await stands(AccountKind.UNAPPLIED), await audit()) == (0, [])
