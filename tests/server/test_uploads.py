import httpx
import pytest

from integrations import storage
from models.engine_tables import OutboxRow, Timer
from models.uploads.buckets import BUCKETS
from models.uploads.cleaning.boxes import ZEROS
from models.uploads.tables import Purpose, Upload
from settings import settings
from tasks.outbox import drain
from tests import a
from tests.api import Answer, Api
from tests.form import form, hand_in
from tests.outside import Outside
from tests.photos import CANARY, SAMPLES, photo

MEGABYTE = 1024 * 1024


async def objects(outside: Outside) -> int:
    return sum(1 for path in outside.home.rglob("*") if path.is_file() and "s3" in path.parts)


async def fetched(answer: Answer) -> httpx.Response:
    async with httpx.AsyncClient(trust_env=False) as client:
        return await client.get(answer.headers["Location"])


@pytest.mark.req("FILE-01", "FILE-03", "FILE-04", "R-29", "R-02")
async def test_a_photo_is_stored_looked_at_and_then_shown_without_its_metadata(api: Api, outside: Outside) -> None:
    client = await a.client()
    data = photo(size=(800, 600))
    assert CANARY in data
    answer = await hand_in(api, client, data)
    assert answer.status == 201
    assert (answer.data["kind"], answer.data["state"], answer.data["purpose"]) == ("image", "received", "lead")
    url = answer.data["url"]
    early = await api.get(url, as_=client)
    assert (early.status, early.code, early.headers["Retry-After"]) == (409, "MEDIA_NOT_READY", "2")
    await drain()
    shown = await api.get(url, as_=client)
    assert (shown.status, shown.headers["X-Content-Type-Options"]) == (302, "nosniff")
    got = await fetched(shown)
    assert (got.status_code, got.headers["Content-Type"]) == (200, "image/jpeg")
    assert got.headers["Content-Disposition"] == "inline"
    assert CANARY not in got.content
    row = await Upload.get(id=answer.data["id"])
    assert (row.width, row.height, row.byte_size) == (800, 600, len(got.content))
    assert row.object_key.split("/")[0] == "lead"
    assert not {str(client.id), "CANARIO"} & set(row.object_key.split("/"))
    assert await storage.get(BUCKETS[Purpose.LEAD], row.object_key) == got.content


@pytest.mark.req("R-29", "CHAT-12")
async def test_what_is_no_picture_is_handed_out_as_an_attachment(api: Api, outside: Outside) -> None:
    client = await a.client()
    for data, said in (
        (b"%PDF-1.7\n1 0 obj\n", "application/pdf"),
        ((SAMPLES / "voice.ogg").read_bytes(), "audio/ogg"),
        ((SAMPLES / "film.mp4").read_bytes(), "video/mp4"),
    ):
        answer = await hand_in(api, client, data, "message", said=said)
        await drain()
        got = await fetched(await api.get(answer.data["url"], as_=client))
        assert (got.headers["Content-Type"], got.headers["Content-Disposition"]) == (said, "attachment")
        assert CANARY not in got.content


@pytest.mark.req("FILE-05", "R-29")
@pytest.mark.parametrize(
    "data",
    [
        b"MZ\x90\x00" + bytes(5000),
        b"\x7fELF\x02\x01\x01" + bytes(5000),
        b"\xcf\xfa\xed\xfe" + bytes(5000),
        b"#!/bin/sh\nrm -rf /\n",
        b"<html><script>alert(1)</script></html>",
        b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
        b"PK\x03\x04" + bytes(5000),
        b"GIF89a" + bytes(500),
        b"hola",
        b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + bytes(100),
    ],
)
async def test_programs_and_strangers_are_refused_whatever_they_are_called(
    api: Api, outside: Outside, data: bytes
) -> None:
    before = await objects(outside)
    answer = await hand_in(api, await a.client(), data)
    assert (answer.status, answer.code) == (415, "UNSUPPORTED_FILE")
    assert answer.details["allowed"][0] == "image/jpeg"
    assert await Upload.all().count() + await OutboxRow.all().count() + await Timer.all().count() == 0
    assert await objects(outside) == before


@pytest.mark.req("FILE-02", "C5", "CHAT-09", "CHAT-10", "CHAT-12")
@pytest.mark.parametrize(
    ("purpose", "sample", "most"),
    [
        ("lead", "jpeg", 5),
        ("message", "jpeg", 10),
        ("lead", "film.mp4", 50),
        ("message", "pdf", 10),
        ("message", "voice.ogg", 10),
    ],
)
async def test_a_file_is_as_big_as_its_purpose_and_kind_allow(
    api: Api, outside: Outside, purpose: str, sample: str, most: int
) -> None:
    begin = {"jpeg": photo(), "pdf": b"%PDF-1.7\n"}.get(sample) or (SAMPLES / sample).read_bytes()
    data = begin + ZEROS * (most * 16)
    said = {"jpeg": "image/jpeg", "pdf": "application/pdf", "voice.ogg": "audio/ogg"}.get(sample, "video/mp4")
    answer = await hand_in(api, await a.client(), data[: most * MEGABYTE + 1], purpose, said=said)
    assert (answer.status, answer.code, answer.details) == (
        413,
        "FILE_TOO_LARGE",
        {"most_bytes": most * MEGABYTE},
    )
    if sample in {"jpeg", "pdf"}:
        assert (await hand_in(api, await a.client(), data[: most * MEGABYTE], purpose, said=said)).status == 201


