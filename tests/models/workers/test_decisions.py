"""Approve, request changes, reject: each once, with who and why on record."""

import asyncio
from datetime import timedelta

import pytest

from models.admin.tables import AuditEntry
from models.clock import business_now
from models.db import transaction
from models.errors import NotFound
from models.notices.tables import Notice
from models.people.log_in import log_in
from models.people.passwords import scrambled
from models.people.sanction import UserSuspended
from models.people.sessions import AccountSuspended, SessionsEnded, open_session
from models.people.tables import Sanction, SanctionKind, User, UserStatus
from models.workers.approve import approve
from models.workers.decide import NotPending
from models.workers.reject import reject
from models.workers.request_changes import request_changes
from models.workers.tables import ApprovalDecision, ApprovalStatus, RejectionReason, WorkerProfile
from tests import a
from tests.announced import announced
from tests.moment import stand_still_at
from tests.rows import events

pytestmark = pytest.mark.usefixtures("database")

FAKE = RejectionReason.FAKE_PROFILE


@pytest.mark.req("ACC-07", "ACC-08", "R-07")
async def test_the_free_week_starts_with_the_approval_to_the_instant() -> None:
    now = await business_now()
    await stand_still_at(now)
    worker, boss = await a.pending_worker(), await a.admin()
    profile = await approve(worker.id, by=boss.id)
    assert (profile.approved_at, profile.approved_by_id) == (now, boss.id)
    assert profile.free_until == now + timedelta(days=7)
    assert await events("worker.approved") == [{"worker_id": str(worker.id)}]
    assert [notice.kind for notice in await Notice.filter(user_id=worker.id)] == ["worker.approved"]


@pytest.mark.req("R-07")
async def test_a_second_approval_brings_no_second_free_week() -> None:
    first = await business_now()
    worker, boss = await a.pending_worker(), await a.admin()
    await stand_still_at(first)
    await approve(worker.id, by=boss.id)
    await WorkerProfile.filter(user_id=worker.id).update(approval_status=ApprovalStatus.PENDING)
    await stand_still_at(first + timedelta(days=30))
    assert (await approve(worker.id, by=boss.id)).free_until == first + timedelta(days=7)


@pytest.mark.req("ACC-08")
async def test_of_two_admins_who_decide_at_once_one_wins() -> None:
    worker, first, second = await a.pending_worker(), await a.admin(), await a.admin()
    outcomes = await asyncio.gather(
        approve(worker.id, by=first.id), reject(worker.id, FAKE, None, by=second.id), return_exceptions=True
    )
    assert sorted(type(each).__name__ for each in outcomes) == ["NotPending", "WorkerProfile"]
    assert await ApprovalDecision.all().count() == 1
    assert await AuditEntry.all().count() == 1
    assert len(await events("worker.approved")) + len(await events("worker.rejected")) == 1


@pytest.mark.req("ACC-08")
async def test_ten_taps_on_approve_are_one_approval() -> None:
    worker, boss = await a.pending_worker(), await a.admin()
    outcomes = await asyncio.gather(*[approve(worker.id, by=boss.id) for _ in range(10)], return_exceptions=True)
    assert sum(isinstance(each, NotPending) for each in outcomes) == 9
    assert len(await events("worker.approved")) == 1


async def test_a_draft_an_approved_and_nobody_can_not_be_decided_about() -> None:
    boss = await a.admin()
    for undecidable in (await a.draft_worker(), await a.worker()):
        with pytest.raises(NotPending):
            await request_changes(undecidable.id, "…", by=boss.id)
    for nobody in (await a.client(), await a.user("worker")):
        with pytest.raises(NotFound):
            await approve(nobody.id, by=boss.id)


@pytest.mark.req("ACC-08", "C30")
async def test_requested_changes_are_told_and_kept() -> None:
    worker, boss = await a.pending_worker(), await a.admin()
    profile = await request_changes(worker.id, "Precios más claros", by=boss.id)
    assert (profile.approval_status, profile.admin_notes) == ("changes_requested", "Precios más claros")
    assert await events("worker.changes_requested") == [
        {"worker_id": str(worker.id), "notes": "Precios más claros"}
    ]
    decision = await ApprovalDecision.get()
    assert (decision.by_id, decision.reason) == (boss.id, "Precios más claros")


@pytest.mark.req("ACC-09")
async def test_a_rejection_tells_its_reason_and_when_one_may_ask_again() -> None:
    worker, boss = await a.pending_worker(), await a.admin()
    profile = await reject(worker.id, FAKE, "La foto es de otra persona", by=boss.id)
    assert profile.approval_status == ApprovalStatus.REJECTED
    assert profile.rejection_reason == "fake_profile: La foto es de otra persona"
    assert await events("worker.rejected") == [
        {"worker_id": str(worker.id), "reason": "fake_profile", "detail": "La foto es de otra persona"}
    ]
    entry = await AuditEntry.get()
    assert (entry.actor_id, entry.action, entry.subject_id) == (boss.id, "worker.rejected", worker.id)
    assert (await User.get(id=worker.id)).status == UserStatus.ACTIVE


@pytest.mark.req("ACC-09")
async def test_a_fraud_is_banned_for_good_and_out_at_once() -> None:
    worker, boss = await a.pending_worker(password_hash=await scrambled("clave buena")), await a.admin()
    async with transaction():
        await open_session(worker)
    with announced(SessionsEnded) as ended, announced(UserSuspended) as suspended:
        await reject(worker.id, RejectionReason.FRAUDULENT, None, by=boss.id)
    assert len(ended[0].session_ids) == 1
    assert suspended == [UserSuspended(worker.id)]
    assert (await Sanction.get()).kind == SanctionKind.BAN
    with pytest.raises(AccountSuspended):
        await log_in(worker.email, "clave buena")
