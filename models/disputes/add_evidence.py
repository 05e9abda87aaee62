from uuid import UUID

from models.columns import new_id
from models.db import find, transaction
from models.disputes.hold_dispute import hold_dispute, refuse_staff
from models.disputes.tables import Dispute, DisputeEvidence
from models.errors import Refused
from models.idempotency import claim
from models.payments.happened import both, happened
from models.people.tables import User
from models.uploads.attach import attach
from models.uploads.tables import MediaKind, Purpose

MOST_EACH = 20
MEDIA_TYPES = {MediaKind.IMAGE: "image", MediaKind.VIDEO: "video", MediaKind.FILE: "document"}


class TooMuchEvidence(Refused):
    pass


async def add_evidence(
    dispute_id: UUID, *, by: User, upload_id: UUID, description: str = "", key: str | None = None
) -> DisputeEvidence:
    """Show support, and the other side, what happened (DIS-03)."""
    async with transaction() as tx:
        claimed = await claim(by.id, "disputes.evidence", key, [dispute_id, upload_id, description])
        if claimed.is_replay:
            return await find(DisputeEvidence, id=claimed.result_id)
        dispute, held = await hold_dispute(dispute_id, by)
        refuse_staff(by)
        await refuse_too_much(dispute, by)
        [upload] = await attach([upload_id], by=by.id, purpose=Purpose.EVIDENCE, kinds=list(MEDIA_TYPES))
        evidence = await DisputeEvidence.create(
            id=new_id(),
            dispute_id=dispute.id,
            uploaded_by_id=by.id,
            upload_id=upload.id,
            media_type=MEDIA_TYPES[upload.kind],
            description=description,
            created_at=await tx.now(),
        )
        await claimed.remember(evidence.id)
        await happened(
            "dispute.evidence_added",
            held.request,
            held.conversation,
            by=by.id,
            to=tuple(each for each in both(held.request) if each != by.id),
            dispute_id=str(dispute.id),
            reference_number=dispute.reference_number,
            media_type=evidence.media_type,
        )
    return evidence


async def refuse_too_much(dispute: Dispute, by: User) -> None:
    if await DisputeEvidence.filter(dispute_id=dispute.id, uploaded_by_id=by.id).count() >= MOST_EACH:
        raise TooMuchEvidence(most=MOST_EACH)
