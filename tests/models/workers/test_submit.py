"""What a profile needs before people look at it, and when one may ask again."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from models.people.verified import EmailNotVerified, PhoneNotVerified
from models.workers.approve import approve
from models.workers.reject import months_after, reject
from models.workers.request_changes import request_changes
from models.workers.save_profile import ProfileMissing, save_profile
from models.workers.submit import AlreadyApproved, AlreadySubmitted, ProfileIncomplete, ReapplyLater, submit
from models.workers.tables import ApprovalStatus, RejectionReason, WorkerProfile
from tests import a
from tests.locks import blocked
from tests.moment import stand_still_at
from tests.rows import events

pytestmark = pytest.mark.usefixtures("database")


@pytest.mark.req("ACC-03", "ACC-04", "ACC-06", "ACC-07")
async def test_a_complete_profile_of_a_verified_handyman_is_queued() -> None:
    worker = await a.draft_worker()
    assert (await submit(worker.id)).approval_status == ApprovalStatus.PENDING
    assert await events("worker.submitted") == [{"worker_id": str(worker.id)}]
    with pytest.raises(AlreadySubmitted):
        await submit(worker.id)


@pytest.mark.req("ACC-03", "ACC-04")
@pytest.mark.parametrize(
    ("unproven", "refusal"), [("email_verified", EmailNotVerified), ("phone_verified", PhoneNotVerified)]
)
async def test_mailbox_and_phone_come_first(unproven: str, refusal: type[Exception]) -> None:
    worker = await a.draft_worker(**{unproven: False})
    with pytest.raises(refusal):
        await submit(worker.id)


@pytest.mark.req("ACC-06")
async def test_a_profile_without_services_is_not_complete() -> None:
    worker = await a.user("worker")
    with pytest.raises(ProfileMissing):
        await submit(worker.id)
    await save_profile(worker.id, description=a.DESCRIPTION, service_areas=["Polanco"], availability={})
    with pytest.raises(ProfileIncomplete) as refused:
        await submit(worker.id)
    assert refused.value.details == {"missing": ["services"]}


async def test_the_approved_need_not_ask_again() -> None:
    with pytest.raises(AlreadyApproved):
        await submit((await a.worker()).id)


async def test_of_five_submissions_at_once_one_counts() -> None:
    worker = await a.draft_worker()
    outcomes = await asyncio.gather(*[submit(worker.id) for _ in range(5)], return_exceptions=True)
    assert sum(isinstance(each, WorkerProfile) for each in outcomes) == 1
    assert len(await events("worker.submitted")) == 1


@pytest.mark.req("ACC-08", "C30")
async def test_after_requested_changes_one_may_submit_at_once() -> None:
    worker = await a.pending_worker()
    await request_changes(worker.id, "Una foto más clara, por favor", by=(await a.admin()).id)
    assert (await submit(worker.id)).approval_status == ApprovalStatus.PENDING


@pytest.mark.req("ACC-09", "R-18")
async def test_after_a_rejection_six_months_have_to_pass() -> None:
    rejected_at = datetime(2026, 8, 31, 18, 30, tzinfo=UTC)
    await stand_still_at(rejected_at)
    worker, boss = await a.pending_worker(), await a.admin()
    await reject(worker.id, RejectionReason.BELOW_QUALITY, "Sin experiencia", by=boss.id)
    for too_early in (timedelta(minutes=1), timedelta(days=180)):
        await stand_still_at(rejected_at + too_early)
        with pytest.raises(ReapplyLater):
            await submit(worker.id)
    await stand_still_at(datetime(2027, 2, 28, 18, 30, tzinfo=UTC))
    await submit(worker.id)
    assert (await approve(worker.id, by=boss.id)).may_reapply_at is None


@pytest.mark.parametrize(
    ("moment", "six_months_on"),
    [
        (datetime(2026, 1, 15, 12, tzinfo=UTC), datetime(2026, 7, 15, 12, tzinfo=UTC)),
        (datetime(2026, 8, 31, 12, tzinfo=UTC), datetime(2027, 2, 28, 12, tzinfo=UTC)),
        # still 31 August in Mexico City
        (datetime(2026, 9, 1, 3, tzinfo=UTC), datetime(2027, 3, 1, 3, tzinfo=UTC)),
        (datetime(2027, 8, 31, 12, tzinfo=UTC), datetime(2028, 2, 29, 12, tzinfo=UTC)),
    ],
)
def test_six_months_are_counted_by_the_calendar_of_mexico_city(moment: datetime, six_months_on: datetime) -> None:
    assert months_after(moment, 6) == six_months_on


@pytest.mark.req("BUD-10", "R-21")
async def test_saving_the_profile_forgets_no_pause_of_the_same_moment(database: str) -> None:
    worker = await a.worker()
    async with blocked(database, "users") as other:
        await other.connection.execute("UPDATE worker_profiles SET is_paused = true WHERE user_id = $1", worker.id)
        text = "Fugas, tinacos y calentadores, también en domingo."
        saving = asyncio.create_task(
            save_profile(worker.id, description=text, service_areas=["Roma Norte"], availability={})
        )
        await other.until_waiting(1)
    assert (await saving).description == text
    assert (await WorkerProfile.get(user_id=worker.id)).is_paused
