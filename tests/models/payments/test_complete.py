"""Both sides say that the work is done, or the client's silence does."""

import asyncio
from datetime import timedelta
from uuid import UUID

import pytest

from models.chat.tables import Message
from models.clock import business_now
from models.columns import new_id
from models.engine_tables import OutboxRow, Timer
from models.errors import IdempotencyKeyReused, Malformed, NotFound
from models.notices.tables import Notice
from models.payments.confirm_complete import HELD_FOR, PRESUMED_AFTER, confirm_complete
from models.payments.presume_complete import presume_complete
from models.payments.refusals import (
    AlreadyConfirmed,
    AlreadyMarkedComplete,
    NotMarkedComplete,
    PaymentRequestNotPaid,
)
from models.payments.tables import CompletionPhoto, PaymentRequest
from models.people.tables import User
from models.uploads.attach import UploadAlreadyAttached, UploadHasAnotherPurpose
from models.uploads.tables import MediaKind, Purpose, Upload
from tests import a
from tests.moment import stand_still_at

pytestmark = pytest.mark.usefixtures("database")


async def photo(owner: User, purpose: Purpose = Purpose.COMPLETION) -> UUID:
    upload = await Upload.create(
        owner_id=owner.id,
        purpose=purpose,
        kind=MediaKind.IMAGE,
        object_key=str(new_id()),
        content_type="image/jpeg",
        byte_size=1000,
        created_at=await business_now(),
    )
    return upload.id


async def events(of: PaymentRequest, kind: str) -> list[Message]:
    rows = await Message.filter(conversation_id=of.conversation_id, message_type="event")
    return [row for row in rows if row.event and row.event["kind"] == kind]


@pytest.mark.req("ESC-07", "ESC-14")
async def test_the_handyman_marks_the_work_complete_with_photos() -> None:
    paid = await a.paid_request()
    _, worker = await a.sides(paid)
    photos = [await photo(worker), await photo(worker)]
    await confirm_complete(paid.id, by=worker, photos=photos)
    escrow = await a.escrow_of(paid)
    assert escrow.completion_confirmed_by_worker
    assert (escrow.completion_confirmed_at, escrow.release_at) == (None, None)
    shown = await CompletionPhoto.filter(escrow_id=escrow.id).order_by("sort_order")
    assert [each.upload_id for each in shown] == photos
    [row] = await events(paid, "service.marked_complete")
    assert row.event is not None
    assert [each["url"] for each in row.event["photos"]] == [f"/api/media/{each}" for each in photos]
    timer = await Timer.get(kind="payment.presume_complete", subject_id=escrow.id)
    assert escrow.worker_confirmed_at is not None
    assert timer.due_at == escrow.worker_confirmed_at + timedelta(days=7)
    [notice] = await Notice.filter(kind="service.marked_complete")
    assert notice.user_id == paid.client_id


@pytest.mark.req("ESC-08", "ESC-09", "C16")
async def test_the_client_confirms_and_the_five_days_begin_to_the_millisecond() -> None:
    marked = await a.marked_request()
    client, _ = await a.sides(marked)
    await confirm_complete(marked.id, by=client)
    escrow = await a.escrow_of(marked)
    assert escrow.completion_confirmed_by_client
    assert escrow.completion_confirmed_at is not None
    assert escrow.release_at == escrow.completion_confirmed_at + timedelta(hours=120)
    assert not await Timer.exists(kind="payment.presume_complete")
    assert (await Timer.get(kind="escrow.release", subject_id=escrow.id)).due_at == escrow.release_at
    [event] = await OutboxRow.filter(event="service.confirmed")
    assert event.facts["release_at"] == escrow.release_at.isoformat()


@pytest.mark.req("ESC-08")
async def test_the_client_can_not_confirm_before_the_handyman_says_so() -> None:
    paid = await a.paid_request()
    client, _ = await a.sides(paid)
    with pytest.raises(NotMarkedComplete):
        await confirm_complete(paid.id, by=client)


@pytest.mark.req("ESC-07", "R-29")
async def test_photos_are_the_handymans_own_for_this_purpose_and_used_once() -> None:
    paid, other = await a.paid_request(), await a.paid_request()
    client, worker = await a.sides(paid)
    foreign, portrait, used = await photo(client), await photo(worker, Purpose.PROFILE), await photo(worker)
    with pytest.raises(NotFound):
        await confirm_complete(paid.id, by=worker, photos=[foreign])
    with pytest.raises(UploadHasAnotherPurpose):
        await confirm_complete(paid.id, by=worker, photos=[used, portrait])
    with pytest.raises(Malformed):
        await confirm_complete(paid.id, by=worker, photos=[new_id() for _ in range(11)])
    assert not (await a.escrow_of(paid)).completion_confirmed_by_worker
    assert (await Upload.get(id=used)).attached_at is None
    await confirm_complete(paid.id, by=worker, photos=[used])
    await PaymentRequest.filter(id=other.id).update(worker_id=worker.id)
    with pytest.raises(UploadAlreadyAttached):
        await confirm_complete(other.id, by=worker, photos=[used])
    with pytest.raises(Malformed):
        await confirm_complete(paid.id, by=client, photos=[foreign])


