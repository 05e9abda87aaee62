"""Builders of conversations, at any stage."""

import itertools
from typing import Any
from uuid import UUID

from models.chat.payloads import Said
from models.chat.rows import TimelineRow
from models.chat.send import send
from models.chat.tables import Conversation
from models.people.tables import User
from tests import a, build_leads

_numbers = itertools.count(1)


def key() -> str:
    return f"key-{next(_numbers)}"


def text(content: str = "Buenos días", *, client_msg_id: str | None = None) -> Said:
    return Said(client_msg_id=client_msg_id or key(), content=content)


async def conversation(
    *, client: User | None = None, worker: User | None = None, revealed: bool = False
) -> Conversation:
    """A bought lead's conversation with its first row; `revealed` once the client has answered."""
    worker = worker or await a.worker()
    await a.funded(worker, 100)
    bought = await build_leads.purchase(worker, client=client)
    if revealed:
        await says(bought.conversation.client_id, bought.conversation, "Sí, pase mañana")
    return await Conversation.get(id=bought.conversation.id)


async def says(person_id: UUID, opened: Conversation, content: str = "Hola", **more: Any) -> TimelineRow:
    return await send(await User.get(id=person_id), opened.id, text(content, **more))


async def chatter(opened: Conversation, count: int) -> None:
    """`count` messages, each side in turn."""
    people = [await User.get(id=opened.client_id), await User.get(id=opened.worker_id)]
    for number in range(count):
        await send(people[number % 2], opened.id, text(f"Mensaje {number}"))
