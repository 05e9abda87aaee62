"""What clients send over the socket, beside the events' names: bounded, and nothing unknown in it."""

from typing import Annotated
from uuid import UUID

from asyncpg.pgproto import pgproto
from pydantic import BaseModel, ConfigDict, Field

from models.chat.payloads import Said, Seq
from models.errors import NotFound

ConversationId = Annotated[str, Field(max_length=64)]


class Somewhere(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    conversation_id: ConversationId

    @property
    def place(self) -> UUID:
        return _place(self.conversation_id)


class SaidSomewhere(Said):
    conversation_id: ConversationId

    @property
    def place(self) -> UUID:
        return _place(self.conversation_id)


class ReadSomewhere(Somewhere):
    seq: Seq


class Typing(Somewhere):
    on: bool = True


def _place(text: str) -> UUID:
    """What is no id can't be found. asyncpg's own UUIDs are the standard library's, only made faster."""
    try:
        return pgproto.UUID(text)
    except ValueError:
        raise NotFound from None
