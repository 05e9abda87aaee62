import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit
from uuid import uuid4

import httpx
import pytest

from integrations import storage
from integrations.errors import NotFoundError, RefusedError, UnavailableError
from settings import settings
from tests.outside import Outside

SOON = timedelta(minutes=5)


@pytest.fixture
def key() -> str:
    return f"leads/{uuid4()}/foto ñ+1.jpg"


async def fetch(url: str, **headers: str) -> httpx.Response:
    async with httpx.AsyncClient(verify=False, trust_env=False) as client:
        return await client.get(url, headers=headers)


@pytest.mark.req("FILE-01", "FILE-04")
async def test_what_is_put_can_be_got_until_it_is_deleted(outside: Outside, key: str) -> None:
    await storage.put("leads", key, b"picture", "image/jpeg")
    assert await storage.get("leads", key) == b"picture"
    await storage.put("leads", key, b"another", "image/jpeg")
    assert await storage.get("leads", key) == b"another"
    await storage.delete("leads", key)
    await storage.delete("leads", key)
    with pytest.raises(NotFoundError):
        await storage.get("leads", key)


async def test_buckets_are_apart(outside: Outside, key: str) -> None:
    await storage.put("leads", key, b"picture", "image/jpeg")
    with pytest.raises(NotFoundError):
        await storage.get("messages", key)


async def test_files_and_paths_of_any_size_go_through_in_pieces(
    outside: Outside, key: str, tmp_path: Path
) -> None:
    big = bytes(range(256)) * 4096 * 9  # 9 MiB, past every single read
    path = tmp_path / "video.mp4"
    path.write_bytes(big)
    await storage.put("messages", key, path, "video/mp4")
    pieces = [piece async for piece in storage.stream("messages", key)]
    assert b"".join(pieces) == big
    assert max(map(len, pieces)) <= storage.CHUNK
    with tempfile.SpooledTemporaryFile(max_size=1024) as upload:  # as Quart hands over what was uploaded
        upload.write(big)
        upload.seek(0)
        await storage.put("messages", key, upload, "video/mp4")
    assert await storage.get("messages", key) == big
    await storage.put("messages", key, b"", "video/mp4")
    assert await storage.get("messages", key) == b""


@pytest.mark.req("FILE-05", "R-29")
async def test_a_signed_link_shows_the_object_as_it_was_signed(outside: Outside, key: str) -> None:
    await storage.put("leads", key, b"<script>", "application/octet-stream")
    url = await storage.sign(
        "leads",
        key,
        expires_for=SOON,
        content_type="image/jpeg",
        disposition="attachment",
        file_name='año "1".jpg',
    )
    got = await fetch(url)
    assert (got.status_code, got.content) == (200, b"<script>")
    assert got.headers["content-type"] == "image/jpeg"
    assert got.headers["content-disposition"] == "attachment; filename*=UTF-8''a%C3%B1o%20%221%22.jpg"
    assert got.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in got.headers["content-security-policy"]


async def test_a_part_of_an_object_can_be_asked_for(outside: Outside, key: str) -> None:
    await storage.put("messages", key, b"0123456789", "video/mp4")
    url = await storage.sign("messages", key, expires_for=SOON)
    for asked, content in [
        ("bytes=2-4", b"234"),
        ("bytes=7-", b"789"),
        ("bytes=-3", b"789"),
        ("bytes=8-99", b"89"),
    ]:
        got = await fetch(url, range=asked)
        assert (got.status_code, got.content) == (206, content)
    assert (await fetch(url, range="bytes=10-")).status_code == 416


def altered(url: str, **changes: str) -> str:
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query)) | changes
    return urlunsplit(parts._replace(query=urlencode(query)))


@pytest.mark.req("FILE-05")
async def test_a_forged_or_altered_link_opens_nothing(outside: Outside, key: str) -> None:
    await storage.put("leads", key, b"mine", "image/jpeg")
    await storage.put("leads", f"{key}2", b"not yours", "image/jpeg")
    url = await storage.sign("leads", key, expires_for=SOON, disposition="attachment")
    assert (await fetch(altered(url))).status_code == 200
    forged = [
        url.replace("1.jpg", "1.jpg2"),
        url.replace("-leads-", "-messages-"),
        url.partition("?")[0],
        altered(url, **{"X-Amz-Signature": "0" * 64}),
        altered(url, **{"X-Amz-Expires": "604800"}),
        altered(url, **{"response-content-disposition": "inline"}),
        altered(url, **{"X-Amz-Credential": "someone/20260101/us-east-1/s3/aws4_request"}),
        altered(url, **{"X-Amz-Algorithm": "none"}),
        altered(url, **{"response-content-type": "text/html"}),
    ]
    for link in forged:
        got = await fetch(link)
        assert got.status_code in {400, 403}, link
        assert b"mine" not in got.content
    async with httpx.AsyncClient(verify=False) as client:
        assert (await client.put(url, content=b"overwritten")).status_code == 403
        assert (await client.delete(url)).status_code == 403
    assert await storage.get("leads", key) == b"mine"


@pytest.mark.req("R-18")
async def test_a_link_ends_by_the_real_clock(
    movable_outside: Outside, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    await storage.put("leads", key, b"picture", "image/jpeg")
    url = await storage.sign("leads", key, expires_for=SOON)
    await movable_outside.move_clock(timedelta(days=30).total_seconds())
    assert (await fetch(url)).status_code == 200
    an_hour_ago = datetime.now(UTC) - timedelta(hours=1)
    monkeypatch.setattr("botocore.auth.get_current_datetime", lambda *_: an_hour_ago)
    expired = await storage.sign("leads", key, expires_for=SOON)
    assert (await fetch(expired)).status_code == 403
    with pytest.raises(RefusedError) as refused:
        await storage.get("leads", key)
    assert refused.value.code == "RequestTimeTooSkewed"


async def test_a_wrong_key_reads_and_writes_nothing(
    outside: Outside, key: str, environment: pytest.MonkeyPatch
) -> None:
    await storage.put("leads", key, b"picture", "image/jpeg")
    environment.setenv("AWS_SECRET_ACCESS_KEY", "another")
    settings.cache_clear()
    with pytest.raises(RefusedError):
        await storage.get("leads", key)
    with pytest.raises(RefusedError):
        await storage.put("leads", key, b"forged", "image/jpeg")
    url = await storage.sign("leads", key, expires_for=SOON)
    assert (await fetch(url)).status_code == 403


async def test_a_failing_s3_is_tried_twice_and_then_transient(outside: Outside, key: str) -> None:
    await outside.break_down("s3", times=1, status=503)
    await storage.put("leads", key, b"picture", "image/jpeg")
    await outside.break_down("s3", times=2, status=500)
    with pytest.raises(UnavailableError):
        await storage.get("leads", key)


async def test_a_bucket_nobody_made_is_not_made_by_writing(
    outside: Outside, key: str, environment: pytest.MonkeyPatch
) -> None:
    environment.setenv("S3_BUCKET_PREFIX", "elsewhere")
    settings.cache_clear()
    with pytest.raises(NotFoundError):
        await storage.put("leads", key, b"picture", "image/jpeg")
