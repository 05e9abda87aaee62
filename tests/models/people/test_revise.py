import asyncio

import pytest

from models.people.passwords import scrambled
from models.people.revise import WrongPassword, revise
from models.people.tables import User
from tests import a
from tests.rows import events

pytestmark = pytest.mark.usefixtures("database")

PASSWORD = "correcta y larga"


@pytest.fixture
async def ana() -> User:
    return await a.client(password_hash=await scrambled(PASSWORD))


@pytest.mark.req("ACC-13", "NOTE-04")
async def test_name_language_and_mails_change_without_the_password(ana: User) -> None:
    user = await revise(ana.id, full_name=" Ana  de la Torre", locale="en", opted_out=["welcome", "welcome"])
    assert (user.full_name, user.locale, user.opted_out) == ("Ana de la Torre", "en", ["welcome"])
    assert user.email_verified
    assert not await events("email.verification_requested")


@pytest.mark.req("R-28")
async def test_an_unproven_address_is_replaced_at_once_and_the_new_one_is_unproven(ana: User) -> None:
    await User.filter(id=ana.id).update(email_verified=False)
    for password in (None, "incorrecta"):
        with pytest.raises(WrongPassword):
            await revise(ana.id, email="nueva@example.com", password=password)
    user = await revise(ana.id, email="Nueva@Example.com", password=PASSWORD)
    assert (user.email, user.email_verified, user.phone_verified) == ("nueva@example.com", False, True)
    assert user.new_email is None
    assert await events("email.verification_requested") == [{"user_id": str(ana.id)}]
    assert not await events("email.change_requested")  # whose mailbox it was nobody knows


@pytest.mark.req("R-28")
async def test_a_new_phone_needs_the_password_and_is_unproven(ana: User) -> None:
    with pytest.raises(WrongPassword):
        await revise(ana.id, phone="55 8765 4321")
    user = await revise(ana.id, phone="55 8765 4321", password=PASSWORD)
    assert (user.phone, user.phone_verified, user.email_verified) == ("+525587654321", False, True)


async def test_the_same_address_and_phone_again_are_no_change(ana: User) -> None:
    user = await revise(ana.id, email=ana.email.upper(), phone=ana.phone)
    assert (user.email_verified, user.phone_verified) == (True, True)


async def test_a_refused_change_changes_nothing_else_either(ana: User) -> None:
    with pytest.raises(WrongPassword):
        await revise(ana.id, full_name="Otra", email="nueva@example.com")
    assert (await User.get(id=ana.id)).full_name == ana.full_name


async def test_of_two_who_want_one_address_at_once_one_gets_it(ana: User) -> None:
    other = await a.client(password_hash=ana.password_hash)
    await User.all().update(email_verified=False)
    outcomes = await asyncio.gather(
        *[revise(each.id, email="nueva@example.com", password=PASSWORD) for each in (ana, other)],
        return_exceptions=True,
    )
    assert sorted(type(each).__name__ for each in outcomes) == ["EmailTaken", "User"]
