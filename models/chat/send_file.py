"""Say something with a photo, a video, a voice or a file."""

from uuid import UUID

from models.chat.payloads import Said
from models.chat.reply import reply
from models.chat.rows import TimelineRow
from models.chat.say_once import repeated, say, take_file
from models.chat.tables import Conversation, Participant
from models.db import find, hold_one, transaction
from models.errors import NotFound
from models.people.tables import User


async def send_file(by: User, conversation_id: UUID, said: Said) -> TimelineRow:
    conversation = await find(Conversation, id=conversation_id)
    if by.id == conversation.client_id and conversation.contact_revealed_at is None:
        return await reply(by, conversation_id, said)
    async with transaction() as tx:
        conversation = await hold_one(Conversation, conversation_id)
        if conversation.deleted_at is not None or not await Participant.exists(
            conversation_id=conversation_id, user_id=by.id, left_at=None
        ):
            raise NotFound
        if row := await repeated(conversation, by, said):
            return row
        row = await say(conversation, by, said, await take_file(by, said))
        if by.id == conversation.worker_id and conversation.worker_wrote_at is None:
            conversation.worker_wrote_at = await tx.now()
            await conversation.save(update_fields=["worker_wrote_at"])
        return row
