"""What people send into conversations, the same over HTTP and sockets: bounded, without surprises."""

from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, model_validator


def _writable(text: str) -> str:
    """What PostgreSQL can't store would fail a whole batch of other people's messages."""
    if "\0" in text or not text.strip():
        raise ValueError("no text")
    text.encode()  # half of a surrogate pair is no character
    return text


Content = Annotated[str, StringConstraints(min_length=1, max_length=5000), AfterValidator(_writable)]
ClientMsgId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,64}$")]


class Said(BaseModel):
    """One message as its author's client sent it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    client_msg_id: ClientMsgId
    message_type: Literal["text", "image", "video", "voice", "file"] = "text"
    content: Content | None = None
    upload_id: UUID | None = None

    @model_validator(mode="after")
    def _one_body(self) -> Self:
        is_text = self.message_type == "text"
        if is_text != (self.content is not None) or is_text != (self.upload_id is None):
            raise ValueError("a text has content, everything else an upload_id")
        return self


Seq = Annotated[int, Field(ge=0, le=2**31 - 1, strict=True)]


class ReadUpTo(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    seq: Seq


class Missed(BaseModel):
    """How far a client got, everywhere it knows of (R-25)."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    conversations: Annotated[dict[Annotated[str, Field(max_length=64)], Seq], Field(max_length=200)] = {}
    notices: Seq = 0
    next: Annotated[str, Field(max_length=64)] | None = None

    def cursors(self) -> tuple[dict[UUID, int], list[str]]:
        """By conversation; and the names that can't be one of ours."""
        known: dict[UUID, int] = {}
        strange = []
        for name, seq in self.conversations.items():
            try:
                known[UUID(name)] = seq
            except ValueError:
                strange.append(name)
        return known, strange
