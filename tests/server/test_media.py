import os
from pathlib import Path
from uuid import uuid4

import pytest

from models.uploads.tables import Upload
from tasks.outbox import drain
from tests import a
from tests.api import Api
from tests.form import hand_in
from tests.outside import Outside
from tests.photos import photo

MEGABYTE = 1024 * 1024


@pytest.mark.req("R-29")
async def test_a_file_that_turns_out_broken_is_never_shown(api: Api, outside: Outside) -> None:
    client = await a.client()
    answer = await hand_in(api, client, photo()[:400])
    await drain()
    assert (await api.get(answer.data["url"], as_=client)).status == 404
    row = await Upload.get(id=answer.data["id"])
    assert row.state == "refused"
    assert not any(row.object_key in str(path) for path in outside.home.rglob("*"))
    lead = {**a.JOB, "recipients": [str((await a.worker()).id)], "media": [answer.data["id"]]}
    await a.catalogue()
    assert (await api.post("/api/leads", lead, as_=client)).code == "UPLOAD_REFUSED"


@pytest.mark.req("R-29", "SEC-04")
async def test_an_unattached_file_is_its_owners_alone(api: Api, outside: Outside) -> None:
    client = await a.client()
    answer = await hand_in(api, client, photo())
    await drain()
    for other in (await a.client(), await a.worker(), await a.admin()):
        assert (await api.get(answer.data["url"], as_=other)).status == 404
    assert (await api.get(answer.data["url"])).status == 401
    assert (await api.get(f"/api/media/{uuid4()}")).status == 404
    assert (await api.get("/api/media/7")).status == 404


@pytest.mark.req("R-29")
async def test_one_person_keeps_at_most_sixty_unused_files(api: Api, outside: Outside) -> None:
    client = await a.client()
    for _ in range(60):
        await a.upload(client)
    answer = await hand_in(api, client, photo())
    assert (answer.status, answer.code) == (429, "TOO_MANY_UNUSED_UPLOADS")


@pytest.mark.req("FILE-04")
async def test_ten_photos_do_not_stay_in_memory(api: Api, outside: Outside) -> None:
    client = await a.client()
    data = photo(size=(1000, 1000)) + os.urandom(4 * MEGABYTE)
    await hand_in(api, client, data)
    before = resident()
    for _ in range(10):
        assert (await hand_in(api, client, data)).status == 201
    assert resident() - before < 25 * MEGABYTE


def resident() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
