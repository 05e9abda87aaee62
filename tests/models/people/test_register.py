import asyncio
from typing import Any

import pytest

from models.people.contact import InvalidEmail, InvalidPhone
from models.people.log_in import InvalidCredentials, log_in
from models.people.passwords import PasswordTooShort, scrambled
from models.people.register import EmailTaken, register
from models.people.sessions import AccountSuspended, authenticate
from models.people.tables import LoginAttempt, Role, Session, User, UserStatus
from tests import a
from tests.rows import events

pytestmark = pytest.mark.usefixtures("database")

ANA = {
    "email": "ana@example.com",
    "password": "correcta y larga",
    "full_name": "Ana  Torres ",
    "role": Role.CLIENT,
    "phone": "55 1234 5678",
}


async def registered(**change: Any) -> User:
    user, _ = await register(**(ANA | change))
    return user


@pytest.mark.req("ACC-01", "ACC-02", "NOTE-01")
async def test_a_new_account_is_open_unproven_and_announced() -> None:
    user, token = await register(**ANA)
    assert (user.full_name, user.phone, user.status) == ("Ana Torres", "+525512345678", UserStatus.ACTIVE)
    assert not user.email_verified
    assert not user.phone_verified
    assert user.password_hash.startswith("$2b$")
    assert (await authenticate(token))[0].id == user.id
    assert await events("user.registered") == [{"user_id": str(user.id)}]
    assert await events("email.verification_requested") == [{"user_id": str(user.id)}]


@pytest.mark.req("R-28")
async def test_an_address_registers_once_however_it_is_written() -> None:
    await registered()
    with pytest.raises(EmailTaken):
        await registered(email="ANA@EXAMPLE.com", role=Role.WORKER)
    assert await User.all().count() == 1


async def test_of_five_registrations_at_once_one_is_made() -> None:
    outcomes = await asyncio.gather(*[registered() for _ in range(5)], return_exceptions=True)
    assert sum(isinstance(each, EmailTaken) for each in outcomes) == 4
    assert (await User.all().count(), await Session.all().count()) == (1, 1)
    assert len(await events("user.registered")) == 1


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"email": "ana"}, InvalidEmail),
        ({"phone": "123"}, InvalidPhone),
        ({"password": "1234567"}, PasswordTooShort),
    ],
)
async def test_a_refused_registration_leaves_nothing(change: dict[str, str], refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        await registered(**change)
    assert not await User.exists()
    assert not await events("user.registered")


@pytest.mark.req("R-01")
async def test_an_unproven_phone_may_stand_in_two_accounts() -> None:
    await registered()
    await registered(email="otra@example.com")


@pytest.mark.req("ACC-02", "SUP-21")
async def test_signing_in_is_noted_and_so_is_failing_to() -> None:
    user = await registered()
    await log_in("Ana@example.com", "correcta y larga", ip="203.0.113.9", user_agent="A phone")
    with pytest.raises(InvalidCredentials):
        await log_in("ana@example.com", "incorrecta")
    attempts = await LoginAttempt.filter(user_id=user.id).order_by("id")
    assert [(each.succeeded, each.ip) for each in attempts] == [(True, "203.0.113.9"), (False, None)]
    assert (await User.get()).last_login_at is not None


@pytest.mark.req("R-28")
@pytest.mark.parametrize("email", ["nadie@example.com", "no address", ""])
async def test_an_unknown_address_is_refused_as_a_wrong_password_is(email: str) -> None:
    with pytest.raises(InvalidCredentials):
        await log_in(email, "correcta y larga")


async def test_only_the_owner_of_a_suspended_account_hears_that_it_is() -> None:
    await a.client(
        email="ana@example.com", password_hash=await scrambled("correcta y larga"), status=UserStatus.SUSPENDED
    )
    with pytest.raises(AccountSuspended):
        await log_in("ana@example.com", "correcta y larga")
    with pytest.raises(InvalidCredentials):
        await log_in("ana@example.com", "incorrecta")
    assert not await Session.exists()
