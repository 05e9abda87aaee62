"""Report a conversation to support, with the messages that it is about (CHAT-18, CHAT-19, SUP-19)."""

from collections.abc import Sequence
from uuid import UUID

from models.admin.tell_staff import DESK, tell_staff
from models.chat.projection import is_visible
from models.chat.rows import written
from models.chat.tables import (
    Conversation,
    ConversationStatus,
    FlaggedConversation,
    FlaggedMessage,
    FlagReason,
    FlagStatus,
    Message,
    MessageType,
    Side,
)
from models.columns import new_id
from models.db import current, find, hold_one, transaction
from models.errors import Conflict, NotFound, Refused
from models.idempotency import claim
from models.notices.tell import tell
from models.people.sessions import refuse_absent
from models.people.tables import User

MOST_MESSAGES = 50
OPEN = (FlagStatus.PENDING, FlagStatus.UNDER_REVIEW)


class ConversationAlreadyFlagged(Conflict):
    """Support has one's report of it and hasn't answered yet."""


class ReasonUnexplained(Refused):
    """ "Other" says nothing without words."""


async def flag(
    conversation_id: UUID,
    *,
    by: User,
    reason: FlagReason,
    description: str | None = None,
    message_ids: Sequence[UUID] = (),
    key: str | None = None,
) -> FlaggedConversation:
    """Ask support to look. The other side is told nothing (R-27)."""
    async with transaction() as tx:
        body = [conversation_id, reason, description, sorted(map(str, message_ids))]
        claimed = await claim(by.id, "conversations.flag", key, body)
        if claimed.is_replay:
            return await find(FlaggedConversation, id=claimed.result_id)
        refuse_absent(await hold_one(User, by.id))
        conversation = await hold_one(Conversation, conversation_id)
        await refuse(conversation, by, reason, description)
        messages = await chosen(conversation, by, message_ids)
        flagged = await FlaggedConversation.create(
            id=new_id(),
            reference_number=await next_reference(),
            conversation_id=conversation.id,
            flagged_by_id=by.id,
            reason=reason,
            description=description,
            created_at=await tx.now(),
        )
        await FlaggedMessage.bulk_create(
            [FlaggedMessage(id=new_id(), flag_id=flagged.id, message_id=message.id) for message in messages]
        )
        conversation.status = ConversationStatus.FLAGGED
        await conversation.save(update_fields=["status"])
        await claimed.remember(flagged.id)
        await say(flagged)
    return flagged


async def refuse(conversation: Conversation, by: User, reason: FlagReason, description: str | None) -> None:
    if by.id not in {conversation.client_id, conversation.worker_id} or conversation.deleted_at is not None:
        raise NotFound
    if reason is FlagReason.OTHER and description is None:
        raise ReasonUnexplained(field="description")
    waiting = await FlaggedConversation.get_or_none(
        conversation_id=conversation.id, flagged_by_id=by.id, status__in=OPEN
    )
    if waiting is not None:
        raise ConversationAlreadyFlagged(reference_number=waiting.reference_number)


async def chosen(conversation: Conversation, by: User, ids: Sequence[UUID]) -> list[Message]:
    """Messages of this conversation that the reporter can see; what happened is no message."""
    side = Side.CLIENT if by.id == conversation.client_id else Side.WORKER
    found = await Message.filter(id__in=set(ids), conversation_id=conversation.id).exclude(
        message_type=MessageType.EVENT
    )
    if len(found) != len(set(ids)) or not all(is_visible(written(message), side) for message in found):
        raise NotFound
    return found


async def say(flagged: FlaggedConversation) -> None:
    """To the reporter, who may want to quote its number, and to the desk."""
    facts = {
        "flag_id": str(flagged.id),
        "reference_number": flagged.reference_number,
        "conversation_id": str(flagged.conversation_id),
        "reason": flagged.reason.value,
    }
    await tell(flagged.flagged_by_id, "conversation.flagged", **facts)
    await tell_staff("desk.conversation_flagged", *DESK, **facts)


async def next_reference() -> str:
    rows = await current().connection.execute_query_dict("SELECT nextval('flag_reference') AS number")
    return f"#FLAG-{rows[0]['number']:05d}"


async def present(flagged: FlaggedConversation) -> dict[str, object]:
    """To the one who reported."""
    messages = (
        FlaggedMessage.filter(flag_id=flagged.id).order_by("message_id").values_list("message_id", flat=True)
    )
    return {
        "id": str(flagged.id),
        "reference_number": flagged.reference_number,
        "conversation_id": str(flagged.conversation_id),
        "reason": flagged.reason,
        "description": flagged.description,
        "status": flagged.status,
        "message_ids": [str(key) for key in await messages],
        "created_at": flagged.created_at,
    }
