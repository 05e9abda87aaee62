"""What the web process weighs: photo work belongs to the worker."""

import asyncio
import io

import pytest
from PIL import Image

from tests.journeys import story
from tests.journeys.person import Person
from tests.ops.test_dev import megabytes
from tests.stack import Stack

pytestmark = pytest.mark.processes

PATIENCE = 60


def twelve_megapixels() -> bytes:
    """A noisy picture, as large a file as a phone's camera makes."""
    picture = io.BytesIO()
    Image.effect_noise((4000, 3000), 40).convert("RGB").save(picture, "JPEG", quality=60)
    return picture.getvalue()


async def ready(person: Person, upload_id: str) -> None:
    """Ask until the worker has cleaned it."""
    for _ in range(PATIENCE * 10):
        if (await person.http.get(f"/api/media/{upload_id}")).status_code != 409:
            return
        await asyncio.sleep(0.1)
    raise AssertionError("never cleaned")


@pytest.mark.req("SEC-18", "FILE-04")
async def test_ten_photos_leave_the_web_process_light(stack: Stack) -> None:
    client = await story.a_client(stack)
    assert stack.web.process
    assert (await client.http.get("/")).status_code == 200
    before = megabytes(stack.web.process.pid)
    photo = twelve_megapixels()
    assert 2_000_000 < len(photo) < 5_000_000
    for _ in range(10):
        upload = await client.post(
            "/api/uploads", data={"purpose": "lead"}, files={"file": ("foto.jpg", photo, "image/jpeg")}
        )
        await ready(client, upload["id"])
    after = megabytes(stack.web.process.pid)
    assert (before < 150, after < 180) == (True, True), f"{before:.0f} MB, then {after:.0f} MB"
    await client.leave()