@pytest.mark.req("ESC-08")
async def test_what_is_not_paid_is_not_complete_and_strangers_find_nothing() -> None:
    asked, paid = await a.payment_request(), await a.paid_request()
    _, worker = await a.sides(asked)
    with pytest.raises(PaymentRequestNotPaid):
        await confirm_complete(asked.id, by=worker)
    for stranger in (await a.worker(), await a.client()):
        with pytest.raises(NotFound):
            await confirm_complete(paid.id, by=stranger)


@pytest.mark.req("R-24")
async def test_a_resend_answers_a_second_mark_refuses_and_the_key_keeps_its_body() -> None:
    paid = await a.paid_request()
    client, worker = await a.sides(paid)
    await asyncio.gather(*(confirm_complete(paid.id, by=worker, key="done") for _ in range(3)))
    assert len(await events(paid, "service.marked_complete")) == 1
    with pytest.raises(AlreadyMarkedComplete):
        await confirm_complete(paid.id, by=worker)
    with pytest.raises(IdempotencyKeyReused):
        await confirm_complete(paid.id, by=worker, key="done", photos=[new_id()])
    await asyncio.gather(*(confirm_complete(paid.id, by=client, key="done") for _ in range(3)))
    with pytest.raises(AlreadyConfirmed):
        await confirm_complete(paid.id, by=client)
    assert len(await events(paid, "service.confirmed")) == 1


@pytest.mark.req("ESC-14", "R-19")
async def test_seven_days_of_silence_confirm_too_early_twice_and_too_late() -> None:
    marked = await a.marked_request()
    escrow = await a.escrow_of(marked)
    assert escrow.worker_confirmed_at is not None
    due_at = escrow.worker_confirmed_at + PRESUMED_AFTER
    await presume_complete(escrow.id, at=due_at - timedelta(milliseconds=1))
    assert not await events(marked, "service.presumed_complete")
    for _ in range(2):
        await presume_complete(escrow.id, at=due_at)
    [row] = await events(marked, "service.presumed_complete")
    assert row.created_at == due_at
    escrow = await a.escrow_of(marked)
    assert (escrow.is_presumed, escrow.completion_confirmed_by_client) == (True, False)
    assert (escrow.completion_confirmed_at, escrow.release_at) == (due_at, due_at + HELD_FOR)
    assert await Timer.filter(kind="escrow.release").values_list("due_at", flat=True) == [escrow.release_at]
    confirmed = await a.confirmed_request()
    its = await a.escrow_of(confirmed)
    await presume_complete(its.id, at=due_at + timedelta(days=1))
    assert not (await a.escrow_of(confirmed)).is_presumed


@pytest.mark.req("ESC-14", "R-19")
async def test_on_the_seventh_day_the_clients_word_comes_too_late() -> None:
    marked = await a.marked_request()
    client, _ = await a.sides(marked)
    escrow = await a.escrow_of(marked)
    assert escrow.worker_confirmed_at is not None
    await stand_still_at(escrow.worker_confirmed_at + PRESUMED_AFTER)
    with pytest.raises(AlreadyConfirmed):
        await confirm_complete(marked.id, by=client)
    await presume_complete(escrow.id, at=escrow.worker_confirmed_at + PRESUMED_AFTER)
    assert (await a.escrow_of(marked)).is_presumed


@pytest.mark.req("ESC-14")
async def test_of_the_clients_word_and_his_silence_at_once_one_counts() -> None:
    for _ in range(4):
        marked = await a.marked_request()
        client, _ = await a.sides(marked)
        escrow = await a.escrow_of(marked)
        assert escrow.worker_confirmed_at is not None
        await asyncio.gather(
            confirm_complete(marked.id, by=client),
            presume_complete(escrow.id, at=escrow.worker_confirmed_at + PRESUMED_AFTER),
            return_exceptions=True,
        )
        said = await events(marked, "service.confirmed"), await events(marked, "service.presumed_complete")
        assert sum(map(len, said)) == 1
        escrow = await a.escrow_of(marked)
        assert escrow.is_presumed != escrow.completion_confirmed_by_client
