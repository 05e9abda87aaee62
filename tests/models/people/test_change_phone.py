"""Who changes the phone of an account is told so by mail: whoever it was, its owner hears of it."""

import asyncio

import pytest

from models.notices.compose import Mail, compose
from models.notices.letters import LETTERS, OPTIONAL
from models.people.leave import leave
from models.people.passwords import scrambled
from models.people.request_phone_code import request_phone_code
from models.people.revise import WrongPassword, revise
from models.people.tables import User
from tasks.outbox import drain
from tests import a
from tests.outside import Outside
from tests.rows import events

pytestmark = [pytest.mark.usefixtures("database"), pytest.mark.req("R-28", "ACC-13")]

PASSWORD = "correcta y larga"
NEW = "55 8765 4321"
SUBJECTS = {"es-MX": "Cambió el teléfono de tu cuenta", "en": "Your account’s phone number changed"}


@pytest.fixture
async def ana() -> User:
    return await a.client(
        phone="+525512345678",
        full_name="Ana López",
        password_hash=await scrambled(PASSWORD),
    )


async def move(user: User, phone: str = NEW) -> User:
    return await revise(user.id, phone=phone, password=PASSWORD)


async def subjects(outside: Outside, address: str) -> list[str]:
    await drain()
    return [mail["subject"] for mail in await outside.mails(address)]


async def letter(user: User) -> Mail | None:
    [facts] = await events("phone.changed")
    [told] = LETTERS["phone.changed"]
    return await compose(told, await User.get(id=user.id), facts, "1:mail")


@pytest.mark.parametrize("locale", list(SUBJECTS))
async def test_the_mailbox_of_the_account_is_told_of_a_new_phone_once(
    ana: User, outside: Outside, locale: str
) -> None:
    await revise(ana.id, locale=locale)
    await move(ana)
    assert await subjects(outside, ana.email) == [SUBJECTS[locale]]
    await move(ana)
    for channel in ("whatsapp", "sms"):
        await request_phone_code(ana.id, channel)
    assert await subjects(outside, ana.email) == [SUBJECTS[locale]]


async def test_of_the_numbers_it_says_the_last_two_digits_and_no_more(ana: User) -> None:
    await move(ana)
    assert await events("phone.changed") == [{"user_id": str(ana.id), "ends": "21"}]
    told = await letter(ana)
    assert told
    assert told.to == ana.email
    for text in (told.text, told.html):
        assert "termina en 21." in text
        assert "/forgot-password" in text
        for digits in ("321", "678", "8765", "1234"):
            assert digits not in text
        assert "López" not in text


async def test_nothing_is_said_where_nothing_changed(ana: User) -> None:
    await revise(ana.id, phone="55 1234 5678", full_name="Ana de la Torre", password=PASSWORD)
    with pytest.raises(WrongPassword):
        await revise(ana.id, phone=NEW, password="incorrecta")
    assert not await events("phone.changed")


async def test_there_and_back_are_two_changes_and_one_asked_for_twice_at_once_is_one(ana: User) -> None:
    await asyncio.gather(*[move(ana) for _ in range(2)])
    await move(ana, "55 1234 5678")
    assert [facts["ends"] for facts in await events("phone.changed")] == ["21", "78"]


async def test_a_mailbox_that_nobody_has_proven_is_told_nothing(ana: User, outside: Outside) -> None:
    await User.filter(id=ana.id).update(email_verified=False)
    await move(ana)
    assert await subjects(outside, ana.email) == []


async def test_while_another_address_is_asked_for_the_proven_one_is_told(ana: User, outside: Outside) -> None:
    await revise(ana.id, email="nueva@example.com", phone=NEW, password=PASSWORD)
    assert SUBJECTS["es-MX"] in await subjects(outside, ana.email)
    assert SUBJECTS["es-MX"] not in await subjects(outside, "nueva@example.com")


async def test_who_has_left_is_written_nothing_and_nobody_can_leave_this_letter(
    ana: User, outside: Outside
) -> None:
    await move(ana)
    await leave(ana.id)
    assert await subjects(outside, ana.email) == []
    assert "phone_change" not in OPTIONAL
