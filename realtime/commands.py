"""What a socket may ask: parse → verb → present, as the HTTP endpoints do."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from models.chat.access import conversation_for, conversation_to_read
from models.chat.join import join, leave
from models.chat.payloads import Missed
from models.chat.read import read
from models.chat.rows import TimelineRow
from models.chat.send import send
from models.chat.state import state_of
from models.chat.sync import catch_up
from models.plain import stamp
from realtime.keystrokes import Keystrokes
from realtime.payloads import ReadSomewhere, SaidSomewhere, Somewhere, Typing
from realtime.sockets import Socket


@dataclass(frozen=True, slots=True)
class Context:
    """The asking socket and what of its process commands may touch."""

    socket: Socket
    keystrokes: Keystrokes


Answer = Awaitable[dict[str, Any] | None]


@dataclass(frozen=True, slots=True)
class Command:
    payload: type[BaseModel]
    run: Callable[[Context, Any], Answer]
    cost: float = 1.0


async def send_message(context: Context, said: SaidSomewhere) -> dict[str, Any]:
    return receipt(await send(context.socket.user, said.place, said))


def receipt(row: TimelineRow) -> dict[str, Any]:
    return {"id": str(row.id), "seq": row.seq, "created_at": stamp(row.created_at)}


async def read_messages(context: Context, up_to: ReadSomewhere) -> dict[str, Any]:
    cursor = await read(context.socket.user, up_to.place, up_to.seq)
    return {"last_read_seq": cursor.last_read_seq}


async def sync(context: Context, missed: Missed) -> dict[str, Any]:
    return await catch_up(context.socket.user, missed)


async def type_on(context: Context, typing: Typing) -> None:
    await context.keystrokes.heard(context.socket, typing.place, is_on=typing.on)


async def join_conversation(context: Context, where: Somewhere) -> dict[str, Any]:
    agent = context.socket.user
    await join(agent, where.place)
    return {"conversation": await state_of(await conversation_for(agent, where.place))}


async def leave_conversation(context: Context, where: Somewhere) -> dict[str, Any]:
    agent = context.socket.user
    await leave(agent, where.place)
    return {"conversation": await state_of(await conversation_to_read(agent, where.place))}


COMMANDS: dict[str, Command] = {
    "message:send": Command(SaidSomewhere, send_message),
    "message:read": Command(ReadSomewhere, read_messages),
    "typing": Command(Typing, type_on, cost=0.5),
    "conversation:join": Command(Somewhere, join_conversation),
    "conversation:leave": Command(Somewhere, leave_conversation),
    "sync": Command(Missed, sync, cost=5.0),
}
"""The only list of what a client may emit."""
