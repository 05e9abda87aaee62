from uuid import UUID

from models.columns import new_id
from models.db import find, transaction
from models.disputes.tables import Dispute, DisputeNote
from models.errors import Forbidden
from models.idempotency import claim
from models.people.tables import User


async def add_note(dispute_id: UUID, *, by: User, body: str, key: str | None = None) -> DisputeNote:
    """What staff write down for each other (DIS-11), also when all is decided."""
    if not by.is_staff:
        raise Forbidden
    async with transaction() as tx:
        claimed = await claim(by.id, "disputes.note", key, [dispute_id, body])
        if claimed.is_replay:
            return await find(DisputeNote, id=claimed.result_id)
        dispute = await find(Dispute, id=dispute_id)
        note = await DisputeNote.create(
            id=new_id(), dispute_id=dispute.id, author_id=by.id, body=body, created_at=await tx.now()
        )
        await claimed.remember(note.id)
    return note
