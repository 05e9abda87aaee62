"""What goes on while somebody is away."""

from collections.abc import Collection
from datetime import timedelta
from typing import Any
from uuid import UUID

from tortoise import connections

from models.chat import read as reading
from models.chat.tables import Conversation
from models.clock import real_now
from models.columns import first_id_at
from models.people.tables import User
from models.push.tables import Bookmark
from models.push.tell_absent import due, tell_absent
from models.push.watch import watch
from tasks.outbox import drain
from tests import build_push
from tests.outside import Outside

SOON = timedelta(seconds=3)
LATER = timedelta(minutes=6)


async def look(after: timedelta = SOON, present: Collection[UUID] = ()) -> tuple[int, int]:
    """As a worker would so much later."""
    now = real_now() + after
    await look_back()  # what the clock of a look before this one passed over is written only now
    await watch(now)
    told = await tell_absent(list(await due(now)), present, now)
    await drain()
    return told


async def look_back() -> None:
    """As if the sweep had stopped an hour ago."""
    await Bookmark.all().update(place=first_id_at(real_now() - timedelta(hours=1)))


async def dated(message_id: UUID, ago: timedelta) -> None:
    """As if its author's process had made it then, and was late to commit it."""
    key = first_id_at(real_now() - ago)
    await connections.get("default").execute_query("UPDATE messages SET id = $1 WHERE id = $2", [key, message_id])


async def read_all(talk: Conversation) -> None:
    for person in (talk.client_id, talk.worker_id):
        await reading.read(await User.get(id=person), talk.id, 1000)


async def browser_of(person_id: UUID, outside: Outside) -> dict[str, Any]:
    return await build_push.browser(await User.get(id=person_id), outside)


async def mails(person_id: UUID, outside: Outside) -> list[str]:
    sent = await outside.mails((await User.get(id=person_id)).email)
    return [mail["subject"] for mail in sent if "sobre «" in mail["subject"]]
