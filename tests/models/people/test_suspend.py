import asyncio

import pytest

from models.admin.tables import AuditEntry
from models.columns import new_id
from models.db import transaction
from models.errors import NotFound, Unauthorized
from models.people.reinstate import NotSuspended, reinstate
from models.people.sanction import UserSuspended
from models.people.sessions import SessionsEnded, authenticate, open_session
from models.people.suspend import AlreadySuspended, StaffIsNotSanctioned, suspend
from models.people.tables import Sanction, UserStatus
from tests import a
from tests.announced import announced
from tests.rows import events

pytestmark = pytest.mark.usefixtures("database")


@pytest.mark.req("ACC-01", "API-13")
async def test_the_suspended_are_out_at_once_and_it_is_on_record() -> None:
    user, boss = await a.client(), await a.admin()
    async with transaction():
        session, token = await open_session(user)
    with announced(SessionsEnded) as ended, announced(UserSuspended) as suspended:
        await suspend(user.id, "Insultos", by=boss.id)
    assert ended == [SessionsEnded(user.id, (session.id,))]
    assert suspended == [UserSuspended(user.id)]
    with pytest.raises(Unauthorized):
        await authenticate(token)
    sanction, entry = await Sanction.get(), await AuditEntry.get()
    assert (sanction.kind, sanction.reason, sanction.by_id) == ("suspension", "Insultos", boss.id)
    assert (entry.action, entry.subject_id, entry.actor_id) == ("user.suspension", user.id, boss.id)
    assert await events("user.suspended") == [{"user_id": str(user.id), "kind": "suspension"}]


async def test_a_suspension_may_become_a_ban_but_not_the_other_way_round() -> None:
    user, boss = await a.client(), await a.admin()
    await suspend(user.id, "Insultos", by=boss.id)
    with pytest.raises(AlreadySuspended):
        await suspend(user.id, "Insultos", by=boss.id)
    assert (await suspend(user.id, "Amenazas", by=boss.id, for_good=True)).status == UserStatus.BANNED
    with pytest.raises(AlreadySuspended):
        await suspend(user.id, "Amenazas", by=boss.id)


async def test_the_reinstated_may_sign_in_again() -> None:
    user, boss = await a.client(status=UserStatus.BANNED), await a.admin()
    assert (await reinstate(user.id, "Fue un error", by=boss.id)).status == UserStatus.ACTIVE
    with pytest.raises(NotSuspended):
        await reinstate(user.id, "Fue un error", by=boss.id)


async def test_staff_and_nobody_are_not_suspended() -> None:
    boss = await a.admin()
    for staff in (boss, await a.support()):
        with pytest.raises(StaffIsNotSanctioned):
            await suspend(staff.id, "…", by=boss.id)
    with pytest.raises(NotFound):
        await suspend(new_id(), "…", by=boss.id)


async def test_of_two_admins_who_suspend_at_once_one_does() -> None:
    user, boss = await a.client(), await a.admin()
    outcomes = await asyncio.gather(
        *[suspend(user.id, "Insultos", by=boss.id) for _ in range(4)], return_exceptions=True
    )
    assert sum(isinstance(each, AlreadySuspended) for each in outcomes) == 3
    assert await Sanction.all().count() == 1
