"""Photos, videos, voices and files in a conversation: one's own, once, of the kind they say."""

import asyncio

import pytest

from models.chat.access import conversation_for, messages_for
from models.chat.payloads import Said
from models.chat.send import send
from models.chat.tables import Conversation, Message
from models.errors import IdempotencyKeyReused, NotFound
from models.people.sessions import AccountSuspended
from models.people.tables import User, UserStatus
from models.uploads.attach import UploadAlreadyAttached, UploadHasAnotherPurpose, UploadIsAnotherKind
from models.uploads.tables import MediaKind, Purpose, Upload
from tests import a, build_chat

pytestmark = pytest.mark.usefixtures("database")


def photo(upload: Upload, key: str = "k1") -> Said:
    return Said(client_msg_id=key, message_type="image", upload_id=upload.id)


@pytest.mark.req("CHAT-09", "CHAT-13", "R-29")
@pytest.mark.parametrize("kind", list(MediaKind))
async def test_each_kind_of_file_is_a_message(kind: MediaKind) -> None:
    opened = await build_chat.conversation(revealed=True)
    worker = await User.get(id=opened.worker_id)
    upload = await a.upload(worker, Purpose.MESSAGE, kind=kind)
    said = Said(client_msg_id="k", message_type=kind.value, upload_id=upload.id)
    row = await send(worker, opened.id, said)
    assert (row.seq, row.message_type, row.content) == (opened.last_seq + 1, kind.value, None)
    client = await User.get(id=opened.client_id)
    rows, _ = await messages_for(await conversation_for(client, opened.id), after=opened.last_seq)
    assert rows[0]["media"]["url"] == f"/api/media/{upload.id}"
    assert upload.object_key not in str(rows)
    assert (await Conversation.get(id=opened.id)).worker_wrote_at is not None


@pytest.mark.req("R-24", "R-29")
async def test_a_resend_attaches_once() -> None:
    opened = await build_chat.conversation(revealed=True)
    worker = await User.get(id=opened.worker_id)
    upload, other = [await a.upload(worker, Purpose.MESSAGE) for _ in range(2)]
    rows = await asyncio.gather(*(send(worker, opened.id, photo(upload)) for _ in range(3)))
    assert len({row.id for row in rows}) == 1
    with pytest.raises(IdempotencyKeyReused):
        await send(worker, opened.id, photo(other))
    with pytest.raises(UploadAlreadyAttached):
        await send(worker, opened.id, photo(upload, "k2"))
    assert await Message.filter(conversation_id=opened.id).count() == opened.last_seq + 1


@pytest.mark.req("R-29")
async def test_somebody_elses_or_another_purposes_or_kinds_upload_is_refused_and_leaves_nothing() -> None:
    opened = await build_chat.conversation(revealed=True)
    worker, client = await User.get(id=opened.worker_id), await User.get(id=opened.client_id)
    for upload, refusal in (
        (await a.upload(client, Purpose.MESSAGE), NotFound),
        (await a.upload(worker, Purpose.LEAD), UploadHasAnotherPurpose),
        (await a.upload(worker, Purpose.MESSAGE, kind=MediaKind.VOICE), UploadIsAnotherKind),
    ):
        with pytest.raises(refusal):
            await send(worker, opened.id, photo(upload))
        assert (await Upload.get(id=upload.id)).attached_at is None
    assert (await Conversation.get(id=opened.id)).last_seq == opened.last_seq


@pytest.mark.req("CHAT-07", "C8")
async def test_a_photo_is_an_answer_too() -> None:
    opened = await build_chat.conversation()
    client = await User.get(id=opened.client_id)
    await send(client, opened.id, photo(await a.upload(client, Purpose.MESSAGE)))
    again = await Conversation.get(id=opened.id)
    assert again.contact is not None
    assert again.last_seq == 3


@pytest.mark.req("SEC-04")
async def test_a_strangers_photo_has_no_place() -> None:
    opened = await build_chat.conversation()
    stranger = await a.worker()
    upload = await a.upload(stranger, Purpose.MESSAGE)
    with pytest.raises(NotFound):
        await send(stranger, opened.id, photo(upload))
    assert (await Upload.get(id=upload.id)).attached_at is None


@pytest.mark.req("R-16")
async def test_who_was_suspended_or_left_meanwhile_sends_no_file_and_gives_no_answer() -> None:
    for revealed in (True, False):
        opened = await build_chat.conversation(revealed=revealed)
        for person_id in (opened.worker_id, opened.client_id):
            person = await User.get(id=person_id)
            upload = await a.upload(person, Purpose.MESSAGE)
            await User.filter(id=person_id).update(status=UserStatus.SUSPENDED)
            with pytest.raises(AccountSuspended):
                await send(person, opened.id, photo(upload))
            assert (await Upload.get(id=upload.id)).attached_at is None
        assert (await Conversation.get(id=opened.id)).last_seq == opened.last_seq
