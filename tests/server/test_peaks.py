"""A voice brings how loud it is on its way; readers draw it from that, without fetching it."""

import pytest

from models.chat.tables import Message
from models.engine_tables import OutboxRow, Timer
from models.people.tables import User
from models.uploads.tables import Upload
from tasks.outbox import drain
from tests import a, build_chat
from tests.api import Api
from tests.form import hand_in
from tests.outside import Outside
from tests.photos import SAMPLES, photo

VOICE = (SAMPLES / "voice.ogg").read_bytes()
PEAKS = "04cv8h" * 6

pytestmark = pytest.mark.req("CHAT-11", "FILE-04")


async def test_both_sides_get_the_peaks_with_the_row_and_its_author_in_the_export(
    api: Api, outside: Outside
) -> None:
    talk = await build_chat.conversation(revealed=True)
    worker, client = await User.get(id=talk.worker_id), await User.get(id=talk.client_id)
    answer = await hand_in(api, worker, VOICE, "message", said="audio/ogg", peaks=PEAKS)
    assert (answer.status, answer.data["kind"], answer.data["peaks"]) == (201, "voice", PEAKS)
    assert answer.data["seconds"] == pytest.approx(2, abs=1)
    said = {"client_msg_id": "k1", "message_type": "voice", "upload_id": answer.data["id"]}
    address = f"/api/conversations/{talk.id}/messages"
    for _ in range(2):  # the second is a resend
        sent = await api.post(address, said, as_=worker)
        assert sent.data["media"]["peaks"] == PEAKS
    await drain()
    for reader in (client, worker):
        rows = (await api.get(address, as_=reader)).data["items"]
        [voice] = [row for row in rows if row["message_type"] == "voice"]
        [ready] = [row for row in rows if row["event"] and row["event"]["kind"] == "media.ready"]
        for media in (voice["media"], ready["event"]["media"]):
            assert (media["state"], media["peaks"], media["seconds"]) == ("ready", PEAKS, pytest.approx(2, abs=1))
    export = (await api.get((await api.post("/api/users/exports", as_=worker)).data["url"], as_=worker)).body
    [file] = export["files"]["items"]
    assert file["peaks"] == PEAKS


async def test_a_voice_without_peaks_is_as_welcome(api: Api, outside: Outside) -> None:
    answer = await hand_in(api, await a.client(), VOICE, "message", said="audio/ogg")
    assert (answer.status, answer.data["peaks"]) == (201, None)


@pytest.mark.req("SEC-04")
@pytest.mark.parametrize("peaks", ["", "w", "0A", "1,2,3", "[0,31]", "0" * 65, "0" * 101, "٣", "0\n", "0\0", "-1"])
async def test_malformed_peaks_are_refused_and_leave_nothing(api: Api, outside: Outside, peaks: str) -> None:
    answer = await hand_in(api, await a.client(), VOICE, "message", said="audio/ogg", peaks=peaks)
    assert (answer.status, answer.code, answer.details["field"]) == (400, "MALFORMED", "peaks")
    assert await Upload.all().count() + await Timer.all().count() + await OutboxRow.all().count() == 0


@pytest.mark.req("SEC-04")
async def test_only_a_voice_has_peaks(api: Api, outside: Outside) -> None:
    answer = await hand_in(api, await a.client(), photo(), "message", peaks=PEAKS)
    assert (answer.status, answer.code, answer.details["field"]) == (400, "MALFORMED", "peaks")
    assert (await hand_in(api, None, VOICE, "message", said="audio/ogg", peaks=PEAKS)).status == 401
    assert await Upload.all().count() == 0


@pytest.mark.req("R-29")
async def test_another_persons_voice_is_neither_sent_nor_shown(api: Api, outside: Outside) -> None:
    talk = await build_chat.conversation(revealed=True)
    stranger, worker = await a.client(), await User.get(id=talk.worker_id)
    upload = (await hand_in(api, stranger, VOICE, "message", said="audio/ogg", peaks=PEAKS)).data
    said = {"client_msg_id": "k1", "message_type": "voice", "upload_id": upload["id"]}
    answer = await api.post(f"/api/conversations/{talk.id}/messages", said, as_=worker)
    assert (answer.status, PEAKS in str(answer.body)) == (404, False)
    assert not await Message.exists(upload_id=upload["id"])
    assert (await Upload.get(id=upload["id"])).attached_at is None
