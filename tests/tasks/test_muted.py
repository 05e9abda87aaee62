"""A conversation that somebody muted: no alert of what is said, nor afterwards, until something new comes."""

from datetime import timedelta

import pytest

from models.chat.mute import mute, unmute
from models.chat.tables import Conversation
from models.clock import real_now
from models.people.tables import User
from models.push.tables import UnreadWatch
from models.push.tell_absent import due, tell_absent
from models.push.watch import watch
from tasks.outbox import drain
from tests import build_chat, build_payments
from tests.outside import Outside
from tests.tasks.away import LATER, browser_of, look, mails

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
async def reader(talk: Conversation) -> User:
    return await User.get(id=talk.client_id)


@pytest.mark.req("CHAT-02", "NOTE-04")
async def test_neither_pushed_nor_mailed_while_muted_and_both_for_what_comes_afterwards(
    talk: Conversation, reader: User, outside: Outside
) -> None:
    browsers = [await browser_of(person, outside) for person in (talk.client_id, talk.worker_id)]
    await mute(reader, talk.id)
    await build_chat.says(talk.worker_id, talk, "En silencio")
    assert await look(LATER) == (0, 0)
    await unmute(reader, talk.id)
    assert await look(2 * LATER) == (0, 0), "said in silence"
    await build_chat.says(talk.worker_id, talk, "Ya se oye")
    assert await look(timedelta(minutes=4)) == (1, 0), "a mail counts from what was said aloud"
    assert await look(LATER) == (0, 1)
    assert [push["payload"]["body"] for push in await outside.pushes(browsers[0])] == ["Ya se oye"]
    assert len(await mails(reader.id, outside)) == 1
    await build_chat.says(talk.client_id, talk, "La otra parte no se entera")
    assert await look(LATER) == (1, 1)
    assert len(await outside.pushes(browsers[1])) == 1


async def test_what_was_said_in_a_silence_that_ended_at_once_is_not_told(
    talk: Conversation, reader: User, outside: Outside
) -> None:
    await browser_of(talk.client_id, outside)
    await build_chat.says(talk.worker_id, talk, "Antes")
    await mute(reader, talk.id)
    await build_chat.says(talk.worker_id, talk, "Dentro")
    await unmute(reader, talk.id)
    await build_chat.says(talk.client_id, talk, "Lo mío no es novedad")
    await look(LATER)
    assert await mails(reader.id, outside) == []
    assert not await UnreadWatch.filter(user_id=reader.id, look_at__not_isnull=True).exists()


async def test_what_was_ordered_before_it_was_muted_stays_unsaid(
    talk: Conversation, reader: User, outside: Outside
) -> None:
    browser = await browser_of(talk.client_id, outside)
    await build_chat.says(talk.worker_id, talk)
    now = real_now() + LATER
    await watch(now)
    assert await tell_absent(list(await due(now)), (), now) == (1, 1)
    await mute(reader, talk.id)
    await drain()
    assert await outside.pushes(browser) == []
    assert await mails(reader.id, outside) == []


@pytest.mark.req("NOTE-04")
async def test_letters_about_money_come_all_the_same(talk: Conversation, reader: User, outside: Outside) -> None:
    browser = await browser_of(talk.client_id, outside)
    await mute(reader, talk.id)
    await build_payments.payment_request(talk)
    assert await look(LATER) == (0, 0)
    assert await outside.pushes(browser) == []
    newest, *_ = await outside.mails(reader.email)
    assert "te pide $1,030.00" in newest["subject"]
