import asyncio
from datetime import timedelta

import pytest

from models.chat.access import conversation_for
from models.chat.payloads import Said
from models.chat.send_file import send_file
from models.chat.state import state_of
from models.chat.tables import Message
from models.db import transaction
from models.engine_tables import OutboxRow, Timer
from models.errors import NotFound
from models.people.tables import User
from models.timer_effects import EFFECTS
from models.uploads.abandon import abandon
from models.uploads.attach import UploadAlreadyAttached, attach
from models.uploads.begin import begin
from models.uploads.erase import erase
from models.uploads.finish import Facts, finish
from models.uploads.formats import FORMATS
from models.uploads.receive import receive
from models.uploads.shown import shown
from models.uploads.tables import Purpose, Upload, UploadState
from tests import a, build_chat

pytestmark = pytest.mark.usefixtures("database")


async def begun(purpose: Purpose = Purpose.LEAD) -> Upload:
    return await begin(by=(await a.client()).id, purpose=purpose, recognised=FORMATS[0], byte_size=100)


@pytest.mark.req("R-29", "FILE-03", "R-02")
async def test_a_file_begins_with_its_end_in_sight_and_a_key_that_names_nobody() -> None:
    upload = await begun()
    timer = await Timer.get(kind="upload.erase", subject_id=upload.id)
    assert timer.due_at == upload.created_at + timedelta(hours=24)
    category, owner, name = upload.object_key.split("/")
    assert (category, len(owner), name.endswith(f"-{upload.id}.jpg")) == ("lead", 16, True)
    assert str(upload.owner_id) not in upload.object_key
    assert not await OutboxRow.all().count()
    await receive(upload.id)
    assert (await OutboxRow.get(event="upload.received")).facts == {"upload_id": str(upload.id)}


@pytest.mark.req("R-29", "R-19")
async def test_a_file_that_nobody_uses_for_a_day_is_erased_once() -> None:
    upload = await begun()
    day = upload.created_at + timedelta(hours=24)
    fire = EFFECTS["upload.erase"]
    await fire(upload.id, at=day - timedelta(milliseconds=1))
    assert (await Upload.get(id=upload.id)).erased_at is None
    await fire(upload.id, at=day)
    await fire(upload.id, at=day + timedelta(days=1))
    assert (await Upload.get(id=upload.id)).erased_at == day
    [event] = await OutboxRow.filter(event="upload.erased")
    assert event.facts == {"object_key": upload.object_key, "purpose": "lead"}


@pytest.mark.req("R-29")
async def test_a_file_in_use_is_not_erased_however_old() -> None:
    upload = await begun()
    async with transaction():
        await attach([upload.id], by=upload.owner_id, purpose=Purpose.LEAD)
    assert not await Timer.exists(kind="upload.erase")
    await erase(upload.id, at=upload.created_at + timedelta(days=9))
    assert (await Upload.get(id=upload.id)).erased_at is None


@pytest.mark.req("R-29")
async def test_of_use_and_erasure_at_once_one_wins() -> None:
    for _ in range(5):
        upload = await begun()

        async def use(upload: Upload) -> None:
            async with transaction():
                await attach([upload.id], by=upload.owner_id, purpose=Purpose.LEAD)

        late = upload.created_at + timedelta(hours=24)
        used, _ = await asyncio.gather(use(upload), erase(upload.id, at=late), return_exceptions=True)
        row = await Upload.get(id=upload.id)
        assert (row.attached_at is None) == (row.erased_at is not None) == isinstance(used, NotFound)


@pytest.mark.req("R-29")
async def test_of_many_uses_at_once_one_wins() -> None:
    upload = await begun()

    async def use() -> None:
        async with transaction():
            await attach([upload.id], by=upload.owner_id, purpose=Purpose.LEAD)

    results = await asyncio.gather(*[use() for _ in range(8)], return_exceptions=True)
    assert [type(result) for result in results].count(UploadAlreadyAttached) == 7


@pytest.mark.req("FILE-04")
async def test_an_abandoned_file_leaves_only_the_order_to_delete_its_object() -> None:
    upload = await begun()
    await abandon(upload.id)
    assert await Upload.all().count() == await Timer.all().count() == 0
    assert [event.event for event in await OutboxRow.all()] == ["upload.erased"]


