"""R-18: sessions live in real time."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from models import clock
from models.db import transaction
from models.errors import NotFound, Unauthorized
from models.people.log_out import log_out
from models.people.sessions import AccountSuspended, SessionsEnded, authenticate, hashed, open_session
from models.people.tables import Session, User, UserStatus
from tests import a
from tests.announced import announced
from tests.moment import stand_still_at

pytestmark = pytest.mark.usefixtures("database")


async def token_of(user: User) -> str:
    async with transaction():
        _, token = await open_session(user, ip="203.0.113.7", user_agent="A phone")
    return token


@pytest.fixture
def wait(monkeypatch: pytest.MonkeyPatch) -> Callable[[timedelta], None]:
    """`wait(timedelta)`: real time, as our code reads it, goes on by that much."""
    real = clock.real_now
    waited = timedelta(0)
    monkeypatch.setattr(clock, "real_now", lambda: real() + waited)

    def go_on(by: timedelta) -> None:
        nonlocal waited
        waited += by

    return go_on


@pytest.mark.req("SEC-02", "TIM-16", "R-18")
async def test_thirty_idle_days_end_a_session_and_one_hour_less_does_not(
    wait: Callable[[timedelta], None],
) -> None:
    token = await token_of(await a.client())
    wait(timedelta(days=30) - timedelta(hours=1))
    await authenticate(token)
    wait(timedelta(days=30) - timedelta(hours=1))
    await authenticate(token)
    wait(timedelta(days=30) + timedelta(seconds=1))
    with pytest.raises(Unauthorized):
        await authenticate(token)


@pytest.mark.req("R-18", "TIM-16")
async def test_a_moved_business_clock_signs_nobody_out() -> None:
    token = await token_of(await a.client())
    await stand_still_at(clock.real_now() + timedelta(days=365))
    await authenticate(token)


@pytest.mark.req("SEC-02", "R-28")
async def test_the_token_itself_is_stored_nowhere() -> None:
    token = await token_of(await a.client())
    session = await Session.get()
    assert session.token_hash == hashed(token)
    assert token not in str(dict(session))


async def test_not_every_request_writes(wait: Callable[[timedelta], None]) -> None:
    token = await token_of(await a.client())
    before = (await Session.get()).last_seen_at
    wait(timedelta(minutes=4))
    await authenticate(token)
    assert (await Session.get()).last_seen_at == before
    wait(timedelta(minutes=4))
    await authenticate(token)
    assert (await Session.get()).last_seen_at > before


@pytest.mark.parametrize("status", [UserStatus.SUSPENDED, UserStatus.BANNED])
async def test_a_sanctioned_user_is_told_so(status: UserStatus) -> None:
    token = await token_of(await a.client(status=status))
    with pytest.raises(AccountSuspended):
        await authenticate(token)


async def test_an_erased_user_is_nobody() -> None:
    user = await a.client()
    token = await token_of(user)
    await User.filter(id=user.id).update(deleted_at=clock.real_now())
    with pytest.raises(Unauthorized):
        await authenticate(token)


async def test_signing_out_ends_one_session_and_says_which() -> None:
    user = await a.client()
    here, there = await token_of(user), await token_of(user)
    session = await Session.get(token_hash=hashed(here))
    with announced(SessionsEnded) as facts:
        assert await log_out(user.id, only=session.id) == 1
    assert [fact.session_ids for fact in facts] == [(session.id,)]
    with pytest.raises(Unauthorized):
        await authenticate(here)
    await authenticate(there)
    with pytest.raises(NotFound):
        await log_out(user.id, only=session.id)


async def test_another_users_session_is_not_there_to_end() -> None:
    user, other = await a.client(), await a.client()
    token = await token_of(user)
    session = await Session.get()
    with pytest.raises(NotFound):
        await log_out(other.id, only=session.id)
    await authenticate(token)


async def test_all_others_end_but_this_one() -> None:
    user = await a.client()
    here, there = await token_of(user), await token_of(user)
    assert await log_out(user.id, but=(await Session.get(token_hash=hashed(here))).id) == 1
    await authenticate(here)
    with pytest.raises(Unauthorized):
        await authenticate(there)