@pytest.mark.req("FILE-02", "C5")
async def test_what_does_not_belong_to_a_purpose_is_refused(api: Api, outside: Outside) -> None:
    film = (SAMPLES / "film.mp4").read_bytes()
    answer = await hand_in(api, await a.worker(), film, "profile")
    assert (answer.status, answer.details["allowed"]) == (415, ["image/jpeg", "image/png", "image/webp"])
    assert (await hand_in(api, await a.client(), b"%PDF-1.7\n", "lead")).status == 415


@pytest.mark.req("CHAT-11", "C5")
async def test_a_voice_that_is_broken_or_too_long_is_refused_at_once(api: Api, outside: Outside) -> None:
    voice = (SAMPLES / "voice.wav").read_bytes()
    sound = voice[voice.index(b"data") + 8 :]
    long = voice[: voice.index(b"data")] + b"data" + (len(sound) * 130).to_bytes(4, "little") + sound * 130
    answer = await hand_in(api, await a.client(), long, "message", said="audio/wav")
    assert (answer.status, answer.code, answer.details) == (422, "VOICE_OVER_TWO_MINUTES", {"max_seconds": 120})
    cut = (SAMPLES / "voice.ogg").read_bytes()[:200]
    assert (await hand_in(api, await a.client(), cut, "message", said="audio/ogg")).code == "BROKEN_FILE"
    assert await Upload.all().count() == 0


@pytest.mark.req("FILE-02", "C5")
async def test_clients_can_read_the_limits(api: Api) -> None:
    limits = (await api.get("/api/uploads/limits")).data
    assert limits.keys() == set(Purpose)
    assert limits["lead"]["image"]["max_bytes"] == 5 * MEGABYTE
    assert limits["message"]["image"]["max_bytes"] == 10 * MEGABYTE
    assert limits["message"]["voice"]["max_seconds"] == 120
    assert "image/jpeg" in limits["profile"]["image"]["content_types"]


@pytest.mark.req("FILE-04", "SEC-04")
async def test_a_malformed_form_is_refused_and_leaves_nothing(api: Api, outside: Outside) -> None:
    client = await a.client()
    assert (await hand_in(api, None, photo())).status == 401
    assert (await hand_in(api, client, b"")).code == "EMPTY_FILE"
    for purpose in ("", "whatever", "x" * 1000):
        assert (await hand_in(api, client, photo(), purpose)).code == "MALFORMED"
    assert (await api.post("/api/uploads", {"purpose": "lead"}, as_=client)).code == "MALFORMED"
    head = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n\xff\xd8'
    for body in (b"", b"--x\r\n", b"--x--\r\n", head, head + b"\r\n--x--\r\n"):
        answer = await form(api, client, body)
        assert (answer.status, answer.code) == (400, "MALFORMED"), body
    assert await Upload.all().count() == 0


async def test_the_purpose_may_stand_behind_the_file(api: Api, outside: Outside) -> None:
    body = (
        b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.jpg"\r\n\r\n%b\r\n'
        b'--x\r\nContent-Disposition: form-data; name="purpose"\r\n\r\nlead\r\n--x--\r\n'
    )
    client = await a.client()
    assert (await form(api, client, body % photo())).status == 201
    assert (await form(api, client, body % (photo() + bytes(6 * MEGABYTE)))).code == "FILE_TOO_LARGE"


async def test_only_uploads_may_be_long(api: Api) -> None:
    answer = await api.post("/api/leads", {"title": "x" * 2 * MEGABYTE}, as_=await a.client())
    assert (answer.status, answer.code) == (413, "TOO_LARGE")


@pytest.mark.req("FILE-04")
async def test_when_storage_fails_neither_row_nor_object_stays(api: Api, environment: pytest.MonkeyPatch) -> None:
    environment.setenv("S3_ENDPOINT_URL", "http://127.0.0.1:9")
    settings.cache_clear()
    answer = await hand_in(api, await a.client(), photo())
    assert (answer.status, answer.code) == (503, "PROVIDER_UNAVAILABLE")
    assert await Upload.all().count() == await Timer.all().count() == 0
    [event] = await OutboxRow.all()
    assert event.event == "upload.erased"  # the bytes may be there although we never heard so
