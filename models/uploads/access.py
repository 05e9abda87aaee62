"""Who may see a file: whoever may see the place where it is used (R-29)."""

from collections.abc import Awaitable, Callable
from uuid import UUID

from models.chat.access import conversation_to_read
from models.chat.projection import is_visible
from models.chat.rows import written
from models.chat.tables import Message
from models.db import find
from models.disputes.tables import DisputeEvidence
from models.errors import Conflict, NotFound, Unauthorized
from models.leads.access import lead_for
from models.leads.tables import LeadMedia
from models.payments.tables import CompletionPhoto
from models.people.access import public_view
from models.people.tables import Role, User
from models.portfolio.tables import PortfolioMedia
from models.reviews.access import review_for
from models.reviews.tables import ReviewMedia
from models.support.tables import SupportMessage
from models.uploads.tables import Purpose, Upload, UploadState
from models.workers.tables import ApprovalStatus

RETRY_AFTER = 2


class MediaNotReady(Conflict):
    """The worker is still looking at it."""


async def media_for(reader: User | None, upload_id: UUID) -> Upload:
    """The file, ready to be shown to `reader`. Raises NotFound, MediaNotReady, and Unauthorized for nobody."""
    upload = await find(Upload, id=upload_id, erased_at=None)
    if reader is None or upload.owner_id != reader.id:
        if upload.attached_at is None or upload.state == UploadState.REFUSED:
            raise NotFound if reader else Unauthorized
        await PLACES[upload.purpose](reader, upload)
    if upload.state == UploadState.RECEIVED:
        raise MediaNotReady(retry_after=RETRY_AFTER)
    if upload.state == UploadState.REFUSED:
        raise NotFound
    return upload


async def in_profile(reader: User | None, upload: Upload) -> None:
    owner = await find(User, id=upload.owner_id, profile_image_id=upload.id, deleted_at=None)
    if owner.role != Role.WORKER:
        await public_view(owner.id, somebody(reader))


async def in_portfolio(_: User | None, upload: Upload) -> None:
    media = await find(PortfolioMedia, upload_id=upload.id)
    await media.fetch_related("project__worker")
    if media.project.worker.approval_status != ApprovalStatus.APPROVED:
        raise NotFound


async def in_lead(reader: User | None, upload: Upload) -> None:
    media = await find(LeadMedia, upload_id=upload.id)
    await lead_for(somebody(reader), media.lead_id)


async def in_message(reader: User | None, upload: Upload) -> None:
    message = await find(Message, upload_id=upload.id)
    seat = await conversation_to_read(somebody(reader), message.conversation_id)
    if not is_visible(written(message), seat.side):
        raise NotFound


async def in_completion(reader: User | None, upload: Upload) -> None:
    photo = await find(CompletionPhoto, upload_id=upload.id)
    await photo.fetch_related("escrow__payment_request")
    await conversation_to_read(somebody(reader), photo.escrow.payment_request.conversation_id)


async def in_evidence(reader: User | None, upload: Upload) -> None:
    evidence = await find(DisputeEvidence, upload_id=upload.id)
    await evidence.fetch_related("dispute__escrow_payment__payment_request")
    request = evidence.dispute.escrow_payment.payment_request
    await conversation_to_read(somebody(reader), request.conversation_id)


async def in_review(reader: User | None, upload: Upload) -> None:
    photo = await find(ReviewMedia, upload_id=upload.id)
    await review_for(reader, photo.review_id)


async def in_ticket(reader: User | None, upload: Upload) -> None:
    message = await find(SupportMessage, upload_id=upload.id)
    await message.fetch_related("ticket")
    is_theirs = message.ticket.user_id == somebody(reader).id and not message.is_internal
    if not is_theirs and not somebody(reader).is_staff:
        raise NotFound


def somebody(reader: User | None) -> User:
    if reader is None:
        raise Unauthorized
    return reader


PLACES: dict[Purpose, Callable[[User | None, Upload], Awaitable[None]]] = {
    Purpose.PROFILE: in_profile,
    Purpose.PORTFOLIO: in_portfolio,
    Purpose.LEAD: in_lead,
    Purpose.MESSAGE: in_message,
    Purpose.COMPLETION: in_completion,
    Purpose.EVIDENCE: in_evidence,
    Purpose.REVIEW: in_review,
    Purpose.TICKET: in_ticket,
}
