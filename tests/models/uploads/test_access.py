from typing import Any

import pytest

from models.chat.delete import delete
from models.chat.payloads import Said
from models.chat.send_file import send_file
from models.chat.tables import Audience, Message
from models.clock import business_now
from models.disputes.open import open_dispute
from models.disputes.tables import DisputeEvidence, DisputeType
from models.errors import NotFound, Unauthorized
from models.payments.tables import CompletionPhoto
from models.people.set_profile_image import set_profile_image
from models.people.tables import User
from models.portfolio.tables import PortfolioMedia, PortfolioProject
from models.reviews.leave_review import leave_review
from models.reviews.remove import remove
from models.reviews.tables import FlagReason
from models.support.tables import SupportMessage, SupportTicket, TicketCategory
from models.uploads.access import MediaNotReady, media_for
from models.uploads.tables import Purpose, Upload, UploadState
from models.workers.tables import ApprovalStatus, WorkerProfile
from tests import a, build_chat, build_reviews

pytestmark = [pytest.mark.usefixtures("database"), pytest.mark.req("R-29", "SEC-04")]


async def attached(owner: User, purpose: Purpose) -> Upload:
    return await a.upload(owner, purpose, attached_at=await business_now())


async def sees(reader: User | None, upload: Upload) -> bool:
    try:
        return (await media_for(reader, upload.id)).id == upload.id
    except (NotFound, Unauthorized):
        return False


async def those_who_see(upload: Upload, **readers: User | None) -> set[str]:
    return {name for name, reader in readers.items() if await sees(reader, upload)}


async def people_of(talk: Any) -> dict[str, User | None]:
    return {
        "client": await User.get(id=talk.client_id),
        "worker": await User.get(id=talk.worker_id),
        "stranger": await a.worker(),
        "agent": await a.support(),
        "nobody": None,
    }


async def test_what_is_said_in_a_conversation_is_for_its_people_until_it_is_deleted() -> None:
    talk = await build_chat.conversation(revealed=True)
    people = await people_of(talk)
    worker = people["worker"]
    assert worker is not None
    upload = await a.upload(worker, Purpose.MESSAGE)
    await send_file(worker, talk.id, Said(client_msg_id="m", message_type="image", upload_id=upload.id))
    assert await those_who_see(upload, **people) == {"client", "worker"}
    await Message.filter(upload_id=upload.id).update(audience=Audience.WORKER)
    assert await those_who_see(upload, **people) == {"worker"}
    await Message.filter(upload_id=upload.id).update(audience=Audience.BOTH)
    await delete(worker, talk.id)
    assert await those_who_see(upload, **people) == {"worker"}


async def test_a_handymans_face_is_for_everybody_and_a_clients_for_those_who_know_her() -> None:
    talk = await build_chat.conversation(revealed=True)
    people = await people_of(talk)
    for name, seen_by in (("worker", set(people)), ("client", {"client", "worker", "agent"})):
        owner = people[name]
        assert owner is not None
        upload = await a.upload(owner, Purpose.PROFILE)
        await set_profile_image(owner.id, upload.id)
        assert await those_who_see(upload, **people) == seen_by
        await set_profile_image(owner.id, None)
        assert await those_who_see(upload, **people) == set()


async def test_a_portfolio_is_for_everybody_once_its_handyman_is_approved() -> None:
    worker = await a.worker()
    upload = await attached(worker, Purpose.PORTFOLIO)
    project = await PortfolioProject.create(
        worker_id=worker.id, title="Baño", service_category="Plomería", created_at=upload.created_at
    )
    await PortfolioMedia.create(
        project_id=project.id, upload_id=upload.id, media_type="image", created_at=upload.created_at
    )
    assert await sees(None, upload)
    await WorkerProfile.filter(user_id=worker.id).update(approval_status=ApprovalStatus.PENDING)
    assert await those_who_see(upload, nobody=None, owner=worker) == {"owner"}


async def test_photos_of_finished_work_and_evidence_are_for_the_two_and_for_those_who_decide() -> None:
    asked = await a.marked_request()
    people = await people_of(asked)
    worker, client = people["worker"], people["client"]
    assert worker is not None
    assert client is not None
    escrow = await a.escrow_of(asked)
    photo = await attached(worker, Purpose.COMPLETION)
    await CompletionPhoto.create(escrow_id=escrow.id, upload_id=photo.id, sort_order=0)
    assert await those_who_see(photo, **people) == {"client", "worker"}
    dispute = await open_dispute(
        asked.id, by=client, dispute_type=DisputeType.QUALITY, description="Gotea", desired_resolution=None
    )
    proof = await attached(client, Purpose.EVIDENCE)
    await DisputeEvidence.create(
        dispute_id=dispute.id,
        uploaded_by_id=client.id,
        upload_id=proof.id,
        media_type="image",
        created_at=proof.created_at,
    )
    for upload in (photo, proof):
        assert await those_who_see(upload, **people) == {"client", "worker", "agent"}


async def test_photos_of_a_review_are_for_everybody_until_it_is_removed() -> None:
    done = await a.confirmed_request()
    client, agent = await User.get(id=done.client_id), await a.support()
    upload = await a.upload(client, Purpose.REVIEW)
    review = await leave_review(done.id, by=client, opinion=build_reviews.opinion(), media=[upload.id])
    assert await those_who_see(upload, client=client, nobody=None, agent=agent) == {"client", "nobody", "agent"}
    await remove(review.id, by=agent, reason=FlagReason.FAKE)
    assert await those_who_see(upload, client=client, nobody=None, agent=agent) == {"client", "agent"}


async def test_what_a_ticket_carries_is_for_its_writer_and_staff() -> None:
    client, agent = await a.client(), await a.support()
    upload, internal = await attached(agent, Purpose.TICKET), await attached(agent, Purpose.TICKET)
    ticket = await SupportTicket.create(
        reference_number="#TM-1",
        user_id=client.id,
        subject="Ayuda",
        description="No puedo entrar",
        category=TicketCategory.ACCOUNT,
        created_at=upload.created_at,
    )
    for each in (upload, internal):
        await SupportMessage.create(
            ticket_id=ticket.id,
            sender_id=agent.id,
            message="Mira esto",
            is_internal=each is internal,
            upload_id=each.id,
            created_at=each.created_at,
        )
    readers = {"client": client, "other": await a.client(), "staff": await a.admin()}
    assert await those_who_see(upload, **readers) == {"client", "staff"}
    assert await those_who_see(internal, **readers) == {"staff"}


async def test_a_file_that_waits_for_the_worker_says_when_to_ask_again() -> None:
    client = await a.client()
    upload = await a.upload(client, state=UploadState.RECEIVED)
    with pytest.raises(MediaNotReady) as refused:
        await media_for(client, upload.id)
    assert refused.value.details == {"retry_after": 2}
