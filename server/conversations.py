"""Conversations and what is said in them; polling gives the same facts as the socket (CHAT-03)."""

from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field
from quart import Blueprint, Response
from quart_schema import validate_querystring, validate_request

from models.chat import access
from models.chat.archive import archive, unarchive
from models.chat.delete import delete
from models.chat.flag import MOST_MESSAGES, flag, present
from models.chat.join import join, leave
from models.chat.mute import mute, unmute
from models.chat.payloads import ReadUpTo, Said
from models.chat.projection import shown_to_author
from models.chat.read import read
from models.chat.search import search
from models.chat.send import send
from models.chat.state import state_of, states_of
from models.chat.tables import FlagReason
from models.people.tables import STAFF
from server.edge import asker, idempotency_key, key_of, listed, ok, signed_in
from server.fields import Body, Text
from server.limits import HOUR, MINUTE, limited

blueprint = Blueprint("conversations", __name__, url_prefix="/api")

SENDS_A_MINUTE = 120


class Paging(BaseModel):
    model_config = ConfigDict(extra="forbid")

    limit: Annotated[int, Field(ge=1, le=100)] = 20
    cursor: Annotated[str, Field(max_length=100)] | None = None


class SeenUpTo(Body):
    seq: Annotated[int, Field(ge=0, le=2**31 - 1)] | None = None


class Wanted(Body):
    """`before` is the place to look further back from: an earlier answer's `next_cursor`."""

    q: Annotated[Text, Field(min_length=2, max_length=100)]
    before: Annotated[int, Field(ge=1, le=2**31 - 1)] | None = None
    limit: Annotated[int, Field(ge=1, le=50)] = 20


class Report(Body):
    reason: FlagReason
    description: Annotated[Text, Field(min_length=1, max_length=2000)] | None = None
    message_ids: Annotated[list[UUID], Field(max_length=MOST_MESSAGES)] = []


class Span(BaseModel):
    model_config = ConfigDict(extra="forbid")

    after: Annotated[int, Field(ge=0, le=2**31 - 1)] | None = None
    before: Annotated[int, Field(ge=0, le=2**31 - 1)] | None = None
    limit: Annotated[int, Field(ge=1, le=100)] = 50


@blueprint.get("/conversations")
@signed_in()
@validate_querystring(Paging)
async def list_conversations(query_args: Paging) -> tuple[Response, int]:
    seats, following = await access.seats_in_order(asker(), limit=query_args.limit, cursor=query_args.cursor)
    return listed(await states_of(seats), following)


@blueprint.get("/conversations/<conversation_id>")
@signed_in()
async def show_conversation(conversation_id: str) -> tuple[Response, int]:
    return ok(await state_of(await access.conversation_to_read(asker(), key_of(conversation_id))))


@blueprint.delete("/conversations/<conversation_id>")
@signed_in()
async def delete_conversation(conversation_id: str) -> tuple[Response, int]:
    await delete(asker(), key_of(conversation_id))
    return ok()


@blueprint.post("/conversations/<conversation_id>/archive")
@signed_in()
@validate_querystring(SeenUpTo)
async def archive_conversation(conversation_id: str, query_args: SeenUpTo) -> tuple[Response, int]:
    await archive(asker(), key_of(conversation_id), query_args.seq)
    return ok(await state_of(await access.conversation_for(asker(), key_of(conversation_id))))


@blueprint.post("/conversations/<conversation_id>/unarchive")
@signed_in()
async def unarchive_conversation(conversation_id: str) -> tuple[Response, int]:
    await unarchive(asker(), key_of(conversation_id))
    return ok(await state_of(await access.conversation_for(asker(), key_of(conversation_id))))


@blueprint.post("/conversations/<conversation_id>/mute")
@signed_in()
async def mute_conversation(conversation_id: str) -> tuple[Response, int]:
    await mute(asker(), key_of(conversation_id))
    return ok(await state_of(await access.conversation_for(asker(), key_of(conversation_id))))


@blueprint.post("/conversations/<conversation_id>/unmute")
@signed_in()
async def unmute_conversation(conversation_id: str) -> tuple[Response, int]:
    await unmute(asker(), key_of(conversation_id))
    return ok(await state_of(await access.conversation_for(asker(), key_of(conversation_id))))


@blueprint.post("/conversations/<conversation_id>/join")
@signed_in(*STAFF)
async def join_conversation(conversation_id: str) -> tuple[Response, int]:
    await join(asker(), key_of(conversation_id))
    return ok(await state_of(await access.conversation_for(asker(), key_of(conversation_id))))


@blueprint.post("/conversations/<conversation_id>/leave")
@signed_in(*STAFF)
async def leave_conversation(conversation_id: str) -> tuple[Response, int]:
    await leave(asker(), key_of(conversation_id))
    return ok()


@blueprint.get("/conversations/<conversation_id>/messages")
@signed_in()
@validate_querystring(Span)
async def list_messages(conversation_id: str, query_args: Span) -> tuple[Response, int]:
    """Rows in `seq` order; `next_cursor` is the `after` or `before` to go on with."""
    seat = await access.conversation_to_read(asker(), key_of(conversation_id))
    items, following = await access.messages_for(
        seat, after=query_args.after, before=query_args.before, limit=query_args.limit
    )
    return listed(items, following)


@blueprint.get("/conversations/<conversation_id>/search")
@signed_in()
@limited("conversations.search", 60, per=MINUTE)
@validate_querystring(Wanted)
async def search_conversation(conversation_id: str, query_args: Wanted) -> tuple[Response, int]:
    """Texts that say `q`, newest first; `next_cursor` is the `before` to go on with."""
    seat = await access.conversation_to_read(asker(), key_of(conversation_id))
    items, following = await search(seat, query_args.q, before=query_args.before, limit=query_args.limit)
    return listed(items, following)


@blueprint.post("/conversations/<conversation_id>/flag")
@signed_in()
@limited("conversations.flag", 20, per=HOUR)
@validate_request(Report)
async def flag_conversation(conversation_id: str, data: Report) -> tuple[Response, int]:
    """The other side learns nothing of it."""
    flagged = await flag(key_of(conversation_id), by=asker(), key=idempotency_key(), **data.model_dump())
    return ok(await present(flagged), 201)


@blueprint.post("/conversations/<conversation_id>/messages")
@signed_in()
@limited("message.send", SENDS_A_MINUTE, per=MINUTE)
@validate_request(Said)
async def send_message(conversation_id: str, data: Said) -> tuple[Response, int]:
    return ok(shown_to_author(await send(asker(), key_of(conversation_id), data)), 201)


@blueprint.post("/conversations/<conversation_id>/read")
@signed_in()
@validate_request(ReadUpTo)
async def read_conversation(conversation_id: str, data: ReadUpTo) -> tuple[Response, int]:
    cursor = await read(asker(), key_of(conversation_id), data.seq)
    return ok({"last_read_seq": cursor.last_read_seq, "read_at": cursor.read_at})


@blueprint.patch("/messages/<message_id>/read")
@signed_in()
async def read_message(message_id: str) -> tuple[Response, int]:
    """Everything up to this message is read: a cursor per person stands behind `is_read` (C33)."""
    conversation_id, seq = await access.place_of_message(asker(), key_of(message_id))
    cursor = await read(asker(), conversation_id, seq)
    return ok(
        {
            "id": message_id,
            "is_read": True,
            "read_at": cursor.read_at,
            "conversation_id": str(conversation_id),
            "last_read_seq": cursor.last_read_seq,
        }
    )