@pytest.mark.req("R-29")
async def test_what_the_worker_found_is_written_down_once() -> None:
    sound, broken = await begun(), await begun()
    for _ in range(2):
        await finish(sound.id, Facts(byte_size=90, width=3, height=4))
        await finish(broken.id, None)
    await finish(sound.id, None)
    row = await Upload.get(id=sound.id)
    assert (row.state, row.byte_size, row.width, row.height) == (UploadState.READY, 90, 3, 4)
    assert (await Upload.get(id=broken.id)).state == UploadState.REFUSED
    [event] = await OutboxRow.filter(event="upload.erased")
    assert event.facts["object_key"] == broken.object_key


@pytest.mark.req("R-29")
async def test_what_was_erased_while_the_worker_looked_at_it_is_deleted_again() -> None:
    upload = await begun()
    await erase(upload.id, at=upload.created_at + timedelta(hours=24))
    await finish(upload.id, Facts(byte_size=90))
    assert await OutboxRow.filter(event="upload.erased").count() == 2
    assert (await Upload.get(id=upload.id)).state == UploadState.RECEIVED


@pytest.mark.req("R-23", "CHAT-09")
@pytest.mark.parametrize(("facts", "kind"), [(Facts(byte_size=9), "media.ready"), (None, "media.refused")])
async def test_a_photo_said_before_it_was_ready_is_followed_by_a_row_that_points_back(
    facts: Facts | None, kind: str
) -> None:
    worker = await a.funded(await a.worker())
    talk = (await a.purchase(worker)).conversation
    upload = await begin(by=worker.id, purpose=Purpose.MESSAGE, recognised=FORMATS[0], byte_size=100)
    said = Said(client_msg_id="m1", message_type="image", upload_id=upload.id)
    row = await send_file(worker, talk.id, said)
    await asyncio.gather(finish(upload.id, facts), finish(upload.id, facts))
    later = await Message.filter(conversation_id=talk.id, seq__gt=row.seq)
    state = shown(await Upload.get(id=upload.id))
    assert state["state"] == kind.removeprefix("media.")
    assert [(each.event, each.target_seq, each.sender_id) for each in later] == [
        ({"kind": kind, "media": state}, row.seq, worker.id)
    ]


@pytest.mark.req("R-22", "R-23")
async def test_that_a_photo_is_ready_is_no_news() -> None:
    talk = await build_chat.conversation(revealed=True)
    worker, client = await User.get(id=talk.worker_id), await User.get(id=talk.client_id)
    upload = await begin(by=worker.id, purpose=Purpose.MESSAGE, recognised=FORMATS[0], byte_size=100)
    before = (await state_of(await conversation_for(client, talk.id)))["unread_count"]
    await send_file(worker, talk.id, Said(client_msg_id="m1", message_type="image", upload_id=upload.id))
    await finish(upload.id, Facts(byte_size=9))
    state = await state_of(await conversation_for(client, talk.id))
    assert state["unread_count"] == before + 1
    assert (state["last_message"]["message_type"], state["last_seq"]) == (
        "image",
        state["last_message"]["seq"] + 1,
    )


@pytest.mark.req("R-23")
async def test_a_photo_that_is_ready_before_it_is_said_needs_no_second_row() -> None:
    worker = await a.funded(await a.worker())
    talk = (await a.purchase(worker)).conversation
    upload = await begin(by=worker.id, purpose=Purpose.MESSAGE, recognised=FORMATS[0], byte_size=100)
    await finish(upload.id, Facts(byte_size=9))
    row = await send_file(worker, talk.id, Said(client_msg_id="m1", message_type="image", upload_id=upload.id))
    assert not await Message.exists(conversation_id=talk.id, seq__gt=row.seq)


@pytest.mark.req("R-23", "R-21")
async def test_saying_and_finishing_at_once_end_the_same_in_either_order() -> None:
    worker = await a.funded(await a.worker(), 2000)
    talk = (await a.purchase(worker)).conversation
    for number in range(6):
        upload = await begin(by=worker.id, purpose=Purpose.MESSAGE, recognised=FORMATS[0], byte_size=100)
        said = Said(client_msg_id=f"m{number}", message_type="image", upload_id=upload.id)
        await asyncio.gather(send_file(worker, talk.id, said), finish(upload.id, Facts(byte_size=9)))
        assert (await Upload.get(id=upload.id)).state == UploadState.READY
    rows = await Message.filter(conversation_id=talk.id).order_by("seq")
    assert [row.seq for row in rows] == list(range(1, len(rows) + 1))
