"""Messages that wait for somebody who stays away: one mail, and no other until they are read."""

from datetime import timedelta
from typing import Any

import pytest

from models.chat.tables import Conversation
from models.people.tables import User
from tests import build_chat
from tests.outside import Outside
from tests.tasks.away import LATER, SOON, look, mails, read_all

pytestmark = pytest.mark.usefixtures("database")


@pytest.mark.req("NOTE-04")
async def test_a_mail_comes_after_five_minutes_and_no_other_until_it_is_read(
    talk: Conversation, outside: Outside
) -> None:
    worker = await User.get(id=talk.worker_id)
    await build_chat.says(talk.worker_id, talk)
    for after, told in ((SOON, 0), (timedelta(minutes=4), 0), (LATER, 1), (2 * LATER, 0)):
        assert await look(after) == (0, told), after
    await build_chat.says(talk.worker_id, talk, "¿Sigue ahí?")
    assert await look(3 * LATER) == (0, 0)
    assert await mails(talk.client_id, outside) == [f"{worker.full_name} te escribió sobre «Fuga en el baño»"]
    await read_all(talk)
    await build_chat.says(talk.worker_id, talk, "Hasta mañana")
    assert await look(4 * LATER) == (0, 1)
    assert len(await mails(talk.client_id, outside)) == 2
    assert await mails(talk.worker_id, outside) == []


@pytest.mark.req("NOTE-04")
@pytest.mark.parametrize("column", [{"opted_out": ["unread_messages"]}, {"email_verified": False}])
async def test_who_wants_no_mail_or_has_not_proven_the_address_gets_none(
    talk: Conversation, outside: Outside, column: dict[str, Any]
) -> None:
    await User.filter(id=talk.client_id).update(**column)
    await build_chat.says(talk.worker_id, talk)
    assert await look(LATER) == (0, 0)
    assert await mails(talk.client_id, outside) == []


async def test_what_merely_happened_has_letters_of_its_own(outside: Outside) -> None:
    opened = await build_chat.conversation()
    assert await look(LATER) == (0, 0)
    await build_chat.says(opened.worker_id, opened)
    assert await look(timedelta(minutes=4)) == (0, 0), "counted from the message"
    assert await look(LATER) == (0, 1)
